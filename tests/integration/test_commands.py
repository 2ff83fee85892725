#!/usr/bin/env python3
"""Every command: its help, its answer as JSON, its exit code when it is misused, and what it does. TAP."""

import fcntl
import json
import os
import re
import uuid

import harness
from harness import EXAMPLES, ROOT, check, contains, equal, main, small_village, test, village

VILLAGE = ["--programme", "village-trees"]
TOP = ["init", "organisation", "methodology", "programme", "venue", "import", "record", "statement", "bundle", "verify",
       "log", "serve", "export", "erase", "rebuild", "fsck", "config", "doctor", "version"]
NOBODY = "00000000-0000-4000-8000-000000000000"


def children(help_text):
    """Names under "Commands" of a help text."""
    part = help_text.partition("\nCommands\n")[2].partition("\n\n")[0]
    return re.findall(r"^  ([a-z]+) ", part, re.MULTILINE)


def walk(box, words=()):
    """Every command of the table with its help."""
    text = box.banyan(*words, "--help").out
    yield words, text
    for child in children(text):
        yield from walk(box, (*words, child))


def leaves(box):
    return [(words, text) for words, text in walk(box) if not children(text)]


@test("the table of commands is the documented one")
def _(box):
    equal(children(box.banyan("--help").out), TOP)
    with open(os.path.join(ROOT, "docs", "cli.md"), encoding="utf-8") as file:
        contains(file.read().partition("## The commands")[2], *(f"`{name}`" for name in TOP))


@test("every command has help: usage, options, exit codes, in lines of at most 100 columns")
def _(box):
    for words, text in walk(box):
        contains(text, "Usage: banyan" + "".join(" " + word for word in words), "--json", "Exit codes:")
        for line in text.splitlines():
            check(len(line) <= 100, words, line)
    check(len(leaves(box)) >= 35, "fewer commands than there should be")


@test("help asked for is a success; help instead of a missing command is an error of usage")
def _(box):
    equal(box.banyan().code, 0)
    for words, text in walk(box):
        if words and children(text):
            equal(box.banyan(*words, code=2).out, text, words)


@test("every command refuses an unknown option and a word too many with code 2 and one line")
def _(box):
    for words, _text in leaves(box):
        for more in (["--no-such-option"], ["word"] * 70, ["-x"]):
            answer = box.banyan(*words, *more, code=2)
            equal(len(answer.err.splitlines()), 1, words)
            check(answer.err.startswith("banyan " + " ".join(words) + ": "), answer.err)


@test("every error is one object with code and text when --json is given")
def _(box):
    for words, _text in leaves(box):
        error = box.error(*words, "--no-such-option", code=2)
        equal(error["code"], "usage", words)
        contains(error["text"], "--no-such-option")


@test("options that every command takes may stand before the command")
def _(box):
    box.init()
    answer = harness.run([harness.BANYAN, "--data", "data", "--json", "log", "status"], box.folder)
    equal(answer.json()["origin"], "example.org/test")


@test("a value may follow its option or be joined to it; a switch takes none; nothing is taken for a value")
def _(box):
    box.copy_of(village)
    equal(box.json("record", "list", "--programme=village-trees")["total"], 0)
    contains(box.banyan("record", "list", "--programme", code=2).err, "--programme needs a value")
    contains(box.banyan("rebuild", "--json=yes", code=2).err, "--json takes no value")
    contains(box.banyan("record", "list", *VILLAGE, "--limit", "many", code=2).err, "--limit is 'many'")
    contains(box.banyan("record", "list", code=2).err, "--programme is needed")


@test("an unknown command is named and leads to the help")
def _(box):
    contains(box.banyan("instal", code=2).err, "there is no command 'instal'", "banyan --help")
    contains(box.banyan("record", "burn", code=2).err, "there is no command 'burn'", "banyan record --help")


@test("without a data directory every command that needs one says how to make it, with code 4")
def _(box):
    for words in (["log", "status"], ["record", "list", *VILLAGE], ["statement", "issue", *VILLAGE], ["rebuild"],
                  ["organisation", "list"], ["verify"], ["bundle", "--statement", NOBODY]):
        contains(box.banyan(*words, code=4).err, "banyan init")
    check(not os.path.exists(box.path("data")), "a command made the directory")


