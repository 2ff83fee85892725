"""TypeScript types of the contract: one for each schema, and one that tells each operation's parameters and answers."""

import json
import re

import load

HEAD = "// Made from api/openapi.yaml by tools/contract/generate.py.\n\n"
PLAIN = {"string": "string", "integer": "number", "number": "number", "boolean": "boolean", "null": "null"}


def _key(name):
    return name if re.fullmatch(r"[A-Za-z_$][\w$]*", name) else json.dumps(name)


def _note(text, indent):
    text = " ".join(text.split()).replace("*/", "* /")
    return f"{indent}/** {text} */\n" if text else ""


def type_of(schema, indent=""):
    name = load.schema_name(schema)
    if name:
        return name
    if "const" in schema:
        return json.dumps(schema["const"], ensure_ascii=False)
    if "enum" in schema:
        return " | ".join(json.dumps(one, ensure_ascii=False) for one in schema["enum"])
    kinds = schema.get("type")
    if isinstance(kinds, list):
        return " | ".join(type_of({**schema, "type": kind}, indent) for kind in kinds)
    if kinds == "array":
        return f"ReadonlyArray<{type_of(schema['items'], indent) if 'items' in schema else 'unknown'}>"
    if kinds == "object":
        return _object(schema, indent)
    return PLAIN.get(kinds, "unknown")


def _object(schema, indent):
    members = schema.get("properties", {})
    others = schema.get("additionalProperties", True)
    if not members:
        return f"{{ readonly [name: string]: {type_of(others, indent) if isinstance(others, dict) else 'unknown'} }}"
    lines = []
    for name, member in members.items():
        mark = "" if name in schema.get("required", []) else "?"
        lines.append(_note(member.get("description", ""), indent + "  ") +
                     f"{indent}  readonly {_key(name)}{mark}: {type_of(member, indent + '  ')};\n")
    if others is not False:
        lines.append(f"{indent}  readonly [name: string]: unknown;\n")
    return "{\n" + "".join(lines) + indent + "}"


def _answer(contract, operation):
    for status, answer in operation["responses"].items():
        if str(status).startswith("2"):
            media, body = next(iter(load.follow(contract, answer)["content"].items()))
            if media.endswith("json"):
                return type_of(body["schema"], "    ")
            return "ArrayBuffer" if media == "application/octet-stream" else "string"
    return "undefined"


def _group(contract, operation, where):
    found = [one for one in load.parameters(contract, operation) if one["in"] == where]
    if not found:
        return "Nothing"
    return "{ " + "; ".join(f"readonly {_key(one['name'])}{'' if one.get('required') else '?'}: "
                            f"{type_of(one['schema'])}" for one in found) + " }"


def types(contract):
    parts = [HEAD, "export type Nothing = { readonly [name: string]: never };\n\n"]
    for name, schema in contract["components"]["schemas"].items():
        parts.append(_note(schema.get("description", ""), ""))
        parts.append(f"export type {name} = {type_of(schema)};\n\n")
    parts.append("/** Each operation by its id. */\nexport interface Operations {\n")
    for path, method, operation in load.operations(contract):
        parts.append(_note(operation["summary"], "  "))
        parts.append(f"  readonly {operation['operationId']}: {{\n"
                     f"    readonly method: {json.dumps(method.upper())};\n    readonly path: {json.dumps(path)};\n"
                     f"    readonly params: {_group(contract, operation, 'path')};\n"
                     f"    readonly query: {_group(contract, operation, 'query')};\n"
                     f"    readonly answer: {_answer(contract, operation)};\n  }};\n")
    parts.append("}\n")
    return "".join(parts)
