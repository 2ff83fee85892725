"""A log directory checked from its files alone: every entry bundle and tile that the checkpoint covers, up to the root.

Written from C2SP tlog-tiles and tlog-checkpoint and RFC 6962 section 2.1, with nothing of Banyan's own.
"""

import base64
import hashlib
import os

WIDTH = 256


class LogFault(Exception):
    """A checkpoint that is not covered by what lies beside it."""


class Log:
    """What a checkpoint says, and the leaf hashes found for it."""

    def __init__(self, size, root, leaves):
        self.size, self.root, self.leaves = size, root, leaves


def leaf_hash(entry):
    return hashlib.sha256(b"\0" + entry).digest()


def node_hash(left, right):
    return hashlib.sha256(b"\1" + left + right).digest()


def tree_root(hashes):
    """RFC 6962, 2.1: the left part is the largest power of two smaller than the whole."""
    if len(hashes) == 0:
        return hashlib.sha256(b"").digest()
    if len(hashes) == 1:
        return hashes[0]
    left = 1 << (len(hashes) - 1).bit_length() - 1
    return node_hash(tree_root(hashes[:left]), tree_root(hashes[left:]))


def tile_path(level, index, width):
    """level is a number or `entries`; the last group of the index has no x before it."""
    groups = [f"{index % 1000:03}"]
    while index >= 1000:
        index //= 1000
        groups.insert(0, f"x{index % 1000:03}")
    return f"tile/{level}/" + "/".join(groups) + ("" if width == WIDTH else f".p/{width}")


def read_file(folder, path):
    try:
        with open(os.path.join(folder, path), "rb") as file:
            return file.read()
    except FileNotFoundError:
        return None


def read_tile(folder, level, index, width):
    """A partial tile may be gone once the full one is there."""
    path = tile_path(level, index, width)
    found = read_file(folder, path)
    if found is None:
        found = read_file(folder, tile_path(level, index, WIDTH))
    if found is None:
        raise LogFault(f"{path}: is missing")
    return path, found


def split_entries(path, bundle):
    entries, at = [], 0
    while at < len(bundle):
        length = int.from_bytes(bundle[at:at + 2], "big")
        if at + 2 + length > len(bundle):
            raise LogFault(f"{path}: ends inside an entry")
        entries.append(bundle[at + 2:at + 2 + length])
        at += 2 + length
    return entries


def widths(count):
    """Index and width of each tile of a level with that many hashes."""
    return [(index, min(WIDTH, count - index * WIDTH)) for index in range((count + WIDTH - 1) // WIDTH)]


def read_leaves(folder, size):
    leaves = []
    for index, width in widths(size):
        path, bundle = read_tile(folder, "entries", index, width)
        entries = split_entries(path, bundle)[:width]
        if len(entries) != width:
            raise LogFault(f"{path}: holds {len(entries)} entries, {width} are needed")
        leaves += [leaf_hash(entry) for entry in entries]
    return leaves


def check_tiles(folder, leaves):
    level, hashes = 0, leaves
    while hashes:
        for index, width in widths(len(hashes)):
            path, tile = read_tile(folder, level, index, width)
            wanted = b"".join(hashes[index * WIDTH:index * WIDTH + width])
            if tile[:width * 32] != wanted:
                raise LogFault(f"{path}: does not hold the hashes of what lies below it")
        full = len(hashes) // WIDTH
        hashes = [tree_root(hashes[index * WIDTH:(index + 1) * WIDTH]) for index in range(full)]
        level += 1


def read_checkpoint(folder):
    """Size and root, or None where nothing is published."""
    text = read_file(folder, "checkpoint")
    if text is None:
        return None
    lines = text.split(b"\n")
    if len(lines) < 6 or lines[3] != b"" or not text.endswith(b"\n"):
        raise LogFault("checkpoint: is not a signed note of three lines")
    return int(lines[1]), base64.b64decode(lines[2], validate=True)


def check_log(folder):
    """The Log of a directory; None where nothing is published; LogFault where the checkpoint promises too much."""
    head = read_checkpoint(folder)
    if head is None:
        return None
    size, root = head
    leaves = read_leaves(folder, size)
    check_tiles(folder, leaves)
    if tree_root(leaves) != root:
        raise LogFault(f"checkpoint: its root is not that of the {size} entries beside it")
    return Log(size, root, leaves)