@test("init makes an instance once, names the next commands, and leaves an existing one alone")
def _(box):
    contains(box.init().out, "example.org/test", "banyan organisation add", "banyan import")
    before = box.read("data/banyan.yaml")
    contains(box.banyan("init", code=5).err, "data")
    equal(box.read("data/banyan.yaml"), before)
    equal(box.json("log", "key")["key"], box.read("data/keys/log.pub").decode().strip())


@test("init refuses an origin that no proof could carry")
def _(box):
    contains(box.banyan("init", "--log-origin", "with space", code=3).err, "log.origin")
    check(not os.path.exists(box.path("data/banyan.db")), "an instance was made")


@test("config tells each value and where it comes from: flag over environment over file over default")
def _(box):
    equal(box.json("config")["settings"]["log.origin"]["source"], "default")
    box.env["BANYAN_LOG_MERGE_DELAY_MIN"] = "30"
    box.init()
    settings = box.json("config")["settings"]
    equal(settings["log.merge_delay_min"]["value"], "30")
    equal(settings["log.merge_delay_min"]["source"], "environment")
    equal(settings["log.origin"]["source"], "banyan.yaml")
    flag = box.json("config", "--log-merge-delay-min", "45")["settings"]["log.merge_delay_min"]
    equal((flag["value"], flag["source"]), ("45", "flag"))


@test("an unknown key in banyan.yaml is an error with its line, code 3")
def _(box):
    box.init()
    box.write("data/banyan.yaml", "log:\n  origin: example.org/test\n  colour: green\n")
    contains(box.banyan("config", code=3).err, "banyan.yaml:3", "log.colour")


@test("another origin than that of the log's keys is refused with code 5")
def _(box):
    box.init()
    box.env["BANYAN_LOG_ORIGIN"] = "example.org/other"
    contains(box.banyan("log", "status", code=5).err, "example.org/other", "example.org/test")


@test("documents are registered once, listed and shown; adding one again changes nothing")
def _(box):
    box.copy_of(village)
    size = box.log_size()
    again = box.json("organisation", "add", os.path.join(EXAMPLES, "organisation.yaml"))
    check(again["unchanged"], again)
    equal(box.log_size(), size)
    for group, name in (("organisation", "example-village"), ("programme", "village-trees"), ("venue", "hillside"),
                        ("methodology", "tree-stock")):
        listed = box.json(group, "list")["documents"]
        check(name in [item["name"] for item in listed], group, listed)
        if group != "methodology":
            shown = box.json(group, "show", name)
            equal(shown["document"]["id"], name)
            check(shown["log_index"] is not None, group)
            contains(box.banyan(group, "show", "no-such-one", code=4).err, f"banyan {group} list")
    equal(len(box.json("venue", "list", *VILLAGE)["documents"]), 3)


@test("a faulty document is refused with its field and code 3, and nothing is logged")
def _(box):
    box.copy_of(village)
    size = box.log_size()
    box.write("bad.yaml", "v: 1\nid: Not A Slug\nname:\n  en: X\n")
    contains(box.banyan("organisation", "add", "bad.yaml", code=3).err, "bad.yaml", "id")
    box.write("bad.yaml", "v: 1\nid: [\n")
    contains(box.banyan("programme", "open", "bad.yaml", code=3).err, "bad.yaml")
    contains(box.banyan("venue", "add", "nowhere.yaml", code=4).err, "nowhere.yaml")
    equal(box.log_size(), size)


@test("a programme is changed by another document, and the log grows by one")
def _(box):
    box.copy_of(village)
    size = box.log_size()
    text = harness.example("village-trees", "programme.yaml").replace("Three groups", "Four groups")
    equal(box.json("programme", "change", box.write("p.yaml", text))["kind"], "programme.changed")
    contains(json.dumps(box.json("programme", "show", "village-trees")["document"]), "Four groups")
    equal(box.log_size(), size + 1)


