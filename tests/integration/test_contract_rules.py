#!/usr/bin/env python3
"""The contract's generator refuses what breaks its rules: each rule sees one planted fault and names its place."""

import copy
import json
import os
import re
import subprocess
import sys

from harness import ROOT, check, contains, equal, main, test

sys.path.insert(0, os.path.join(ROOT, "tools", "contract"))
import generate  # noqa: E402
import load  # noqa: E402
import rules  # noqa: E402
import schema  # noqa: E402

CONTRACT = os.path.join(ROOT, "api", "openapi.yaml")
ERRORS = os.path.join(ROOT, "src", "base", "err.c")
TEXT = generate.read(CONTRACT)
NAMES = generate.error_names(generate.read(ERRORS))


def get(contract, path):
    return contract["paths"][path]["get"]


def component(contract, kind, name):
    return contract["components"][kind][name]


def put(*way):
    """A fault: the last of `way` is set at the path before it."""
    def plant(contract):
        at = contract
        for step in way[:-2]:
            at = at[step]
        at[way[-2]] = way[-1]
    return plant


def cut(*way):
    """A fault: what is at this path is removed."""
    def plant(contract):
        at = contract
        for step in way[:-1]:
            at = at[step]
        del at[way[-1]]
    return plant


def rename(old, new):
    """A fault: a path has another template."""
    def plant(contract):
        contract["paths"][new] = contract["paths"].pop(old)
    return plant


HOME, PAGE, LOGS = ("paths", "/", "get"), ("paths", "/p/{programme}", "get"), ("paths", "/log.json", "get")
PROGRAMME = ("components", "parameters", "Programme")
SCHEMAS = ("components", "schemas")
ANSWERS = ("components", "responses")

