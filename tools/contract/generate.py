#!/usr/bin/env python3
"""Checks api/openapi.yaml and makes what is built from it:

    generate.py --contract api/openapi.yaml --errors src/base/err.c --out DIR

routes_generated.c (the server's route table), contract_generated.c (the contract in its forms, to be served),
openapi.json, reference.html and api.d.ts. Faults are told on standard error, each with its path in the document; then
nothing is written and the status is 1.
"""

import argparse
import json
import os
import re
import sys

import c_code
import load
import reference
import rules
import typescript


def error_names(text):
    """Public names of the table in err.c, without that of success."""
    names = re.findall(r"\[ERR_\w+\]\s*=\s*\{\"([a-z-]+)\"", text)
    return [name for name in names if name != "ok"]


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def write(path, text):
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        file.write(text)


def outputs(contract, yaml_text):
    """File name and text of everything that is made."""
    json_text = json.dumps(contract, ensure_ascii=False, separators=(",", ":")) + "\n"
    page = reference.page(contract)
    return {
        "routes_generated.c": c_code.routes(contract),
        "contract_generated.c": c_code.texts({"yaml": yaml_text, "json": json_text, "page": page,
                                                 "version": str(contract["info"]["version"])}),
        "openapi.json": json_text,
        "reference.html": page,
        "api.d.ts": typescript.types(contract),
    }


def checked(path, errors_path):
    """The contract's text and what it says, or SystemExit with its faults."""
    text = read(path)
    names = error_names(read(errors_path))
    if not names:
        sys.exit(f"{errors_path}: has no table of error names that generate.py can read")
    try:
        contract = load.parse(text)
    except load.Refused as reason:
        sys.exit(f"{path}: {reason}")
    faults = rules.check(contract, names)
    if faults:
        sys.exit("\n".join(f"{path}: {fault}" for fault in faults))
    return text, contract


def main():
    parser = argparse.ArgumentParser(description="checks the HTTP contract and makes what is built from it")
    parser.add_argument("--contract", required=True)
    parser.add_argument("--errors", required=True, help="src/base/err.c")
    parser.add_argument("--out", required=True, help="an existing folder")
    args = parser.parse_args()
    text, contract = checked(args.contract, args.errors)
    for name, content in outputs(contract, text).items():
        write(os.path.join(args.out, name), content)


if __name__ == "__main__":
    main()
