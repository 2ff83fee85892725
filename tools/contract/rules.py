"""The rules of the contract. Each is a function that yields faults: (path in the document, sentence)."""

import re

import load
import schema
import shape

NAME = re.compile(r"[a-z][A-Za-z0-9]*")
HANDLER = re.compile(r"(page|twin|serve)_[a-z][a-z0-9_]*")
TEMPLATE = re.compile(r"(/|(/([A-Za-z0-9._-]*(\{[a-z][a-z0-9_]*\})?[A-Za-z0-9._-]*))+)")
SEGMENT_PARAMETER = re.compile(r"\{([a-z][a-z0-9_]*)\}")
OPERATION = {"operationId", "x-handler", "x-max-body", "tags", "summary", "description", "security", "parameters",
             "requestBody", "responses"}
ITEM = set(load.METHODS) | {"summary", "description"}
PARAMETER = {"name", "in", "required", "description", "schema", "example", "x-lenient", "x-rest"}
MAX_BODY, MAX_PARAMETERS, MAX_SUMMARY = 64 << 20, 8, 80
# Names that TypeScript has already, and those that api.d.ts gives itself.
TAKEN = set("""Array ArrayBuffer Blob Boolean Date Error Function JSON Map Math Node Nothing Number Object Operations
Pick Promise Range Readonly ReadonlyArray Record RegExp Request Response Set String Symbol Text Uint8Array""".split())
PROBLEM = "application/problem+json"
PUBLIC = []


def at_operation(path, method):
    return f"paths.{path}.{method}"


def head(contract, _errors):
    """Version, title, licence, servers, security."""
    if not re.fullmatch(r"3\.1\.\d+", str(contract.get("openapi", ""))):
        yield "openapi", "is not 3.1.x"
    info = contract.get("info", {})
    for member in ("title", "version", "description"):
        if not isinstance(info.get(member), str) or not info[member].strip():
            yield f"info.{member}", "is missing"
    if not isinstance(info.get("license"), dict) or "identifier" not in info["license"]:
        yield "info.license.identifier", "is missing; name the licence by its SPDX identifier"
    if not contract.get("servers"):
        yield "servers", "is missing; `/` is the instance that serves the contract"
    if "security" not in contract:
        yield "security", "is missing; [] says that everything is public"


def references(contract, _errors):
    """Each reference leads somewhere, and each component is referred to."""
    used = set()

    def walk(value, where):
        if isinstance(value, dict):
            ref = value.get("$ref")
            if isinstance(ref, str):
                used.add(ref)
                if load.find(contract, ref) is None:
                    yield where, f"refers to {ref}, which does not exist"
            for name, member in value.items():
                yield from walk(member, f"{where}.{name}" if where else name)
        elif isinstance(value, list):
            for at, member in enumerate(value):
                yield from walk(member, f"{where}[{at}]")

    yield from walk(contract, "")
    for kind, members in contract.get("components", {}).items():
        for name in members:
            if f"#/components/{kind}/{name}" not in used:
                yield f"components.{kind}.{name}", "is used nowhere; use it or remove it"


def paths(contract, _errors):
    """Templates have the form that the router knows, and no two fit exactly the same paths."""
    shapes = {}
    for path, item in contract.get("paths", {}).items():
        if not TEMPLATE.fullmatch(path) or (path != "/" and path.endswith("/")) or "//" in path:
            yield f"paths.{path}", "is no template; right is /word/{parameter}.suffix, one parameter a segment"
        for member in item:
            if member not in ITEM:
                yield f"paths.{path}.{member}", f"is not known; right is {', '.join(sorted(ITEM))}"
        shape = SEGMENT_PARAMETER.sub("{}", path)
        if shape in shapes:
            yield f"paths.{path}", f"fits the same paths as {shapes[shape]}"
        shapes.setdefault(shape, path)


