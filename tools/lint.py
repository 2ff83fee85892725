#!/usr/bin/env python3
"""clang-format, clang-tidy and cppcheck over the C of the project, reported as TAP. Needs build/clang."""

import concurrent.futures
import json
import os
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
FOLDERS = ("src", "tests", "bench")
# Read before each file but the one that defines what it is about.
ANALYZER, DEFINES = os.path.join(ROOT, "tools", "analyzer.h"), "src/base/err.c"


def c_files(*endings):
    found = []
    for folder in FOLDERS:
        for at, folders, names in os.walk(os.path.join(ROOT, folder)):
            folders.sort()
            found += [os.path.relpath(os.path.join(at, name), ROOT) for name in sorted(names) if name.endswith(endings)]
    return found


def run(command):
    done = subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, errors="replace")
    return done.returncode == 0, done.stdout


def check_format():
    return run(["clang-format", "--dry-run", "-Werror", *c_files(".c", ".h")])


def check_tidy():
    """One process a file, two at a time; only what the build compiles can be read."""
    with open(os.path.join(ROOT, "build", "clang", "compile_commands.json"), encoding="utf-8") as file:
        compiled = {os.path.relpath(os.path.join(entry["directory"], entry["file"]), ROOT) for entry in json.load(file)}
    files = [path for path in c_files(".c") if path in compiled]
    command = ["clang-tidy", "-p", "build/clang", "--quiet", "--warnings-as-errors=*"]
    words = ("-I" + os.path.join(ROOT, "src"), "-include", ANALYZER)
    told = [f"--extra-arg={word}" for word in words] if os.path.exists(ANALYZER) else []
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count() or 2) as pool:
        results = list(pool.map(lambda path: run([*command, *(told if path != DEFINES else []), path]), files))
    return bool(files) and all(good for good, _ in results), "".join(text for good, text in results if not good)


def check_cppcheck():
    return run(["cppcheck", "--quiet", "--std=c11", "--enable=warning,performance,portability", "--inline-suppr",
                "--suppress=missingIncludeSystem", "--error-exitcode=1", "-j", str(os.cpu_count() or 2), "-I", "src",
                "-D_GNU_SOURCE", '-DBANYAN_VERSION="0"', "src", "tests/fuzz"])


def main():
    failed = 0
    checks = [("clang-format", check_format), ("cppcheck", check_cppcheck), ("clang-tidy", check_tidy)]
    print(f"1..{len(checks)}")
    for number, (name, check) in enumerate(checks, 1):
        good, text = check()
        failed += not good
        if not good:
            print(text, end="" if text.endswith("\n") else "\n")
        print(f"{'ok' if good else 'not ok'} {number} - {name}", flush=True)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
