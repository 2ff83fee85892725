#!/usr/bin/env python3
"""The public pages and their twins: what they say, what they never say, and that they can say no."""

import html.parser
import json
import os
import re
import sqlite3

import harness
from harness import EXAMPLES, check, contains, equal, example, main, small_village, test, village
from serving import Server

BYTES = 80 * 1024
VOID = {"meta", "link", "br", "hr", "img", "input"}
HTML = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
CAMPUS = "campus-electricity"


class Page(html.parser.HTMLParser):
    """A page read strictly: what opens closes, and what a table or a language needs is there."""

    def __init__(self, text):
        super().__init__()
        self.open, self.links, self.counts, self.faults, self.ids, self.text = [], [], {}, [], set(), ""
        self.language = None
        self.feed(text)
        self.close()
        self.faults += [f"<{tag}> stays open" for tag in self.open]

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        self.counts[tag] = self.counts.get(tag, 0) + 1
        if tag == "a":
            self.links.append(values.get("href"))
        if tag == "html":
            self.language = values.get("lang")
        if tag == "th" and values.get("scope") not in ("col", "row"):
            self.faults.append("a th without scope")
        if tag in ("script", "iframe", "style") or any(name.startswith("on") for name in values):
            self.faults.append(f"<{tag}> runs or styles by itself")
        if "id" in values:
            if values["id"] in self.ids:
                self.faults.append(f"id {values['id']} twice")
            self.ids.add(values["id"])
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> closes something else")

    def handle_data(self, data):
        self.text += data


def look(server, target, headers=None, status=200):
    """A page that is as every page has to be."""
    answer = server.ask(target, headers={**HTML, **(headers or {})})
    equal(answer.status, status, target)
    contains(answer.headers["content-type"], "text/html")
    text = answer.body.decode()
    page = Page(text)
    equal(page.faults, [], target)
    check(len(answer.body) < BYTES, target, "has", len(answer.body), "bytes")
    equal(page.counts.get("h1"), 1, f"{target}: h1")
    equal(page.counts.get("main"), 1, f"{target}: main")
    equal(page.counts.get("table", 0), page.counts.get("caption", 0), f"{target}: captions")
    check(re.search(r"\{[1-9]\}", text) is None, target, "has a place that was not filled in")
    page.markup = text
    return page


def issue(box, programme):
    return box.json("statement", "issue", "--programme", programme)["id"]


def stated(box):
    """Twelve trees of an open programme, stated; a campus that shows totals only, stated; and a draft."""
    box.copy_of(small_village)
    folder = os.path.join(EXAMPLES, CAMPUS)
    document = example(CAMPUS, "programme.yaml").replace("disclosure: open", "disclosure: aggregate")
    document = document.replace("publish: at once", "publish: hourly, shuffled")
    box.banyan("methodology", "publish", os.path.join(harness.ROOT, "methodologies", "grid-electricity.yaml"))
    box.banyan("programme", "open", os.path.join(folder, "programme.yaml"))
    box.banyan("venue", "add", os.path.join(folder, "venue-main-campus.yaml"))
    box.banyan("import", os.path.join(folder, "readings.csv"), "--programme", CAMPUS, "--map",
               os.path.join(folder, "map.yaml"))
    ids = {"village": issue(box, "village-trees"), "campus": issue(box, CAMPUS)}
    ids["draft"] = box.json("statement", "draft", "--programme", "village-trees")["id"]
    # Its records had to be on the log at once to be stated here; what it is now is what counts.
    box.banyan("programme", "open", box.write("closed.yaml", document))
    box.write("data/ids.json", json.dumps(ids))


def served(box):
    server = Server(box.copy_of(stated))
    server.ids = json.loads(box.read("data/ids.json"))
    return server


def records(server, programme="village-trees"):
    """Indexes of all records, page by page."""
    found, after = [], ""
    while True:
        page = server.ask(f"/p/{programme}.json{after}").json()["records"]
        found += [item["index"] for item in page["items"]]
        if "next" not in page:
            return found
        after = f"?after={page['next']}"


def pages(server):
    return ["/", "/log", "/verify", "/docs/errors", "/p/village-trees", f"/p/{CAMPUS}", "/m/tree-stock/1.0.0",
            "/m/grid-electricity/1.0.0", "/f/biomass/2025.1", f"/s/{server.ids['village']}", f"/s/{server.ids['campus']}",
            f"/r/{records(server)[0]}", f"/verify?index={records(server)[0]}",
            f"/verify?statement={server.ids['village']}", f"/verify?statement={server.ids['campus']}"]


def local(links):
    return {link.split("#")[0] for link in links if link.startswith("/")}