def identity(contract, _errors):
    """Each operation has a name of its own and a handler whose kind fits what it answers."""
    seen = {}
    for path, method, operation in load.operations(contract):
        where = at_operation(path, method)
        name = operation.get("operationId", "")
        if not NAME.fullmatch(name):
            yield f"{where}.operationId", f"'{name}' is no name such as homePage"
        elif name in seen:
            yield f"{where}.operationId", f"'{name}' is also that of {seen[name]}"
        seen.setdefault(name, where)
        if not HANDLER.fullmatch(operation.get("x-handler", "")):
            yield f"{where}.x-handler", "names no handler; right is page_*, twin_* or serve_*"
        for member in sorted(set(operation) - OPERATION):
            yield f"{where}.{member}", "is not known"


def words(contract, _errors):
    """What a reader of the reference needs."""
    tags = {tag.get("name") for tag in contract.get("tags", [])}
    used = set()
    for path, method, operation in load.operations(contract):
        where = at_operation(path, method)
        summary = operation.get("summary", "")
        if not summary or len(summary) > MAX_SUMMARY or summary.endswith("."):
            yield f"{where}.summary", f"is to be a line of at most {MAX_SUMMARY} characters without a full stop"
        if not operation.get("description", "").strip():
            yield f"{where}.description", "is missing"
        if len(operation.get("tags", [])) != 1:
            yield f"{where}.tags", "is to name one tag"
        for tag in set(operation.get("tags", [])) - tags:
            yield f"{where}.tags", f"'{tag}' is not among the tags of the contract"
        used |= set(operation.get("tags", []))
    for tag in sorted(tags - used):
        yield "tags", f"'{tag}' is used nowhere"


def limits(contract, _errors):
    """Each operation says who may call it and how large a body it takes."""
    for path, method, operation in load.operations(contract):
        where = at_operation(path, method)
        if operation.get("security") != PUBLIC:
            yield f"{where}.security", "is to be []: there are no keys in this version of the contract"
        body = operation.get("x-max-body")
        if not isinstance(body, int) or isinstance(body, bool) or not 0 <= body <= MAX_BODY:
            yield f"{where}.x-max-body", f"is to be the most bytes of a body, 0 to {MAX_BODY}"
        elif (body > 0) != ("requestBody" in operation):
            yield f"{where}.x-max-body", "is above 0 where there is a requestBody, and only there"
        if method == "get" and "requestBody" in operation:
            yield f"{where}.requestBody", "has no meaning with GET"


def parameters(contract, _errors):
    """The parameters of the template are those declared, and each has a form, a limit and an example."""
    for path, method, operation in load.operations(contract):
        where = at_operation(path, method)
        declared = load.parameters(contract, operation)
        in_path = [one["name"] for one in declared if one and one.get("in") == "path"]
        if in_path != SEGMENT_PARAMETER.findall(path):
            yield f"{where}.parameters", f"declares {in_path} in the path, which has {SEGMENT_PARAMETER.findall(path)}"
        names = [(one.get("in"), one.get("name")) for one in declared if one]
        if len(set(names)) < len(names) or len(names) > MAX_PARAMETERS:
            yield f"{where}.parameters", f"are to be at most {MAX_PARAMETERS}, each once"
        for one in declared:
            if one is not None:
                yield from _parameter(contract, path, one, f"{where}.parameters.{one.get('name')}")


def _parameter(contract, path, one, where):
    for member in sorted(set(one) - PARAMETER):
        yield f"{where}.{member}", "is not known"
    if one.get("in") not in ("path", "query"):
        yield f"{where}.in", "is to be path or query"
    if one.get("in") == "path" and one.get("required") is not True:
        yield f"{where}.required", "is to be true in a path"
    if one.get("x-rest") and not path.endswith("{" + one["name"] + "}"):
        yield f"{where}.x-rest", "may stand only with the last parameter, at the end of the path"
    if one.get("x-lenient") and one.get("in") != "query":
        yield f"{where}.x-lenient", "may stand only in the query: what names something is refused or found"
    if not one.get("description"):
        yield f"{where}.description", "is missing"
    yield from _limited(contract, one, where)
    if "example" not in one:
        yield f"{where}.example", "is missing"


