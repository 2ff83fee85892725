"""Writes SQL files as C string arrays: embed.py OUT.c FILE..."""

import pathlib
import sys


def array(path):
    """Bytes rather than a string literal, which ISO C bounds at 4,095 characters."""
    name = path.relative_to(pathlib.Path(__file__).resolve().parent).as_posix()
    symbol = "schema_text_" + "".join(c if c.isalnum() else "_" for c in name)
    data = path.read_text(encoding="ascii").encode("ascii") + b"\0"
    rows = [", ".join(str(byte) for byte in data[at : at + 24]) for at in range(0, len(data), 24)]
    return f"const char {symbol}[] = {{\n    " + ",\n    ".join(rows) + "};\n"


def main():
    parts = [array(pathlib.Path(name).resolve()) for name in sys.argv[2:]]
    text = '#include "store/schema_text.h"\n\n' + "\n".join(parts)
    pathlib.Path(sys.argv[1]).write_text(text, encoding="utf-8")


main()
