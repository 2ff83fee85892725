#!/usr/bin/env python3
"""Compares how our program prints and reads doubles with others.

jcs_numbers.py PROGRAM published   the hash of the first 1,000,000 lines of the ECMAScript number test file, whose
                                   sequence and hashes stand in jcs/README.md of the test data
jcs_numbers.py PROGRAM node        1,000,000 doubles as Node prints them (exit 77 where there is no node)
jcs_numbers.py PROGRAM parse       200,000 number texts as Python reads them
"""

import hashlib
import os
import random
import re
import shutil
import struct
import subprocess
import sys
from fractions import Fraction

SEED = 8785
SKIPPED = 77
DATA = os.environ.get("BANYAN_TEST_DATA", os.path.join(os.path.dirname(__file__), "..", "..", "..", "shared", "data"))
LARGEST = 0x7FEFFFFFFFFFFFFF


def double(bits):
    return struct.unpack("<d", struct.pack("<Q", bits))[0]


def bits_of(value):
    return struct.unpack("<Q", struct.pack("<d", value))[0]


def is_finite(bits):
    return bits & 0x7FF0000000000000 != 0x7FF0000000000000


def run(command, data):
    return subprocess.run(command, input=data, stdout=subprocess.PIPE, check=True).stdout.decode().splitlines()


def printed(program, patterns):
    return run([program, "print"], struct.pack(f"<{len(patterns)}Q", *patterns))


def published_patterns(readme, count):
    """The values listed in the description, 2,000 from the smallest normal double on, then a chain of SHA-256."""
    patterns = [int(word, 16) for word in re.findall(r"0x([0-9a-f]{16})n", readme.split("serialU64s")[0])]
    patterns += [0x0010000000000000 + i for i in range(2000)]
    block = bytes(32)
    while len(patterns) < count:
        block = hashlib.sha256(block).digest()
        for bits in struct.unpack("<4Q", block):
            if is_finite(bits) and bits & ~(1 << 63):
                patterns.append(bits)
    return patterns[:count]


def check_published(program):
    path = os.path.join(DATA, "jcs", "README.md")
    if not os.path.exists(path):
        print(f"skipped: no {path}")
        return SKIPPED
    with open(path, encoding="utf-8") as file:
        readme = file.read()
    table = re.findall(r"^\| ([0-9a-f]{64}) \| (\d+) ", readme, re.MULTILINE)
    wanted = {int(lines): digest for digest, lines in table if int(lines) <= 1000000}
    patterns = published_patterns(readme, max(wanted))
    lines = [f"{bits:x},{text}\n" for bits, text in zip(patterns, printed(program, patterns))]
    faults = [count for count, digest in wanted.items()
              if hashlib.sha256("".join(lines[:count]).encode()).hexdigest() != digest]
    print(f"published hashes of {sorted(wanted)} lines: {'different for ' + str(faults) if faults else 'all equal'}")
    return 1 if faults or len(wanted) < 4 else 0


def edges():
    """Powers of two and of ten with their neighbours, and the largest integers."""
    near = [bits_of(2.0 ** exponent) for exponent in range(-1074, 1024)]
    near += [bits_of(float(f"1e{exponent}")) for exponent in range(-323, 309)]
    near += [bits_of(float(2 ** 53 + i)) for i in range(-50, 50)] + [1, LARGEST]
    for bits in near:
        yield from (bits + step for step in range(-3, 4) if 0 <= bits + step <= LARGEST)


def ties(rng):
    """Doubles that stand exactly between two decimals of 17 digits."""
    for _ in range(20000):
        yield bits_of(float(rng.randrange(2 ** 50, 2 ** 51)) + rng.choice([0.25, 0.75]))


def patterns_for_node(count):
    rng = random.Random(SEED)
    patterns = list(edges()) + list(ties(rng))
    makers = [
        lambda: rng.getrandbits(64),
        lambda: bits_of(float(rng.randrange(-2 ** rng.randrange(1, 80), 2 ** rng.randrange(1, 80)))),
        lambda: bits_of(float(f"{rng.randrange(10 ** rng.randrange(1, 9))}e{rng.randrange(-30, 30)}")),
        lambda: bits_of(rng.random() * 10.0 ** rng.randrange(-8, 24)),
        lambda: rng.getrandbits(rng.randrange(1, 53)),
    ]
    while len(patterns) < count:
        bits = rng.choices(makers, weights=[6, 1, 1, 1, 1])[0]()
        patterns += [bits] if is_finite(bits) else []
    return patterns


def report(patterns, ours, theirs, name):
    faults = [(p, a, b) for p, a, b in zip(patterns, ours, theirs) if a != b]
    for pattern, our, their in faults[:20]:
        print(f"{pattern}: ours {our}, {name} {their}")
    same_length = len(ours) == len(theirs) == len(patterns)
    print(f"{len(patterns)} compared with {name} (seed {SEED}), {len(faults)} differ")
    return 0 if same_length and not faults else 1


def check_node(program):
    node = shutil.which("node")
    if node is None:
        print("skipped: no node")
        return SKIPPED
    patterns = patterns_for_node(1000000)
    data = struct.pack(f"<{len(patterns)}Q", *patterns)
    script = os.path.join(os.path.dirname(os.path.abspath(__file__)), "jcs_numbers.js")
    theirs = run([node, script], data)
    return report([f"{bits:016x}" for bits in patterns], printed(program, patterns), theirs, "node")


def exact_text(value):
    """All decimal digits of a fraction whose denominator is a power of two."""
    digits, denominator = value.numerator, value.denominator
    places = denominator.bit_length() - 1
    text = str(digits * 5 ** places).rjust(places + 1, "0")
    return text[:-places] + "." + text[-places:] if places else text


def halfway_texts(rng):
    """The point exactly between two doubles, and texts a hair below and above it, as long as they are read."""
    for _ in range(20000):
        bits = rng.randrange(0x3C00000000000000, 0x4400000000000000)
        middle = exact_text((Fraction(double(bits)) + Fraction(double(bits + 1))) / 2)
        middle += "" if "." in middle else ".0"
        yield from (middle, middle + "0000001", middle[:-1])


def number_texts(count):
    rng = random.Random(SEED)
    texts = [text for text in halfway_texts(rng) if not text.endswith(".")]
    while len(texts) < count:
        whole = str(rng.randrange(10 ** rng.randrange(1, 30)))
        fraction = rng.choice(["", f".{rng.randrange(10 ** 9):09d}", "." + "0" * rng.randrange(1, 300) + "1"])
        exponent = rng.choice(["", f"e{rng.randrange(-340, 280)}", f"E+{rng.randrange(0, 250)}"])
        texts.append(rng.choice(["", "-"]) + whole + fraction + exponent)
    return texts


def check_parse(program):
    texts = number_texts(200000)
    ours = run([program, "parse"], ("\n".join(texts) + "\n").encode())
    theirs = [f"{bits_of(float(text)):016x}" if abs(float(text)) != float("inf") else "invalid-json" for text in texts]
    # "-0" is a double, "0" an integer: both read as the double zero of their sign, as Python reads them.
    return report(texts, ours, theirs, "Python")


CHECKS = {"published": check_published, "node": check_node, "parse": check_parse}

if __name__ == "__main__":
    if len(sys.argv) != 3 or sys.argv[2] not in CHECKS:
        sys.exit(__doc__)
    sys.exit(CHECKS[sys.argv[2]](sys.argv[1]))
