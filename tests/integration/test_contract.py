#!/usr/bin/env python3
"""The running server keeps its contract: every call of api/openapi.yaml, with what is right and with what is wrong."""

import hashlib
import json
import os
import re
import sys
import urllib.parse

import harness
from harness import ROOT, check, contains, equal, main, test
from serving import Answer, Server

sys.path.insert(0, os.path.join(ROOT, "tools", "contract"))
import load  # noqa: E402
import schema  # noqa: E402

with open(os.path.join(ROOT, "api", "openapi.yaml"), encoding="utf-8") as source:
    TEXT = source.read()
CONTRACT = load.parse(TEXT)
OPERATIONS = list(load.operations(CONTRACT))
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
# What breaks some pattern or limit; the judge of values tells which of them break that of a parameter.
WRONG = ("", " ", ".", "-", "A", "a", "%", "x" * 300, "UPPER-CASE", "under_score", "a/b", "a\\b", "'", '"', "<b>", "-1", "01",
         "1.5", "1e3", "9007199254740992", "99999999999999999999999999", "NaN", "null", "樹木", "a\u0301", "abc\n",
         "\t", "${a}",
         "2f1c9c58-0c63-4a55-9d0e-5f6a2f4b7d1", "2F1C9C58-0C63-4A55-9D0E-5F6A2F4B7D11", "9/000", "0/0", "0/x000/x000",
         "entries", "0/000.p/0", "0/000.p/256", "en_US", "zh-", "*")


def instance(box):
    """Two open programmes with records, statements, and one record erased."""
    box.copy_of(harness.village)
    box.open_programme("campus-electricity")
    for programme, rows in (("village-trees", "trees.csv"), ("campus-electricity", "readings.csv")):
        box.write(rows, harness.example(programme, rows))
        box.write("map.yaml", harness.example(programme, "map.yaml"))
        box.banyan("import", rows, "--programme", programme, "--map", "map.yaml")
    for programme in ("village-trees", "campus-electricity"):
        box.banyan("statement", "issue", "--programme", programme)
    box.banyan("erase", records(box)[-1]["id"], "--programme", "village-trees", "--ground", "request", "--yes")


def records(box):
    return box.json("record", "list", "--programme", "village-trees", "--limit", "1000")["records"]


class Asked(Server):
    """A running server, asked with headers as keywords."""

    def ask(self, target, method="GET", **headers):
        answer = super().ask(target, method, {name.replace("_", "-"): value for name, value in headers.items()})
        answer.media = answer.headers.get("content-type", "").split(";")[0].strip()
        return answer


def tiles(size):
    """Files of a log of this size, partial ones and, where it is that long, full ones."""
    part = [f"{kind}/{size // 256:03}.p/{size % 256}" for kind in ("0", "entries") if size % 256]
    return part + [f"{kind}/000" for kind in ("0", "entries") if size >= 256]


def known(box):
    """Values for path parameters, by the parameters of a template: what is there."""
    statements = [one["id"] for one in box.json("statement", "list")["statements"] if one["state"] == "issued"]
    kept = [one for one in records(box) if one["state"] != "erased"]
    size = box.log_size()
    return {
        (): [{}],
        ("programme",): [{"programme": "village-trees"}, {"programme": "campus-electricity"}],
        ("statement",): [{"statement": one} for one in statements],
        ("methodology", "version"): [{"methodology": name, "version": "1.0.0"}
                                     for name in ("tree-stock", "grid-electricity")],
        ("factors", "version"): [{"factors": name, "version": "2025.1"} for name in ("biomass", "grid-electricity")],
        ("index",): [{"index": kept[at]["log_index"]} for at in (0, -1)],
        ("tile",): [{"tile": one} for one in tiles(size)],
    }


def names_of(path):
    return tuple(re.findall(r"\{([a-z_]+)\}", path))


def values_for(there, path):
    check(names_of(path) in there, path, "has parameters for which this test knows no values; add them to known()")
    return there[names_of(path)]


def target(path, values, safe=""):
    for name, value in values.items():
        path = path.replace("{" + name + "}", urllib.parse.quote(str(value), safe="/" if name == "tile" else safe))
    return path


def answer_of(operation, status):
    answers = {str(at): one for at, one in operation["responses"].items()}
    return load.follow(CONTRACT, answers.get(str(status), answers["default"]))


