"""Writes a C file whose one function gives the bytes of a file: embed.py INPUT OUTPUT FUNCTION HEADER."""
import sys


def main() -> None:
    source, target, function, header = sys.argv[1:]
    with open(source, "rb") as file:
        data = file.read()
    rows = [", ".join(str(byte) for byte in data[at:at + 24]) for at in range(0, len(data), 24)]
    with open(target, "w", encoding="ascii") as out:
        out.write(f'#include "{header}"\n\nstatic const unsigned char data[] = {{\n    ')
        out.write(",\n    ".join(rows))
        out.write(f"}};\n\nStr {function}(void) {{\n    return bytes_str((Bytes){{.ptr = data, .len = sizeof(data)}});\n}}\n")


main()