# (rule, planted fault, where it is told, words of what is told)
PLANTED = [
    ("head", put("openapi", "3.0.3"), "openapi", "3.1"),
    ("head", cut("info", "description"), "info.description", "missing"),
    ("head", cut("info", "license", "identifier"), "info.license.identifier", "SPDX"),
    ("head", put("servers", []), "servers", "missing"),
    ("head", cut("security"), "security", "missing"),
    ("references", put(*LOGS, "responses", "default", {"$ref": "#/components/responses/Gone2"}),
     "paths./log.json.get.responses.default", "does not exist"),
    ("references", put(*SCHEMAS, "Lonely", {"type": "string", "description": "A"}), "components.schemas.Lonely",
     "used nowhere"),
    ("paths", rename("/verify", "/verify/"), "paths./verify/", "no template"),
    ("paths", rename("/verify", "/{a}{b}"), "paths./{a}{b}", "no template"),
    ("paths", rename("/f/{factors}/{version}", "/m/{set}/{version}"), "paths./m/{set}/{version}", "same paths"),
    ("paths", put("paths", "/", "trace", {}), "paths./.trace", "not known"),
    ("identity", put(*HOME, "operationId", "Home-Page"), "paths./.get.operationId", "no name"),
    ("identity", put(*HOME, "operationId", "logJson"), "paths./log.json.get.operationId", "also that of"),
    ("identity", cut(*HOME, "x-handler"), "paths./.get.x-handler", "names no handler"),
    ("identity", put(*HOME, "x-handler", "home"), "paths./.get.x-handler", "page_*"),
    ("identity", put(*HOME, "deprecated", True), "paths./.get.deprecated", "not known"),
    ("words", put(*HOME, "summary", "Home page."), "paths./.get.summary", "full stop"),
    ("words", put(*HOME, "summary", "x" * 81), "paths./.get.summary", "80"),
    ("words", put(*HOME, "description", " "), "paths./.get.description", "missing"),
    ("words", put(*HOME, "tags", []), "paths./.get.tags", "one tag"),
    ("words", put(*HOME, "tags", ["pagse"]), "paths./.get.tags", "'pagse'"),
    ("limits", cut(*HOME, "security"), "paths./.get.security", "[]"),
    ("limits", put(*HOME, "security", [{"token": []}]), "paths./.get.security", "[]"),
    ("limits", cut(*HOME, "x-max-body"), "paths./.get.x-max-body", "most bytes"),
    ("limits", put(*HOME, "x-max-body", True), "paths./.get.x-max-body", "most bytes"),
    ("limits", put(*HOME, "x-max-body", 10), "paths./.get.x-max-body", "requestBody"),
    ("limits", put(*HOME, "requestBody", {}), "paths./.get.requestBody", "no meaning"),
    ("parameters", put(*PAGE, "parameters", []), "paths./p/{programme}.get.parameters", "in the path"),
    ("parameters", put(*HOME, "parameters", [{"$ref": "#/components/parameters/Lang"}] * 2), "paths./.get.parameters",
     "each once"),
    ("parameters", cut(*PROGRAMME, "required"), "parameters.programme.required", "true"),
    ("parameters", put(*PROGRAMME, "in", "cookie"), "parameters.programme.in", "path or query"),
    ("parameters", cut(*PROGRAMME, "example"), "parameters.programme.example", "missing"),
    ("parameters", cut(*PROGRAMME, "description"), "parameters.programme.description", "missing"),
    ("parameters", put(*PROGRAMME, "style", "simple"), "parameters.programme.style", "not known"),
    ("parameters", put(*PROGRAMME, "x-rest", True), "parameters.programme.x-rest", "at the end"),
    ("parameters", put(*PROGRAMME, "x-lenient", True), "parameters.programme.x-lenient", "only in the query"),
    ("parameters", cut("components", "parameters", "Lang", "x-lenient"), "parameters.lang.schema", "maxLength"),
    ("parameters", cut(*SCHEMAS, "Slug", "maxLength"), "parameters.programme.schema", "maxLength"),
    ("parameters", cut(*SCHEMAS, "LogIndex", "maximum"), "parameters.index.schema", "maximum"),
    ("responses", cut(*HOME, "responses", "200"), "paths./.get.responses", "no answer of success"),
    ("responses", cut(*HOME, "responses", "default"), "paths./.get.responses.default", "missing"),
    ("responses", cut(*PAGE, "responses", "404"), "paths./p/{programme}.get.responses.404", "missing"),
    ("responses", put(*HOME, "responses", "2xx", {"description": "A"}), "paths./.get.responses.2xx", "no status"),
    ("responses", cut(*ANSWERS, "NotFound", "description"), "responses.404.description", "missing"),
    ("responses", cut(*ANSWERS, "Problem", "content", "application/problem+json"), "responses.default.content",
     "application/problem+json"),
    ("responses", put(*ANSWERS, "Gone", "content", "application/problem+json", "schema", {"type": "object"}),
     "responses.410.content", "Problem"),
    ("responses", cut(*LOGS, "responses", "200", "content"), "paths./log.json.get.responses.200.content", "missing"),
    ("responses", put(*LOGS, "responses", "200", "content", "application/json", "schema", {"type": "object"}),
     "application/json.schema", "named schema"),
    ("responses", cut(*LOGS, "responses", "200", "headers"), "responses.200.headers.Cache-Control", "how long"),
    ("responses", put(*LOGS, "responses", "200", "headers", {"Cache-Control": {"$ref": "#/components/headers/Never"},
                                                              "ETag": {"$ref": "#/components/headers/ETag"}}),
     "responses.200.headers.ETag", "only to that"),
    ("revalidation", cut(*HOME, "responses", "304"), "paths./.get.responses.304", "only there"),
    ("schemas", put(*SCHEMAS, "Slug", "format", "slug"), "components.schemas.Slug.format", "nothing here judges"),
    ("schemas", put(*SCHEMAS, "Slug", "type", "text"), "components.schemas.Slug.type", "no type"),
    ("schemas", put(*SCHEMAS, "Slug", "pattern", "["), "components.schemas.Slug.pattern", "cannot be read"),
    ("schemas", put(*SCHEMAS, "LogHead", "required", ["origin", "sise"]), "components.schemas.LogHead.required", "'sise'"),
    ("schemas", put(*SCHEMAS, "LogHead", "properties", "size", {"description": "any"}),
     "components.schemas.LogHead.properties.size", "says nothing"),
    ("schemas", cut(*SCHEMAS, "LogHead", "description"), "components.schemas.LogHead.description", "missing"),
    ("schemas", put(*SCHEMAS, "Record", {"type": "string", "description": "A"}), "components.schemas.Record",
     "TypeScript"),
    ("examples", put(*PROGRAMME, "example", "No Slug"), "components.parameters.Programme", "does not match"),
    ("examples", put("paths", "/healthz", "get", "responses", "200", "content", "application/json", "example",
                     {"status": "fine"}), "paths./healthz.get.responses.200.content.application/json", "'ok'"),
    ("error_codes", put(*SCHEMAS, "ProblemCode", "enum", NAMES[1:]), "components.schemas.ProblemCode.enum",
     f"lacks '{NAMES[0]}'"),
    ("error_codes", put(*SCHEMAS, "ProblemCode", "enum", [*NAMES, "strange"]), "components.schemas.ProblemCode.enum",
     "'strange'"),
    ("error_codes", put(*SCHEMAS, "ProblemCode", "x-own", ["teapot"]), "components.schemas.ProblemCode.enum", "'teapot'"),
]