def keeps(operation, answer, what):
    """The answer's status is told in the contract, and media type, headers and body are as it says there."""
    check(answer.status < 500, what, "is answered", answer.status, answer.body[:500])
    wanted = answer_of(operation, answer.status)
    check(answer.media in wanted["content"], what, "has media type", answer.media, "wanted", list(wanted["content"]))
    form = wanted["content"][answer.media]["schema"]
    if answer.media.endswith("json"):
        equal(schema.faults(CONTRACT, form, answer.json()), [], what)
    if answer.media == "application/problem+json":
        equal(answer.json()["status"], answer.status, f"{what}: status")
        equal(answer.json()["type"], "/docs/errors#" + answer.json()["code"], f"{what}: type")
    for name, header in wanted.get("headers", {}).items():
        check(name.lower() in answer.headers, what, "lacks the header", name)
        equal(schema.faults(CONTRACT, load.follow(CONTRACT, header)["schema"], answer.headers[name.lower()]), [],
              f"{what}: {name}")
    equal(answer.headers.get("content-length"), str(len(answer.body)), f"{what}: Content-Length")
    equal(answer.headers.get("access-control-allow-origin"), "*", f"{what}: CORS")


def refused(function, *given):
    try:
        function(*given)
    except AssertionError as why:
        return str(why)
    return ""


@test("an answer that breaks the contract is seen: status, media type, body, headers, length")
def judge_of_answers(box):
    operation = CONTRACT["paths"]["/version"]["get"]
    body = b'{"program":"banyan","version":"0.1.0","contract":"1.0.0"}'
    good = {"content-type": "application/json", "content-length": str(len(body)), "etag": '"a"',
            "cache-control": "no-cache", "access-control-allow-origin": "*"}

    def said(status=200, content=body, **headers):
        told = {**good, "content-length": str(len(content))}
        told |= {name.replace("_", "-"): one for name, one in headers.items()}
        answer = Answer(status, {name: one for name, one in told.items() if one is not None}, content)
        answer.media = answer.headers.get("content-type", "")
        return refused(keeps, operation, answer, "it")

    equal(said(), "")
    problem = (b'{"type":"/docs/errors#not-found","title":"Not found","status":404,"code":"not-found","detail":"no"}')
    equal(said(404, problem, content_type="application/problem+json"), "")
    contains(said(500, problem, content_type="application/problem+json"), "500")
    contains(said(410, problem, content_type="application/problem+json"), "status")
    contains(said(404, problem.replace(b"found\"", b"here\"", 1), content_type="application/problem+json"), "type")
    contains(said(content_type="text/html"), "media type")
    contains(said(content=body.replace(b"banyan", b"other")), "'banyan'")
    contains(said(content=body[:-1] + b',"more":1}'), "unknown member")
    contains(said(etag=None), "lacks the header ETag")
    contains(said(etag='W/"a"'), "ETag")
    contains(said(cache_control="max-age=99999"), "Cache-Control")
    contains(said(content_length="3"), "Content-Length")
    contains(said(access_control_allow_origin=None), "CORS")


@test("every call with valid parameters is answered as the contract says")
def valid(box):
    box.copy_of(instance)
    there = known(box)
    with Asked(box) as server:
        for path, method, operation in OPERATIONS:
            for values in values_for(there, path):
                at = target(path, values)
                answer = server.ask(at, method.upper())
                equal(answer.status, 200, at + " " + answer.body[:500].decode(errors="replace"))
                keeps(operation, answer, at)


@test("every optional parameter is taken with its example")
def optional(box):
    box.copy_of(instance)
    there = known(box)
    used = dict(statement=there[("statement",)][0]["statement"], index=there[("index",)][0]["index"], after=3,
                lang="zh-Hant")
    with Asked(box) as server:
        for path, method, operation in OPERATIONS:
            for one in load.parameters(CONTRACT, operation):
                if one["in"] == "query":
                    at = target(path, values_for(there, path)[0]) + f"?{one['name']}={used[one['name']]}"
                    answer = server.ask(at, method.upper())
                    equal(answer.status, 200, at + " " + answer.body[:500].decode(errors="replace"))
                    keeps(operation, answer, at)


@test("HEAD has the headers of GET and no body, and an ETag that is known is answered 304 without one")
def head_and_unchanged(box):
    box.copy_of(instance)
    there = known(box)
    moving = {"date", "x-request-id"}
    with Asked(box) as server:
        for path, _, operation in OPERATIONS:
            at = target(path, values_for(there, path)[0])
            got, head = server.ask(at), server.ask(at, "HEAD")
            equal((head.status, head.body), (got.status, b""), at)
            for name in sorted((set(got.headers) | set(head.headers)) - moving):
                equal(head.headers.get(name), got.headers.get(name), f"HEAD {at}: {name}")
            if "304" in operation["responses"]:
                same = server.ask(at, If_None_Match=got.headers["etag"])
                equal((same.status, same.body, same.headers.get("etag")), (304, b"", got.headers["etag"]), at)
                equal(server.ask(at, If_None_Match='"another"').status, 200, at)


