"""An instance of Banyan for the crash tests: how it is made, what it holds, and what has to be true after a crash.

Nothing here trusts the program that crashed: rows are counted with SQLite on a copy, the log is checked by tlog.py.
"""

import collections
import contextlib
import datetime
import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import tempfile
import uuid

import tlog

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
EXAMPLES = os.path.join(ROOT, "examples")
PROGRAMME = "village-trees"
MAP = os.path.join(EXAMPLES, PROGRAMME, "map.yaml")
MEMORY, MEMORY_NEEDED = "/dev/shm", 1 << 30
# What a sentence that says what to do says.
ADVICE = re.compile(r"banyan |restore|run |chmod|free some space|any command that writes|wait|remove it")

# What a crash has to leave in place, depending on what the programs before it had answered.
NOTHING, STORED, LOGGED = range(3)

State = collections.namedtuple("State", "entries payloads secrets records imports leaves checkpoint")
COUNTS = {
    "entries": "SELECT count(*) FROM entries", "payloads": "SELECT count(*) FROM payloads",
    "records": "SELECT count(*) FROM records", "imports": "SELECT count(*) FROM imports",
    "leaves": "SELECT count(*) FROM leaves", "checkpoint": "SELECT coalesce(max(size), -1) FROM checkpoints",
}


class Wrong(AssertionError):
    """What must never be after a crash."""


def must(good, *what):
    if not good:
        raise Wrong(" ".join(str(part) for part in what))


@contextlib.contextmanager
def work_folder():
    """A temporary directory, in memory where there is room: what is durable is the model's business, not the disk's."""
    roomy = os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > MEMORY_NEEDED
    with tempfile.TemporaryDirectory(prefix="banyan-crash-", dir=MEMORY if roomy else None) as folder:
        yield os.path.realpath(folder)


def write_rows(path, count, first):
    """Invented trees, the same on every run: `count` of them, numbered from `first`."""
    start = datetime.datetime(2026, 3, 2, 8, 0, tzinfo=datetime.timezone(datetime.timedelta(hours=8)))
    with open(path, "w", encoding="utf-8", newline="") as file:
        file.write("tree_id,tree_no,plot,species,dbh_cm,height_m,wood_density_g_cm3,measured_at,lon,lat,team\r\n")
        for number in range(first, first + count):
            tree = uuid.uuid5(uuid.NAMESPACE_URL, f"https://example.org/crash/{number}")
            plot = ("riverside", "schoolyard", "hillside")[number % 3]
            at = (start + datetime.timedelta(minutes=5 * number)).isoformat()
            file.write(f"{tree},{number},{plot},fig,{10 + number % 30}.{number % 10},{6 + number % 11}.5,0.57,{at},"
                       f"121.1{number % 1000:03},22.7{number % 1000:03},team-a1\r\n")


def environment():
    return {key: value for key, value in os.environ.items() if not key.startswith("BANYAN_")}


class Instance:
    """A data directory and the program that works on it."""

    def __init__(self, banyan, data):
        self.banyan, self.data = banyan, data
        self.log = os.path.join(data, "log")

    def command(self, *words):
        return [self.banyan, "--data", self.data, "--quiet", *words]

    def run(self, *words, code=0):
        """Standard output and error, in one text; any code is accepted where code is None."""
        done = subprocess.run(self.command(*words), env=environment(), stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=300)
        text = done.stdout.decode(errors="replace")
        must(done.returncode >= 0, f"'{words}' died of {signal_name(done.returncode)}:\n{text}")
        must(code is None or done.returncode == code, f"'{words}' ended with {done.returncode}, not {code}:\n{text}")
        return done.returncode, text

    def import_words(self, csv):
        return ["import", csv, "--programme", PROGRAMME, "--map", MAP]

    def copy_to(self, data):
        """An instance with a copy of this data directory."""
        if os.path.exists(data):
            shutil.rmtree(data)
        shutil.copytree(self.data, data)
        return Instance(self.banyan, data)

    def state(self):
        """Counted on a copy, so that looking changes nothing."""
        with tempfile.TemporaryDirectory(dir=os.path.dirname(self.data)) as copy:
            for name in os.listdir(self.data):
                if name.startswith(("banyan.db", "keys.db")) and not name.endswith("-shm"):
                    shutil.copy(os.path.join(self.data, name), copy)
            counts = {key: number(os.path.join(copy, "banyan.db"), sql) for key, sql in COUNTS.items()}
            counts["secrets"] = number(os.path.join(copy, "keys.db"), "SELECT count(*) FROM secrets")
            return State(**counts)


def number(path, sql):
    with contextlib.closing(sqlite3.connect(path)) as database:
        return database.execute(sql).fetchone()[0]


def signal_name(code):
    return signal.Signals(-code).name if code < 0 else "no signal"


