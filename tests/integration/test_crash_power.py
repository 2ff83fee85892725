#!/usr/bin/env python3
"""Power cuts, in short: tests/soak/crash_power.sh is the whole. Called with banyan, banyan-verify and the crash shim."""

import os
import random
import sys

from harness import BANYAN, ROOT, check, main, test

SHIM = os.path.abspath(sys.argv[3])
sys.path.insert(0, os.path.join(ROOT, "tests", "crash"))
# pylint: disable=wrong-import-position
import beginning  # noqa: E402
import forgetting  # noqa: E402
import instance  # noqa: E402
import power  # noqa: E402

SEED = random.SystemRandom().randrange(1 << 30)


@test("10 power cuts leave an import and its log whole or absent, and running it again makes them whole")
def trials(box):
    del box
    print(f"# seed {SEED}", flush=True)
    with instance.work_folder() as folder:
        runs = power.Trials(BANYAN, SHIM, folder)
        for number in range(10):
            print("# " + runs.trial(SEED + number), flush=True)


@test("a power cut after each fourth call of an import and of a sequencing run leaves nothing half")
def every_call(box):
    del box
    with instance.work_folder() as folder:
        runs = power.Trials(BANYAN, SHIM, folder)
        check(runs.every_call(runs.plan.words, runs.plan.base, 4, SEED) > 300)
        check(runs.every_call(power.SEQUENCE, runs.stored, 4, SEED) > 100)


@test("a directory that a killed run made survives a power cut after the run that went on from it")
def directories(box):
    del box
    with instance.work_folder() as folder:
        runs = power.Trials(BANYAN, SHIM, folder)
        check(runs.killed_then_ended(lambda record: record.op == "D") >= 6)


@test("init is complete after a power cut, or a second init finishes it")
def init(box):
    del box
    with instance.work_folder() as folder:
        complete, cuts = beginning.Trials(BANYAN, SHIM, folder).run(24, SEED)
        check(0 < complete < cuts, complete, cuts)


@test("a record is there whole after a power cut, or no piece of its key and box is in any file")
def erase(box):
    del box
    with instance.work_folder() as folder:
        erased, cuts = forgetting.Trials(BANYAN, SHIM, folder).run(16, SEED)
        check(0 < erased < cuts, erased, cuts)


if __name__ == "__main__":
    main()
