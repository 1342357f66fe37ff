#!/usr/bin/env python3
"""Checks <mapcheck/atomics.h> with a compiler that need not be the one of this build.

  atomics_check.py headers INCLUDE COMPILER...   every standard header compiles, in C++17, 20 and 23
  atomics_check.py late INCLUDE COMPILER...      included after <memory> it says so, before it does not
  atomics_check.py relaxed INCLUDE COMPILER...   relaxed accesses compile to the code of the raw builtins
  atomics_check.py list INCLUDE COMPILER...      atomics_off.inc leaves no builtin told, atomics_on.inc tells all again
"""
import os
import re
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))


def run(command, **more):
    return subprocess.run(command, capture_output=True, text=True, **more)


def told(include):
    return ["-DMAPCHECK", "-I", include, "-isystem", include + "/mapcheck/shadow", "-include", "mapcheck/atomics.h"]


def standard(compiler, year):
    flag = f"-std=c++{year}"
    if run(compiler + [flag, "-fsyntax-only", "-x", "c++", os.devnull]).returncode == 0:
        return flag
    return {"20": "-std=c++2a", "23": "-std=c++2b"}[year]


def headers(include, compiler):
    bad = 0
    compiled = 0
    for year, level in (("17", "-O0"), ("20", "-O2"), ("23", "-O0")):
        common = compiler + [standard(compiler, year), level, "-Wall", "-Wextra", "-Werror", "-fsyntax-only",
                             HERE + "/atomics_headers.cpp"]
        result = run(common + told(include))
        if result.returncode == 0:
            compiled += 1
            print(f"C++{year} {level}: ok")
        elif run(common).returncode != 0:
            print(f"C++{year} {level}: does not compile without mapcheck either")
        else:
            print(f"C++{year} {level}: FAILED\n{result.stderr}")
            bad = 1
    return bad if compiled != 0 else 1


def late(include, compiler):
    def mark(text):
        result = run(compiler + ["-std=c++17", "-O1", "-DMAPCHECK", "-I", include, "-S", "-o", "-", "-x", "c++", "-"],
                     input=text)
        if result.returncode != 0:
            print(result.stderr)
            return None
        flags = re.search(r"leave_mark[^\n]*4mark:\s*\.long\s+1\b[^\n]*\s*\.long\s+(\d+)", result.stdout)
        return int(flags.group(1)) if flags else None

    bad = 0
    for text, wanted in (
        ("#include <mapcheck/atomics.h>\n#include <atomic>\n#include <memory>\n", 0),
        ("#include <cstring>\n#include <mapcheck/atomics.h>\n", 0),
        ("#include <atomic>\n#include <mapcheck/atomics.h>\n", 1),
        ("#include <memory>\n#include <mapcheck/atomics.h>\n", 1),
        ("#include <mutex>\n#include <mapcheck/atomics.h>\n", 1),
    ):
        got = mark(text)
        print(f"{text.splitlines()}: mark {got}, expected {wanted}")
        bad |= got != wanted
    return bad


def functions(compiler, flags, object_file):
    result = run(compiler + ["-std=c++17", "-O2", "-fno-asynchronous-unwind-tables", "-c", HERE + "/atomics_relaxed.cpp",
                             "-o", object_file] + flags)
    if result.returncode != 0:
        print(result.stderr)
        sys.exit(1)
    listing = run(["objdump", "-d", "--no-show-raw-insn", object_file]).stdout
    code = {}
    name = None
    for line in listing.splitlines():
        start = re.match(r"[0-9a-f]+ <(.+)>:$", line)
        if start:
            name = start.group(1)
            code[name] = []
        elif name and re.match(r"\s+[0-9a-f]+:\t", line):
            instruction = line.split("\t", 1)[1].strip()
            # jumps name their target by address, which may lie elsewhere: keep the distance only
            instruction = re.sub(r"[0-9a-f]+ <[^+>]+(\+0x[0-9a-f]+)?>", r"\1", instruction)
            if not re.match(r"(data16 |cs )*(nop|xchg +%ax,%ax)", instruction):
                code[name].append(instruction)
    return code


def relaxed(include, compiler):
    with tempfile.TemporaryDirectory() as folder:
        raw = functions(compiler, [], folder + "/raw.o")
        checked = functions(compiler, told(include), folder + "/told.o")
        acquired = functions(compiler, told(include) + ["-DRELAXED=acquire"], folder + "/acquired.o")
    bad = 0
    wanted = [name for name in raw if name.startswith("_Z")]
    if len(wanted) < 16:
        print(f"only {len(wanted)} functions found")
        bad = 1
    for name in wanted:
        if checked.get(name) != raw[name]:
            print(f"{name}: raw {raw[name]}\n  told {checked.get(name)}")
            bad = 1
    if raw == acquired:
        print("an acquire compiles to the raw code: nothing was compared")
        bad = 1
    print(f"{len(wanted)} functions compared")
    return bad


def listed(include, compiler):
    with open(include + "/mapcheck/atomics_macros.inc") as file:
        names = re.findall(r"^#undef (\w+)", file.read(), re.M)
    clang = "__clang__" in run(compiler + ["-dM", "-E", "-x", "c++", os.devnull]).stdout
    bad = 0
    for language, std in (("c++", "-std=c++17"), ("c", "-std=c11")):
        def macros(text):
            result = run(compiler + [std, "-dM", "-E", "-DMAPCHECK", "-I", include, "-include", "mapcheck/atomics.h",
                                     "-x", language, "-"], input=text)
            return set(re.findall(r"^#define (\w+)(?:\(| mapcheck_v1_)", result.stdout, re.M))

        on = macros("")
        off = macros("#include <mapcheck/atomics_off.inc>\n")
        nested = macros("#include <mapcheck/atomics_off.inc>\n" * 2 + "#include <mapcheck/atomics_on.inc>\n")
        again = macros("#include <mapcheck/atomics_off.inc>\n" * 2 + "#include <mapcheck/atomics_on.inc>\n" * 2)
        builtins = [n for n in names if clang or not re.match(r"__c11_|__sync_swap|__atomic_(fetch_)?(min|max)", n)]
        for name in builtins:
            if name not in on or name in off or name in nested or name not in again:
                print(f"{language}: {name}: told {name in on}, off {name not in off}, nested {name not in nested}, "
                      f"again {name in again}")
                bad = 1
        stray = {m for m in on if re.match(r"__(atomic|sync|c11_atomic)_", m)} - set(names)
        if stray:
            print(f"{language}: told, but never switched off: {sorted(stray)}")
            bad = 1
        print(f"{language}: {len(builtins)} builtins")
    return bad


if __name__ == "__main__":
    check = {"headers": headers, "late": late, "relaxed": relaxed, "list": listed}[sys.argv[1]]
    sys.exit(check(os.path.abspath(sys.argv[2]), sys.argv[3:]))