@test("a methodology file is checked, tested and shown without a data directory")
def _(box):
    for name in ("tree-stock", "grid-electricity"):
        file = os.path.join(ROOT, "methodologies", name + ".yaml")
        checked = box.json("methodology", "check", file)
        equal(checked["id"], name)
        check(checked["factor_sets"], checked)
        check(box.json("methodology", "test", file)["passed"], name)
        contains(box.banyan("methodology", "show", file).out, "×")
    check(not os.path.exists(box.path("data")), "a data directory was made")


def tree_stock(box, old, new):
    with open(os.path.join(ROOT, "methodologies", "tree-stock.yaml"), encoding="utf-8") as file:
        text = file.read()
    check(old in text, old)
    return box.write("changed.yaml", text.replace(old, new, 1))


@test("a fault of a methodology is told with file and line, as text and as JSON, code 3")
def _(box):
    file = tree_stock(box, "expr: agb * root_shoot", "expr: agb + root_shoot")
    factors = ["--factors", os.path.join(ROOT, "factors")]
    answer = box.banyan("methodology", "check", file, *factors, code=3)
    place = re.search(r"^changed\.yaml:(\d+):\d+: ", answer.err, re.MULTILINE)
    check(place, answer.err)
    line = box.read(file).decode().splitlines()[int(place.group(1)) - 1]
    contains(line, "agb + root_shoot")
    details = box.error("methodology", "check", file, *factors, code=3)["details"]
    equal(details["faults"][0]["row"], int(place.group(1)))


@test("a changed constant turns a methodology's own tests red: code 1, and it is not published")
def _(box):
    box.init()
    file = tree_stock(box, "0.0673", "0.0674")
    factors = ["--factors", os.path.join(ROOT, "factors")]
    tests = json.loads(box.banyan("methodology", "test", file, *factors, "--json", code=1).out)
    check(not tests["passed"] and any(not case["passed"] for case in tests["tests"]), tests)
    contains(box.banyan("methodology", "publish", file, *factors, code=3).err, "test cases do not pass")
    equal(box.json("methodology", "list")["documents"], [])


@test("a missing factor set is named together with the option that says where it is")
def _(box):
    contains(box.banyan("methodology", "check", tree_stock(box, "a", "a"), code=4).err, "biomass", "--factors")


@test("a published version never changes")
def _(box):
    box.copy_of(village)
    file = tree_stock(box, "in ln\"", "in the logarithm\"")
    contains(box.banyan("methodology", "publish", file, "--factors", os.path.join(ROOT, "factors"), code=5).err,
             "1.0.0")


def act(**changes):
    body = {"v": 1, "id": str(uuid.uuid4()), "programme": "village-trees", "type": "tree.visit", "venue": "hillside",
            "time": {"start": "2026-03-05T09:00:00+08:00", "end": "2026-03-05T09:05:00+08:00",
                     "clock": "device"},
            "inputs": [{"name": "dbh", "value": "21.5", "unit": "cm", "how": "measured"},
                       {"name": "height", "value": "12", "unit": "m", "how": "estimated"},
                       {"name": "wood_density", "value": "0.57", "unit": "g/cm3", "how": "default"}]}
    return {**body, **changes}


@test("an act is submitted once with a receipt; again it is the same, with other content a conflict")
def _(box):
    box.copy_of(village)
    body = act()
    file = box.write("act.json", json.dumps(body))
    first = box.json("record", "submit", file, *VILLAGE, "--receipt", "receipt.json")
    equal(first["state"], "screened")
    check(json.loads(box.read("receipt.json")), "no receipt")
    size = box.log_size()
    check(box.json("record", "submit", file, *VILLAGE)["unchanged"], "the act was taken twice")
    equal(box.log_size(), size)
    body["inputs"][0]["value"] = "21.6"
    contains(box.banyan("record", "submit", box.write("act.json", json.dumps(body)), *VILLAGE, code=5).err, body["id"])
    contains(box.banyan("record", "list", *VILLAGE).out, body["id"])
    equal(box.json("record", "show", body["id"], *VILLAGE)["content"]["act"]["inputs"][0]["value"], "21.5")


