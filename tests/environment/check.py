#!/usr/bin/env python3
"""Runs the subject in surroundings of every kind and judges each run: its result must be what it is elsewhere.

check.py SUBJECT PLUGIN PRELOAD. A tool that is missing is a failure (scripts/setup installs them). What this machine does
not allow (seccomp, chroot, setarch -R, an unlimited stack) is named, and counted as not run.
"""

import glob
import os
import resource
import shutil
import subprocess
import sys
import tempfile

SUBJECT, PLUGIN, PRELOAD = (os.path.abspath(path) for path in sys.argv[1:4])
WORKED = "sum 249500, 666 orders\n"
REPORT = "WARNING: mapcheck: iterator invalidated by erase"
SUMMARY = "SUMMARY: mapcheck: iterator invalidated by erase"
MIB = 1 << 20
failures = 0
not_run = []


def run(*command, options=None, before=None, environment=None, timeout=60):
    """Returns (exit status, standard output, standard error)."""
    env = {k: v for k, v in os.environ.items() if not k.startswith("MAPCHECK_")}
    env.update(environment or {})
    if options is not None:
        env["MAPCHECK_OPTIONS"] = options
    done = subprocess.run(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL,
                          text=True, errors="replace", timeout=timeout, preexec_fn=before)
    return done.returncode, done.stdout, done.stderr


def check(name, result, status=0, output=WORKED, has=(), has_not=("mapcheck",), lines=None):
    global failures
    code, out, err = result
    wrong = []
    if status is not None and code != status:
        wrong.append(f"exit status {code}, expected {status}")
    if output is not None and output not in out:
        wrong.append(f"standard output {out!r}, expected {output!r}")
    wrong += [f"missing: {text!r}" for text in has if text not in err]
    wrong += [f"should not be there: {text!r}" for text in has_not if text in err]
    if lines is not None and len([line for line in err.splitlines() if "mapcheck" in line]) > lines:
        wrong.append(f"more than {lines} lines")
    if wrong:
        failures += 1
        print(f"FAILED {name}: " + "; ".join(wrong) + "\n  | " + "\n  | ".join(err.splitlines()[:40]))
    else:
        print(f"passed {name}")


def reported(name, result, has=(), status=66, output="done"):
    check(name, result, status=status, output=output, has=[REPORT, SUMMARY, *has], has_not=())


def limit(what, value):
    return lambda: resource.setrlimit(what, (value, value))


def needs(name, there):
    if not there:
        not_run.append(name)
    return there


def installed(what, path):
    global failures
    if path is None:
        failures += 1
        print(f"FAILED {what} is not installed: run scripts/setup")
    return path is not None


check("work", run(SUBJECT, "work"))
reported("bug", run(SUBJECT, "bug"), has=["use_after_erase", "subject.cpp:"])

# ---- limits
for mib in (120, 200, 500, 1000):
    check(f"{mib} MiB of address space", run(SUBJECT, "work", before=limit(resource.RLIMIT_AS, mib * MIB)),
          has_not=["WARNING"], lines=1)
    code, out, err = run(SUBJECT, "bug", before=limit(resource.RLIMIT_AS, mib * MIB))
    off = "switched off" in err
    check(f"{mib} MiB of address space, a bug ({'switched off' if off else 'reported'})", (code, out, err),
          status=0 if off else 66, output="done", has=[] if off else [REPORT, SUMMARY], has_not=())
check("four descriptors", run(SUBJECT, "work", before=limit(resource.RLIMIT_NOFILE, 4)))
reported("four descriptors, a bug", run(SUBJECT, "bug", before=limit(resource.RLIMIT_NOFILE, 4)))
check("a stack of 128 KiB", run(SUBJECT, "work", before=limit(resource.RLIMIT_STACK, 128 << 10)))
reported("a stack of 128 KiB, a bug", run(SUBJECT, "bug", before=limit(resource.RLIMIT_STACK, 128 << 10)))
if needs("an unlimited stack", resource.getrlimit(resource.RLIMIT_STACK)[1] == resource.RLIM_INFINITY):
    check("an unlimited stack", run(SUBJECT, "work", before=limit(resource.RLIMIT_STACK, resource.RLIM_INFINITY)))
    reported("an unlimited stack, a bug",
             run(SUBJECT, "bug", before=limit(resource.RLIMIT_STACK, resource.RLIM_INFINITY)))
