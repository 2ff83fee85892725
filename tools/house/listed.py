#!/usr/bin/env python3
"""What exists is listed, and what is listed exists: sources, tests, test scripts, SQL, fuzz targets."""

import json
import os
import re
import sys

from common import main, read, walk

SCRIPT_FOLDERS = ("tests/integration", "tests/interop", "tests/house")


def load(build, name):
    with open(os.path.join(build, "meson-info", name), encoding="utf-8") as file:
        return json.load(file)


def check_sources(root, build):
    """Each .c is a source of some target that Meson knows."""
    known = set()
    for target in load(build, "intro-targets.json"):
        for group in target["target_sources"]:
            known |= {os.path.relpath(path, root) for path in group.get("sources", [])}
    return [f"{path}: no meson.build lists it; add it to a target or remove it"
            for path in walk(root, ["src", "tests", "bench"], ".c") if path not in known]


def folder_texts(root, folder):
    """Text of every readable file directly in a folder, by name."""
    texts = {}
    for name in sorted(os.listdir(os.path.join(root, folder))):
        path = os.path.join(root, folder, name)
        if os.path.isfile(path):
            with open(path, encoding="utf-8", errors="replace") as file:
                texts[name] = file.read()
    return texts


def check_scripts(root, build):
    """A program (it has an interpreter line) is run by a test; other code is named by a file beside it."""
    run = {os.path.normpath(os.path.join(root, part)) for test in load(build, "intro-tests.json")
           for part in test["cmd"]}
    faults = []
    for folder in SCRIPT_FOLDERS:
        if not os.path.isdir(os.path.join(root, folder)):
            continue
        texts = folder_texts(root, folder)
        for name, text in texts.items():
            path = f"{folder}/{name}"
            if text.startswith("#!") and os.path.join(root, path) not in run:
                faults.append(f"{path}: no test in a meson.build runs it")
            elif name.endswith((".py", ".sh", ".go", ".js")) and not text.startswith("#!"):
                word = re.compile(r"\b" + re.escape(os.path.splitext(name)[0]) + r"\b")
                if not any(word.search(other) for at, other in texts.items() if at != name):
                    faults.append(f"{path}: nothing in {folder} names it")
    return faults


def check_sql(root):
    """Each SQL file stands in quotes, by its name or its path, in some meson.build."""
    lists = "".join(read(root, path) for path in walk(root, ["src", "sql", "tests"], "meson.build"))
    return [f"{path}: no meson.build lists it" for path in walk(root, ["sql", "src", "tests"], ".sql")
            if not re.search(r"['/]" + re.escape(os.path.basename(path)) + "'", lists)]


def check_fuzz(root):
    """targets.txt and the files agree, both ways; a corpus belongs to a target and is not empty."""
    folder = os.path.join(root, "tests/fuzz")
    if not os.path.isdir(folder):
        return []
    lines = [line.split() for line in read(root, "tests/fuzz/targets.txt").splitlines() if line.strip()]
    names = [words[0] for words in lines]
    faults = [f"tests/fuzz/targets.txt: '{' '.join(words)}' is not `name layer`" for words in lines if len(words) != 2]
    faults += [f"tests/fuzz/targets.txt: '{name}' stands there twice" for name in sorted(set(names))
               if names.count(name) > 1]
    exist = {name[5:-2] for name in os.listdir(folder) if name.startswith("fuzz_") and name.endswith(".c")}
    faults += [f"tests/fuzz/fuzz_{name}.c: not in tests/fuzz/targets.txt" for name in sorted(exist - set(names))]
    faults += [f"tests/fuzz/targets.txt: there is no fuzz_{name}.c" for name in sorted(set(names) - exist)]
    corpora = os.path.join(folder, "corpus")
    kept = set(os.listdir(corpora)) if os.path.isdir(corpora) else set()
    faults += [f"tests/fuzz/corpus/{name}: belongs to no target" for name in sorted(kept - set(names))]
    faults += [f"tests/fuzz/corpus/{name}: a target needs a seed here" for name in sorted(set(names))
               if name not in kept or not os.listdir(os.path.join(corpora, name))]
    return faults


def check(root, build):
    if build is None:
        sys.exit("listed: --build is needed, the lists are Meson's")
    return check_sources(root, build) + check_scripts(root, build) + check_sql(root) + check_fuzz(root)


if __name__ == "__main__":
    main("listed", check)
