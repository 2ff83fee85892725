"""What the house checks share: the tree, C without comments and strings, and the report.

Every check is `check(root, build) -> list of faults`; a fault is one line that names the file and what would be right.
"""

import argparse
import os
import re
import sys

SKIP_FOLDERS = {".git", "build", "banyan-data", "node_modules", "__pycache__"}

# In the order of ARCHITECTURE.md: a layer includes itself and what stands in its row, nothing else.
LAYERS = {
    "base": "",
    "codec": "base",
    "crypto": "base",
    "proof": "base codec crypto",
    "domain": "base codec crypto",
    "checks": "base domain",
    "quantify": "base codec domain",
    "sys": "base codec",
    "media": "base codec sys",
    "report": "base codec domain sys",
    "store": "base codec crypto domain sys",
    "ledger": "base codec crypto proof sys store",
    "app": "base codec crypto proof domain checks quantify sys store ledger",
    "http": "base codec domain sys app",
    "cli": "base codec domain sys app",
}
PURE = {"base", "codec", "crypto", "proof", "domain", "checks", "quantify"}

_TOKEN = re.compile(r"/\*.*?\*/|//[^\n]*|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'", re.DOTALL)


def may_include(layer):
    return {layer, *LAYERS[layer].split()}


def walk(root, folders, *endings):
    """Paths relative to root, sorted, of the files under `folders` that end so."""
    found = []
    for folder in folders:
        for at, below, names in os.walk(os.path.join(root, folder)):
            below[:] = sorted(name for name in below if name not in SKIP_FOLDERS)
            found += [os.path.relpath(os.path.join(at, name), root) for name in names if name.endswith(endings)]
    return sorted(found)


def read(root, path):
    with open(os.path.join(root, path), encoding="utf-8") as file:
        return file.read()


def _blank(match, keep_strings):
    text = match.group(0)
    if text[0] == "/":
        return re.sub(r"[^\n]", " ", text)
    return text if keep_strings else text[0] + " " * (len(text) - 2) + text[0]


def strip_comments(text):
    """The same text, same lines and columns, with comments blanked."""
    return _TOKEN.sub(lambda match: _blank(match, True), text)


def strip_c(text):
    """The same text, same lines and columns, with comments and the inside of strings and characters blanked."""
    return _TOKEN.sub(lambda match: _blank(match, False), text)


def strip_directives(text):
    """Blanks preprocessor lines with their continuations."""
    return re.sub(r"^[ \t]*#(?:[^\n]*\\\n)*[^\n]*", lambda match: re.sub(r"[^\n]", " ", match.group(0)), text,
                  flags=re.MULTILINE)


def line_of(text, at):
    return text.count("\n", 0, at) + 1


def layer_of(path):
    """The layer of src/<layer>/..., or None for src/main*.c and what is not in src."""
    parts = path.split("/")
    return parts[1] if len(parts) > 2 and parts[0] == "src" else None


def main(name, check):
    """Runs one check from the command line: --root TREE [--build BUILD]; one line a fault, status 1 if any."""
    parser = argparse.ArgumentParser(description=name)
    parser.add_argument("--root", default=os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
    parser.add_argument("--build", help="build folder of Meson, where its lists and flags are read")
    args = parser.parse_args()
    faults = check(os.path.abspath(args.root), os.path.abspath(args.build) if args.build else None)
    for fault in faults:
        print(fault)
    print(f"{name}: {len(faults)} fault{'' if len(faults) == 1 else 's'}")
    sys.exit(1 if faults else 0)
