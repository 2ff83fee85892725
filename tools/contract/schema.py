"""Judges a value by a JSON Schema, in the part of 2020-12 that the contract uses.

A keyword that is not known here is never passed over: `unknown_keywords` names it, and the contract is refused.
"""

import re

import load

TYPES = {"object": dict, "array": list, "string": str, "boolean": bool, "null": type(None)}
JUDGED = {"$ref", "type", "enum", "const", "pattern", "minLength", "maxLength", "minimum", "maximum", "minItems",
          "maxItems", "items", "properties", "required", "additionalProperties", "propertyNames", "minProperties"}
TOLD = {"description", "example", "contentMediaType"}


def is_type(name, value):
    if name == "integer":
        return isinstance(value, int) and not isinstance(value, bool)
    if name == "number":
        return isinstance(value, (int, float)) and not isinstance(value, bool)
    return isinstance(value, TYPES[name])


def same(one, other):
    """JSON's equality: true is not 1."""
    return one == other and isinstance(one, bool) == isinstance(other, bool)


def matches(pattern, text):
    """As ECMA-262 reads it: `$` is the very end, \\d and the like are not used here."""
    return re.search(re.sub(r"(?<!\\)\$$", r"\\Z", pattern), text) is not None


def faults(contract, schema, value, where="$"):
    """What is wrong with a value, one line each, with its place."""
    found = []
    if "$ref" in schema:
        target = load.find(contract, schema["$ref"])
        if target is None:
            return [f"{where}: its schema refers to {schema['$ref']}, which does not exist"]
        found += faults(contract, target, value, where)
    found += _kind(schema, value, where)
    if found:
        return found
    if isinstance(value, str):
        found += _text(schema, value, where)
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        found += _number(schema, value, where)
    elif isinstance(value, list):
        found += _items(contract, schema, value, where)
    elif isinstance(value, dict):
        found += _members(contract, schema, value, where)
    return found


def _kind(schema, value, where):
    kinds = schema.get("type", [])
    kinds = [kinds] if isinstance(kinds, str) else kinds
    if kinds and not any(is_type(kind, value) for kind in kinds):
        return [f"{where}: {value!r:.60} is not of type {' or '.join(kinds)}"]
    if "const" in schema and not same(schema["const"], value):
        return [f"{where}: {value!r:.60} is not {schema['const']!r}"]
    if "enum" in schema and not any(same(one, value) for one in schema["enum"]):
        return [f"{where}: {value!r:.60} is none of {', '.join(map(str, schema['enum']))}"]
    return []


def _text(schema, value, where):
    found = []
    if "pattern" in schema and not matches(schema["pattern"], value):
        found.append(f"{where}: {value!r:.60} does not match {schema['pattern']}")
    if len(value) < schema.get("minLength", 0):
        found.append(f"{where}: shorter than {schema['minLength']} characters")
    if len(value) > schema.get("maxLength", len(value)):
        found.append(f"{where}: longer than {schema['maxLength']} characters")
    return found


def _number(schema, value, where):
    if value < schema.get("minimum", value):
        return [f"{where}: {value} is below {schema['minimum']}"]
    if value > schema.get("maximum", value):
        return [f"{where}: {value} is above {schema['maximum']}"]
    return []


def _items(contract, schema, value, where):
    found = []
    if len(value) < schema.get("minItems", 0):
        found.append(f"{where}: fewer than {schema['minItems']} items")
    if len(value) > schema.get("maxItems", len(value)):
        found.append(f"{where}: more than {schema['maxItems']} items")
    for at, item in enumerate(value if "items" in schema else []):
        found += faults(contract, schema["items"], item, f"{where}[{at}]")
    return found


def _members(contract, schema, value, where):
    known = schema.get("properties", {})
    others = schema.get("additionalProperties", True)
    found = [f"{where}: lacks '{name}'" for name in schema.get("required", []) if name not in value]
    if len(value) < schema.get("minProperties", 0):
        found.append(f"{where}: fewer than {schema['minProperties']} members")
    for name, member in value.items():
        if "propertyNames" in schema:
            found += faults(contract, schema["propertyNames"], name, f"{where}: the name '{name}'")
        if name in known:
            found += faults(contract, known[name], member, f"{where}.{name}")
        elif others is False:
            found.append(f"{where}: has an unknown member '{name}'")
        elif isinstance(others, dict):
            found += faults(contract, others, member, f"{where}.{name}")
    return found


def parts(schema, where):
    """The schema and every schema inside it, with their places."""
    if not isinstance(schema, dict):
        return
    yield schema, where
    for name, member in schema.get("properties", {}).items():
        yield from parts(member, f"{where}.properties.{name}")
    for keyword in ("items", "additionalProperties", "propertyNames"):
        yield from parts(schema.get(keyword), f"{where}.{keyword}")


def unknown_keywords(schema):
    return [word for word in schema if word not in JUDGED | TOLD and not word.startswith("x-")]