@test("an act that the methodology cannot use is refused with what would be right")
def _(box):
    box.copy_of(village)
    inputs = act()["inputs"]
    for changes, words in (({"venue": "elsewhere"}, "elsewhere"), ({"type": "meter.reading"}, "tree.visit"),
                           ({"inputs": [{**inputs[0], "unit": "kg"}, *inputs[1:]]}, "dbh"),
                           ({"inputs": inputs[:2]}, "wood_density"), ({"colour": "green"}, "colour"),
                           ({"inputs": [{**inputs[0], "value": "900"}, *inputs[1:]]}, "500")):
        contains(box.banyan("record", "submit", box.write("a.json", json.dumps(act(**changes))), *VILLAGE, code=3).err,
                 words)
    equal(box.json("record", "list", *VILLAGE)["total"], 0)


@test("a record awaits its evidence until every file it names is there")
def _(box):
    box.copy_of(village)
    photo = {"sha256": "ed8ebd8f30d2d1d1e8a2ee08a4b3c1b5a0a8ee2ea9b2ccbe6d6d3b2f7f2d7b7e", "media_type": "image/jpeg",
             "bytes": 5, "kind": "photo", "captured": "in_app", "taken_at": "2026-03-05T09:01:00+08:00"}
    body = act(evidence=[photo])
    file = box.write("act.json", json.dumps(body))
    equal(box.json("record", "submit", file, *VILLAGE)["state"], "awaiting evidence")
    equal(box.json("record", "list", *VILLAGE, "--state", "awaiting evidence")["total"], 1)
    box.write("other.jpg", "wrong")
    body["id"] = str(uuid.uuid4())
    box.write("act.json", json.dumps(body))
    contains(box.banyan("record", "submit", file, *VILLAGE, "--evidence", "other.jpg", code=3).err, "other.jpg")


@test("a person's decisions change the state, and only those that the state allows")
def _(box):
    small_village(box)
    record = box.json("record", "list", *VILLAGE, "--limit", "1")["records"][0]["id"]
    review = ["record", "review", record, *VILLAGE, "--reviewer", "coordinator-1"]
    contains(box.banyan(*review, "--decision", "reject", code=3).err, "reason")
    contains(box.banyan(*review, "--decision", "shrug", code=2).err, "accept, return or reject")
    equal(box.json(*review, "--decision", "accept")["state"], "accepted")
    equal(box.json("record", "show", record, *VILLAGE)["events"][0]["content"]["decision"], "accept")
    contains(box.banyan("record", "list", *VILLAGE, "--state", "nice", code=3).err, "nice")


@test("the log proves each leaf and its own growth, and says where it ends")
def _(box):
    small_village(box)
    size = box.log_size()
    proof = box.json("log", "prove", "--index", str(size - 1))
    contains(proof["proof"], "c2sp.org/tlog-proof@v1", f"index {size - 1}", "example.org/test")
    contains(box.banyan("log", "prove", "--index", str(size), code=4).err, f"{size} leaves")
    grown = box.json("log", "consistency", "--from", "3")
    equal((grown["from"], grown["to"]), (3, size))
    contains(box.banyan("log", "consistency", "--from", "0", code=4).err, "outside the log")
    contains(box.banyan("log", "checkpoint").out, f"example.org/test\n{size}\n")
    contains(box.banyan("log", "prove", code=2).err, "--index")


@test("a draft is issued as it is, once; a later statement supersedes it")
def _(box):
    small_village(box)
    draft = box.json("statement", "draft", *VILLAGE)
    equal(draft["state"], "drafted")
    issued = box.json("statement", "issue", draft["id"])
    equal((issued["id"], issued["state"]), (draft["id"], "issued"))
    box.banyan("statement", "issue", draft["id"], code=5)
    later = box.json("statement", "issue", *VILLAGE)
    equal(later["statement"]["supersedes"]["id"], draft["id"])
    states = {item["id"]: item["state"] for item in box.json("statement", "list", *VILLAGE)["statements"]}
    equal(states, {draft["id"]: "superseded", later["id"]: "issued"})


