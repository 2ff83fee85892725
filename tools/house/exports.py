#!/usr/bin/env python3
"""A module exports only names that begin with its own, keeps no mutable state, and the pure core stays pure.

Every module is compiled once without sanitizers, and its symbols are read with objdump and nm.
"""

import concurrent.futures
import json
import os
import re
import shlex
import subprocess
import tempfile

from common import PURE, layer_of, main, read, strip_c, strip_directives, walk

# Modules whose header gives them a second word, because the two are one subject.
ALSO = {
    "base/str": ["bytes"],  # the two views
    "codec/rfc3339": ["date"],  # a time's local date
    "crypto/hash": ["hmac"],  # HMAC is made of the hash
    "quantify/factor_set": ["factor"],  # the set and its members
}
# Headers without a module of their own name: limits and attributes.
FREE = {"src/base/defs.h", "src/base/limits.h"}
PLAIN = ["gcc", "-std=gnu17", "-D_GNU_SOURCE", '-DBANYAN_VERSION="0"']
CONSTANT = re.compile(r"\.(text|rodata|data\.rel\.ro|eh_frame|init_array|comment|note)")
# Functions by which a clock, a disk, a network, a process or randomness would enter the pure core.
IMPURE = re.compile(r"^(f?open(at|dir|64)?|f?printf|puts|f?putc|putchar|f?write|f?read|close|unlink|rename|mmap|socket|"
                    r"connect|send|recv|fork|exec\w+|posix_spawn\w*|time|clock|clock_gettime|gettimeofday|nanosleep|"
                    r"getenv|secure_getenv|setlocale|getrandom|getentropy|rand|random|randombytes\w*|RAND_\w+|exit|"
                    r"pthread_\w+|__(f?printf|v?fprintf)_chk)$")


def words_of(root, path):
    """The names that src/<layer>/<module>.* may begin its own with: the module's, and that of the subject it is part of.

    x_part.c and x_part.h belong to the subject x where there is an x.h.
    """
    module = os.path.splitext(path)[0].removeprefix("src/")
    subjects = [module]
    shorter = module
    while "_" in os.path.basename(shorter):
        shorter = shorter.rpartition("_")[0]
        if os.path.exists(os.path.join(root, "src", shorter + ".h")):
            subjects.append(shorter)
    return [word for subject in subjects for word in [os.path.basename(subject), *ALSO.get(subject, [])]]


def camel(word):
    return "".join(part[:1].upper() + part[1:] for part in word.split("_"))


def flags_by_file(root, build):
    """The compiler flags of each source, from Meson, without sanitizers, outputs and dependency files."""
    flags = {}
    if build is None:
        return flags
    with open(os.path.join(build, "compile_commands.json"), encoding="utf-8") as file:
        for entry in json.load(file):
            path = os.path.relpath(os.path.join(entry["directory"], entry["file"]), root)
            words = shlex.split(entry["command"])[1:]
            flags[path] = [word.replace("-I", "-I" + entry["directory"] + "/", 1) if word.startswith("-I") else word
                           for word in words if word.startswith(("-I", "-D", "-std"))]
    return flags


def symbols(root, path, flags, folder):
    """[(is_global, section, name)] of a module, or the compiler's complaint."""
    out = os.path.join(folder, path.replace("/", "_") + ".o")
    command = [*PLAIN, "-I", os.path.join(root, "src"), *flags, "-U_FORTIFY_SOURCE", "-O1", "-w", "-c",
               os.path.join(root, path), "-o", out]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode != 0:
        return None, f"{path}: does not compile: {done.stdout.strip().splitlines()[0]}"
    table = subprocess.run(["objdump", "-t", out], stdout=subprocess.PIPE, text=True, check=True).stdout
    found = []
    for line in table.splitlines():
        match = re.match(r"^[0-9a-f]+ (.)(.{6}) (\S+)\s+[0-9a-f]+ (?:\.hidden )?(\S+)$", line)
        if match and "d" not in match.group(2):
            found.append((match.group(1) in "gu!" or match.group(3) == "*COM*", match.group(3), match.group(4)))
    return found, None


def judge(root, path, found):
    """Faults of one module's symbols."""
    layer, words, faults = layer_of(path), words_of(root, path), []
    for is_global, section, name in found:
        if section == "*UND*":
            if layer in PURE and IMPURE.match(name):
                faults.append(f"{path}: calls {name}, and {layer} is pure; take what it gives as a parameter")
            continue
        if section in ("*ABS*",):
            continue
        if layer is not None and not CONSTANT.match(section):
            faults.append(f"{path}: '{name}' is mutable state that outlives a call; pass it as a parameter")
        if is_global and layer is not None and not any(re.match(f"{word}(_|$)", name) for word in words):
            faults.append(f"{path}: exports {name}; only {' and '.join(word + '_*' for word in words)} may leave it")
        if is_global and layer is None and name != "main":
            faults.append(f"{path}: exports {name}; a composition root has only main")
    return faults


def types_of(text):
    types = set(re.findall(r"^(?:typedef )?(?:struct|enum|union) (\w+)", text, re.MULTILINE))
    types |= set(re.findall(r"^(?:typedef [^;{]*?|} ?)(\w+);", text, re.MULTILINE))
    return types | set(re.findall(r"^typedef [^;{]*\(\*(\w+)\)", text, re.MULTILINE))


def owned_types(root, folder):
    """Types of a layer that the module they are named after declares: another header may declare or define them."""
    owned = set()
    for path in walk(root, [folder], ".h"):
        names = tuple(map(camel, words_of(root, path)))
        owned |= {name for name in types_of(strip_c(read(root, path))) if name.startswith(names)}
    return owned


def check_header(root, path):
    """Types, macros and enumerators of a header begin with the module's name in their own case."""
    text = strip_c(read(root, path))
    words = words_of(root, path)
    types = types_of(text) - owned_types(root, os.path.dirname(path))
    capitals = set(re.findall(r"^[ \t]*#[ \t]*define[ \t]+(\w+)", text, re.MULTILINE))
    for body in re.findall(r"\benum\b[^;{(]*\{([^}]*)\}", strip_directives(text)):
        capitals |= set(re.findall(r"(?:^|,)\s*([A-Z]\w*)", body))
    capitals -= {name for name in capitals if name.startswith("BANYAN_") and name.endswith("_H")}
    faults = [f"{path}: type {name} does not begin with {' or '.join(map(camel, words))}" for name in sorted(types)
              if not name.startswith(tuple(map(camel, words)))]
    faults += [f"{path}: {name} does not begin with {' or '.join(word.upper() + '_' for word in words)}"
               for name in sorted(capitals) if not any(re.match(f"{word.upper()}(_|$)", name) for word in words)]
    return faults


def check(root, build):
    flags = flags_by_file(root, build)
    paths = walk(root, ["src"], ".c")
    faults = []
    with tempfile.TemporaryDirectory() as folder, concurrent.futures.ThreadPoolExecutor(os.cpu_count() or 2) as pool:
        results = pool.map(lambda path: symbols(root, path, flags.get(path, []), folder), paths)
        for path, (found, fault) in zip(paths, results):
            faults += [fault] if fault else judge(root, path, found)
    for path in walk(root, ["src"], ".h"):
        if path not in FREE:
            faults += check_header(root, path)
    return faults


if __name__ == "__main__":
    main("exports", check)
