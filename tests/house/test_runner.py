#!/usr/bin/env python3
"""What runs the checks counts what passes, cannot overlook what fails, and lint and fuzzing say no. TAP."""

import json
import os
import shutil
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


def small_root(root, tool, files):
    """A root with one tool in it and a few files; a text that begins with #! is made executable."""
    for folder in ("tools", "src", "tests/fuzz", "bench"):
        os.makedirs(os.path.join(root, folder))
    shutil.copy(os.path.join(TOOLS, tool), os.path.join(root, "tools"))
    for path, text in files.items():
        at = os.path.join(root, path)
        os.makedirs(os.path.dirname(at), exist_ok=True)
        with open(at, "w", encoding="utf-8") as file:
            file.write(text)
        os.chmod(at, 0o755 if text.startswith("#!") else 0o644)


def fuzz_answer(program):
    """What tools/fuzz.sh says of a fuzz program."""
    with tempfile.TemporaryDirectory() as root:
        small_root(root, "fuzz.sh", {"tests/fuzz/targets.txt": "x base\n", "build/fuzz/tests/fuzz/fuzz_x": program})
        done = subprocess.run([os.path.join(root, "tools", "fuzz.sh"), "1"], stdout=subprocess.PIPE, text=True)
        return done.returncode, done.stdout


def lint_answer(source):
    """What tools/lint.py says of one source file: the words behind each verdict."""
    with tempfile.TemporaryDirectory() as root:
        entry = [{"directory": root, "file": "src/x.c", "command": "cc -c src/x.c"}]
        small_root(root, "lint.py", {"src/x.c": source, "tests/fuzz/y.c": "\n",
                                     "build/clang/compile_commands.json": json.dumps(entry)})
        for name in (".clang-format", ".clang-tidy"):
            shutil.copy(os.path.join(os.path.dirname(TOOLS), name), root)
        command = [sys.executable, os.path.join(root, "tools", "lint.py")]
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True)
        refused = {line.split(" - ")[1] for line in done.stdout.splitlines() if line.startswith("not ok")}
        return refused if done.returncode == int(bool(refused)) else None


def sanitizer_cases():
    status, text = fuzz_answer("#!/bin/sh\necho stat::number_of_executed_units: 7 >&2\n")
    yield "a fuzz program that finds nothing passes", status == 0 and "ok 1 - fuzz x: 7 runs" in text
    status, text = fuzz_answer("#!/bin/sh\necho found it\nexit 77\n")
    yield "a fuzz program that stops fails with its output", status != 0 and "# found it\nnot ok 1" in text
    yield "lint accepts clean code", lint_answer("int main(void) {\n    return 0;\n}\n") == set()
    yield "lint refuses another layout", lint_answer("int main(void) { return 0; }\n") == {"clang-format"}
    null = "int main(void) {\n    int *p = 0;\n    return *p;\n}\n"
    yield "lint refuses a null pointer followed", lint_answer(null) == {"clang-tidy", "cppcheck"}


def cases():
    yield from sanitizer_cases()
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
