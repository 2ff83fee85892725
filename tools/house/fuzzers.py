#!/usr/bin/env python3
"""Each public parser is called by a fuzz target, or stands in tests/fuzz/exempt.txt with a reason."""

import os
import re

from common import LAYERS, layer_of, main, read, strip_c, walk

# What takes text or bytes from outside and says what they mean. A function over a tree that another one has parsed is
# judged by the tests of its layer.
ANYWHERE = re.compile(r"\b([a-z]\w*_(?:parse|decode)(?:_\w+)?)\s*\(([^;{]*)\)\s*;")
IN_CORE = re.compile(r"\b([a-z]\w*_(?:(?:parse|decode)(?:_\w+)?|open|read|load))\s*\(([^;{]*)\)\s*;")
# The text comes first, or behind the arena or the table that it is read with.
TEXT = re.compile(r"^(?:[^,]*,)?\s*(?:Str|Bytes|CsvSource|const (?:char|uint8_t|unsigned char) ?\*) ?\w+\s*(?:,|$)")
CORE = {"codec", "proof", "domain", "quantify"}
# base parses no format: single numbers, with every case in its unit tests.
LEFT_OUT = {"base"}
TARGETS, EXEMPT = "tests/fuzz/targets.txt", "tests/fuzz/exempt.txt"


def parsers(root):
    """Name of each public parser and the header that declares it."""
    found = {}
    for path in walk(root, ["src"], ".h"):
        layer = layer_of(path)
        if layer in LAYERS and layer not in LEFT_OUT:
            pattern = IN_CORE if layer in CORE else ANYWHERE
            for match in pattern.finditer(strip_c(read(root, path))):
                if TEXT.search(match.group(2)):
                    found[match.group(1)] = path
    return found


def exemptions(root):
    """`function: reason` by line; a function without a reason is a fault."""
    reasons, faults = {}, []
    if os.path.exists(os.path.join(root, EXEMPT)):
        for number, line in enumerate(read(root, EXEMPT).splitlines(), 1):
            name, _, reason = line.partition(":")
            if line.strip() and len(reason.split()) < 3:
                faults.append(f"{EXEMPT}:{number}: '{name}' needs `: ` and a reason")
            elif line.strip():
                reasons[name.strip()] = number
    return reasons, faults


def called(root):
    """Every name that a listed target calls."""
    names = [line.split()[0] for line in read(root, TARGETS).splitlines() if line.strip()]
    calls = set()
    for name in names:
        path = f"tests/fuzz/fuzz_{name}.c"
        if os.path.exists(os.path.join(root, path)):
            calls |= set(re.findall(r"\b(\w+)\s*\(", strip_c(read(root, path))))
    return calls


def check(root, build):
    known, (exempt, faults), calls = parsers(root), exemptions(root), called(root)
    for name in sorted(known):
        if name not in calls and name not in exempt:
            faults.append(f"{known[name]}: no fuzz target calls {name}; add one to {TARGETS}, or a reason to {EXEMPT}")
    for name, number in exempt.items():
        if name not in known:
            faults.append(f"{EXEMPT}:{number}: there is no public parser {name}")
        elif name in calls:
            faults.append(f"{EXEMPT}:{number}: {name} is called by a fuzz target; take it off the list")
    return faults


if __name__ == "__main__":
    main("fuzzers", check)