def make_base(banyan, folder, rows):
    """An instance with a programme and `rows` records that were there before anything crashed."""
    base = Instance(banyan, os.path.join(folder, "base"))
    base.run("init", "--log-origin", "example.org/crash")
    base.run("organisation", "add", os.path.join(EXAMPLES, "organisation.yaml"))
    base.run("methodology", "publish", os.path.join(ROOT, "methodologies", "tree-stock.yaml"))
    base.run("programme", "open", os.path.join(EXAMPLES, PROGRAMME, "programme.yaml"))
    for name in sorted(os.listdir(os.path.join(EXAMPLES, PROGRAMME))):
        if name.startswith("venue-"):
            base.run("venue", "add", os.path.join(EXAMPLES, PROGRAMME, name))
    csv = os.path.join(folder, "before.csv")
    write_rows(csv, rows, 0)
    base.run(*base.import_words(csv))
    return base


class Plan:
    """An import that is going to be disturbed: what there was before it and what there has to be after it."""

    def __init__(self, banyan, folder, before, rows):
        self.folder, self.rows = folder, rows
        self.base = make_base(banyan, folder, before)
        self.csv = os.path.join(folder, "rows.csv")
        write_rows(self.csv, rows, before)
        self.words = self.base.import_words(self.csv)
        self.none = self.base.state()
        whole = self.base.copy_to(os.path.join(folder, "whole"))
        whole.run(*self.words)
        self.all = whole.state()
        must(self.all.records == self.none.records + rows, "the undisturbed import is not whole:", self.all)

    def judge_state(self, state):
        """Wholly there or not at all, and nothing on the log that is not stored."""
        stored = [[getattr(one, name) for name in ("entries", "payloads", "records", "imports")]
                  for one in (state, self.none, self.all)]
        logged = [[one.leaves, one.checkpoint] for one in (state, self.none, self.all)]
        must(stored[0] in stored[1:], "half an import:", state)
        must(logged[0] in logged[1:], "half a sequencing run:", state)
        must(logged[0] == logged[1] or stored[0] == stored[2], "the log is ahead of the records:", state)
        must(state.secrets >= state.payloads, "payloads without secrets:", state)
        return stored[0] == stored[2], logged[0] == logged[2]

    def judge_log(self, instance, state):
        log = tlog.check_log(instance.log)
        must(log is not None, "the checkpoint file is gone")
        must(log.size in (self.none.checkpoint, self.all.checkpoint), "a checkpoint of", log.size, "leaves")
        must(log.size <= state.checkpoint, "the checkpoint file is ahead of the database:", log.size, state)
        return log

    def judge_quickly(self, instance, seen, least):
        """Without running anything: the state as it was found, and the log. `least` is what has to be there: NOTHING, STORED
        or LOGGED; `seen` holds size and root of the checkpoints that anybody could have read before."""
        state = instance.state()
        imported, logged = self.judge_state(state)
        must(imported or least < STORED, "an import that was acknowledged is gone")
        log = self.judge_log(instance, state)
        must(log.size == self.all.checkpoint or least < LOGGED, "what was acknowledged is not published")
        judge_seen(log, [one for one in seen if one[0] <= log.size])
        return imported, logged, log

    def judge(self, instance, seen=(), least=NOTHING, thorough=True):
        """After a crash. Ends with the import run again, and everything in place once; says what had been there."""
        imported, logged, log = self.judge_quickly(instance, seen, least)
        judge_fsck(instance, clean=False)
        instance.run("log", "sequence")
        judge_seen(self.judge_log(instance, instance.state()), [*seen, (log.size, log.root)])
        if thorough:
            judge_fsck(instance, clean=True)
        self.judge_again(instance, imported, thorough)
        return ("whole" if imported else "nothing") + (" and logged" if logged else "")

    def judge_again(self, instance, imported, thorough):
        """The second run makes what is missing, and only that."""
        _, text = instance.run(*self.words, "--json")
        told = json.loads(text)
        must(told["imported"] == (0 if imported else self.rows), "the second run imported", told["imported"])
        must(told["unchanged"] == (self.rows if imported else 0), "the second run left", told["unchanged"])
        state = instance.state()
        must(state == self.all, "after the second run there is", state, "and should be", self.all)
        self.judge_log(instance, state)
        must(tlog.check_log(instance.log).size == self.all.checkpoint, "the second run was not published")
        if thorough:
            _, text = instance.run("rebuild", "--json")
            must(json.loads(text)["same"] is True, "rebuild changed the derived tables:\n" + text)
        judge_fsck(instance, clean=True)


def judge_seen(log, seen):
    """No checkpoint is ever taken back: the log that is there contains each one that was published."""
    for size, root in seen:
        must(log.size >= size, f"the log had {size} leaves and now has {log.size}")
        must(tlog.tree_root(log.leaves[:size]) == root, f"the log of {size} leaves has become another one")


def judge_fsck(instance, clean):
    """Clean, or each fault is a sentence that says what to do."""
    code, text = instance.run("fsck", "--json", code=None)
    if code == 0:
        return
    must(not clean, "fsck is not clean:\n" + text)
    try:
        told = json.loads(text)
    except ValueError:
        raise Wrong("fsck says no JSON:\n" + text) from None
    sentences = told["faults"] if "faults" in told else [told["error"]["message"]]
    for sentence in sentences:
        must(ADVICE.search(sentence), "fsck does not say what to do:", sentence)
