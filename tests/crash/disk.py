"""What a disk holds after a power cut, worked out of the shim's journal; the model is described in shim.c.

A Disk begins with a directory of which everything is durable. Journals of one program after another are replayed on it:
`content` and `entries` are what a running system sees, `durable` is what is sure to survive, `pending` what may be lost.
"""

import os
import random
import shutil
import struct
import subprocess

HEAD = struct.Struct("<IIIIQQ")
SECTOR = 512


class Unmodelled(Exception):
    """The program did what the model of the disk does not know: a result would be a guess."""


class Record:
    """One call that changed something: op, path, other path, bytes, offset or size, how many write-like calls so far."""

    __slots__ = ("op", "path", "other", "data", "at", "count")

    def __init__(self, op, path, other, data, at, count):
        self.op, self.path, self.other, self.data, self.at, self.count = op, path, other, data, at, count


def read_journal(path):
    """The records of a journal, in order; a missing one is empty."""
    if not os.path.exists(path):
        return []
    with open(path, "rb") as file:
        text = file.read()
    records, at = [], 0
    while at < len(text):
        op, path_len, other_len, data_len, offset, count = HEAD.unpack_from(text, at)
        at += HEAD.size
        parts = []
        for length in (path_len, other_len, data_len):
            parts.append(text[at:at + length])
            at += length
        records.append(Record(chr(op), os.fsdecode(parts[0]), os.fsdecode(parts[1]), parts[2], offset, count))
    return records


def run_recorded(command, shim, root, journal, kill_at=0, **options):
    """Runs a program under the shim; a journal that is there already is begun anew."""
    if not os.path.exists(shim):
        raise FileNotFoundError(shim)
    if os.path.exists(journal):
        os.unlink(journal)
    env = dict(options.pop("env", os.environ))
    env.update(LD_PRELOAD=shim, CRASH_ROOT=os.path.realpath(root), CRASH_JOURNAL=journal, CRASH_AT=str(kill_at))
    # The shim stands before the sanitizer's library, which minds only because it cannot know that this is meant.
    env["ASAN_OPTIONS"] = env.get("ASAN_OPTIONS", "abort_on_error=1") + ":verify_asan_link_order=0:detect_leaks=0"
    done = subprocess.run(command, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          timeout=300, **options)
    return done, read_journal(journal)


class File:
    """Bytes, and what of them is durable."""

    def __init__(self, content=b""):
        self.content, self.durable, self.pending = bytearray(content), bytes(content), []

    def sync(self):
        self.durable, self.pending = bytes(self.content), []

    def change(self, at, data):
        """Writes `data` at an offset, or cuts to that size where data is None."""
        self.pending.append((at, data))
        apply_change(self.content, at, data)


def apply_change(content, at, data):
    end = at if data is None else at + len(data)
    if len(content) < end:
        content.extend(bytes(end - len(content)))
    if data is None:
        del content[at:]
    else:
        content[at:end] = data


class Folder:
    """Names, and which of them are durable."""

    def __init__(self):
        self.entries, self.durable, self.pending = {}, {}, []

    def sync(self):
        self.durable, self.pending = dict(self.entries), []

    def change(self, gone, name, what):
        """One change of names: `gone` goes, `name` becomes `what`; either may be None."""
        self.pending.append((gone, name, what))
        apply_names(self.entries, gone, name, what)


def apply_names(entries, gone, name, what):
    if gone is not None:
        entries.pop(gone, None)
    if name is not None:
        entries[name] = what


class Keep:
    """What of the pending changes survives: nothing, everything, names without contents or the other way round."""

    def __init__(self, data, names):
        self.data, self.names = data, names

    def changes(self, file):
        return file.pending if self.data else []

    def moves(self, folder):
        return folder.pending if self.names else []


KEEP = {"lost": Keep(False, False), "kept": Keep(True, True), "names": Keep(False, True), "contents": Keep(True, False)}