def _limited(contract, one, where):
    form = load.follow(contract, one.get("schema")) or {}
    if form.get("type") == "integer":
        if "minimum" not in form or "maximum" not in form:
            yield f"{where}.schema", "needs minimum and maximum"
    elif "enum" not in form and not ("pattern" in form and ("maxLength" in form or one.get("x-lenient"))):
        yield f"{where}.schema", "needs enum, or pattern and maxLength"


def responses(contract, _errors):
    """Each operation has an answer of success, problems for the rest, and 404 where a path names something."""
    for path, method, operation in load.operations(contract):
        where = at_operation(path, method) + ".responses"
        answers = {str(status): load.follow(contract, one) for status, one in operation.get("responses", {}).items()}
        if not any(status.startswith("2") for status in answers):
            yield where, "has no answer of success"
        if "default" not in answers:
            yield f"{where}.default", "is missing; it is the problem document of all other answers"
        if "{" in path and "404" not in answers:
            yield f"{where}.404", "is missing, and the path names something that may not be there"
        for status, answer in answers.items():
            if not re.fullmatch(r"[1-5]\d\d|default", status):
                yield f"{where}.{status}", "is no status"
            elif answer is not None:
                yield from _answer(contract, status, answer, f"{where}.{status}")


def _answer(contract, status, answer, where):
    if not answer.get("description"):
        yield f"{where}.description", "is missing"
    content = answer.get("content", {})
    if status == "304":
        return
    if not status.startswith("2"):
        if list(content) != [PROBLEM, "text/html"]:
            yield f"{where}.content", f"is to be {PROBLEM}, and text/html for who asks for it"
        elif load.schema_name(content[PROBLEM].get("schema")) != "Problem":
            yield f"{where}.content", "is to have the schema Problem"
        return
    if not content:
        yield f"{where}.content", "is missing"
    for media, body in content.items():
        if not body.get("schema"):
            yield f"{where}.content.{media}.schema", "is missing"
        elif media.endswith("json") and not load.schema_name(body["schema"]):
            yield f"{where}.content.{media}.schema", "is to be a named schema of components"
    yield from _caching(contract, answer, where)


def _caching(contract, answer, where):
    headers = answer.get("headers", {})
    if "Cache-Control" not in headers:
        yield f"{where}.headers.Cache-Control", "is missing; say how long the answer may be kept"
        return
    form = (load.follow(contract, headers["Cache-Control"]) or {}).get("schema", {})
    kept = "no-store" not in str(form.get("pattern", ""))
    if kept != ("ETag" in headers):
        yield f"{where}.headers.ETag", "belongs to an answer that may be kept, and only to that"


def revalidation(contract, _errors):
    """304 is told exactly where an answer has an ETag."""
    for path, method, operation in load.operations(contract):
        answers = {str(status): load.follow(contract, one) or {} for status, one in operation["responses"].items()} \
            if "responses" in operation else {}
        tagged = any("ETag" in answer.get("headers", {}) for status, answer in answers.items() if status[0] == "2")
        if tagged != ("304" in answers):
            yield f"{at_operation(path, method)}.responses.304", "is told where the answer has an ETag, and only there"


def schemas(contract, _errors):
    """Schemas use the keywords that are judged, name only members that exist, and have patterns that can be read."""
    for name, root in contract.get("components", {}).get("schemas", {}).items():
        if not re.fullmatch(r"[A-Z][A-Za-z0-9]*", name):
            yield f"components.schemas.{name}", "is to have a name such as StatementRow"
        if name in TAKEN:
            yield f"components.schemas.{name}", "is a name that TypeScript has already; take another"
        if not root.get("description"):
            yield f"components.schemas.{name}.description", "is missing"
    for root, where in _roots(contract):
        for part, at in schema.parts(root, where):
            yield from _schema(part, at)