check("no core file", run(SUBJECT, "fault", before=limit(resource.RLIMIT_CORE, 0)), status=-11, output=None,
      has=[REPORT, SUMMARY], has_not=())
check("no data segment to speak of", run(SUBJECT, "work", before=limit(resource.RLIMIT_DATA, 300 * MIB)),
      has_not=["WARNING"], lines=1)

# ---- the report comes before the damage, whole
for _ in range(5):
    check("a step that faults", run(SUBJECT, "fault"), status=-11, output=None, has=[REPORT, SUMMARY, "subject.cpp:"],
          has_not=())
begun = 0
for _ in range(5):
    code, out, err = run(SUBJECT, "race")
    begun += err.count("WARNING: mapcheck: ")
    torn = err.count("WARNING: mapcheck: ") != err.count("SUMMARY: mapcheck: ")
    check("threads that fault", (code, out, err), status=None, output=None, has=["WARNING: mapcheck: "],
          has_not=["WARNING"] if torn else [])

# ---- sandboxes
code, out, err = run(SUBJECT, "sandbox")
if needs("seccomp", "no seccomp" not in out):
    check("a sandbox that kills", (code, out, err))
with tempfile.TemporaryDirectory() as place:
    if needs("chroot", os.geteuid() == 0):
        reported("an empty root", run(SUBJECT, "chroot", place))
    if needs("secure mode", os.geteuid() == 0):
        copy = os.path.join(place, "subject")
        shutil.copy(SUBJECT, copy)
        os.chmod(place, 0o755)
        os.chown(copy, 1, 1)
        os.chmod(copy, 0o6755)
        log = os.path.join(place, "log")
        reported("secure mode, options are not read", run(copy, "bug", options=f"exitcode=7:log_path={log}"))
        if glob.glob(log + "*"):
            failures += 1
            print("FAILED secure mode: a log file was made")

# ---- other code in the process
unloaded = run(SUBJECT, "unloaded", PLUGIN)
reported("a plugin that erased and was unloaded", unloaded, has=["subject.cpp:"])
preload = {"LD_PRELOAD": PRELOAD}
check("preloaded locks", run(SUBJECT, "work", environment=preload), has=["preload: thousands of locks"])
reported("preloaded locks, a bug", run(SUBJECT, "bug", environment=preload))
for library in ("libjemalloc.so.2", "libtcmalloc_minimal.so.4"):
    path = (glob.glob(f"/usr/lib/*/{library}") or [None])[0]
    if installed(library, path):
        check(library, run(SUBJECT, "work", environment={"LD_PRELOAD": path}))
        reported(f"{library}, a bug", run(SUBJECT, "bug", environment={"LD_PRELOAD": path}))
check("huge pages, perturbed memory",
      run(SUBJECT, "work", environment={"GLIBC_TUNABLES": "glibc.malloc.hugetlb=1:glibc.malloc.perturb=165"}))

# ---- tools
if installed("setarch", shutil.which("setarch")):
    code, out, err = run("setarch", "-R", SUBJECT, "work")
    if needs("setarch -R", "Operation not permitted" not in err):
        check("no random addresses", (code, out, err))
        reported("no random addresses, a bug", run("setarch", "-R", SUBJECT, "bug"))
        check("the old layout of addresses", run("setarch", "-L", "-R", SUBJECT, "work"))
if installed("gdb", shutil.which("gdb")):
    check("gdb", run("gdb", "-q", "-batch", "-ex", "run", "--args", SUBJECT, "work"), has_not=["mapcheck:"])
    reported("gdb, a bug", run("gdb", "-q", "-batch", "-ex", "run", "--args", SUBJECT, "bug"), status=None)
if installed("valgrind", shutil.which("valgrind")):
    check("valgrind", run("valgrind", "-q", SUBJECT, "work"), has_not=["mapcheck: "])
    reported("valgrind, a bug", run("valgrind", "-q", SUBJECT, "bug"))

for name in not_run:
    print(f"not run: {name}")
print(f"{failures} failed, {len(not_run)} not run")
sys.exit(1 if failures else 0)