@test("every page is whole HTML without script in both languages, under 80 KB, and every link in it leads somewhere")
def whole_pages(box):
    with served(box) as server:
        targets = set()
        for target in pages(server):
            for language in ("en", "zh-Hant"):
                page = look(server, target, {"Accept-Language": language})
                equal(page.language, language, target)
                check(page.links[0] == "#main" and "main" in page.ids, target, "has no skip link")
                targets |= local(page.links)
        for target in sorted(targets):
            equal(server.ask(target, headers=HTML).status, 200, target)


@test("the language is that of ?lang=, else of Accept-Language, and ?lang= stays in the links")
def languages(box):
    with served(box) as server:
        equal(look(server, "/", {"Accept-Language": "zh-TW,en;q=0.5"}).language, "zh-Hant")
        equal(look(server, "/", {"Accept-Language": "de,en;q=0.9,zh;q=0.2"}).language, "en")
        equal(look(server, "/?lang=en", {"Accept-Language": "zh-Hant"}).language, "en")
        equal(look(server, "/?lang=xx", {"Accept-Language": "zh-Hant"}).language, "zh-Hant")
        page = look(server, "/?lang=zh-Hant")
        contains(page.text, "任何人都能查核的成果")
        check("/p/village-trees?lang=zh-Hant" in page.links, page.links)
        for target in ("/p/village-trees?after=3", f"/verify?index={records(server)[0]}"):
            check(target.replace("?", "?lang=zh-Hant&") in look(server, target).links, "no link to the same page", target)
        contains(look(server, "/nothing?lang=zh-Hant", status=404).text, "這裡沒有內容")
        equal(server.ask("/nothing").headers["content-type"], "application/problem+json")


@test("the home page says each programme's latest figure with its interval and that nobody verified it")
def home(box):
    with served(box) as server:
        statement = server.ask(f"/s/{server.ids['village']}.json").json()
        result = statement["results"][-1]
        contains(look(server, "/").text, result["value"], result["interval"]["low"], "Self-declared, not verified",
                 "example.org/test")


@test("twins of a statement are what the command line prints, byte for byte, and its bundle verifies")
def twins(box):
    with served(box) as server:
        key = box.write("log.pub", server.ask("/log.json").json()["key"] + "\n")
        for name in ("village", "campus"):
            path = f"/s/{server.ids[name]}"
            for form in ("json", "csv"):
                printed = box.banyan("statement", "show", server.ids[name], "--format", form).out
                equal(server.ask(f"{path}.{form}").body.decode(), printed, form)
            box.write("s.banyan", server.ask(path + ".banyan").body)
            box.verify("s.banyan", "--log-key", key)
        for form in ("m/tree-stock/1.0.0", "f/biomass/2025.1"):
            body = server.ask(f"/{form}.json").body.decode()
            equal(json.dumps(json.loads(body), separators=(",", ":"), sort_keys=True, ensure_ascii=False), body)


@test("from a statement to a record's bundle in three clicks, accepted with the log's key and refused with another's")
def three_clicks(box):
    with served(box) as server:
        box.write("log.pub", server.ask("/log.json").json()["key"] + "\n")
        box.write("s.json", server.ask(f"/s/{server.ids['village']}.json").body)
        other = box.path("other")
        box.banyan("--data", other, "init", "--log-origin", "example.org/test")
        box.write("other.pub", box.banyan("--data", other, "log", "key").out)
        page = look(server, f"/s/{server.ids['village']}")
        listing = next(link for link in page.links if link.endswith("#records"))
        rows = [link for link in look(server, listing.split("#")[0]).links if re.fullmatch(r"/r/\d+", link)]
        equal(len(rows), 12)
        counted = [row for row in rows if "statement" in server.ask(row + ".json").json()]
        equal(len(counted), server.ask(f"/s/{server.ids['village']}.json").json()["counts"]["accepted"])
        for row in counted:
            bundle = next(link for link in look(server, row).links if link.endswith(".banyan"))
            box.write("r.banyan", server.ask(bundle).body)
            said = box.verify("r.banyan", "--log-key", "log.pub", "--statement", "s.json").out
            contains(said, "This holds", "counted in the statement")
            box.verify("r.banyan", "--log-key", "other.pub", code=1)


