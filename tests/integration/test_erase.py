#!/usr/bin/env python3
"""Erasing a record destroys every byte of it and breaks nobody's proof."""

import json
import os
import sqlite3

import records
from harness import check, contains, equal, main, small_village, test

NOTE = "a crooked trunk beside the well"


def with_record(box):
    """The small village with one more record, that has a note, a photo and a statement that counts it."""
    small_village(box)
    box.write("photo.jpg", records.PHOTO)
    box.write("act.json", json.dumps(records.act()))
    box.banyan("record", "submit", "act.json", "--programme", "village-trees", "--evidence", "photo.jpg")
    box.banyan("statement", "issue", "--programme", "village-trees")


def secrets_of(box, record):
    """What must not be found afterwards: box, secret, and the record's own words and figures."""
    database = sqlite3.connect(f"file:{box.path('data/banyan.db')}?mode=ro", uri=True)
    keys = sqlite3.connect(f"file:{box.path('data/keys.db')}?mode=ro", uri=True)
    entry = database.execute("SELECT entry FROM records WHERE id = ?", (bytes.fromhex(record.replace("-", "")),)).fetchone()[0]
    sealed = database.execute("SELECT box FROM payloads WHERE entry = ?", (entry,)).fetchone()[0]
    secret = keys.execute("SELECT secret FROM secrets WHERE entry = ?", (entry,)).fetchone()[0]
    database.close()
    keys.close()
    pieces = [secret] + [sealed[at:at + 16] for at in range(0, len(sealed) - 16, 16)]
    words = [NOTE.encode(), b"12.3456789", records.act()["evidence"][0]["sha256"].encode()]
    return pieces + words + [records.PHOTO[at:at + 16] for at in range(0, len(records.PHOTO) - 16, 16)]


def files_of(folder):
    for where, _, names in os.walk(folder):
        for name in names:
            yield os.path.join(where, name)


def holders(folder, needles):
    found = set()
    for path in files_of(folder):
        with open(path, "rb") as file:
            content = file.read()
        found |= {os.path.relpath(path, folder) for needle in needles if needle in content}
    return sorted(found)


def erase(box, record):
    return box.json("erase", record, "--programme", "village-trees", "--ground", "request", "--yes")


def other_record(box, record):
    listed = box.json("record", "list", "--programme", "village-trees")["records"]
    return next(one["id"] for one in listed if one["id"] != record)


@test("after erasing, nothing of the record is found raw in database, WAL, free pages, key store, blobs or exports")
def bytes_gone(box):
    box.copy_of(with_record)
    record = records.act()["id"]
    needles = secrets_of(box, record)
    check(holders(box.path("data"), needles), "the search finds nothing even before")
    erase(box, record)
    equal(holders(box.path("data"), needles), [], "files that still hold erased bytes:")
    os.makedirs(box.path("out"))
    for form in ("csv", "ndjson"):
        box.banyan("export", "--programme", "village-trees", "--format", form, "--internal", "--out", f"out/export.{form}")
    equal(holders(box.path("out"), needles), [], "exports that still hold erased bytes:")
    box.banyan("fsck")


@test("the erased record's leaf stays, and proofs made before and after by anybody still verify")
def proofs_stay(box):
    box.copy_of(with_record)
    record = records.act()["id"]
    neighbour = other_record(box, record)
    for name, one in (("erased", record), ("neighbour", neighbour)):
        box.banyan("bundle", one, "--programme", "village-trees", "--out", f"{name}.banyan")
    size = box.log_size()
    entries = [path for path in files_of(box.path("data/log/tile/entries"))]
    leaves = {path: open(path, "rb").read() for path in entries}
    erase(box, record)
    for name in ("erased", "neighbour"):
        contains(box.verify(f"{name}.banyan", "--log-key", "data/keys/log.pub").out, "holds")
    box.banyan("bundle", neighbour, "--programme", "village-trees", "--out", "later.banyan")
    box.verify("later.banyan", "--log-key", "data/keys/log.pub")
    for path, content in leaves.items():
        if os.path.exists(path):
            equal(open(path, "rb").read(), content, path)
    check(box.log_size() > size, "the erasure itself is not on the log")
    box.banyan("log", "consistency", "--from", str(size))


@test("the erased record can be shown no more, its id is not used again, and a second erasure is refused")
def gone(box):
    box.copy_of(with_record)
    record = records.act()["id"]
    erase(box, record)
    equal(box.error("bundle", record, "--programme", "village-trees", code=4)["code"], "gone")
    shown = box.json("record", "show", record, "--programme", "village-trees")
    equal((shown["state"], shown["content"], shown["venue"]), ("erased", None, None))
    box.write("act.json", json.dumps(records.act()))
    equal(box.error("record", "submit", "act.json", "--programme", "village-trees", code=4)["code"], "gone")
    answer = box.error("erase", record, "--programme", "village-trees", "--ground", "request", "--yes", code=4)
    equal(answer["code"], "gone")


@test("the statement that counted it says so, and the next one says what changed")
def statement_changes(box):
    box.copy_of(with_record)
    before = json.loads(box.banyan("statement", "show", "--programme", "village-trees", "--format", "json").out)
    told = erase(box, records.act()["id"])
    contains(json.dumps(told), before["id"])
    contains(box.banyan("statement", "show", before["id"]).out, "Erased since     1 record")
    box.banyan("verify", before["id"], code=1)
    box.banyan("statement", "issue", "--programme", "village-trees")
    after = json.loads(box.banyan("statement", "show", "--programme", "village-trees", "--format", "json").out)
    equal(after["supersedes"]["id"], before["id"])
    contains(after["supersedes"]["changed"]["en"], "erased 1 (was 0)")
    equal(after["counts"]["accepted"], before["counts"]["accepted"] - 1)
    box.banyan("verify", after["id"])


@test("rebuild gives the derived tables row for row as they were, also with an erased record")
def rebuild(box):
    box.copy_of(with_record)
    erase(box, records.act()["id"])
    rows = dump(box)
    contains(box.banyan("rebuild").out, "as they were")
    equal(dump(box), rows)


def dump(box):
    database = sqlite3.connect(f"file:{box.path('data/banyan.db')}?mode=ro", uri=True)
    tables = {name: list(database.execute(f"SELECT * FROM {name} ORDER BY 1, 2"))
              for name in ("records", "assets", "statements", "imports")}
    database.close()
    return tables


main()
