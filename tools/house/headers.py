#!/usr/bin/env python3
"""Each header compiles alone and opens with its contract."""

import concurrent.futures
import os
import re
import subprocess

from common import main, read, strip_c, walk

FLAGS = ["-std=gnu17", "-fsyntax-only", "-Wall", "-Wextra", "-Wpedantic", "-Wstrict-prototypes", "-Wundef", "-Werror",
         "-D_GNU_SOURCE", '-DBANYAN_VERSION="0"', "-x", "c", "-"]
LABELS = "Shape Units Owns Errors Source".split()


def guard_of(path):
    """BANYAN_LAYER_MODULE_H; under tests/ the folders between may be left out."""
    if path.startswith("tests/"):
        return r"BANYAN_TESTS_(?:\w+_)?" + re.sub(r"\W", "_", os.path.basename(path)).upper()
    return "BANYAN_" + re.sub(r"\W", "_", path.removeprefix("src/")).upper()


def check_contract(root, path):
    """The opening comment: a sentence, and what happens on failure where anything can fail."""
    text = read(root, path)
    opening = re.match(r"/\*\n \* (.*?)\n? ?\*/\n", text, re.DOTALL)
    if opening is None:
        return [f"{path}:1: does not open with its contract: a comment of one sentence, then " + ", ".join(LABELS)]
    contract = " ".join(line.strip().removeprefix("*").strip() for line in opening.group(1).split("\n"))
    faults = []
    if not re.match(r"[^.]*\w[^.]*[.:]", contract):
        faults.append(f"{path}:2: the contract does not begin with a whole sentence")
    if path.startswith("src/") and re.search(r"\bErr \*err\b", strip_c(text)) and "Errors:" not in contract \
            and not path.endswith("base/err.h"):
        faults.append(f"{path}:2: functions here report an Err, and the contract has no 'Errors:'")
    guard = guard_of(path)
    if not re.search(f"^#ifndef ({guard})\n#define \\1\n", text, re.MULTILINE):
        faults.append(f"{path}: the include guard is not {guard}")
    return faults


def check_alone(root, path, extra):
    name = os.path.relpath(os.path.join(root, path), os.path.join(root, "src"))
    source = f'#include "{name}"\nextern int some_declaration;\n'
    done = subprocess.run(["gcc", "-I", os.path.join(root, "src"), *extra, *FLAGS], input=source, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, cwd=os.path.join(root, "src"))
    if done.returncode == 0:
        return []
    first = next((line for line in done.stdout.splitlines() if "error" in line), done.stdout.strip())
    return [f"{path}: does not compile alone: {first}"]


def check(root, build):
    paths = walk(root, ["src", "tests"], ".h")
    extra = ["-I", os.path.join(build, "src")] if build else []
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count() or 2) as pool:
        alone = list(pool.map(lambda path: check_alone(root, path, extra), paths))
    return [fault for path, faults in zip(paths, alone) for fault in faults + check_contract(root, path)]


if __name__ == "__main__":
    main("headers", check)
