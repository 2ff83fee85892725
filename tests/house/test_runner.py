#!/usr/bin/env python3
"""The runner behind `make test` counts what passes and cannot overlook what fails. TAP."""

import os
import subprocess
import sys
import tempfile

TOOLS = os.path.join(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))), "tools")
sys.path.insert(0, TOOLS)
sys.dont_write_bytecode = True
import test as runner  # noqa: E402  (tools/test.py)

MESON = """project('counted')
sh = find_program('sh')
foreach name, script : {
  'tap': 'echo 1..3; echo ok 1 - a; echo not ok 2 - b; echo "ok 3 - c # SKIP none"; exit 1',
  'crash': 'echo 1..2; echo ok 1 - a; kill -SEGV $$',
}
  test(name, sh, args: ['-c', script], protocol: 'tap')
endforeach
foreach name, status : {'good': '0', 'bad': '1', 'absent': '77'}
  test(name, sh, args: ['-c', 'exit ' + status], suite: name)
endforeach
"""


def same(count, passed, failed, skipped):
    return (count.passed, count.failed, count.skipped) == (passed, failed, skipped)


def meson_counts(suites_left_out):
    """run_meson over a small project with one test of each fate."""
    with tempfile.TemporaryDirectory() as root:
        with open(os.path.join(root, "meson.build"), "w", encoding="utf-8") as file:
            file.write(MESON)
        subprocess.run(["meson", "setup", os.path.join(root, "build", "debug"), root], check=True,
                       stdout=subprocess.DEVNULL)
        keep = runner.ROOT, os.dup(1)
        with open(os.devnull, "w", encoding="utf-8") as null:
            sys.stdout.flush()
            os.dup2(null.fileno(), 1)
            runner.ROOT = root
            count = runner.run_meson("debug", suites_left_out)
            sys.stdout.flush()
        runner.ROOT = keep[0]
        os.dup2(keep[1], 1)
        return count


def cases():
    settle, count = runner.settle, runner.Count
    lines = "ok 1\nnot ok 2\nok 3 # skip x\nnoise\n"
    yield "TAP lines are counted by their kind", same(runner.count_tap(lines), 1, 1, 1)
    yield "a failing program without a failed case fails", same(settle(count(passed=3), 1), 3, 1, 0)
    yield "a failed case is not counted twice", same(settle(count(passed=3, failed=1), 1), 3, 1, 0)
    yield "a program without any case fails", same(settle(count(), 0), 0, 1, 0)
    yield "exit 77 is a skipped case", same(runner.count_exit(77), 0, 0, 1)
    yield "death by a signal is a failed case", same(runner.count_exit(-11), 0, 1, 0)
    yield "Meson's tests are counted by their cases, a crash among them", same(meson_counts([]), 3, 3, 2)
    yield "suites left out are not counted", same(meson_counts(["bad", "absent"]), 3, 2, 1)


def main():
    failed = False
    number = 0
    for number, (name, good) in enumerate(cases(), 1):
        failed |= not good
        print(f"{'ok' if good else 'not ok'} {number} - {name}", flush=True)
    print(f"1..{number}")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
