#!/usr/bin/env python3
"""Runs the test programs of both frameworks, checked and not, and compares what passed with what must pass."""

import os
import re
import subprocess
import sys

ON, OFF = sys.argv[1:3]
failures = 0


def run(directory, *command, **more):
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("MAPCHECK_", "GTEST_"))}
    environment.update(more)
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
failed_in_shards = [{n for n, v in verdicts(run(ON, "with_gtest", GTEST_TOTAL_SHARDS="2", GTEST_SHARD_INDEX=i)[1]).items()
                     if v == "FAILED"} for i in "01"]
check("gtest: each shard has its own", set.union(*failed_in_shards) == RACY and all(failed_in_shards) and
      not set.intersection(*failed_in_shards), str(failed_in_shards))
status, out = run(ON, "with_gtest", MAPCHECK_OPTIONS="exitcode=0")
check("gtest: its own exit status", status == 1 and verdicts(out) == by_name, out)
status, out = run(ON, "with_gtest", MAPCHECK_OPTIONS="report_bugs=0")
check("gtest: nothing reported, all pass", status == 0 and "FAILED" not in out, out)
status, out = run(OFF, "with_gtest")
check("gtest, off: all pass", status == 0 and set(verdicts(out).values()) == {"OK"}, out)

# A main of one's own, the listener included twice, what falls outside of tests, children of death tests
status, out = run(ON, "with_own_main")
by_name = verdicts(out)
check("own main: which tests fail", {n for n, v in by_name.items() if v == "FAILED"} ==
      {"LeftBehind.FailsForItRunsWhenTheThreadFinds", "Twice.FailsOnce"} and len(by_name) == 6, out)
check("own main: a suite's set-up fails the suite", status == 66 and
      "[  FAILED  ] RacySetUp: SetUpTestSuite or TearDownTestSuite" in out and
      "  While running: RacySetUp (outside of its tests)\n" in out, out)
check("own main: one failure for a test", out.split("[ RUN      ] Twice.FailsOnce")[1].count("in this test (") == 1, out)
status, out = run(ON, "with_own_main", "--gtest_filter=RacyDeathTest.*:RacySetUp.*", "--gtest_repeat=2")
check("own main: repeated", out.count("[       OK ] RacyDeathTest.") == 4 and
      out.count("[  FAILED  ] RacySetUp: SetUpTestSuite") == 2, out)
status, out = run(ON, "with_own_main", "--gtest_filter=LeftBehind.Passes*")
check("own main: a test alone", status == 0 and "mapcheck" not in out, out)
status, out = run(ON, "with_own_main", "racy-environment", "--gtest_filter=LeftBehind.Passes*",
                  MAPCHECK_OPTIONS="exitcode=0")
check("own main: a racy environment fails the program", status == 1 and "findings outside of all tests" in out and
      "  While running: (set-up of the test program)\n" in out, out)
status, out = run(ON, "with_own_main", "racy-end", "--gtest_filter=LeftBehind.Passes*")
check("own main: after the last test", status == 66 and "[  PASSED  ] 1 test." in out and "WARNING: mapcheck" in out and
      "While running" not in out, out)
status, out = run(OFF, "with_own_main", "racy-environment")
check("own main, off: all pass", status == 0 and set(verdicts(out).values()) == {"OK"}, out)

status, out = run(ON, "with_catch2")
check("catch2: counts", "test cases: 5 | 2 passed | 3 failed" in out, out)
check("catch2: exit status", status == 66, out)
check("catch2: the report names the test", "  While running: racy fails though its checks pass\n" in out, out)
for name, expected in (("correct passes", 0), ("racy fails again without a new report", 66), ("in a section", 66),
                       ("correct passes afterwards", 0)):
    status, out = run(ON, "with_catch2", name)
    check(f"catch2: {name} alone", status == expected, out)
for option in (["--abort"], ["--abort", "in a section"]):
    status, out = run(ON, "with_catch2", *option)
    check(f"catch2: {option}", status == 66 and "assertions:" in out and "| 1 failed\n" in out, out)
status, out = run(ON, "with_catch2", "fails once")
check("catch2: one failure for a test case", status == 66 and "assertions: 2 | 1 passed | 1 failed" in out, out)
status, out = run(ON, "with_catch2", "throws after a finding")
check("catch2: left by an exception", status == 66 and "assertions: 2 | 2 failed" in out and
      "in this test case" in out, out)
status, out = run(ON, "with_catch2", "dies after a finding")
check("catch2: a fatal signal", status == -11 and "SIGSEGV" in out and "test cases: 1 | 1 failed" in out, out)
status, out = run(ON, "with_catch2", MAPCHECK_OPTIONS="exitcode=0")
check("catch2: its own exit status", status == 3 and "test cases: 5 | 2 passed | 3 failed" in out, out)
status, out = run(ON, "with_catch2", "-r", "junit")
check("catch2: in JUnit's form", out.count("<failure ") == 3, out)
status, out = run(OFF, "with_catch2")
check("catch2, off: all pass", status == 0 and "All tests passed" in out, out)

# The form for version 3, over a stand-in
status, out = run(ON, "with_catch2_3")
check("catch2 3: which fail", re.findall(r"^(passed|failed): ", out, re.M) == ["passed", "failed", "failed", "passed"], out)
check("catch2 3: status, name", status == 66 and "  While running: racy fails though its checks pass\n" in out, out)
status, out = run(ON, "with_catch2_3", "--abort", MAPCHECK_OPTIONS="exitcode=0")
check("catch2 3: --abort", status == 42 and re.findall(r"^(passed|failed): ", out, re.M) == ["passed", "failed"], out)
status, out = run(OFF, "with_catch2_3")
check("catch2 3, off: all pass", status == 0 and out.count("passed: ") == 4, out)

# CTest, by exit status and by text
done = subprocess.run(["ctest", "--test-dir", ON], text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
for name, verdict in (("by_status", r"\*\*\*Failed"), ("by_text", r"\*\*\*Failed *Error regular expression found"),
                      ("by_text_unheeded", "Passed"), ("correct", "Passed")):
    check(f"ctest: {name}", re.search(rf"{name} \.+ *{verdict}", done.stdout) is not None, done.stdout)

print(f"frameworks: {failures} failed")
sys.exit(1 if failures else 0)
