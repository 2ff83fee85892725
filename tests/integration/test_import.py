#!/usr/bin/env python3
"""Imports: what is faulty in documented ways imports nothing and names each place; what is good is taken in once. TAP."""

import json
import os
import re

from harness import ROOT, check, contains, equal, example, main, test, village

PROGRAMME = "village-trees"
HEADER = ["tree_id", "tree_no", "plot", "species", "dbh_cm", "height_m", "wood_density_g_cm3", "measured_at", "lon", "lat",
          "team"]
COLUMN = {name: number for number, name in enumerate(HEADER, 1)}
MAP = example(PROGRAMME, "map.yaml")


def rows(count=6):
    """Header and first rows of the example, as lists of fields."""
    return [line.split(",") for line in example(PROGRAMME, "trees.csv").split("\r\n")[:count + 1]]


def text(table, end="\r\n"):
    return "".join(",".join(row) + end for row in table)


def field(name, value, row=4):
    """The file with one field changed, in the file's row `row` (the header is row 1)."""
    table = rows()
    table[row - 1][COLUMN[name] - 1] = value
    return text(table)


def mapped(old, new):
    check(old in MAP, old)
    return MAP.replace(old, new, 1)


def attempt(box, content, mapping=MAP, more=(), code=3):
    box.write("f.csv", content)
    box.write("m.yaml", mapping)
    return box.banyan("import", "f.csv", "--programme", PROGRAMME, "--map", "m.yaml", *more, code=code)


def nothing_imported(box, size):
    equal(box.log_size(), size, "size of the log:")
    equal(box.json("record", "list", "--programme", PROGRAMME)["total"], 0, "records:")
    box.banyan("export", "--programme", PROGRAMME, "--out", "all.csv")
    equal(len(box.read("all.csv").decode().splitlines()), 1, "exported lines:")


def quoted(value):
    return field("species", value)


AT = {name: f"f.csv:4:{number}: " for name, number in COLUMN.items()}

# Beside what docs/formats/import.md numbers: (what is wrong, the file, the map, the place, words of the sentence).
FAULTS = [
    ("a quote stands inside an unquoted field", quoted('fi"g'), MAP, AT["species"], "quote"),
    ("text stands behind a closing quote", quoted('"fig"s'), MAP, AT["species"], "quote"),
    ("the file is UTF-16", text(rows()).encode("utf-16"), MAP, "f.csv:1:1: ", "UTF-16"),
    ("the file is empty", "", MAP, "f.csv:1:1: ", "is empty"),
    ("a name of the header is empty", text([[*HEADER[:3], "", *HEADER[4:]], *rows()[1:]]), MAP, "f.csv:1:4: ", "name"),
    ("a number has a plus sign", field("dbh_cm", "+12"), MAP, AT["dbh_cm"], "+12"),
    ("a time has no offset", field("measured_at", "2026-03-02T08:00:00"), MAP, AT["measured_at"], "offset"),
    ("an asset is no UUID", field("tree_id", "tree-3"), MAP, AT["tree_id"], "tree-3"),
    ("the map gives a unit that does not exist", text(rows()), mapped("unit: cm", "unit: cubits"), "m.yaml:9:0: ",
     "cubits"),
    ("the map gives an input that the methodology does not know", text(rows()), mapped("input: height", "input: girth"),
     "m.yaml:", "girth"),
    ("the map gives a type that the methodology does not know", text(rows()), mapped("tree.visit", "meter.reading"),
     "m.yaml: ", "tree.visit"),
    ("the map has a word that is not known", text(rows()), mapped("tree_no: ignore", "tree_no: skip"), "m.yaml:6:",
     "skip"),
    ("the map is no YAML", text(rows()), "v: 1\ncolumns: [\n", "m.yaml:", ""),
]


def make_fault_test(content, mapping, place, words):
    def run(box):
        box.copy_of(village)
        size = box.log_size()
        answer = attempt(box, content, mapping)
        lines = answer.err.splitlines()
        check(any(line.startswith(place) and words in line for line in lines), f"{place}...{words}... in\n{answer.err}")
        contains(lines[-1], "fault", "nothing was imported")
        if mapping == MAP:
            check("f.csv:3:" not in answer.err, "a good row is blamed:\n" + answer.err)
        nothing_imported(box, size)
        details = box.error("import", "f.csv", "--programme", PROGRAMME, "--map", "m.yaml", code=3)["details"]
        check(any(words in fault["text"] for fault in details["faults"]), details)
    return run


for wrong, file_text, map_text, at, part in FAULTS:
    test(f"refused with its place: {wrong}")(make_fault_test(file_text, map_text, at, part))


with open(os.path.join(ROOT, "docs", "formats", "import.md"), encoding="utf-8") as document:
    DOCUMENT = document.read()
# The map of the document, and number and message of each fault in its table.
DOCUMENTED_MAP = "".join(line[4:] + "\n" for line in
                         re.search(r"\n((?:    .*\n)*    v: 1\n(?:    .*\n)*)", DOCUMENT).group(1).splitlines())
