#!/usr/bin/env python3
"""Runs the test programs of both frameworks, checked and not, and compares what passed with what must pass."""

import os
import re
import subprocess
import sys

ON, OFF = sys.argv[1:3]
failures = 0


def run(directory, *command):
    environment = {k: v for k, v in os.environ.items() if not k.startswith("MAPCHECK_")}
    done = subprocess.run([os.path.join(directory, command[0]), *command[1:]], env=environment, text=True, timeout=120,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    return done.returncode, done.stdout


def check(what, is_right, output):
    global failures
    if not is_right:
        failures += 1
        print(f"FAILED: {what}\n  | " + "\n  | ".join(output.splitlines()[:120]))


def verdicts(output):
    found = re.findall(r"^\[ +(OK|FAILED) +\] (\S+?)(?:, where .*)? \(\d+ ms\)$", output, re.M)
    return {name: verdict for verdict, name in found}


RACY = {"Racy.FailsThoughItsChecksPass", "Racy.FailsAgainWithoutANewReport", "Two/Each.OnlyTheSecondFails/1"}

status, out = run(ON, "with_gtest")
by_name = verdicts(out)
check("gtest: which tests fail", {n for n, v in by_name.items() if v == "FAILED"} == RACY and len(by_name) == 7, out)
check("gtest: exit status", status == 66, out)
check("gtest: the report names the test", "  While running: Racy.FailsThoughItsChecksPass\n" in out, out)
check("gtest: one report for equal findings", out.count("WARNING: mapcheck: concurrent map writes") == 1, out)
status, out = run(ON, "with_gtest", "--gtest_filter=Correct*:Two/*/0")
check("gtest: a filtered run passes", status == 0 and "mapcheck" not in out, out)
status, out = run(ON, "with_gtest", "--gtest_filter=Racy.FailsT*", "--gtest_repeat=3")
check("gtest: fails in each repetition", out.count("[  FAILED  ] Racy.FailsThoughItsChecksPass (") == 3, out)
status, out = run(OFF, "with_gtest")
check("gtest, off: all pass", status == 0 and set(verdicts(out).values()) == {"OK"}, out)

status, out = run(ON, "with_catch2")
check("catch2: counts", "test cases: 5 | 2 passed | 3 failed" in out, out)
check("catch2: exit status", status == 66, out)
check("catch2: the report names the test", "  While running: racy fails though its checks pass\n" in out, out)
for name, expected in (("correct passes", 0), ("racy fails again without a new report", 66), ("in a section", 66),
                       ("correct passes afterwards", 0)):
    status, out = run(ON, "with_catch2", name)
    check(f"catch2: {name} alone", status == expected, out)
status, out = run(OFF, "with_catch2")
check("catch2, off: all pass", status == 0 and "All tests passed" in out, out)

# CTest, by exit status and by text
done = subprocess.run(["ctest", "--test-dir", ON], text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
for name, verdict in (("by_status", r"\*\*\*Failed"), ("by_text", r"\*\*\*Failed.*Required regular expression|"
                                                                   r"\*\*\*Failed"), ("correct", "Passed")):
    check(f"ctest: {name}", re.search(rf"{name} \.+ *{verdict}", done.stdout) is not None, done.stdout)

print(f"frameworks: {failures} failed")
sys.exit(1 if failures else 0)