@test("a statement is shown as text, document, page and table, on standard output or in a file")
def _(box):
    small_village(box)
    shown = box.json("statement", "issue", *VILLAGE)
    contains(box.banyan("statement", "show", *VILLAGE).out, "not verified", shown["id"], "95 %")
    document = box.banyan("statement", "show", shown["id"], "--format", "json").out
    equal(json.loads(document), shown["statement"])
    page = box.banyan("statement", "show", shown["id"], "--format", "html", "--language", "zh-Hant").out
    contains(page, "<!doctype html>" if "<!doctype html>" in page else "<!DOCTYPE html>", "範例村")
    check("<script" not in page, "a statement has no script")
    box.banyan("statement", "show", shown["id"], "--format", "csv", "--out", "s.csv")
    contains(box.read("s.csv").decode(), "section,name")
    contains(box.banyan("statement", "show", shown["id"], "--format", "pdf", code=2).err, "html")
    box.banyan("statement", "show", NOBODY, code=4)
    contains(box.banyan("statement", "show", code=2).err, "--programme")


@test("a period is two dates, the second behind the first; one without records has nothing to state")
def _(box):
    small_village(box)
    for period in ("2026", "2026-01-01/", "a/b/c"):
        contains(box.banyan("statement", "issue", *VILLAGE, "--period", period, code=2).err, "START/END")
    contains(box.banyan("statement", "issue", *VILLAGE, "--period", "2026-04-01/2026-03-01", code=2).err, "start")
    contains(box.banyan("statement", "issue", *VILLAGE, "--period", "2026-02-30/2026-03-05", code=3).err, "calendar")
    contains(box.banyan("statement", "issue", *VILLAGE, "--period", "2020-01-01/2020-02-01", code=5).err, "2020")
    equal(box.json("statement", "draft", *VILLAGE, "--period", "2026-03-02/2026-03-03")["statement"]["counts"]
          ["received"], 12)