@test("the contract as it is has no fault, and every code of err.c is seen")
def as_it_is(box):
    equal(rules.check(load.parse(TEXT), NAMES), [])
    check(len(NAMES) > 25 and "not-found" in NAMES and "ok" not in NAMES, NAMES)


@test("each planted fault is told with its place in the document")
def planted(box):
    for rule, plant, where, said in PLANTED:
        contract = copy.deepcopy(load.parse(TEXT))
        plant(contract)
        found = rules.check(contract, NAMES)
        check(any(where in line.split(": ")[0] and said in line for line in found), rule, where, "wanted, found", found[:5])


@test("each rule has a planted fault that it alone tells")
def each_rule(box):
    told = {rule for rule, *_ in PLANTED}
    equal(sorted(rule.__name__ for rule in rules.RULES), sorted(told))
    for rule, plant, where, said in PLANTED:
        contract = copy.deepcopy(load.parse(TEXT))
        plant(contract)
        found = list(getattr(rules, rule)(contract, NAMES))
        check(any(where in at and said in what for at, what in found), rule, "does not tell", where, said)


@test("what is no mapping where there must be one is refused before the rules look")
def shapes(box):
    for plant, where in ((put("paths", []), "paths"), (put("paths", "/", "text"), "paths./"),
                         (put("paths", "/", "get", None), "paths./.get"), (put("components", "schemas", []), "schemas"),
                         (put("components", "schemas", "Slug", 7), "schemas.Slug"), (cut("info"), "lacks 'info'"),
                         (put(*SCHEMAS, "LogHead", "properties", "size", True), "schemas.LogHead"),
                         (put(*HOME, "parameters", [{"name": "a"}]), "paths./.get.parameters[0]")):
        contract = copy.deepcopy(load.parse(TEXT))
        plant(contract)
        found = rules.check(contract, NAMES)
        check(found and where in found[0], where, found)


def places(value, way=()):
    """Every way down the document."""
    if way:
        yield way
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, member in members:
        yield from places(member, (*way, name))


def tried_at(contract, way, change):
    """Makes the change at a place, lets the rules and, where they find nothing, the generator run, and takes it back."""
    at = contract
    for step in way[:-1]:
        at = at[step]
    kept = at[way[-1]]
    at[way[-1]] = change
    try:
        if not rules.check(contract, NAMES):
            generate.outputs(contract, TEXT)
    except Exception as error:  # pylint: disable=broad-except
        raise AssertionError(f"{way} = {change!r}: {type(error).__name__}: {error}") from error
    finally:
        at[way[-1]] = kept


