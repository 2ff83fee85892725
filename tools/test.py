#!/usr/bin/env python3
"""Builds and runs the project's checks and counts them: test.py test | lint | soak | bench.

Every suite reports cases; a step that fails without naming a case counts as one failed case. The output of what failed
is printed in full. The last line is `N passed, N failed, N skipped`, and the exit status is 0 only without a failure.
"""

import glob
import json
import os
import re
import subprocess
import sys
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
SKIPPED = 77
TAP_LINE = re.compile(r"^(ok|not ok)\b(?:[^#]*)(#\s*(?:skip|todo))?", re.IGNORECASE)
GOOD = {"OK", "EXPECTEDFAIL"}
# What the plain builds leave out: these run the sanitized programs, once.
ONCE = ["house", "interop", "integration"]


class Count:
    """How many cases passed, failed and were skipped."""

    def __init__(self, passed=0, failed=0, skipped=0):
        self.passed, self.failed, self.skipped = passed, failed, skipped

    def add(self, other):
        self.passed += other.passed
        self.failed += other.failed
        self.skipped += other.skipped

    def __str__(self):
        return f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped"


def say(text):
    print(text, flush=True)


def environment():
    env = dict(os.environ)
    env.setdefault("ASAN_OPTIONS", "detect_leaks=1:abort_on_error=1:strict_string_checks=1")
    env.setdefault("BANYAN_TEST_DATA", os.path.join(os.path.dirname(ROOT), "shared", "data"))
    env.setdefault("UBSAN_OPTIONS", "halt_on_error=1:print_stacktrace=1")
    return env


def count_tap(text):
    count = Count()
    for line in text.splitlines():
        match = TAP_LINE.match(line)
        if match is None:
            continue
        if match.group(2):
            count.skipped += 1
        elif match.group(1).lower() == "ok":
            count.passed += 1
        else:
            count.failed += 1
    return count


def count_exit(status):
    return Count(int(status == 0), int(status not in (0, SKIPPED)), int(status == SKIPPED))


def settle(count, status):
    """A failing status without a failed case is itself one."""
    if status not in (0, SKIPPED) and count.failed == 0:
        count.failed = 1
    if status == 0 and count.passed + count.failed + count.skipped == 0:
        count.failed = 1
    return count


def run_plain(command):
    """One command that is one case; its output goes straight through."""
    done = subprocess.run(command, cwd=ROOT, env=environment(), stdin=subprocess.DEVNULL)
    return count_exit(done.returncode)


def run_tap(command):
    """A command whose output is TAP; it is passed on line by line."""
    process = subprocess.Popen(command, cwd=ROOT, env=environment(), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                               stderr=subprocess.STDOUT, text=True, errors="replace")
    lines = []
    for line in process.stdout:
        lines.append(line)
        print(line, end="", flush=True)
    return settle(count_tap("".join(lines)), process.wait())


def count_meson_test(test, tap_names):
    """The cases of one line of testlog.json."""
    result = test["result"]
    if result == "SKIP":
        return Count(skipped=1)
    name = test["name"].rsplit(" / ", 1)[-1]
    count = count_tap(test.get("stdout", "")) if name in tap_names else Count(passed=int(result in GOOD))
    return settle(count, 0 if result in GOOD else 1)


def print_failure(test):
    say(f"\n---- failed: {test['name']} ({test['result']}, {test.get('duration', 0):.1f} s)")
    for stream in ("stdout", "stderr"):
        if test.get(stream):
            say(test[stream].rstrip("\n"))
    say("----")


def run_meson(build, without=()):
    """All tests of a build, except the suites in `without`, counted by their cases."""
    command = ["meson", "test", "-C", f"build/{build}", "--no-rebuild", "--timeout-multiplier", "4"]
    for suite in without:
        command += ["--no-suite", suite]
    log = os.path.join(ROOT, "build", build, "meson-logs", "testlog.json")
    if os.path.exists(log):
        os.unlink(log)
    status = subprocess.run(command, cwd=ROOT, env=environment(), stdin=subprocess.DEVNULL).returncode
    with open(os.path.join(ROOT, "build", build, "meson-info", "intro-tests.json"), encoding="utf-8") as file:
        tap_names = {test["name"] for test in json.load(file) if test["protocol"] == "tap"}
    total = Count()
    if os.path.exists(log):
        with open(log, encoding="utf-8") as file:
            tests = [json.loads(line) for line in file if line.strip()]
        for test in tests:
            count = count_meson_test(test, tap_names)
            total.add(count)
            if count.failed > 0:
                print_failure(test)
    return settle(total, status)


def run_scripts(folder):
    """Every script of a folder, in name order, each one case; it gets the release build as its argument."""
    total = Count()
    for script in sorted(glob.glob(os.path.join(ROOT, folder, "*.sh"))):
        say(f"-- {os.path.relpath(script, ROOT)}")
        total.add(run_plain([script, "build/release"]))
    return total


def build(kind, *targets):
    return lambda: run_plain(["tools/build.sh", kind, *targets])


LINT = [("build clang", build("clang")), ("lint", lambda: run_tap(["tools/lint.py"]))]
PLANS = {
    "lint": LINT,
    "test": [
        ("build debug (gcc, ASan, UBSan)", build("debug")),
        ("build release (gcc)", build("release")),
        ("build fuzz (clang, libFuzzer)", build("fuzz", "fuzz-targets")),
        *LINT,
        ("tests, debug build", lambda: run_meson("debug")),
        ("tests, clang build", lambda: run_meson("clang", ONCE)),
        ("tests, release build", lambda: run_meson("release", ONCE)),
        ("fuzz, 5 s a target", lambda: run_tap(["tools/fuzz.sh", "5"])),
    ],
    "soak": [
        ("build release", build("release")),
        ("build debug", build("debug")),
        ("build fuzz", build("fuzz", "fuzz-targets")),
        ("fuzz, 60 s a target", lambda: run_tap(["tools/fuzz.sh", "60"])),
        ("soak", lambda: run_scripts("tests/soak")),
    ],
    "bench": [("build release", build("release")), ("bench", lambda: run_scripts("bench"))],
}


def main():
    if len(sys.argv) != 2 or sys.argv[1] not in PLANS:
        sys.exit("usage: test.py " + " | ".join(PLANS))
    total = Count()
    lines = []
    for name, step in PLANS[sys.argv[1]]:
        say(f"\n== {name}")
        start = time.monotonic()
        count = step()
        total.add(count)
        lines.append(f"{name}: {count} ({time.monotonic() - start:.0f} s)")
        say(f"== {lines[-1]}")
    say("\n" + "\n".join(lines))
    say(str(total))
    sys.exit(1 if total.failed or not total.passed else 0)


if __name__ == "__main__":
    main()
