#!/usr/bin/env python3
"""fsck finds every kind of damage, and the database itself refuses to change what is append-only."""

import json
import os
import shutil
import sqlite3

import records
from harness import check, contains, equal, main, small_village, test

def whole(box):
    """Twelve imported trees, one with a photo, one reviewed, one erased, one statement."""
    small_village(box)
    box.write("photo.jpg", records.PHOTO)
    box.write("act.json", json.dumps(records.act()))
    box.banyan("record", "submit", "act.json", "--programme", "village-trees", "--evidence", "photo.jpg")
    listed = box.json("record", "list", "--programme", "village-trees")["records"]
    box.banyan("record", "review", listed[0]["id"], "--programme", "village-trees", "--decision", "reject",
               "--reason", "measured twice", "--reviewer", "reviewer-1")
    box.banyan("statement", "issue", "--programme", "village-trees")
    box.banyan("erase", listed[3]["id"], "--programme", "village-trees", "--ground", "request", "--yes")


def connect(box, name="banyan.db"):
    return sqlite3.connect(box.path(os.path.join("data", name)), isolation_level=None)


def force(box, sql, name="banyan.db"):
    """Runs SQL as somebody with the file and without our triggers would."""
    database = connect(box, name)
    triggers = list(database.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"))
    for trigger, _ in triggers:
        database.execute(f"DROP TRIGGER {trigger}")
    changed = database.execute(sql).rowcount
    for _, text in triggers:
        database.execute(text)
    database.close()
    check(changed != 0, "nothing changed:", sql)


def flip(box, name, at=-1):
    data = bytearray(box.read(os.path.join("data", name)))
    data[at] ^= 1
    box.write(os.path.join("data", name), bytes(data))


def a_file(box, folder, smallest=True):
    found = []
    for where, _, names in os.walk(box.path(os.path.join("data", folder))):
        found += [os.path.relpath(os.path.join(where, name), box.path("data")) for name in names]
    check(found, "no file in", folder)
    return sorted(found)[0 if smallest else -1]


def expect(box, *words):
    answer = box.banyan("fsck", code=None)
    equal(answer.code, 1, f"fsck said\n{answer.out}{answer.err}\nexit code:")
    contains(answer.out + answer.err, *words)


def damage(sentence, hurt, *words):
    """Registers a test that hurts a whole instance and wants fsck to say these words."""
    @test(sentence)
    def one(box):
        box.copy_of(whole)
        box.banyan("fsck")
        hurt(box)
        expect(box, *words)


def sql(text, name="banyan.db"):
    return lambda box: force(box, text, name)


SUBMITTED = "(SELECT min(entry) FROM entries WHERE kind = 'record.submitted')"

damage("a changed leaf of an entry is found", sql("UPDATE entries SET leaf = replace(leaf, '\"c\":\"', '\"c\":\"A') "
       f"WHERE entry = {SUBMITTED}"), "entry ")
damage("a changed kind of an entry is found", sql(f"UPDATE entries SET kind = 'record.checked' WHERE entry = {SUBMITTED}"),
       "entry ")
damage("a changed programme of an entry is found", sql(f"UPDATE entries SET programme = 'other' WHERE entry = {SUBMITTED}"),
       "entry ")
damage("a changed subject of an entry is found", sql(f"UPDATE entries SET subject = randomblob(16) WHERE entry = {SUBMITTED}"),
       "entry ", "subject")
damage("a changed act hash of an entry is found", sql(f"UPDATE entries SET act_hash = randomblob(32) WHERE entry = {SUBMITTED}"),
       "entry ", "act hash")
damage("a changed minute of an entry is found", sql("UPDATE entries SET accepted_minute = accepted_minute + 1 "
       f"WHERE entry = {SUBMITTED}"), "entry ", "minute")
damage("an entry that is gone is found", sql("DELETE FROM entries WHERE entry = (SELECT max(entry) FROM entries)"), "entr")
damage("a changed payload is found", sql("UPDATE payloads SET box = randomblob(length(box)) "
       f"WHERE entry = {SUBMITTED}"), "entry ", "payload")
damage("a payload in another's place is found", sql("UPDATE payloads SET box = (SELECT box FROM payloads p "
       f"WHERE p.entry = {SUBMITTED} + 1) WHERE entry = {SUBMITTED}"), "entry ", "payload")
damage("a payload that is gone is found", sql(f"DELETE FROM payloads WHERE entry = {SUBMITTED}"), "entry ")
damage("a changed secret is found", sql("UPDATE secrets SET secret = randomblob(32)", "keys.db"), "entry ", "key")
damage("a secret that is gone is found", sql("DELETE FROM secrets WHERE rowid = (SELECT min(rowid) FROM "
       "secrets)", "keys.db"), "entry ")
damage("a changed document is found", sql("UPDATE documents SET body = replace(body, 'en', 'xx') "
       "WHERE kind = 'programme.opened'"), "document")
damage("a document that is gone is found", sql("DELETE FROM documents WHERE kind = 'programme.opened'"), "entry ")
damage("a changed leaf hash is found", sql("UPDATE leaves SET leaf_hash = randomblob(32) WHERE idx = 3"), "3")
damage("a changed checkpoint row is found", sql("UPDATE checkpoints SET root = randomblob(32) "
       "WHERE size = (SELECT max(size) FROM checkpoints)"), "checkpoint")
damage("a changed frame is found", sql("UPDATE frames SET entries = randomblob(length(entries))"), "frame")
damage("a forged erasure is found", sql("INSERT INTO erasures (entry, erasure) SELECT "
       f"{SUBMITTED}, max(entry) FROM entries"), "entry ")
damage("a changed derived record is found", sql("UPDATE records SET state = 'accepted' WHERE state = 'rejected'"),
       "records", "banyan rebuild")
damage("a derived record that is gone is found", sql("DELETE FROM records WHERE state = 'rejected'"), "rebuild")
damage("a derived record that nobody submitted is found", sql("INSERT INTO records (programme, entry, id, type, venue, "
       "date_local, state) VALUES ('village-trees', 9999, randomblob(16), 'tree.visit', 'hillside', '2026-03-01', 'accepted')"),
       "rebuild")
damage("a changed derived statement is found", sql("UPDATE statements SET state = 'drafted'"), "statements", "rebuild")
damage("a changed derived import is found", sql("UPDATE imports SET row_count = row_count + 1"), "imports", "rebuild")
damage("a changed tile of hashes is found", lambda box: flip(box, a_file(box, "log/tile/0")), "log/tile/0")
damage("a changed bundle of entries is found", lambda box: flip(box, a_file(box, "log/tile/entries")), "log/tile/entries")
damage("a tile that is gone is found", lambda box: os.remove(box.path("data/" + a_file(box, "log/tile/0", False))),
       "log/tile/0")
damage("a changed checkpoint is found", lambda box: flip(box, "log/checkpoint", 20), "checkpoint")
damage("a checkpoint that is gone is found", lambda box: os.remove(box.path("data/log/checkpoint")), "checkpoint")
damage("evidence that is gone is found", lambda box: os.remove(box.path("data/" + a_file(box, "blobs"))), "evidence")
damage("changed evidence is found", lambda box: flip(box, a_file(box, "blobs")), "evidence")
damage("a changed key that hashes acts is found", lambda box: box.write("data/keys/act.key", "ab" * 32 + "\n"), "act")


@test("a log key that is another's is found")
def other_key(box):
    box.copy_of(whole)
    box.banyan("init", "--data", "other", "--log-origin", "example.org/test")
    for name in ("log.key", "log.pub"):
        shutil.copy(box.path(os.path.join("other/keys", name)), box.path(os.path.join("data/keys", name)))
    expect(box, "checkpoint")


@test("a public key that does not belong to its secret one is found")
def wrong_public(box):
    box.copy_of(whole)
    flip(box, "keys/receipt.pub", -3)
    expect(box, "receipt")


@test("a whole instance has no fault, and says what it looked at")
def clean(box):
    box.copy_of(whole)
    result = box.json("fsck")
    check(result["entries"] > 12 and result["payloads"] > 12 and result["blobs"] == 1 and result["erased"] == 1, result)


APPEND_ONLY = {
    "entries": ["UPDATE entries SET leaf = 'x'", "DELETE FROM entries",
                "INSERT OR REPLACE INTO entries SELECT * FROM entries WHERE entry = 1",
                "REPLACE INTO entries SELECT * FROM entries WHERE entry = 1",
                "INSERT OR IGNORE INTO entries SELECT * FROM entries WHERE entry = 1",
                "INSERT INTO entries SELECT * FROM entries WHERE entry = 1 ON CONFLICT DO UPDATE SET leaf = 'x'"],
    "leaves": ["UPDATE leaves SET leaf_hash = randomblob(32)", "DELETE FROM leaves",
               "INSERT OR REPLACE INTO leaves SELECT * FROM leaves WHERE idx = 0"],
    "checkpoints": ["UPDATE checkpoints SET note = 'x'", "DELETE FROM checkpoints",
                    "INSERT OR REPLACE INTO checkpoints SELECT * FROM checkpoints"],
    "documents": ["UPDATE documents SET body = 'x'", "DELETE FROM documents",
                  "INSERT OR REPLACE INTO documents SELECT * FROM documents"],
    "erasures": ["UPDATE erasures SET entry = 1", "DELETE FROM erasures",
                 "INSERT OR REPLACE INTO erasures SELECT * FROM erasures"],
    "frames": ["UPDATE frames SET chunk = 9", "DELETE FROM frames", "INSERT OR REPLACE INTO frames SELECT * FROM frames"],
}


@test("the database refuses UPDATE, DELETE and every form of replacing, whoever asks")
def append_only(box):
    box.copy_of(whole)
    before = box.read("data/banyan.db")
    database = connect(box)
    for table, tries in APPEND_ONLY.items():
        rows = list(database.execute(f"SELECT * FROM {table}"))
        for text in tries:
            for recursive in ("OFF", "ON"):
                database.execute(f"PRAGMA recursive_triggers = {recursive}")
                try:
                    database.execute(text)
                except sqlite3.DatabaseError as error:
                    check("append-only" in str(error) or "exists" in str(error), text, error)
                    continue
                raise AssertionError(f"the database accepted: {text}")
        equal(list(database.execute(f"SELECT * FROM {table}")), rows, table)
    database.close()
    check(before == box.read("data/banyan.db"), "the file changed")
    box.banyan("fsck")


main()
