#!/usr/bin/env python3
"""EIO and ENOSPC at write-like calls, in short: tests/soak/crash_inject.sh is the whole. Called with banyan and
banyan-verify; skipped where strace is missing or may not trace."""

import os
import sys

from harness import BANYAN, ROOT, check, main, test

sys.path.insert(0, os.path.join(ROOT, "tests", "crash"))
# pylint: disable=wrong-import-position
import inject  # noqa: E402
import instance  # noqa: E402

POINTS = 40


@test("EIO and ENOSPC at 40 of the write-like calls end in success or a sentence, and nothing is half")
def faults(box):
    del box
    with instance.work_folder() as folder:
        trials = inject.Trials(BANYAN, folder)
        check(len(trials.calls) >= 300, "the run has only", len(trials.calls), "write-like calls")
        points = [number * len(trials.calls) // POINTS for number in range(POINTS)]
        trials.run(points, lambda line: print("# " + line, flush=True))


if __name__ == "__main__":
    reason = inject.reason_to_skip()
    if reason is not None:
        print(f"1..0 # SKIP {reason}")
    else:
        main()