@test("nothing of a wrong kind anywhere in the contract makes the generator stumble")
def wrong_kinds(box):
    contract = copy.deepcopy(json.loads(json.dumps(load.parse(TEXT))))
    ways = list(places(contract))
    for at in range(0, len(ways), 7):
        tried_at(contract, ways[at], (None, 7, "x", [], {}, True)[at // 7 % 6])


def generated(box, text, errors=None):
    """Runs the generator as the build does; gives its status, its complaint and what it wrote."""
    box.write("openapi.yaml", text)
    out = box.path("out")
    os.makedirs(out, exist_ok=True)
    done = subprocess.run([sys.executable, os.path.join(ROOT, "tools", "contract", "generate.py"), "--contract",
                           box.path("openapi.yaml"), "--errors", errors or ERRORS, "--out", out],
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=60)
    return done.returncode, done.stderr, sorted(os.listdir(out))


@test("a fault ends the build with its sentence and writes nothing")
def ends_the_build(box):
    for old, new, said in (
            ("operationId: homePage", "operationId: logPage", "paths./log.get.operationId: 'logPage' is also that of"),
            ("  title: Banyan\n", "  title: Banyan\n  title: Again\n", "'title' stands there twice"),
            ("openapi: 3.1.0", "openapi: [3.1.0", "line "),
            ("  /verify:\n", "  7:\n", "is no text")):
        check(old in TEXT, old)
        status, told, files = generated(box, TEXT.replace(old, new, 1))
        equal((status, files), (1, []), told)
        contains(told, said)
        check("Traceback" not in told, told)
    status, told, files = generated(box, "- 1\n")
    equal((status, files), (1, []))
    status, told, files = generated(box, TEXT, box.path(box.write("err.c", "int x;\n")))
    equal((status, files), (1, []))
    contains(told, "no table of error names")


@test("the table, the JSON, the page and the types hold every operation")
def outputs(box):
    status, told, files = generated(box, TEXT)
    equal((status, told), (0, ""))
    equal(files, ["api.d.ts", "contract_generated.c", "openapi.json", "reference.html", "routes_generated.c"])
    made = {name: box.read("out/" + name).decode() for name in files}
    contract = load.parse(TEXT)
    equal(json.loads(made["openapi.json"]), contract)
    for path, method, operation in load.operations(contract):
        name = operation["operationId"]
        contains(made["routes_generated.c"], f'"{name}", {operation["x-max-body"]}, {operation["x-handler"]}}}')
        contains(made["reference.html"], f'<article id="{name}"')
        contains(made["api.d.ts"], f"readonly {name}: {{")
    rows = re.findall(r'\{REQUEST_GET, "([^"]+)"', made["routes_generated.c"])
    equal([row.replace("*}", "}") for row in rows], [path for path, _, _ in load.operations(contract)])
    contains(made["routes_generated.c"], '"/log/tile/{tile*}"')


@test("the reference page needs no script, leads only to places that exist, and has under 80 KB")
def reference_page(box):
    page = generate.outputs(load.parse(TEXT), TEXT)["reference.html"]
    check("<script" not in page and " on" + "click" not in page and "style=" not in page, "script or inline style")
    check(len(page.encode()) < 80 * 1024, len(page.encode()), "bytes")
    places = re.findall(r' id="([^"]+)"', page)
    equal(len(places), len(set(places)), "places named twice:")
    for target in re.findall(r'href="#([^"]+)"', page):
        check(target in places, "leads nowhere:", target)
    for element in ("section", "article", "table", "tbody", "ul", "main", "nav", "div", "pre", "code", "p"):
        equal(len(re.findall(f"<{element}[ >]", page)), page.count(f"</{element}>"), element)


# (schema, a value that is right, a value that is not)
JUDGED = [
    ({"type": "string"}, "a", 1), ({"type": "integer"}, 1, True), ({"type": "integer"}, 1, 1.5), ({"type": "boolean"}, False, 0),
    ({"type": ["string", "integer"]}, 1, None), ({"const": 1}, 1, True), ({"enum": ["a", "b"]}, "b", "c"),
    ({"type": "string", "pattern": "^[a-z]+$"}, "ab", "ab\n"), ({"type": "string", "minLength": 2}, "ab", "a"),
    ({"type": "string", "maxLength": 2}, "ab", "abc"), ({"type": "integer", "minimum": 0}, 0, -1),
    ({"type": "integer", "maximum": 9}, 9, 10), ({"type": "array", "minItems": 1}, [1], []),
    ({"type": "array", "maxItems": 1}, [1], [1, 2]), ({"type": "array", "items": {"type": "string"}}, ["a"], ["a", 1]),
    ({"type": "object", "required": ["a"]}, {"a": 1}, {"b": 1}),
    ({"type": "object", "properties": {"a": {"type": "string"}}}, {"a": "x"}, {"a": 1}),
    ({"type": "object", "properties": {"a": {}}, "additionalProperties": False}, {"a": 1}, {"a": 1, "b": 2}),
    ({"type": "object", "additionalProperties": {"type": "string"}}, {"a": "x"}, {"a": 1}),
    ({"type": "object", "propertyNames": {"type": "string", "pattern": "^[a-z]$"}}, {"a": 1}, {"A": 1}),
    ({"type": "object", "minProperties": 1}, {"a": 1}, {}), ({"$ref": "#/components/schemas/Slug"}, "abc", "A"),
    ({"$ref": "#/components/schemas/Slug"}, "abc", None),
]


@test("the judge of values says yes to what is right and no to what is not")
def judge(box):
    contract = load.parse(TEXT)
    tried = set()
    for form, right, wrong in JUDGED:
        equal(schema.faults(contract, form, right), [], f"{form}")
        check(schema.faults(contract, form, wrong), form, "takes", wrong)
        tried |= set(form)
    equal(sorted(tried), sorted(schema.JUDGED), "keywords tried:")
    check(schema.faults(contract, {"$ref": "#/components/schemas/Nobody"}, 1), "takes a reference to nothing")


main()
