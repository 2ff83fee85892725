"""Power cuts while `banyan erase` forgets a record: it is there whole, or every piece of its key and box is gone."""

import contextlib
import json
import os
import sqlite3

import instance
import tlog
from disk import KEEP, Disk, differences, keep_by_name, run_recorded
from instance import must

PIECE = 16  # bytes of a key or a box that are searched for
EXIT_GONE = (0, 4, 5)  # of a second erase: done now, or done before


class Trials:
    """What all power cuts of one run share."""

    def __init__(self, banyan, shim, folder, rows=40):
        self.folder, self.shim = folder, shim
        self.base = instance.make_base(banyan, folder, rows)
        self.live = instance.Instance(banyan, os.path.join(folder, "live"))
        self.import_and_kill(rows)
        self.words = ["erase", self.last_record(), "--programme", instance.PROGRAMME, "--ground", "request", "--yes"]
        self.records = self.record(self.words)
        self.needles = self.find_needles()
        held = pieces_in(self.base.data, self.needles)
        must({"keys.db-wal", "banyan.db-wal"} <= set(held), "the write-ahead logs do not hold the pieces, only", held)

    def record(self, words, kill_at=0):
        """The journal of a program that runs on a copy of the base."""
        self.base.copy_to(self.live.data)
        disk = Disk(self.live.data)
        done, records = run_recorded(self.live.command(*words), self.shim, self.live.data,
                                     os.path.join(self.folder, "journal"), kill_at, env=instance.environment())
        must(done.returncode == (-9 if kill_at else 0), words, "ended with", done.returncode, done.stderr)
        unseen = differences(disk.replay(records), self.live.data)
        must(not unseen, "the shim did not see what happened to", unseen)
        return records

    def import_and_kill(self, rows):
        """The base gets an import that was killed once all was published: its write-ahead logs stay behind."""
        csv = os.path.join(self.folder, "rows.csv")
        instance.write_rows(csv, rows, rows)
        words = self.base.import_words(csv)
        published = max(record.count for record in self.record(words) if record.op == "R")
        self.record(words, published + 2)
        self.base = self.live.copy_to(os.path.join(self.folder, "killed"))

    def last_record(self):
        """The id of a record that the killed import brought."""
        copy = self.base.copy_to(os.path.join(self.folder, "listed"))
        listed = json.loads(copy.run("record", "list", "--programme", instance.PROGRAMME, "--json")[1])["records"]
        return max(listed, key=lambda record: record["log_index"])["id"]

    def find_needles(self):
        """Pieces of what the erased entry had: its secret, and its box's beginning, middle and end."""
        with contextlib.closing(sqlite3.connect(os.path.join(self.live.data, "banyan.db"))) as database:
            entry, = database.execute("SELECT entry FROM erasures").fetchone()
        before = self.base.copy_to(os.path.join(self.folder, "listed"))
        before.run("log", "sequence")
        box = value(before, "banyan.db", "SELECT box FROM payloads WHERE entry = ?", entry)
        secret = value(before, "keys.db", "SELECT secret FROM secrets WHERE entry = ?", entry)
        middle = len(box) // 2
        return [secret[:PIECE], secret[PIECE:], box[:PIECE], box[middle:middle + PIECE], box[-PIECE:]]

    def run(self, step, seed):
        """A power cut after each step-th call and after the end, in each mode; how many found the record erased."""
        disk, erased = Disk(self.base.copy_to(self.live.data).data), []
        for number, record in enumerate(self.records, 1):
            disk.replay([record])
            ended = number == len(self.records)
            for mode in [*KEEP, "some"] if ended or number % step == 0 else []:
                found = instance.Instance(self.base.banyan, os.path.join(self.folder, "after"))
                disk.write_out(found.data, keep_by_name(mode, seed + number))
                try:
                    erased.append(self.judge(found, ended))
                except (AssertionError, tlog.LogFault) as wrong:
                    raise instance.Wrong(f"power cut ({mode}) after call {number}: {wrong}") from wrong
        return sum(erased), len(erased)

    def judge(self, found, ended):
        """What was acknowledged is gone at once; what was begun is gone after the next command that writes."""
        left = pieces_in(found.data, self.needles)
        must(not ended or not left, "erase had ended, and pieces are in", left)
        instance.judge_fsck(found, clean=False)
        found.run("log", "sequence")
        instance.judge_fsck(found, clean=True)
        erased = value(found, "banyan.db", "SELECT count(*) FROM erasures WHERE entry > ?", 0) == 1
        left = pieces_in(found.data, self.needles)
        must(not erased or not left, "the record is erased, and pieces are in", left)
        must(erased or not ended, "erase had ended, and the record is not erased")
        code, told = found.run(*self.words, code=None)
        must(code in EXIT_GONE, "a second erase ended with", code, told)
        left = pieces_in(found.data, self.needles)
        must(not left, "the second erase left pieces in", left)
        instance.judge_fsck(found, clean=True)
        return erased


def value(at, name, sql, argument):
    with contextlib.closing(sqlite3.connect(f"file:{at.data}/{name}?immutable=1", uri=True)) as database:
        return database.execute(sql, (argument,)).fetchone()[0]


def pieces_in(folder, needles):
    """The files below a folder that hold any of the pieces."""
    found = []
    for at, _, names in os.walk(folder):
        for name in names:
            with open(os.path.join(at, name), "rb") as file:
                text = file.read()
            found += [name] if any(needle in text for needle in needles) else []
    return sorted(found)