@test("a bundle shows what is asked, verifies for a stranger, and fails with another key or a changed byte")
def _(box):
    small_village(box)
    statement = box.json("statement", "issue", *VILLAGE)
    record = box.json("record", "list", *VILLAGE, "--limit", "1")["records"][0]["id"]
    box.write("log.pub", box.banyan("log", "key").out)
    bundle = ["bundle", record, *VILLAGE]
    box.banyan(*bundle, "--show", "inputs/0", "--statement", statement["id"], "--out", "tree.banyan")
    box.write("s.json", box.banyan("statement", "show", statement["id"], "--format", "json").out)
    contains(box.verify("tree.banyan", "--log-key", "log.pub", "--statement", "s.json").out, "This holds", "dbh")
    check(len(box.read("tree.banyan")) < 4096, "a bundle with one field and its frame is under 4 KiB")
    contains(box.banyan(*bundle, "--show", "colour", code=3).err, "colour", "venue")
    other = harness.Box(os.path.join(box.folder, "other"))
    os.mkdir(other.folder)
    other.init()
    box.write("other.pub", other.read("data/keys/log.pub"))
    contains(box.verify("tree.banyan", "--log-key", "other.pub", code=1).out, "NOT")
    broken = bytearray(box.read("tree.banyan"))
    broken[len(broken) // 2] ^= 1
    check(box.verify(box.write("broken.banyan", bytes(broken)), "--log-key", "log.pub", code=None).code in (1, 2),
          "a changed byte was accepted")


@test("public documents have bundles by hash and by statement; what to bundle must be said")
def _(box):
    small_village(box)
    statement = box.json("statement", "issue", *VILLAGE)
    box.write("log.pub", box.banyan("log", "key").out)
    document = box.json("programme", "show", "village-trees")["sha256"]
    box.banyan("bundle", "--document", document, "--out", "p.banyan")
    box.banyan("bundle", "--statement", statement["id"], "--out", "s.banyan")
    for name in ("p.banyan", "s.banyan"):
        contains(box.verify(name, "--log-key", "log.pub").out, "This holds")
    contains(box.banyan("bundle", code=2).err, "RECORD_ID")
    contains(box.banyan("bundle", "--document", "abc", code=2).err, "64 hexadecimal digits")
    box.banyan("bundle", "--document", "00" * 32, code=4)


@test("verify computes statements again, one or all, and has none to verify at first")
def _(box):
    small_village(box)
    contains(box.banyan("verify", code=4).err, "banyan statement issue")
    statement = box.json("statement", "issue", *VILLAGE)["id"]
    answer = box.json("verify", statement)
    check(answer["holds"] and answer["statements"][0]["confirmed"] == 11, answer)
    equal(len(box.json("verify")["statements"]), 1)
    box.banyan("verify", NOBODY, code=4)


@test("erase does nothing without --yes; then the content is gone, the leaf stays, and statements say so")
def _(box):
    small_village(box)
    statement = box.json("statement", "issue", *VILLAGE)["id"]
    record = box.json("record", "list", *VILLAGE, "--limit", "1")["records"][0]
    words = ["erase", record["id"], *VILLAGE, "--ground", "request"]
    contains(box.banyan(*words, code=2).err, "--yes", "1 record")
    equal(box.json("record", "show", record["id"], *VILLAGE)["state"], "screened")
    contains(box.banyan("erase", record["id"], *VILLAGE, "--ground", "boredom", "--yes", code=2).err, "legal-order")
    done = box.json(*words, "--yes")
    equal((done["erased"], done["statements"]), (1, [statement]))
    shown = box.json("record", "show", record["id"], *VILLAGE)
    equal((shown["state"], shown["content"], shown["log_index"]), ("erased", None, record["log_index"]))
    box.banyan(*words, "--yes", code=4)
    box.banyan("bundle", record["id"], *VILLAGE, code=4)
    equal(box.json("statement", "show", statement)["erased_since"], 1)
    equal(box.json("fsck")["fault_total"], 0)


@test("export writes every record of a programme or a statement, and says how many")
def _(box):
    small_village(box)
    statement = box.json("statement", "issue", *VILLAGE)["id"]
    equal(box.json("export", *VILLAGE, "--out", "all.csv")["rows"], 11)
    equal(len(box.read("all.csv").decode().splitlines()), 12)
    rows = box.json("export", *VILLAGE, "--statement", statement, "--format", "ndjson", "--out", "s.ndjson")["rows"]
    equal(rows, len([json.loads(line) for line in box.read("s.ndjson").decode().splitlines()]))
    contains(box.banyan("export", *VILLAGE, code=2).err, "--out")
    contains(box.banyan("export", *VILLAGE, "--out", "x", "--format", "xml", code=2).err, "csv or ndjson")


@test("rebuild changes no row, and fsck finds no fault")
def _(box):
    small_village(box)
    box.banyan("statement", "issue", *VILLAGE)
    built = box.json("rebuild")
    check(built["same"], built)
    check(all(table["before"] == table["after"] for table in built["tables"]), built)
    equal(box.json("fsck")["faults"], [])


@test("fsck finds a changed byte of a tile, names the file and ends with code 1")
def _(box):
    small_village(box)
    for folder, _below, names in os.walk(box.path("data/log/tile")):
        for name in names:
            path = os.path.join(folder, name)
    with open(path, "r+b") as file:
        first = file.read(1)
        file.seek(0)
        file.write(bytes([first[0] ^ 1]))
    answer = box.banyan("fsck", code=1)
    contains(answer.out, os.path.basename(path))
    equal(json.loads(box.banyan("fsck", "--json", code=1).out)["fault_total"] > 0, True)


@test("doctor finds a fresh instance good, and what is wrong with one bad, with code 1 and what to do")
def _(box):
    box.init()
    answer = box.json("doctor")
    check(answer["good"] and all(finding["text"] for finding in answer["findings"]), answer)
    os.chmod(box.path("data/keys/log.key"), 0o644)
    answer = box.banyan("doctor", code=1)
    contains(answer.out, "BAD", "log.key")


@test("the version is told by command and by option")
def _(box):
    text = box.banyan("version").out
    check(re.fullmatch(r"banyan \d+\.\d+\.\d+\n", text), text)
    equal(harness.run([harness.BANYAN, "--version"], box.folder).out, text)
    equal("banyan " + box.json("version")["version"] + "\n", text)


@test("two writers do not meet: the second is told to wait, with code 8; readers go on")
def _(box):
    box.init()
    with open(box.path("data/lock"), "r+b") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        equal(box.error("rebuild", code=8)["code"], "busy")
        equal(box.log_size(), 1)
    box.banyan("rebuild")


main()