@test("the list of records goes page by page over each record once")
def paging(box):
    box.copy_of(village)
    box.banyan("import", os.path.join(EXAMPLES, "village-trees", "trees.csv"), "--programme", "village-trees", "--map",
               os.path.join(EXAMPLES, "village-trees", "map.yaml"))
    with Server(box) as server:
        found = records(server)
        equal(len(found), 240)
        equal(sorted(set(found)), found)
        seen, target = [], "/p/village-trees"
        while target:
            page = look(server, target)
            seen += [int(link[3:]) for link in page.links if re.fullmatch(r"/r/\d+", link)]
            target = next((link.split("#")[0] for link in page.links if "?after=" in link and "lang=" not in link), None)
        equal(seen, found)
        equal(server.ask(f"/p/village-trees.json?after={found[-1]}").json()["records"]["items"], [])
        for wrong in ("x", "-1", "01", "99999999999999999999", ""):
            equal(server.ask(f"/p/village-trees?after={wrong}").status, 404, wrong)


def open_payloads(box, change):
    """Changes the database by raw SQL, around every guard."""
    base = sqlite3.connect(box.path("data/banyan.db"))
    base.execute("DROP TRIGGER IF EXISTS payloads_update")
    try:
        return change(base)
    finally:
        base.commit()
        base.close()


def swap_box(base, index, box=None):
    """Puts another payload under a leaf; gives what was there."""
    entry = base.execute("SELECT entry FROM leaves WHERE idx = ?", (index,)).fetchone()[0]
    old = base.execute("SELECT box FROM payloads WHERE entry = ?", (entry,)).fetchone()[0]
    new = box or old[:50] + bytes([old[50] ^ 1]) + old[51:]
    base.execute("UPDATE payloads SET box = ? WHERE entry = ?", (new, entry))
    return old


RED = "does NOT hold"


@test("a record altered by raw SQL shows red on its page, its twin and both verdicts, and green once restored")
def altered(box):
    with served(box) as server:
        index = records(server)[4]
        targets = [f"/r/{index}", f"/verify?index={index}", f"/verify?statement={server.ids['village']}"]

        def verdicts():
            return [RED in look(server, target).text for target in targets]
        equal(verdicts(), [False] * 3, "before:")
        old = open_payloads(box, lambda base: swap_box(base, index))
        equal(verdicts(), [True] * 3, "altered:")
        contains(look(server, targets[0] + "?lang=zh-Hant").text, "不成立")
        twin = server.ask(f"/r/{index}.json").json()
        equal(twin["holds"], False)
        check("inputs" not in twin and "type" not in twin and twin["fault"], twin)
        equal(server.ask(f"/r/{index}.banyan").status, 500)
        check(RED not in look(server, f"/r/{records(server)[5]}").text, "its neighbour is red too")
        open_payloads(box, lambda base: swap_box(base, index, old))
        equal(verdicts(), [False] * 3, "restored:")
        equal(server.ask(f"/r/{index}.json").json()["holds"], True)


@test("another record's payload, a missing one, a changed list and a changed entry are each told")
def other_damage(box):
    with served(box) as server:
        first, second = records(server)[:2]
        where = f"/r/{first}"

        def entry(base):
            return base.execute("SELECT entry FROM leaves WHERE idx = ?", (first,)).fetchone()[0]

        def broken(sql, mend, *values):
            open_payloads(box, lambda base: base.execute(sql, (*values, entry(base))))
            page = look(server, where).text
            contains(page, RED)
            open_payloads(box, lambda base: base.execute(mend[0], (*mend[1:], entry(base))))
            check(RED not in look(server, where).text, "not green again after", sql)
            return page
        old = open_payloads(box, lambda base: swap_box(base, first))
        other = open_payloads(box, lambda base: swap_box(base, second))
        open_payloads(box, lambda base: (swap_box(base, first, other), swap_box(base, second, other)))
        contains(look(server, where).text, RED)
        open_payloads(box, lambda base: swap_box(base, first, old))
        check(RED not in look(server, where).text, "not green again")
        contains(broken("UPDATE records SET venue = ? WHERE entry = ?",
                        ("UPDATE records SET venue = ? WHERE entry = ?", "riverside"), "hillside"), "lists of this site")
        contains(broken("UPDATE records SET state = ? WHERE entry = ?",
                        ("UPDATE records SET state = ? WHERE entry = ?", "screened"), "erased"), "lists of this site")
        leaf = open_payloads(box, lambda base: base.execute("SELECT leaf FROM entries WHERE entry = ?",
                                                            (entry(base),)).fetchone()[0])
        open_payloads(box, lambda base: base.execute("DROP TRIGGER entries_update"))
        contains(broken("UPDATE entries SET leaf = ? WHERE entry = ?",
                        ("UPDATE entries SET leaf = ? WHERE entry = ?", leaf), leaf.replace('"c":"', '"c":"A', 1)[:len(leaf)]),
                 "not the one that the log holds")


