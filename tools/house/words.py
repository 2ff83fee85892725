#!/usr/bin/env python3
"""Words that do not belong: unfinished marks, paths of one machine, functions with a safer form, REPLACE in SQL."""

import re

from common import line_of, main, read, strip_c, strip_comments, walk

TREES = ["."]
TEXT = (".c", ".h", ".py", ".sh", ".md", ".sql", ".yaml", ".yml", ".build", ".txt", ".json", ".go", ".js", ".html",
        "Makefile", ".ci/run")
# Data as it came: seeds of the fuzzers and published vectors may hold anything.
DATA = ("tests/fuzz/corpus/", "tests/vectors/")

# Split, so that this file does not hold what it looks for.
MARKS = re.compile(r"\b(" + "|".join(["TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK"]) + r")\b")
PLACES = re.compile(r"(?<![\w.-])/(?:wo" + r"rk|ro" + r"ot|ho" + r"me/\w+|tm" + r"p/ba" + r"sh\w*)/")
BANNED = {
    "strcpy": "memcpy with a checked length", "strcat": "Buf", "strncpy": "memcpy with a checked length",
    "strncat": "Buf", "sprintf": "snprintf or Buf", "vsprintf": "vsnprintf or Buf", "gets": "a bounded read",
    "strtok": "str_cut", "strtok_r": "str_cut", "atoi": "checked_parse_i64", "atol": "checked_parse_i64",
    "atoll": "checked_parse_i64", "atof": "the JSON codec", "strtol": "checked_parse_i64",
    "strtoul": "checked_parse_u64", "strtoll": "checked_parse_i64", "strtoull": "checked_parse_u64",
    "strtoimax": "checked_parse_i64", "strtoumax": "checked_parse_u64", "gmtime": "codec/rfc3339.h",
    "gmtime_r": "codec/rfc3339.h", "localtime": "codec/rfc3339.h", "localtime_r": "codec/rfc3339.h",
    "mktime": "codec/rfc3339.h", "ctime": "codec/rfc3339.h", "asctime": "codec/rfc3339.h",
    "strftime": "codec/rfc3339.h", "rand": "randomness as a parameter", "srand": "randomness as a parameter",
    "random": "randomness as a parameter", "drand48": "randomness as a parameter", "system": "sys's processes",
    "popen": "sys's processes", "alloca": "the arena", "mktemp": "mkstemp", "tmpnam": "mkstemp",
}
CALL = re.compile(r"(?<![\w.>])(" + "|".join(BANNED) + r")\s*\(")
REPLACE = re.compile(r"\b(?:INSERT\s+OR\s+REPLACE|REPLACE\s+INTO|ON\s+CONFLICT\s+REPLACE|UPDATE\s+OR\s+REPLACE)\b",
                     re.IGNORECASE)
FLOAT_STATE = re.compile(r"\bfesetround\s*\(|-ffast-math")


def check_marks(path, text):
    faults = [f"{path}:{line_of(text, match.start())}: '{match.group(1)}': finish it, or open an issue"
              for match in MARKS.finditer(text)]
    faults += [f"{path}:{line_of(text, match.start())}: '{match.group(0)}' is a path of one machine"
               for match in PLACES.finditer(text)]
    return faults


def check_calls(path, text):
    code = strip_c(text)
    faults = [f"{path}:{line_of(code, match.start())}: {match.group(1)} is not used here; use {BANNED[match.group(1)]}"
              for match in CALL.finditer(code)]
    faults += [f"{path}:{line_of(code, match.start())}: '{match.group(0)}' changes digits"
               for match in FLOAT_STATE.finditer(code)]
    return faults


def check_replace(path, text):
    """Neighbouring literals are one literal to the compiler, and so they are here; a comment may name the word."""
    code = re.sub(r"--[^\n]*", "", text) if path.endswith(".sql") else strip_comments(text)
    joined = re.sub(r'"\s*"', lambda match: re.sub(r"[^\n]", " ", match.group(0)), code)
    return [f"{path}:{line_of(joined, match.start())}: REPLACE deletes a row unseen by triggers; INSERT and say what a "
            "conflict means" for match in REPLACE.finditer(joined)]


def check(root, build):
    faults = []
    for path in walk(root, TREES, *TEXT):
        if path.startswith(DATA):
            continue
        text = read(root, path)
        faults += check_marks(path, text)
        if path.endswith((".c", ".h")):
            faults += check_calls(path, text)
        if path.startswith(("src/", "sql/")):
            faults += check_replace(path, text)
    return faults


if __name__ == "__main__":
    main("words", check)
