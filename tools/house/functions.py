"""Finds the functions of C text: where they begin and end, their parameters, how deep they nest.

Works on text that clang-format has laid out: a definition begins in column 0 and ends with a brace in column 0.
"""

import re

from common import strip_c, strip_directives

_TOKEN = re.compile(r"\w+|[^\s\w]")
_CONTROL = {"if", "for", "while", "switch"}


class Function:
    """One definition: name, first and last line, parameters, deepest nesting of control blocks."""

    def __init__(self, name, first, last, parameters, nesting):
        self.name, self.first, self.last = name, first, last
        self.parameters, self.nesting = parameters, nesting
        self.lines = last - first + 1


def _head_start(lines, at):
    """The line where the definition whose body opens on line `at` begins."""
    while at > 0 and lines[at - 1].strip() and not lines[at - 1].rstrip().endswith((";", "}", "{")):
        at -= 1
    return at


def _parameters(inside):
    """Number of parameters in `a, b) {`, by commas outside inner parentheses."""
    depth, commas = 0, 0
    for char in inside:
        if char == ")" and depth == 0:
            break
        depth += (char in "([{") - (char in ")]}")
        commas += char == "," and depth == 0
    return 0 if inside.split(")")[0].strip() in ("", "void") else commas + 1


def _opens_control(tokens, at):
    """Whether the brace at tokens[at] opens the block of a control statement."""
    before = tokens[at - 1] if at > 0 else ""
    if before in ("else", "do"):
        return True
    if before != ")":
        return False
    depth = 0
    for i in range(at - 1, -1, -1):
        depth += (tokens[i] == ")") - (tokens[i] == "(")
        if depth == 0:
            return i > 0 and tokens[i - 1] in _CONTROL
    return False


def _nesting(body):
    tokens = _TOKEN.findall(body)
    stack, deepest = [], 0
    for at, token in enumerate(tokens):
        if token == "{":
            stack.append(_opens_control(tokens, at))
            deepest = max(deepest, sum(stack))
        elif token == "}" and stack:
            stack.pop()
    return deepest


def _function(lines, opening, closing):
    first = _head_start(lines, opening)
    head = "\n".join(lines[first:opening + 1])
    match = re.search(r"(\w+)\s*\(", re.sub(r"__attribute__\s*\(\(.*?\)\)|\b[A-Z_]+\([^()]*\)",
                                            lambda m: " " * len(m.group(0)), head))
    if match is None or "=" in head.split("(")[0]:
        return None
    body = "\n".join(lines[opening:closing + 1])
    return Function(match.group(1), first + 1, closing + 1, _parameters(head[match.end():]), _nesting(body))


def functions_of(text):
    lines = strip_directives(strip_c(text)).split("\n")
    found, opening = [], None
    for at, line in enumerate(lines):
        if line.rstrip().endswith("{") and opening is None and _is_body(lines, at):
            opening = at
        elif line.startswith("}") and opening is not None:
            function = _function(lines, opening, at)
            if function is not None:
                found.append(function)
            opening = None
    return found


def _is_body(lines, at):
    """A line that ends a function's head: `...) {`, not indented into another block."""
    if not lines[at].rstrip().endswith(") {"):
        return False
    return not lines[_head_start(lines, at)].startswith((" ", "}", "\t"))
