"""Writes SQL files as C string arrays: embed.py OUT.c FILE..."""

import pathlib
import sys


def literal(line):
    return '    "' + line.replace("\\", "\\\\").replace('"', '\\"') + '\\n"'


def array(path):
    name = path.relative_to(pathlib.Path(__file__).resolve().parent).as_posix()
    symbol = "schema_text_" + "".join(c if c.isalnum() else "_" for c in name)
    lines = [literal(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return f"const char {symbol}[] =\n" + "\n".join(lines) + ";\n"


def main():
    parts = [array(pathlib.Path(name).resolve()) for name in sys.argv[2:]]
    text = '#include "store/schema_text.h"\n\n' + "\n".join(parts)
    pathlib.Path(sys.argv[1]).write_text(text, encoding="utf-8")


main()