@test("an erased record's page says so, shows nothing of it, and its bundle is gone")
def erased(box):
    with served(box) as server:
        index = records(server)[3]
        identity = box.json("record", "list", "--programme", "village-trees")["records"][3]["id"]
        box.banyan("erase", identity, "--programme", "village-trees", "--ground", "request", "--yes", code=None)
        page = look(server, f"/r/{index}")
        contains(page.text, "was erased", "leaf stays in the log")
        check("cm" not in server.ask(f"/r/{index}.json").body.decode().replace("committed", ""), "something is left")
        equal(server.ask(f"/r/{index}.json").json()["state"], "erased")
        equal(server.ask(f"/r/{index}.banyan").status, 410)
        contains(look(server, f"/verify?index={index}").text, "was erased")
        contains(look(server, f"/verify?statement={server.ids['village']}").text, "no longer be computed again")
        contains(look(server, f"/s/{server.ids['village']}").text, "erased since it was issued")


@test("a record tells no exact place, time of day, note or who it was: neither page nor twin nor bundle")
def withheld(box):
    rows = [row.split(",") for row in example("village-trees", "trees.csv").splitlines()[1:13]]
    with served(box) as server:
        shown = ""
        for index in records(server):
            for target in (f"/r/{index}", f"/r/{index}.json", f"/r/{index}.banyan", f"/verify?index={index}"):
                shown += server.ask(target, headers=HTML).body.decode()
        box.write("log.pub", server.ask("/log.json").json()["key"] + "\n")
        box.write("r.banyan", server.ask(f"/r/{records(server)[0]}.banyan").body)
        shown += box.verify("r.banyan", "--log-key", "log.pub").out
        contains(shown, "riverside", rows[0][4])
        for row in rows:
            for secret in (row[8], row[9], row[10], row[7], row[7][11:16]):
                check(secret not in shown, "tells", secret)


def crawl(server, start):
    """Everything that can be reached by links, as one text."""
    seen, wait, texts = set(), list(start), []
    while wait:
        target = wait.pop()
        if target in seen or "lang=" in target:
            continue
        seen.add(target)
        answer = server.ask(target, headers=HTML)
        texts.append(answer.body.decode())
        if "text/html" in answer.headers["content-type"]:
            wait += local(Page(texts[-1]).links)
    return seen, "\n".join(texts)


@test("of a programme that shows totals only no route gives a record, a venue or a count, whatever is asked for")
def aggregate(box):
    # The statement itself tells the smallest and the largest value.
    values = sorted((row.split(",")[2] for row in example(CAMPUS, "readings.csv").splitlines()[1:]), key=float)[1:-1]
    with served(box) as server:
        size = server.ask("/log.json").json()["size"]
        closed = [index for index in range(size) if index not in records(server)]
        sentences = {server.ask(f"/r/{index}{ending}").json()["detail"].replace(str(index), "N")
                     for index in [*closed, size, size + 7] for ending in ("", ".json", ".banyan")}
        equal(len(sentences), 1, f"sentences {sentences}:")
        equal([server.ask(f"/verify?index={index}").status for index in closed], [404] * len(closed))
        seen, text = crawl(server, ["/", f"/p/{CAMPUS}", f"/p/{CAMPUS}.json", f"/p/{CAMPUS}?after=0",
                                    f"/verify?statement={server.ids['campus']}"])
        check(len(seen) > 20, "the crawl saw", seen)
        for secret in [*values, "main-campus", "Main campus"]:
            check(secret not in text, "tells", secret)
        twin = server.ask(f"/p/{CAMPUS}.json").json()
        check("records" not in twin, twin)
        metrics = "".join(server.metrics())
        check(CAMPUS not in metrics and CAMPUS not in server.said(), "named in metrics or log")
        contains(look(server, f"/p/{CAMPUS}").text, "shows its issued statements only")


@test("a draft is public nowhere, and a statement that another took the place of says so")
def drafts(box):
    with served(box) as server:
        for ending in ("", ".json", ".csv", ".banyan"):
            equal(server.ask(f"/s/{server.ids['draft']}{ending}").status, 404, ending)
        equal(server.ask(f"/verify?statement={server.ids['draft']}").status, 404)
        check(server.ids["draft"] not in server.ask("/p/village-trees.json").body.decode(), "the twin lists it")
        check(server.ids["draft"] not in look(server, "/p/village-trees").markup, "the page lists it")
        box.banyan("statement", "issue", server.ids["draft"])
        contains(look(server, f"/s/{server.ids['village']}").markup, "taken the place", server.ids["draft"])
        equal([row["status"] for row in server.ask("/p/village-trees.json").json()["statements"]],
              ["issued", "superseded"])


main()