class KeepSome:
    """Of each file and each folder: nothing, all, the first changes, or some in between; a write may be torn."""

    def __init__(self, seed):
        self.random = random.Random(seed)

    def some(self, pending):
        kind = self.random.choice(["none", "all", "first", "any", "any"])
        if kind == "first":
            return pending[:self.random.randint(0, len(pending))]
        share = self.random.random()
        return [one for one in pending if kind == "all" or (kind == "any" and self.random.random() < share)]

    def torn(self, at, data):
        """Some of the sectors of one write."""
        if data is None or self.random.random() > 0.2:
            return [(at, data)]
        first = SECTOR - at % SECTOR
        cuts = [0, *range(first, len(data), SECTOR), len(data)] if first < len(data) else [0, len(data)]
        return [(at + low, data[low:high]) for low, high in zip(cuts, cuts[1:]) if self.random.random() < 0.5]

    def changes(self, file):
        return [part for at, data in self.some(file.pending) for part in self.torn(at, data)]

    def moves(self, folder):
        return self.some(folder.pending)


def keep_by_name(name, seed):
    return KeepSome(seed) if name == "some" else KEEP[name]


class Disk:
    """A tree of Folder and File below one root."""

    def __init__(self, root):
        self.root = os.path.realpath(root)
        self.top = self._load(self.root)

    def _load(self, path):
        folder = Folder()
        for name in os.listdir(path):
            below = os.path.join(path, name)
            if os.path.isdir(below):
                folder.entries[name] = self._load(below)
            else:
                with open(below, "rb") as file:
                    folder.entries[name] = File(file.read())
        folder.sync()
        return folder

    def _parts(self, path):
        below = os.path.relpath(os.path.normpath(path), self.root)
        return [] if below == "." else below.split(os.sep)

    def find(self, path):
        at = self.top
        for part in self._parts(path):
            at = at.entries[part]
        return at

    def place(self, path):
        """The folder a path lies in, and its last part."""
        parts = self._parts(path)
        return self.find(os.path.join(self.root, *parts[:-1])), parts[-1]

    def replay(self, records):
        for record in records:
            self._apply(record)
        return self

    def _apply(self, record):
        if record.op == "?":
            raise Unmodelled(f"{record.path}: {record.other}")
        if record.op in "CDUL":
            folder, name = self.place(record.other if record.op == "L" else record.path)
            what = {"C": File, "D": Folder, "L": lambda: self.find(record.path)}.get(record.op)
            folder.change(name if what is None else None, name if what else None, what() if what else None)
        elif record.op == "R":
            self._rename(record)
        elif record.op == "S":
            self.find(record.path).sync()
        else:
            self.find(record.path).change(record.at, record.data if record.op == "W" else None)

    def _rename(self, record):
        (old, old_name), (fresh, name) = self.place(record.path), self.place(record.other)
        if old is not fresh:
            raise Unmodelled(f"{record.other}: renamed from another directory")
        old.change(old_name, name, old.entries[old_name])

    def running(self):
        """Path and bytes of each file as a running system sees them; a folder has None."""
        found = {}

        def walk(folder, prefix):
            for name, what in folder.entries.items():
                found[prefix + name] = bytes(what.content) if isinstance(what, File) else None
                if isinstance(what, Folder):
                    walk(what, prefix + name + "/")
        walk(self.top, "")
        return found

    def write_out(self, target, keep):
        """Makes the directory `target` as the disk is after a power cut. SQLite's -shm lives in memory only."""
        if os.path.exists(target):
            shutil.rmtree(target)
        self._write_folder(self.top, target, keep)

    def _write_folder(self, folder, target, keep):
        os.mkdir(target, 0o700)
        entries = dict(folder.durable)
        for gone, name, what in keep.moves(folder):
            apply_names(entries, gone, name, what)
        for name, what in entries.items():
            path = os.path.join(target, name)
            if isinstance(what, Folder):
                self._write_folder(what, path, keep)
            elif not name.endswith("-shm"):
                write_file(path, what, keep)


def write_file(path, file, keep):
    content = bytearray(file.durable)
    for at, data in keep.changes(file):
        apply_change(content, at, data)
    with open(path, "wb", opener=lambda name, flags: os.open(name, flags, 0o600)) as out:
        out.write(content)


def differences(disk, root):
    """Paths in which a directory differs from what the journal says of it: what the shim did not see."""
    told = {path: content for path, content in disk.running().items() if not path.endswith("-shm")}
    real = {path: content for path, content in Disk(root).running().items() if not path.endswith("-shm")}
    return sorted(path for path in told.keys() | real.keys() if told.get(path, 0) != real.get(path, 0))