DOCUMENTED = {int(number): (fault, message) for number, fault, message in
              re.findall(r"^\| (\d+) \| (.*?) \| .* \| `(.*?)`.* \|$", DOCUMENT, re.MULTILINE)}
NAMES = "plot,dbh_cm,h_m,start,end,venue,lon,lat"
TIMES = "2026-03-01T08:00:00Z,2026-03-01T08:10:00Z"
GOOD = f"201,11.0,15.1,{TIMES},north-wood,121.53,25.02"
NOTED = DOCUMENTED_MAP.replace("  plot: ignore\n", "  plot: note\n")


def line(old, new):
    check(old in GOOD, old)
    return [NAMES, GOOD.replace(old, new, 1), GOOD]


def document_map(old, new):
    check(old in DOCUMENTED_MAP, old)
    return DOCUMENTED_MAP.replace(old, new, 1)


# What to import for each number: lines and, where it is not the document's, the map.
CASES = {
    1: [NAMES, "201,11.0,15.1,T,north-wood,121.53".replace("T", TIMES), GOOD],
    2: [NAMES, "201,\"11.0,15.1,T,north-wood,121.53,25.02".replace("T", TIMES)],
    3: line("north", "n\udcffrth"),
    4: line("north-wood", "Zoe\u0308"),
    5: [NAMES.replace(",lat", ""), GOOD.replace(",25.02", "")],
    6: [NAMES + ",weather", GOOD + ",fine"],
    7: [NAMES.replace("h_m", "dbh_cm"), GOOD],
    8: line("11.0", ""),
    9: line("11.0", "thick"),
    10: line("11.0", "1.1e1"),
    11: line("11.0", '"11,0"'),
    12: line("11.0", "11.000000000000000000000000000000001234"),
    13: line("11.0", "0.01"),
    14: line("11.0", "9999"),
    15: ([NAMES, GOOD], document_map("unit: cm", "unit: kg")),
    16: line("2026-03-01T08:00:00Z", "01.03.2026"),
    17: line("T08:00", "T08:20"),
    18: line("north", "west"),
    19: ([NAMES, GOOD], document_map("how: measured", "how: guessed")),
    20: line("north-wood", "North Wood"),
    21: line("121.53", "191.53"),
    22: line("121.53", "121.534567"),
    23: (line("201", "20\a1"), NOTED),
    24: (line("201", "20\0001"), NOTED),
    25: (line("201", "2" * 8193), NOTED),
    26: [NAMES, *["1,1,1,,2026-03-01T08:10:00Z,north-wood,1,1"] * 1000001],
    27: ([NAMES, GOOD], document_map("how: measured", "how: imputed")),
    28: ([NAMES, GOOD], document_map(DOCUMENTED_MAP[DOCUMENTED_MAP.index("  inputs:"):], "")),
}


def with_wood(box):
    """The village with the venue of the document."""
    village(box)
    box.write("venue.yaml", "v: 1\nid: north-wood\nprogramme: village-trees\nkind: forest\nname:\n  en: North wood\n")
    box.banyan("venue", "add", "venue.yaml")


def says(output, message):
    """Whether a line is FILE: and the documented message; ... and the column n stand for anything."""
    message = message if message.startswith("MAP.yaml:") else "f.csv:" + message
    message = re.escape(message.replace("MAP.yaml", "m.yaml")).replace(re.escape("..."), ".*")
    return re.search("^" + message.replace(":n:", r":\d+:"), output, re.MULTILINE)


def make_documented_test(number):
    def run(box):
        lines, mapping = CASES[number] if isinstance(CASES[number], tuple) else (CASES[number], DOCUMENTED_MAP)
        box.copy_of(with_wood)
        size = box.log_size()
        content = ("\n".join(lines) + "\n").encode("utf-8", "surrogateescape")
        answer = attempt(box, content, mapping)
        check(says(answer.err, DOCUMENTED[number][1]), f"{DOCUMENTED[number][1]}\nis not said:\n{answer.err[:3000]}")
        check("f.csv:3:" not in answer.err or mapping not in (DOCUMENTED_MAP, NOTED), answer.err[:3000])
        nothing_imported(box, size)
    return run


@test("the file that the document shows has no fault, and every fault that it numbers is tried here")
def _(box):
    box.copy_of(with_wood)
    attempt(box, f"{NAMES}\n{GOOD}\n", DOCUMENTED_MAP, code=0)
    equal(sorted(DOCUMENTED), sorted(CASES))
    check(len(CASES) >= 20, len(CASES))


for documented in sorted(CASES):
    test(f"documented fault {documented}, {DOCUMENTED[documented][0]}, is told as documented; nothing is imported")(
        make_documented_test(documented))


