"""The outer shape of a contract, which the rules take for granted: judged by the judge of values itself."""

import load
import schema


def _ref(name):
    return {"$ref": f"#/components/schemas/{name}"}


def _map(name):
    return {"type": "object", "additionalProperties": _ref(name)}


TEXT = {"type": "string"}
LIST = {"type": "array", "items": TEXT}
WHOLE = {"type": "integer"}
SHAPES = {
    "Contract": {
        "type": "object", "required": ["info", "paths", "components", "tags"], "properties": {
            "info": {"type": "object", "required": ["title", "version", "summary", "license"], "properties": {
                "title": TEXT, "version": TEXT, "summary": TEXT, "description": TEXT,
                "license": {"type": "object", "required": ["name"], "properties": {"name": TEXT, "identifier": TEXT}}}},
            "tags": {"type": "array", "items": {"type": "object", "required": ["name", "description"],
                                                "properties": {"name": TEXT, "description": TEXT}}},
            "paths": _map("Item"),
            "components": {"type": "object", "required": ["schemas"], "additionalProperties": False, "properties": {
                "parameters": _map("Parameter"), "headers": _map("Header"), "responses": _map("Answer"),
                "schemas": _map("Schema")}}}},
    "Item": {"type": "object", "properties": {method: _ref("Operation") for method in load.METHODS}},
    "Operation": {
        "type": "object", "properties": {
            "operationId": TEXT, "x-handler": TEXT, "summary": TEXT, "description": TEXT, "tags": LIST,
            "parameters": {"type": "array", "items": _ref("Parameter")}, "responses": _map("Answer")}},
    "Parameter": {"type": "object", "properties": {
        "$ref": TEXT, "name": TEXT, "in": TEXT, "description": TEXT, "schema": _ref("Schema")}},
    "Header": {"type": "object", "properties": {"$ref": TEXT, "description": TEXT, "schema": _ref("Schema")}},
    "Answer": {"type": "object", "properties": {
        "$ref": TEXT, "description": TEXT, "headers": _map("Header"), "content": _map("Body")}},
    "Body": {"type": "object", "properties": {"schema": _ref("Schema")}},
    "Schema": {
        "type": ["object", "boolean"], "properties": {
            "$ref": TEXT, "description": TEXT, "type": {"type": ["string", "array"], "items": TEXT}, "pattern": TEXT,
            "enum": {"type": "array", "minItems": 1, "items": {"type": ["string", "integer", "boolean", "null"]}},
            "required": LIST, "properties": _map("Schema"),
            "items": _ref("Schema"), "additionalProperties": _ref("Schema"), "propertyNames": _ref("Schema"),
            "minimum": WHOLE, "maximum": WHOLE, "minLength": WHOLE, "maxLength": WHOLE, "minItems": WHOLE,
            "maxItems": WHOLE, "minProperties": WHOLE, "x-own": LIST}},
}
META = {"components": {"schemas": SHAPES}}
# A schema `true` has its place beside additionalProperties only.
MAPPINGS = ("items", "propertyNames")


def _booleans(contract):
    for kind in ("schemas", "parameters", "headers"):
        for name, one in contract["components"].get(kind, {}).items():
            root = one if kind == "schemas" else one.get("schema", {})
            for part, where in schema.parts(root, f"components.{kind}.{name}"):
                inner = list(part.get("properties", {}).values()) + [part[word] for word in MAPPINGS if word in part]
                if not all(isinstance(member, dict) for member in inner):
                    yield where, "has a schema inside that is no mapping"
            if not isinstance(root, dict):
                yield f"components.{kind}.{name}", "is no mapping"


def _parameters(contract):
    for path, method, operation in load.operations(contract):
        for at, one in enumerate(load.parameters(contract, operation)):
            whole = one is None or ("name" in one and "in" in one and isinstance(one.get("schema"), dict))
            if not whole:
                yield f"paths.{path}.{method}.parameters[{at}]", "needs name, in and a schema that is a mapping, or $ref"


def check(contract):
    """Faults as (place, sentence)."""
    found = [line.removeprefix("$.").split(": ", 1) for line in schema.faults(META, _ref("Contract"), contract)]
    found = [(where, said) for where, said in found]
    return found or list(_booleans(contract)) + list(_parameters(contract))
