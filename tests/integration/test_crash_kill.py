#!/usr/bin/env python3
"""kill -9 at random moments, in short: tests/soak/crash_kill.sh is the whole. Called with banyan and banyan-verify."""

import os
import random
import sys

from harness import BANYAN, ROOT, main, test

sys.path.insert(0, os.path.join(ROOT, "tests", "crash"))
# pylint: disable=wrong-import-position
import instance  # noqa: E402
import kill  # noqa: E402

SEED = random.SystemRandom().randrange(1 << 30)


@test("20 kills of an import of 1,500 rows and of its sequencing run leave each whole or absent")
def kills(box):
    del box
    print(f"# seed {SEED}", flush=True)
    with instance.work_folder() as folder:
        kill.Trials(BANYAN, folder, rows=1500).run(10, SEED, lambda line: print("# " + line, flush=True))


if __name__ == "__main__":
    main()
