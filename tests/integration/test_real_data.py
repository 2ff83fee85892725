#!/usr/bin/env python3
"""Real trees and a real meter through import and statement, recomputed by a script that holds no constant of ours."""

import csv
import decimal
import gzip
import json
import os
import subprocess
import sys

from harness import BANYAN, ROOT, Skip, check, contains, equal, main, run, test

DATA = os.environ.get("BANYAN_TEST_DATA", os.path.join(ROOT, "..", "shared", "data"))
RECOMPUTE = os.path.join(ROOT, "tests", "interop", "recompute.py")
TREES = os.path.join(DATA, "trees", "nouragues_agb_reference.csv")
METER = os.path.join(DATA, "eemeter", "il-electricity-cdd-hdd-daily.csv.gz")

ORGANISATION = "v: 1\nid: test-station\nname: {en: Test station}\n"

TREE_PROGRAMME = """v: 1
id: real-trees
organisation: test-station
kind: inventory
name: {en: Measured trees}
methodology: {id: tree-stock, version: 1.0.0}
parameters: {climate_zone: tropical}
disclosure: open
publish: at once
zone: {name: America/Cayenne, tzdata: 2025b}
period: {start: 2012-01-01, end: 2013-01-01}
responsible_party: {en: Test station}
boundary: {en: Four plots}
intended_use: {en: Test of the whole way}
intended_users: {en: Whoever runs the tests}
"""

TREE_MAP = """v: 1
type: tree.visit
columns:
  plot: venue
  dbh_cm: {input: dbh, unit: cm, how: measured}
  wd_g_cm3: {input: wood_density, unit: g/cm3, how: default}
  h_m: {input: height, unit: m, how: estimated}
  agb_t_eq4_with_h: ignore
  "agb_t_eq7_E=-0.1290056230373": ignore
constants:
  time.start: 2012-07-01T08:00:00-03:00
  time.end: 2012-07-01T17:00:00-03:00
"""

METER_PROGRAMME = """v: 1
id: real-meter
organisation: test-station
kind: inventory
name: {en: A metered house}
methodology: {id: grid-electricity, version: 1.0.0}
parameters: {factor_source: owid, geography: usa, year: "2016"}
disclosure: open
publish: at once
zone: {name: America/Chicago, tzdata: 2025b}
period: {start: 2016-01-01, end: 2017-01-01}
responsible_party: {en: Test station}
boundary: {en: One meter}
intended_use: {en: Test of the whole way}
intended_users: {en: Whoever runs the tests}
"""

METER_MAP = """v: 1
type: meter.reading
columns:
  start: time.start
  value: {input: energy, unit: kWh, how: measured}
constants:
  venue: the-house
  time.duration: P1D
"""


def need(path):
    if not os.path.exists(path):
        raise Skip(f"absent: {os.path.basename(path)}")


def venue(name, programme):
    return f"v: 1\nid: '{name}'\nprogramme: {programme}\nkind: other\nname: {{en: '{name}'}}\n"


def open_programme(box, programme, methodology, venues):
    box.init()
    box.write("organisation.yaml", ORGANISATION)
    box.write("programme.yaml", programme)
    box.banyan("organisation", "add", "organisation.yaml")
    box.banyan("methodology", "publish", os.path.join(ROOT, "methodologies", methodology + ".yaml"))
    box.banyan("programme", "open", "programme.yaml")
    for name in venues:
        box.write("venue.yaml", venue(name, programme.split("\n")[1].split()[1]))
        box.banyan("venue", "add", "venue.yaml")


def trees(box):
    open_programme(box, TREE_PROGRAMME, "tree-stock", ["201", "204", "213", "223"])
    box.write("map.yaml", TREE_MAP)
    box.banyan("import", TREES, "--programme", "real-trees", "--map", "map.yaml")
    box.banyan("statement", "issue", "--programme", "real-trees")


def meter(box):
    open_programme(box, METER_PROGRAMME, "grid-electricity", ["the-house"])
    box.write("map.yaml", METER_MAP)
    with gzip.open(METER, "rt", encoding="utf-8", newline="") as file:
        rows = [row for row in csv.reader(file) if row[0] == "start" or row[0].startswith("2016-")]
    box.write("year.csv", "".join(",".join(row) + "\r\n" for row in rows))
    box.banyan("import", "year.csv", "--programme", "real-meter", "--map", "map.yaml")
    box.banyan("statement", "issue", "--programme", "real-meter")


def statement(box, programme):
    box.write("statement.json", box.banyan("statement", "show", "--programme", programme, "--format", "json").out)
    return json.loads(box.read("statement.json"))


def export(box, programme, form):
    name = f"export.{form}"
    shown = statement(box, programme)
    box.banyan("export", "--programme", programme, "--statement", shown["id"], "--format", form, "--out", name)
    return name


def recompute(box, methodology, records, folder=ROOT, code=0):
    factors = os.path.join(folder, "factors")
    command = [sys.executable, RECOMPUTE, "--methodology", os.path.join(folder, "methodologies", methodology + ".yaml"),
               "--units", os.path.join(ROOT, "units.yaml"), "--records", records, "--statement", "statement.json",
               "--factors", *(os.path.join(factors, name) for name in sorted(os.listdir(factors)))]
    return run(command + (["--identity"] if folder == ROOT else []), box.folder, code)


