#!/usr/bin/env python3
"""Includes go down the layer table only, and each outside library is seen by the layers that wrap it."""

import os
import re

from common import LAYERS, PURE, layer_of, line_of, main, may_include, read, strip_comments, walk

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]+(?:"([^"]+)"|<([^>]+)>)', re.MULTILINE)
# Standard and system headers that need no clock, disk, network, process or thread.
PLAIN = set("""assert.h ctype.h errno.h float.h inttypes.h limits.h math.h stdalign.h stdarg.h stdbool.h stddef.h
stdint.h stdio.h stdlib.h stdnoreturn.h string.h endian.h byteswap.h""".split())
SYSTEM = set("""dirent.h dlfcn.h fcntl.h ftw.h getopt.h glob.h langinfo.h locale.h netdb.h poll.h pthread.h sched.h
semaphore.h signal.h spawn.h stdatomic.h strings.h syslog.h termios.h threads.h time.h unistd.h wchar.h""".split())
SYSTEM_FOLDERS = ("sys/", "net/", "netinet/", "arpa/", "linux/")
# Outside library: the beginning of its headers, the layers that may see it.
LIBRARIES = [
    ("openssl/", "crypto"),
    ("sodium", "crypto"),
    ("mpfr.h", "base quantify"),
    ("gmp.h", "base quantify"),
    ("yaml.h", "codec"),
    ("utf8proc.h", "codec domain"),
    ("sqlite3.h", "store"),
    ("libpq-fe.h", "store"),
    ("microhttpd.h", "http"),
    ("curl/", "sys"),
    ("seccomp.h", "sys"),
]


def check_own(path, layer, name, root):
    """A quoted include: "layer/module.h", downwards."""
    target = name.split("/")[0]
    if "/" not in name or target not in LAYERS:
        return f'"{name}" does not name its layer; write "layer/module.h" with a layer of the table'
    if layer is not None and target not in may_include(layer):
        return f'"{name}" is not below {layer}; {layer} may include {LAYERS[layer] or "nothing but itself"}'
    if not os.path.exists(os.path.join(root, "src", name)) and layer is None:
        return f'"{name}" does not exist under src/'
    return None


def check_outside(layer, name):
    if name in PLAIN:
        return None
    if name in SYSTEM or name.startswith(SYSTEM_FOLDERS):
        return f"<{name}> has no place in the pure core; take what it gives as a parameter" if layer in PURE else None
    for start, layers in LIBRARIES:
        if name.startswith(start):
            return None if layer in layers.split() else f"<{name}> is wrapped by {layers}; use that"
    return f"<{name}> is no header that the table in tools/house/layers.py knows"


def check_file(root, path):
    layer = layer_of(path)
    if layer is not None and layer not in LAYERS:
        return [f"{path}: '{layer}' is no layer of the table"]
    text = strip_comments(read(root, path))
    faults = []
    for match in INCLUDE.finditer(text):
        own, outside = match.groups()
        fault = check_own(path, layer, own, root) if own else check_outside(layer, outside) if layer else None
        if fault:
            faults.append(f"{path}:{line_of(text, match.start())}: {fault}")
    return faults


def check_unit_test(root, path):
    """tests/unit/<layer>/ sees its layer and those below."""
    layer = path.split("/")[2]
    if layer not in LAYERS:
        return [] if path.count("/") == 2 else [f"{path}: '{layer}' is no layer of the table"]
    text = strip_comments(read(root, path))
    faults = []
    for match in INCLUDE.finditer(text):
        target = (match.group(1) or "").split("/")[0]
        if target in LAYERS and target not in may_include(layer):
            faults.append(f'{path}:{line_of(text, match.start())}: "{match.group(1)}" is not below {layer}')
    return faults


def check(root, build):
    faults = []
    for path in walk(root, ["src"], ".c", ".h"):
        if layer_of(path) is None and not re.fullmatch(r"src/main\w*\.c", path):
            faults.append(f"{path}: belongs in a layer's folder; only main*.c stand directly in src/")
        else:
            faults += check_file(root, path)
    for path in walk(root, ["tests/unit"], ".c", ".h"):
        faults += check_unit_test(root, path)
    return faults


if __name__ == "__main__":
    main("layers", check)