def _roots(contract):
    """Every schema that does not stand inside another."""
    components = contract.get("components", {})
    for name, root in components.get("schemas", {}).items():
        yield root, f"components.schemas.{name}"
    for kind in ("parameters", "headers"):
        for name, one in components.get(kind, {}).items():
            yield one.get("schema"), f"components.{kind}.{name}.schema"
    for path, method, operation in load.operations(contract):
        for one in operation.get("parameters", []):
            yield one.get("schema"), f"{at_operation(path, method)}.parameters.{one.get('name')}.schema"
        for status, answer in operation.get("responses", {}).items():
            for media, body in (load.follow(contract, answer) or {}).get("content", {}).items():
                yield body.get("schema"), f"{at_operation(path, method)}.responses.{status}.content.{media}.schema"


def _schema(part, where):
    for word in schema.unknown_keywords(part):
        yield f"{where}.{word}", "is a keyword that nothing here judges"
    kinds = part.get("type", [])
    for kind in [kinds] if isinstance(kinds, str) else kinds:
        if kind not in schema.TYPES and kind not in ("integer", "number"):
            yield f"{where}.type", f"'{kind}' is no type"
    for member in part.get("required", []):
        if part.get("properties") and member not in part["properties"]:
            yield f"{where}.required", f"'{member}' is not among the properties"
    if "pattern" in part:
        try:
            re.compile(part["pattern"])
        except re.error as error:
            yield f"{where}.pattern", f"cannot be read: {error}"
    if not {"$ref", "type", "enum", "const"} & set(part):
        yield where, "says nothing; give it a type, enum, const or $ref"


def examples(contract, _errors):
    """Each example is what its schema says."""
    for one, where in _with_examples(contract):
        if "example" in one and isinstance(one.get("schema"), dict):
            for fault in schema.faults(contract, one["schema"], one["example"], "example"):
                yield where, fault


def _with_examples(contract):
    components = contract.get("components", {})
    for name, one in components.get("parameters", {}).items():
        yield one, f"components.parameters.{name}"
    for name, answer in components.get("responses", {}).items():
        for media, body in answer.get("content", {}).items():
            yield body, f"components.responses.{name}.content.{media}"
    for path, method, operation in load.operations(contract):
        for one in operation.get("parameters", []):
            yield one, f"{at_operation(path, method)}.parameters.{one.get('name')}"
        for status, answer in operation.get("responses", {}).items():
            for media, body in answer.get("content", {}).items():
                yield body, f"{at_operation(path, method)}.responses.{status}.content.{media}"


def error_codes(contract, errors):
    """The codes of a problem are those of err.c and those of HTTP itself, which are named."""
    codes = contract.get("components", {}).get("schemas", {}).get("ProblemCode", {})
    told, own = codes.get("enum", []), codes.get("x-own", [])
    where = "components.schemas.ProblemCode.enum"
    for name in errors:
        if name not in told:
            yield where, f"lacks '{name}', which src/base/err.c has"
    for name in told:
        if name not in errors and name not in own:
            yield where, f"has '{name}', which src/base/err.c has not"
    for name in own:
        if name not in told:
            yield where, f"lacks '{name}', which x-own names"
    if len(set(told)) < len(told):
        yield where, "has a code twice"


RULES = (head, references, paths, identity, words, limits, parameters, responses, revalidation, schemas, examples,
         error_codes)


def check(contract, errors):
    """All faults as lines; `errors` are the names of src/base/err.c. A rule runs where those it builds on found nothing."""
    found = shape.check(contract)
    if not found:
        found = [fault for fault in references(contract, errors) if "does not exist" in fault[1]]
    if not found:
        found = list(schemas(contract, errors))
    if not found:
        found = [fault for rule in RULES for fault in rule(contract, errors)]
    return [f"{where}: {what}" for where, what in dict.fromkeys(found)]