def changed_copy(box, name, old, new):
    """methodologies/ and factors/ with one constant changed in one file."""
    folder = box.path("changed")
    for part in ("methodologies", "factors"):
        os.makedirs(os.path.join(folder, part), exist_ok=True)
        for file in os.listdir(os.path.join(ROOT, part)):
            with open(os.path.join(ROOT, part, file), encoding="utf-8") as source:
                text = source.read()
            if os.path.join(part, file) == name:
                check(old in text, f"{old} is not in {name}")
                text = text.replace(old, new, 1)
            with open(os.path.join(folder, part, file), "w", encoding="utf-8") as target:
                target.write(text)
    return folder


def result(shown, name):
    return next(one for one in shown["results"] if one["name"] == name)


@test("each of the 2,050 trees is within 1e-9 of the reference and the total is 1669.8389977 t")
def reference(box):
    need(TREES)
    box.copy_of(trees)
    with open(TREES, encoding="utf-8", newline="") as file:
        wanted = [decimal.Decimal(row["agb_t_eq4_with_h"]) for row in csv.DictReader(file)]
    rows = [json.loads(line) for line in box.read(export(box, "real-trees", "ndjson")).splitlines()]
    equal(len(rows), 2050, "records:")
    for row, tonnes in zip(rows, wanted):
        figure = next(one for one in row["figures"] if one["name"] == "agb_tree")
        scale = {"kg": 1000, "t": 1}[figure["unit"]]
        off = abs(decimal.Decimal(figure["value"]) / scale / tonnes - 1)
        check(off < decimal.Decimal("1e-9"), f"log index {row['log_index']}: off by {off}")
    shown = statement(box, "real-trees")
    agb = result(shown, "agb")
    check(agb["full"].startswith("1669.8389977"), agb["full"])
    check(abs(decimal.Decimal(agb["full"]) / sum(wanted) - 1) < decimal.Decimal("1e-9"), agb["full"])
    check(len(agb["value"].replace(".", "")) <= 6, "more digits than the interval supports:", agb["value"])
    low, high = (decimal.Decimal(agb["interval"][end]) for end in ("low", "high"))
    check(low < decimal.Decimal(agb["value"]) < high, low, agb["value"], high)
    equal(shown["counts"]["accepted"], 2050)
    contains(json.dumps(shown), "not verified")


@test("a script that holds no constant recomputes every figure of the trees' statement from either export")
def recompute_trees(box):
    need(TREES)
    box.copy_of(trees)
    for form in ("csv", "ndjson"):
        recompute(box, "tree-stock", export(box, "real-trees", form))


@test("one changed constant in a copy of the YAML turns the recomputation red")
def recompute_red(box):
    need(TREES)
    box.copy_of(trees)
    records = export(box, "real-trees", "ndjson")
    folder = changed_copy(box, "methodologies/tree-stock.yaml", "0.0673", "0.0674")
    recompute(box, "tree-stock", records, folder, code=1)
    folder = changed_copy(box, "factors/biomass.yaml", 'value: "0.37"', 'value: "0.38"')
    recompute(box, "tree-stock", records, folder, code=1)


@test("the metered year 2016 is recomputed to the last digit, and one changed factor turns it red")
def recompute_meter(box):
    need(METER)
    box.copy_of(meter)
    records = export(box, "real-meter", "csv")
    shown = statement(box, "real-meter")
    equal(shown["counts"]["accepted"], 366, "days of 2016:")
    recompute(box, "grid-electricity", records)
    folder = changed_copy(box, "factors/grid-electricity.yaml", 'value: "483.35437"', 'value: "483.35438"')
    recompute(box, "grid-electricity", records, folder, code=1)


@test("a programme that shows no single act states no smallest and no largest value, and exports no record")
def aggregate(box):
    need(METER)
    box.copy_of(meter)
    check("low" in statement(box, "real-meter")["activity"][0], "an open programme tells its range")
    box.write("programme.yaml", METER_PROGRAMME.replace("disclosure: open", "disclosure: aggregate")
              .replace("publish: at once", "publish: hourly, shuffled"))
    box.banyan("programme", "open", "programme.yaml")
    box.banyan("statement", "issue", "--programme", "real-meter")
    activity = statement(box, "real-meter")["activity"][0]
    check("low" not in activity and "high" not in activity and activity["sum"], activity)
    box.banyan("export", "--programme", "real-meter", "--format", "csv", "--out", "export.csv", code=4)


@test("a tree's bundle is accepted in a directory without the instance, and one field shown takes less than 4 KB")
def bundle(box):
    need(TREES)
    box.copy_of(trees)
    record = box.json("record", "list", "--programme", "real-trees", "--limit", "1")["records"][0]["id"]
    shown = statement(box, "real-trees")["id"]
    box.banyan("bundle", record, "--programme", "real-trees", "--show", "venue", "--out", "one.banyan")
    box.banyan("bundle", record, "--programme", "real-trees", "--statement", shown, "--out", "tree.banyan")
    box.banyan("bundle", "--statement", shown, "--out", "statement.banyan")
    os.makedirs(box.path("elsewhere"))
    for name in ("one.banyan", "tree.banyan", "statement.banyan", "data/keys/log.pub"):
        os.rename(box.path(name), box.path(os.path.join("elsewhere", os.path.basename(name))))
    os.rename(box.path("data"), box.path("gone"))
    for name in ("one.banyan", "tree.banyan", "statement.banyan"):
        answer = box.verify(os.path.join("elsewhere", name), "--log-key", "elsewhere/log.pub")
        contains(answer.out, "holds")
    check(os.path.getsize(box.path("elsewhere/one.banyan")) < 4096, "a bundle with one field is too large")


main()
