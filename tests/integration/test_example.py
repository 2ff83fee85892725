#!/usr/bin/env python3
"""The shipped example: from an empty directory to a statement and a proof, the same a second time. TAP."""

import json
import os
import sys

import harness
from harness import EXAMPLES, ROOT, check, contains, equal, main, run, test

BUILD = os.path.dirname(os.path.dirname(harness.BANYAN))
SCRIPT = os.path.join(ROOT, "tools", "run-example.sh")
MADE = ["village-trees.html", "village-trees.json", "village-trees.csv", "campus-electricity.html",
        "campus-electricity.json", "campus-electricity.csv", "tree.banyan", "tree-altered.banyan", "log.pub",
        "steps.log", "data"]


def example(box, code=0):
    return run([SCRIPT, BUILD, box.path("example")], box.folder, code, box.env)


@test("the example's records are what its script makes")
def _(box):
    run([sys.executable, os.path.join(EXAMPLES, "make_data.py"), "--check"], box.folder)


@test("the whole way works, says what was made, where to look and what to try, in a screenful")
def _(box):
    answer = example(box)
    contains(answer.out, "invented", "240 trees and 12 meter readings", "tCO2e (95 %:", "This holds")
    check(len(answer.out.splitlines()) <= 20, answer.out)
    equal(answer.err, "")
    for name in MADE:
        check(os.path.exists(box.path("example/" + name)), f"{name} is missing")


@test("everything it says to try works as printed")
def _(box):
    commands = [line.split() for line in example(box).out.partition("\nTry\n")[2].splitlines()]
    equal(len(commands), 3)
    for command in commands:
        run(command, ROOT, 0, box.env)
    contains(run(commands[1], ROOT, 0, box.env).out, "Holds: statement")


@test("it works the same a second time, and leaves a directory alone that it did not make")
def _(box):
    equal(example(box).out, example(box).out)
    os.remove(box.path("example/steps.log"))
    contains(example(box, code=1).err, "was not made by this script")
    check(os.path.exists(box.path("example/data")), "something was removed")


@test("its bundle holds, its altered bundle does not, and both say why in one sentence")
def _(box):
    example(box)
    key = ["--log-key", "example/log.pub"]
    contains(box.verify("example/tree.banyan", *key, "--statement", "example/village-trees.json").out, "counted in")
    answer = box.verify("example/tree-altered.banyan", *key, code=None)
    check(answer.code in (1, 2), answer.out)
    contains(answer.out, "NOT" if answer.code == 1 else "Could not decide")
    answer = box.verify("example/tree.banyan", *key, "--statement", "example/campus-electricity.json", code=1)
    contains(answer.out, "statement")


@test("its statements say what they are: not verified, a stock, counts with reasons, two languages")
def _(box):
    example(box)
    statement = json.loads(box.read("example/village-trees.json"))
    equal(statement["counts"]["received"], 240)
    equal(statement["counts"]["accepted"], 238)
    equal([item["count"] for item in statement["counts"]["excluded"]], [2])
    page = box.read("example/village-trees.html").decode()
    contains(page, "not verified", "not a removal", "invented")
    check("<script" not in page, "a statement has no script")
    contains(box.read("example/campus-electricity.csv").decode(), "emission")


main()