def wrong_values(one):
    """Values that break the parameter's form, as they stand in an address."""
    form = one["schema"]
    whole = load.follow(CONTRACT, form).get("type") == "integer"
    for text in WRONG:
        value = int(text) if whole and re.fullmatch(r"-?[0-9]+", text) and str(int(text)) == text else text
        if schema.faults(CONTRACT, form, value) and not (one["in"] == "path" and text in ("", ".", "a/b")):
            yield text


@test("a path parameter that breaks its form is answered 404, or 400 where it is no address at all")
def wrong_path(box):
    box.copy_of(instance)
    there, tried = known(box), 0
    with Asked(box) as server:
        for path, method, operation in OPERATIONS:
            for one in load.parameters(CONTRACT, operation):
                for text in wrong_values(one) if one["in"] == "path" else ():
                    at = target(path, {**values_for(there, path)[0], one["name"]: text})
                    answer = server.ask(at, method.upper(), Accept="application/json")
                    check(answer.status in (400, 404), at, answer.status, answer.body[:300])
                    keeps(operation, answer, at)
                    tried += 1
    check(tried > 200, tried, "tried")


@test("a query parameter that breaks its form is refused with a problem document, and a lenient one changes nothing")
def wrong_query(box):
    box.copy_of(instance)
    there, tried = known(box), 0
    with Asked(box) as server:
        for path, method, operation in OPERATIONS:
            for one in load.parameters(CONTRACT, operation):
                wrong = set(wrong_values(one))
                for text in WRONG if one["in"] == "query" else ():
                    if text in wrong or one.get("x-lenient"):
                        at = target(path, values_for(there, path)[0])
                        at += f"?{one['name']}={urllib.parse.quote(text, safe='')}"
                        answer = server.ask(at, method.upper(), Accept="application/json")
                        right = 400 <= answer.status < 500 if text in wrong else answer.status == 200
                        check(right, at, answer.status, answer.body[:300])
                        keeps(operation, answer, at)
                        tried += 1
    check(tried > 100, tried, "tried")


# Well-formed, and nothing is there.
ABSENT = {"programme": "no-such-programme", "statement": "00000000-0000-4000-8000-000000000000",
          "methodology": "no-such-method", "factors": "no-such-set", "version": "9.9.9", "index": 9007199254740991,
          "tile": "7/255"}


@test("what is well-formed and not there is answered 404 with the code not-found")
def absent(box):
    box.copy_of(instance)
    there = known(box)
    with Asked(box) as server:
        for path, method, operation in OPERATIONS:
            for name in names_of(path):
                at = target(path, {**values_for(there, path)[0], name: ABSENT[name]})
                answer = server.ask(at, method.upper(), Accept="application/json")
                equal((answer.status, answer.media), (404, "application/problem+json"), at)
                equal(answer.json()["code"], "not-found", at)
                keeps(operation, answer, at)
        for query in (f"statement={ABSENT['statement']}", f"index={ABSENT['index']}"):
            answer = server.ask("/verify?" + query, Accept="application/json")
            equal(answer.status, 404, query)


@test("an unknown address is answered 404, a wrong method 405 with Allow, both as problem documents")
def wrong_routes(box):
    box.copy_of(instance)
    there = known(box)
    problem = {"$ref": "#/components/schemas/Problem"}
    with Asked(box) as server:
        for at in ("/nothing", "/p", "/p/", "/p/village-trees/", "/p/village-trees/x", "/s", "/m/tree-stock", "/log/",
                   "/log/x", "/log/tile", "/api", "/api/v1/programmes", "/assets/other.css", "/HEALTHZ", "/healthz/", "/metrics",
                   "/keys.db", "/banyan.db", "/log/../keys.db", "/data", "/p/village-trees.xml", "/openapi.yaml"):
            answer = server.ask(at, Accept="application/json")
            check(answer.status in (400, 404), at, answer.status)
            equal(schema.faults(CONTRACT, problem, answer.json()), [], at)
        for path, _, _ in OPERATIONS:
            allowed = {one.upper() for one in load.METHODS if one in CONTRACT["paths"][path]}
            allowed |= {"HEAD"} if "GET" in allowed else set()
            at = target(path, values_for(there, path)[0])
            for method in sorted(set(METHODS) - allowed):
                answer = server.ask(at, method, Accept="application/json")
                equal(answer.status, 405, f"{method} {at}")
                equal({one.strip() for one in answer.headers["allow"].split(",")}, allowed, f"{method} {at}: Allow")
                equal(schema.faults(CONTRACT, problem, answer.json()), [], at)
                equal(answer.json()["code"], "method-not-allowed", at)


