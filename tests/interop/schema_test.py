"""The shipped methodologies meet the published JSON Schema, and bent ones do not: schema_test.py ROOT.

Exit 77 where the jsonschema package is absent.
"""
import copy
import json
import os
import sys

sys.dont_write_bytecode = True
import recompute  # noqa: E402

try:
    import jsonschema
except ImportError:
    print("absent: jsonschema")
    sys.exit(77)


def bent(tree):
    """Copies with one fault each."""
    faults = [
        lambda t: t.pop("tests"),
        lambda t: t.update(colour="red"),
        lambda t: t.update(kind="miracle"),
        lambda t: t.update(title="plain text"),
        lambda t: t.update(record_types=[]),
        lambda t: t["inputs"][0].update(how=["guessed"]),
        lambda t: t["inputs"][0].update(name="Dbh"),
        lambda t: t["inputs"][0].update(min="1e5"),
        lambda t: t["inputs"][0]["uncertainty"].update(se="1", relative_se="1"),
        lambda t: t["inputs"][0]["uncertainty"].pop("correlation"),
        lambda t: t["factors"][0].update(ref="nothing"),
        lambda t: t["formulas"][0].update(per="tree"),
        lambda t: t["results"][0].update(decimals=31),
        lambda t: t["results"][0].pop("digits"),
        lambda t: t["tests"][0].update(expect=[]),
    ]
    for fault in faults:
        one = copy.deepcopy(tree)
        fault(one)
        yield one


def main():
    root = sys.argv[1]
    with open(os.path.join(root, "docs", "formats", "methodology.schema.json"), encoding="utf-8") as file:
        schema = json.load(file)
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    folder = os.path.join(root, "methodologies")
    refused = 0
    for name in sorted(os.listdir(folder)):
        tree = recompute.read_yaml(os.path.join(folder, name))
        for error in validator.iter_errors(tree):
            print(f"{name}: {error.json_path}: {error.message}")
            return 1
        for number, one in enumerate(bent(tree)):
            if validator.is_valid(one):
                print(f"{name}: fault {number} was not noticed")
                return 1
            refused += 1
    print(f"shipped methodologies meet the schema; {refused} bent ones do not")
    return 0 if refused > 0 else 1


sys.exit(main())
