"""Reads the contract: YAML with each key once and no guessing of types, and its references."""

import yaml

METHODS = ("get", "post", "put", "patch", "delete")


class Refused(Exception):
    """The contract cannot be read at all; the text says where and why."""


class _Loader(yaml.SafeLoader):
    """Plain YAML: a key twice is a fault, and what looks like a date is a text."""


def _mapping(loader, node, deep=False):
    seen = set()
    for key, _ in node.value:
        name = loader.construct_object(key, deep=True)
        if not isinstance(name, str):
            raise Refused(f"{place(key)}: the key {name!r} is no text; put it in quotes")
        if name in seen:
            raise Refused(f"{place(key)}: '{name}' stands there twice; each key once")
        seen.add(name)
    return yaml.SafeLoader.construct_mapping(loader, node, deep)


def _construct(loader, node):
    data = {}
    yield data
    data.update(_mapping(loader, node))


def place(node):
    return f"line {node.start_mark.line + 1}, column {node.start_mark.column + 1}"


_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _construct)
_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()}


def parse(text):
    try:
        contract = yaml.load(text, Loader=_Loader)
    except yaml.YAMLError as error:
        raise Refused(" ".join(str(error).split())) from None
    if not isinstance(contract, dict):
        raise Refused("it is no mapping; a contract begins with `openapi: 3.1.0`")
    return contract


def find(contract, ref):
    """What a reference such as '#/components/schemas/X' leads to, or None."""
    at = contract
    if not isinstance(ref, str) or not ref.startswith("#/"):
        return None
    for part in ref[2:].split("/"):
        part = part.replace("~1", "/").replace("~0", "~")
        if not isinstance(at, dict) or part not in at:
            return None
        at = at[part]
    return at


def follow(contract, value):
    """The value itself, or what it refers to."""
    while isinstance(value, dict) and isinstance(value.get("$ref"), str):
        value = find(contract, value["$ref"])
    return value


def operations(contract):
    """(path, method, operation) of the contract, in its order."""
    for path, item in contract.get("paths", {}).items():
        for method, operation in item.items():
            if method in METHODS:
                yield path, method, operation


def parameters(contract, operation):
    return [follow(contract, one) for one in operation.get("parameters", [])]


def schema_name(schema):
    """Name of the component that a schema refers to, or None."""
    ref = schema.get("$ref", "") if isinstance(schema, dict) else ""
    return ref.rpartition("/")[2] if ref.startswith("#/components/schemas/") else None
