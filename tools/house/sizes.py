#!/usr/bin/env python3
"""Functions, files, lines, nesting and parameter lists stay small; the median function of src/ is under 16 lines."""

import ast
import statistics

from common import main, read, walk
from functions import functions_of

# Code is laid out in 120 columns by clang-format; a comment may run a little over.
FUNCTION_LINES, FILE_LINES, COLUMNS = 60, 599, 130
NESTING, PARAMETERS, MEDIAN = 3, 6, 16
# Functions whose parameters a library prescribes: libmicrohttpd's access handlers.
PRESCRIBED = {"src/http/exchange.c": "handle", "src/http/exporter.c": "handle"}
TREES = ["src", "tests", "bench", "tools"]


def too_long(path, name, first, lines):
    return f"{path}:{first}: {name} has {lines} lines; {FUNCTION_LINES} is the most, and half of that is better"


def check_file(path, text):
    lines = text.split("\n")
    faults = []
    if len(lines) - 1 > FILE_LINES:
        faults.append(f"{path}: {len(lines) - 1} lines; at {FILE_LINES + 1} a file is two modules")
    for number, line in enumerate(lines, 1):
        if len(line) > COLUMNS:
            faults.append(f"{path}:{number}: {len(line)} columns; {COLUMNS} is the most")
    return faults


def check_c(path, text):
    faults = []
    for function in functions_of(text):
        where = f"{path}:{function.first}: {function.name}"
        if function.lines > FUNCTION_LINES:
            faults.append(too_long(path, function.name, function.first, function.lines))
        if function.nesting > NESTING:
            faults.append(f"{where} nests {function.nesting} deep; {NESTING} is the most")
        if function.parameters > PARAMETERS and PRESCRIBED.get(path) != function.name:
            faults.append(f"{where} has {function.parameters} parameters; {PARAMETERS} is the most")
    return faults


def check_python(path, text):
    faults = []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            lines = node.end_lineno - node.lineno + 1
            if lines > FUNCTION_LINES:
                faults.append(too_long(path, node.name, node.lineno, lines))
    return faults


def check_median(root):
    lengths = [function.lines for path in walk(root, ["src"], ".c") for function in functions_of(read(root, path))]
    if not lengths:
        return []
    median = statistics.median(lengths)
    print(f"sizes: {len(lengths)} functions in src, median {median:g} lines, longest {max(lengths)}")
    return [f"src: the median function has {median:g} lines; under {MEDIAN} is wanted"] if median >= MEDIAN else []


def check(root, build):
    faults = check_median(root)
    for path in walk(root, TREES, ".c", ".h", ".py", ".sh", ".go"):
        text = read(root, path)
        faults += check_file(path, text)
        if path.endswith((".c", ".h")):
            faults += check_c(path, text)
        elif path.endswith(".py"):
            faults += check_python(path, text)
    return faults


if __name__ == "__main__":
    main("sizes", check)