@test("who asks for HTML gets a problem as a page, who asks for nothing the document")
def problem_pages(box):
    box.copy_of(instance)
    with Asked(box) as server:
        page = server.ask("/p/no-such-programme", Accept="text/html,application/xhtml+xml,*/*;q=0.8")
        equal((page.status, page.media), (404, "text/html"))
        contains(page.body.decode(), "<!doctype html>", "<h1")
        for accept in ("*/*", "application/json", "application/problem+json"):
            equal(server.ask("/p/no-such-programme", Accept=accept).media, "application/problem+json", accept)


@test("the contract is served as it is written, and its JSON and page say the same")
def contract_itself(box):
    box.copy_of(instance)
    with Asked(box) as server:
        equal(server.ask("/api/openapi.yaml").body.decode(), TEXT)
        equal(server.ask("/api/openapi.json").json(), CONTRACT)
        page = server.ask("/api/docs").body.decode()
        for _, _, operation in OPERATIONS:
            contains(page, f'<article id="{operation["operationId"]}"')
        equal(server.ask("/version").json()["contract"], CONTRACT["info"]["version"])


@test("every code of the contract has its place on the page of errors")
def error_page(box):
    box.copy_of(instance)
    with Asked(box) as server:
        for language in ("en", "zh-Hant"):
            page = server.ask(f"/docs/errors?lang={language}").body.decode()
            for code in CONTRACT["components"]["schemas"]["ProblemCode"]["enum"]:
                contains(page, f'id="{code}"')


@test("documents are served byte for byte as they were hashed, and bundles hold for a stranger")
def documents(box):
    box.copy_of(instance)
    there = known(box)
    key = box.write("log.pub", box.banyan("log", "key").out)
    with Asked(box) as server:
        rows = {one["id"]: one for one in box.json("statement", "list")["statements"]}
        for values in there[("statement",)]:
            name = values["statement"]
            body = server.ask(f"/s/{name}.json").body
            equal(hashlib.sha256(body).hexdigest(), rows[name]["sha256"], name)
            box.write("one.json", body)
            box.write("one.banyan", server.ask(f"/s/{name}.banyan").body)
            box.verify("one.banyan", "--log-key", key)
        for values in there[("index",)]:
            box.write("record.banyan", server.ask(f"/r/{values['index']}.banyan").body)
            box.verify("record.banyan", "--log-key", key)
        for name in ("village-trees", "campus-electricity"):
            view = server.ask(f"/p/{name}.json").json()
            text = json.dumps(view["document"], ensure_ascii=False, separators=(",", ":"), sort_keys=True)
            equal(hashlib.sha256(text.encode()).hexdigest(), view["sha256"], name)


@test("pages of records go through all of them once, the erased one among them, from any place")
def record_pages(box):
    box.copy_of(instance)
    there = sorted(one["log_index"] for one in records(box))
    with Asked(box) as server:
        found, pages, at = [], 0, "/p/village-trees.json"
        while at:
            page = server.ask(at).json()["records"]
            found += [one["index"] for one in page["items"]]
            at, pages = f"/p/village-trees.json?after={page['next']}" if "next" in page else None, pages + 1
        equal(found, there)
        equal(page["total"], len(there))
        check(pages > 1, "one page only")
        behind = server.ask(f"/p/village-trees.json?after={there[-4]}").json()["records"]
        equal([one["index"] for one in behind["items"]], there[-3:])
        equal(server.ask(f"/p/village-trees.json?after={there[-1]}").json()["records"]["items"], [])


@test("an erased record says so, shows nothing, and has no bundle")
def erased(box):
    box.copy_of(instance)
    rows = records(box)
    index = next(one["log_index"] for one in rows if one["state"] == "erased")
    with Asked(box) as server:
        equal(server.ask(f"/r/{index}").status, 200)
        record = server.ask(f"/r/{index}.json").json()
        equal(record["state"], "erased")
        equal(sorted(set(record) - {"index", "leaf", "programme", "state", "holds"}), [], "what is told of it:")
        answer = server.ask(f"/r/{index}.banyan", Accept="application/json")
        equal((answer.status, answer.json()["code"]), (410, "gone"))


main()
