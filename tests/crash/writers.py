"""Publishes a small log the way a program with a planted fault would: writers.py FAULT DIR.

FAULT is none, or no-fsync, no-folder-sync, no-parent-sync, checkpoint-first, in-place. It runs under the shim, and the
driver has to see through each.
"""

import base64
import os
import sys

from tlog import WIDTH, leaf_hash, tile_path, tree_root

SIZES = (3, 5, 300)


def sync_folder(path):
    fd = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    os.fsync(fd)
    os.close(fd)


class Writer:
    """Writes files below `root`, leaving out what its fault says."""

    def __init__(self, root, fault):
        self.root, self.fault = root, fault

    def folder(self, path):
        if not os.path.isdir(path):
            self.folder(os.path.dirname(path))
            os.mkdir(path)
            if self.fault != "no-parent-sync":
                sync_folder(os.path.dirname(path))

    def bytes(self, path, content):
        fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
        half = len(content) // 2
        os.write(fd, content[:half])
        os.write(fd, content[half:])
        if self.fault != "no-fsync":
            os.fsync(fd)
        os.close(fd)

    def put(self, name, content):
        path = os.path.join(self.root, name)
        self.folder(os.path.dirname(path))
        if self.fault == "in-place":
            self.bytes(path, content)
        else:
            self.bytes(path + ".new", content)
            os.rename(path + ".new", path)
        if self.fault != "no-folder-sync":
            sync_folder(os.path.dirname(path))

    def tiles(self, entries):
        leaves = [leaf_hash(entry) for entry in entries]
        for index in range((len(entries) + WIDTH - 1) // WIDTH):
            part = slice(index * WIDTH, min((index + 1) * WIDTH, len(entries)))
            width = part.stop - part.start
            bundle = b"".join(len(entry).to_bytes(2, "big") + entry for entry in entries[part])
            self.put(tile_path("entries", index, width), bundle)
            self.put(tile_path(0, index, width), b"".join(leaves[part]))
        full = len(entries) // WIDTH
        if full > 0:
            roots = [tree_root(leaves[at * WIDTH:(at + 1) * WIDTH]) for at in range(full)]
            self.put(tile_path(1, 0, full), b"".join(roots))

    def checkpoint(self, entries):
        root = base64.b64encode(tree_root([leaf_hash(entry) for entry in entries])).decode()
        self.put("checkpoint", f"example.org/planted\n{len(entries)}\n{root}\n\n\u2014 nobody AAAA\n".encode())

    def publish(self, entries):
        steps = [self.tiles, self.checkpoint]
        for step in reversed(steps) if self.fault == "checkpoint-first" else steps:
            step(entries)


def main():
    writer = Writer(sys.argv[2], sys.argv[1])
    for size in SIZES:
        writer.publish([f"entry {number}".encode() for number in range(size)])


if __name__ == "__main__":
    main()