@test("all faults of a file are told in one go, each on its line, in the order of the rows")
def _(box):
    box.copy_of(village)
    table = rows()
    for number, (name, value) in enumerate([("dbh_cm", "x"), ("plot", "seaside"), ("height_m", "999"), ("lat", "95")], 1):
        table[number][COLUMN[name] - 1] = value
    table[1][COLUMN["plot"] - 1] = "nowhere"
    lines = attempt(box, text(table)).err.splitlines()
    equal([line.split(" ")[0] for line in lines[:-1]],
          ["f.csv:2:3:", "f.csv:2:5:", "f.csv:3:3:", "f.csv:4:6:", "f.csv:5:10:"])
    contains(lines[-1], "5 faults")


@test("a thousand faults are told, the rest is counted")
def _(box):
    box.copy_of(village)
    table = [rows()[0], *([[*rows()[1][:4], "x", *rows()[1][5:]]] * 1200)]
    answer = attempt(box, text(table))
    contains(answer.err.splitlines()[-1], "1200 faults")
    equal(len(re.findall(r"^f\.csv:\d+:5: ", answer.err, re.MULTILINE)), 1000)
    contains(answer.err.splitlines()[-2], "200")


@test("a missing file, map or programme is named, and what would be right")
def _(box):
    box.copy_of(village)
    contains(box.banyan("import", "no.csv", "--programme", PROGRAMME, "--map", "no.yaml", code=4).err, "no.yaml")
    box.write("m.yaml", MAP)
    contains(box.banyan("import", "no.csv", "--programme", PROGRAMME, "--map", "m.yaml", code=4).err, "no.csv")
    contains(box.banyan("import", "no.csv", "--programme", "other-trees", "--map", "m.yaml", code=4).err,
             "banyan programme open")
    contains(box.banyan("import", "no.csv", "--programme", PROGRAMME, code=2).err, "--map")


@test("byte order mark, LF line ends, quotes and a missing last line end are no faults")
def _(box):
    box.copy_of(village)
    table = rows()
    table[2][COLUMN["species"] - 1] = '"fig, ""wild"""'
    content = "\ufeff" + text(table, "\n").rstrip("\n")
    equal(json.loads(attempt(box, content, more=["--json"], code=0).out)["imported"], 6)


@test("a second import of a file changes nothing: no record, no leaf, no row")
def _(box):
    box.copy_of(village)
    seen = []
    for imported, unchanged in ((6, 0), (0, 6)):
        done = json.loads(attempt(box, text(rows()), more=["--json"], code=0).out)
        equal((done["imported"], done["unchanged"]), (imported, unchanged))
        seen.append((box.log_size(), box.json("rebuild")["tables"]))
    equal(seen[1], seen[0])


@test("the same file with another map is refused, because its records are there with other content")
def _(box):
    box.copy_of(village)
    attempt(box, text(rows()), code=0)
    size = box.log_size()
    answer = attempt(box, text(rows()), mapped("instrument: hypsometer", "instrument: stick"), code=5)
    contains(answer.err, "f.csv:2", "other content")
    equal(box.log_size(), size)


@test("equal rows stay separate records with ids and leaves of their own")
def _(box):
    box.copy_of(village)
    table = rows(2)
    mapping = mapped("tree_id: asset", "tree_id: ignore")
    equal(json.loads(attempt(box, text([table[0], table[1], table[1], table[1]]), mapping, ["--json"], 0).out)["imported"],
          3)
    records = box.json("record", "list", "--programme", PROGRAMME)["records"]
    equal(len({record["id"] for record in records}), 3)
    equal(len({record["log_index"] for record in records}), 3)


@test("a dry run checks everything and writes nothing")
def _(box):
    box.copy_of(village)
    size = box.log_size()
    done = json.loads(attempt(box, text(rows()), more=["--dry-run", "--json"], code=0).out)
    equal((done["imported"], done["dry_run"]), (6, True))
    attempt(box, field("dbh_cm", "x"), more=["--dry-run"])
    nothing_imported(box, size)


@test("rows that the map says to skip are left out and counted; optional values may be missing")
def _(box):
    box.copy_of(village)
    mapping = mapped("    instrument: diameter tape\n", "    instrument: diameter tape\n    when_empty: skip row\n")
    done = json.loads(attempt(box, field("dbh_cm", ""), mapping, ["--json"], 0).out)
    equal((done["rows"], done["imported"], done["skipped"]), (6, 5, 1))


@test("a record erased after an import is not brought back by importing the file again")
def _(box):
    box.copy_of(village)
    attempt(box, text(rows()), code=0)
    record = box.json("record", "list", "--programme", PROGRAMME, "--limit", "1")["records"][0]["id"]
    box.banyan("erase", record, "--programme", PROGRAMME, "--ground", "request", "--yes")
    done = json.loads(attempt(box, text(rows()), more=["--json"], code=0).out)
    equal((done["imported"], done["unchanged"], done["erased"]), (0, 5, 1))
    equal(box.json("record", "show", record, "--programme", PROGRAMME)["state"], "erased")


main()
