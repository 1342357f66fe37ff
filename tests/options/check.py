#!/usr/bin/env python3
"""Runs the subject under options, suppressions and surroundings, hostile ones included, and judges each run.

Each case: what is set up, what must stand on standard error, what must not, and the exit status. Whatever the case,
the program itself must run to its end.
"""

import os
import re
import resource
import subprocess
import sys
import tempfile

SUBJECT = os.path.abspath(sys.argv[1])
KEYS = os.path.abspath(sys.argv[2])
REPORT = "WARNING: mapcheck: iterator invalidated by erase"
failures = 0


def run(options="", shell=None, before=None, directory=None):
    """Returns (exit status, standard output, standard error)."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("MAPCHECK_")}
    environment["MAPCHECK_OPTIONS"] = options
    environment["SUBJECT"] = SUBJECT
    environment["KEYS"] = KEYS
    command = ["sh", "-c", shell] if shell else [SUBJECT]
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                          errors="replace", timeout=60, preexec_fn=before, cwd=directory)
    return done.returncode, done.stdout, done.stderr


def check(name, result, status=66, has=(), has_not=(), output="done\n"):
    global failures
    code, out, err = result
    wrong = []
    if code != status:
        wrong.append(f"exit status {code}, expected {status}")
    if output is not None and out != output:
        wrong.append(f"standard output {out!r}, expected {output!r}")
    wrong += [f"missing: {text!r}" for text in has if text not in err]
    wrong += [f"should not be there: {text!r}" for text in has_not if text in err]
    if wrong:
        failures += 1
        print(f"FAILED {name}: " + "; ".join(wrong) + "\n  | " + "\n  | ".join(err.splitlines()[:40]))
    else:
        print(f"passed {name}")


def limit(what, value):
    return lambda: resource.setrlimit(what, (value, value))


with tempfile.TemporaryDirectory() as place:
    def path(name, text=None):
        full = os.path.join(place, name)
        if text is not None:
            with open(full, "w", encoding="utf-8") as file:
                file.write(text)
        return full

    plain = run()
    check("plain", plain, has=[REPORT, "use_after_erase() ", "subject.cpp:17", "'carts'"])

    # ---- options
    check("exitcode", run("exitcode=7"), status=7, has=[REPORT])
    check("exitcode=0 keeps the program's own", run("exitcode=0"), status=0, has=[REPORT])
    check("halt_on_error", run("halt_on_error=1"), has=[REPORT], output="")
    check("abort_on_error", run("halt_on_error=1:abort_on_error=1"), status=-6, has=[REPORT], output="")
    check("report_bugs=0", run("report_bugs=0"), status=0, has_not=["mapcheck"])
    check("evidence=certain keeps it", run("evidence=certain"), has=[REPORT])
    check("symbolize=0", run("symbolize=0"), has=[REPORT, "options_subject+0x"], has_not=["subject.cpp"])
    check("print_summary=0", run("print_summary=0"), has=[REPORT], has_not=["watched:"])
    check("summary", plain, has=["mapcheck: 1 finding, seen once", "watched: 1 map, 1 task"])
    check("color=always", run("color=always"), has=["\x1b["])
    check("color=auto in a pipe", plain, has_not=["\x1b["])
    check("history_size", run("history_size=0"), has=[REPORT, "Last events"])
    check("help", run("help=1"), has=["history_size=4", "suppressions=", REPORT])
    prefix = os.path.dirname(os.path.abspath(__file__)) + "/"
    check("strip_path_prefix", run(f"strip_path_prefix={prefix}", directory=place), has=[" subject.cpp:17"])

    # ---- keys
    long_text = '"' + "a" * 64 + '"...'
    for key, operation, text in [
            ("int", "erase", "-5"), ("int", "insert", "7"), ("int", "emplace", "7"), ("int", "subscript", "7"),
            ("int", "step", "-5"), ("int", "rehash", "-5"), ("long", "erase", "-9223372036854775808"),
            ("unsigned", "insert", "18446744073709551615"), ("byte", "erase", "200"), ("byte", "subscript", "201"),
            ("byte", "step", "200"), ("char", "step", r"'\x0a'"), ("char", "insert", "'x'"), ("bool", "insert", "true"),
            ("enum", "erase", "-3"), ("double", "erase", "0.1"), ("double", "rehash", "0.1"), ("pointer", "erase", "0x"),
            ("short", "erase", r'"a \"b\"\x09\xc3"'), ("short", "rehash", r'"a \"b\"\x09\xc3"'),
            ("short", "subscript", '"b"'), ("long text", "erase", long_text), ("long text", "step", long_text),
            ("view", "erase", '"abc"'), ("set", "insert", "3")]:
        shell = f'exec "$KEYS" "{key}" {operation}'
        check(f"print_keys: {key}, {operation}", run("print_keys=1", shell=shell), output=None,
              has=["WARNING: mapcheck: ", f"    key of the element: {text}" + ("" if text == "0x" else "\n")])
    check("print_keys: the program is told too", run("print_keys=1", shell='exec "$KEYS" short erase'),
          output='"a \\"b\\"\\x09\\xc3"\n')
    check("print_keys: a key of another type", run("print_keys=1", shell='exec "$KEYS" hidden erase'),
          output="told none\n", has=["WARNING: mapcheck: "], has_not=["key of"])
    check("print_keys: an element that is gone", run("print_keys=1"), has=[REPORT], has_not=["key of"])
    check("print_keys is off", run(shell='exec "$KEYS" int erase'), output="told none\n", has=["WARNING: mapcheck: "],
          has_not=["key of"])

    # ---- mistakes: named, with the source and the nearest, and the run goes on
    check("unknown option", run("exit_code=3"), has=["MAPCHECK_OPTIONS: unknown option 'exit_code', did you mean "
                                                     "'exitcode'", REPORT])
    check("out of range", run("exitcode=4096 history_size=-1"), has=["'exitcode=4096'", "'history_size=-1'", REPORT])
    check("not a number", run("exitcode=0x10"), has=["'exitcode=0x10'", REPORT])
    check("no closing quote", run("log_path='x"), has=["no closing quote", REPORT])
    check("twice: the last counts", run("exitcode=3 exitcode=4"), status=4, has=[REPORT])
    check("very long", run("x" * 100_000 + " exitcode=5"), status=5, has=["expected name=value", REPORT])
    check("very long value", run("log_path=" + "y" * 5000), has=["too long", REPORT])
    check("not text", run("\x01\x02=\x7f,,::, =, exitcode"), has=["unknown option", REPORT])
    check("many mistakes", run("a=1 " * 2000), has=["unknown option 'a'", REPORT])

    # ---- where reports go
    log = path("log.%e.%p")
    check("log_path with %e and %p", run(f"log_path={log}"), has_not=["mapcheck"])
    names = [n for n in os.listdir(place) if re.fullmatch(r"log\.options_subject\.\d+", n)]
    if len(names) != 1 or REPORT not in open(os.path.join(place, names[0]), encoding="utf-8").read():
        failures += 1
        print(f"FAILED log file: {os.listdir(place)}")
    check("log_path without %p", run(f"log_path={path('plain')}"), has_not=["mapcheck"])
    if not any(re.fullmatch(r"plain\.\d+", n) for n in os.listdir(place)):
        failures += 1
        print(f"FAILED log file with .PID: {os.listdir(place)}")
    check("log_path=stdout", run("log_path=stdout"), has_not=["WARNING"], output=None)
    check("log_path in a directory that is not there", run(f"log_path={place}/no/where"),
          has=["log_path: cannot write to", "No such file or directory", REPORT])
    check("log_path below a file", run(f"log_path={SUBJECT}/x"), has=["cannot write to", REPORT])
    check("log_path, file takes no more", run(f"log_path={path('limited')}", before=limit(resource.RLIMIT_FSIZE, 0)),
          has=["takes no more", REPORT])
    check("log_path, no descriptors left",
          run(f"log_path={path('fds')}", shell='exec "$SUBJECT" no-descriptors'),
          has=["Too many open files", REPORT])
    check("standard error closed", run(shell='exec "$SUBJECT" 2>&-'))
    check("all three closed", run(shell='exec "$SUBJECT" <&- >&- 2>&-'), output="")
    check("standard error full", run(shell='exec "$SUBJECT" 2>/dev/full'))
    reader, writer = os.pipe()
    os.close(reader)
    check("standard error is a pipe without reader", run(before=lambda: os.dup2(writer, 2)))
    os.close(writer)

    # ---- suppressions
    line = re.search(r"^  Suppression: (.*)$", plain[2], re.M)[1]
    check("the line that the report prints", run(f"suppressions={path('pasted', line)}"), status=0,
          has=[f"suppressed: 1 by {line}"], has_not=["WARNING"])
    for number, rule in enumerate(["dead_erase:carts", "*:std::map<int, int>", "dead_erase:subject.cpp",
                                   "dead_erase:^shop::use_*erase", "dead_erase:options_subject"]):
        check(f"suppression {rule}", run(f"suppressions={path(f'rule{number}', '# one' + chr(10) + rule)}"), status=0,
              has_not=["WARNING"])
    check("a suppression of another kind", run(f"suppressions={path('other', 'read_write:carts')}"), has=[REPORT])
    check("a malformed line", run(f"suppressions={path('bad', 'dead_eraze:x' + chr(10) + line)}"), status=0,
          has=["bad:1: unknown kind 'dead_eraze', did you mean 'dead_erase'"])
    check("no such file", run("suppressions=/no/where"), has=["cannot read /no/where (No such file", REPORT])
    check("a directory", run(f"suppressions={place}"), has=["Is a directory", REPORT])
    big = path("big", "read_write:nothing\n" * 20_000 + line)
    check("a file that is too long", run(f"suppressions={big}"), has=["longer than 64 KiB", "no room", REPORT])
    if os.geteuid() == 0:
        print("not run: a suppressions file without permission (root may read everything)")
    else:
        secret = path("secret", line)
        os.chmod(secret, 0)
        check("no permission", run(f"suppressions={secret}"), has=["Permission denied", REPORT])

print(f"{failures} failed")
sys.exit(1 if failures else 0)
