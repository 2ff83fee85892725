"""EIO and ENOSPC at each write-like call of an import with its sequencing run, injected by strace.

strace counts the calls of each kind on their own, from the start of the program. So one run is traced without a fault,
and the k-th write-like call below the data directory becomes the n-th write, openat, fsync ... of the program.
"""

import argparse
import concurrent.futures
import os
import re
import shutil
import subprocess
import sys

import instance
import power
import tlog
from instance import LOGGED, NOTHING, must

SKIPPED = 77
KINDS = ["write", "pwrite64", "writev", "pwritev", "fsync", "fdatasync", "ftruncate", "rename", "renameat", "renameat2",
         "link", "linkat", "unlink", "unlinkat", "mkdir", "mkdirat", "rmdir", "open", "openat", "creat"]
CALL = re.compile(r"^(?:\d+ +)?(\w+)\((.*)$")
REASONS = {"EIO": ["Input/output error", "the disk may be full, failing or read-only"],
           "ENOSPC": ["No space left on device", "disk is full", "the disk may be full, failing or read-only"]}
EXIT_IO = 8
ASAN = "detect_leaks=0:abort_on_error=1"  # LeakSanitizer cannot work under ptrace


def strace(instance_, words, trace, *options):
    """Runs a program under strace; the trace as text, and how the program ended."""
    env = dict(instance.environment(), ASAN_OPTIONS=ASAN)
    done = subprocess.run(["strace", "-f", "-y", "-s", "0", "-e", "trace=" + ",".join(KINDS), "-o", trace, *options,
                           *instance_.command(*words)], env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, timeout=300)
    with open(trace, encoding="utf-8", errors="replace") as file:
        return file.read(), done


def reason_to_skip():
    """Why faults cannot be injected on this machine, or None."""
    if shutil.which("strace") is None:
        return "strace is not installed"
    done = subprocess.run(["strace", "-e", "trace=fsync", "-e", "inject=fsync:error=EIO:when=1", "true"],
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    return None if done.returncode == 0 else "ptrace is not allowed here: " + done.stdout.decode().strip()


def changes_files(kind, rest, data):
    """Whether a traced call is write-like and below the data directory."""
    if kind in ("open", "openat") and not re.search(r"O_CREAT|O_TRUNC", rest):
        return False
    return data + "/" in rest or f"<{data}>" in rest or f'"{data}"' in rest


def write_like(trace, data):
    """[(kind, n)]: the write-like calls below the data directory, each with its number among the calls of its kind."""
    counts, found = {}, []
    for line in trace.splitlines():
        match = CALL.match(line)
        if match is None:
            continue
        kind = match.group(1)
        counts[kind] = counts.get(kind, 0) + 1
        if changes_files(kind, match.group(2), data):
            found.append((kind, counts[kind]))
    return found


class Trials:
    """What all injected faults of one run share."""

    def __init__(self, banyan, folder, before=200, rows=300):
        self.plan = instance.Plan(banyan, folder, before, rows)
        self.folder = folder
        self.calls = self.find_calls()

    def copy(self, name):
        """Of one length, so that every run has the same lines in its trace."""
        return self.plan.base.copy_to(os.path.join(self.folder, name))

    def find_calls(self):
        live = self.copy("live-000-0")
        trace, done = strace(live, self.plan.words, os.path.join(self.folder, "trace"))
        must(done.returncode == 0, "under strace it ended with", done.returncode, done.stderr.decode())
        return write_like(trace, live.data)

    def trial(self, number, fault):
        """One fault at the number-th write-like call; how the program ended, in words."""
        kind, nth = self.calls[number]
        live = self.copy(f"live-{number:03}-{fault[1]}")
        seen = [power.head_of(live.log)]
        trace, done = strace(live, self.plan.words, live.data + ".trace", "-e", f"inject={kind}:error={fault}:when={nth}")
        story = f"{fault} at call {number + 1}, {kind}"
        try:
            must("(INJECTED)" in trace, "strace injected nothing")
            ended = self.judge_end(done, fault)
            self.judge_told(ended, live.state())
            self.plan.judge(live, seen, LOGGED if ended == "done" else NOTHING, number % 5 == 0)
        except (AssertionError, tlog.LogFault) as wrong:
            raise instance.Wrong(f"{story}: {wrong}") from wrong
        shutil.rmtree(live.data)
        return f"{story}: {ended}"

    def judge_told(self, ended, state):
        """A sentence that says the records are stored is true, and is there whenever only the log is behind."""
        stored, logged = self.plan.judge_state(state)
        if ended != "done":
            must(("stored, but the log" in ended) == (stored and not logged) or logged, "said", ended, "of", state)

    @staticmethod
    def judge_end(done, fault):
        """It succeeds, or fails with one sentence that names what failed and why, and never dies of a signal."""
        told = done.stderr.decode(errors="replace")
        must(done.returncode >= 0, "died of", instance.signal_name(done.returncode), told)
        if done.returncode == 0:
            return "done"
        must(done.returncode == EXIT_IO, "ended with", done.returncode, told)
        lines = told.splitlines()
        must(len(lines) == 1 and lines[0].startswith("banyan"), "not one sentence:", told)
        must(any(reason in lines[0] for reason in REASONS[fault]), "the reason is not named:", told)
        return lines[0]

    def run(self, numbers, say=print):
        """The fault of each kind at each of the calls, two at a time."""
        cases = [(number, fault) for fault in REASONS for number in numbers]
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            for line in pool.map(lambda case: self.trial(*case), cases):
                say(line)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", required=True, help="build folder with src/banyan")
    parser.add_argument("--points", type=int, default=300, help="how many of the first write-like calls")
    args = parser.parse_args()
    reason = reason_to_skip()
    if reason is not None:
        print(f"skipped: {reason}")
        return SKIPPED
    with instance.work_folder() as folder:
        trials = Trials(os.path.join(os.path.abspath(args.build), "src", "banyan"), folder)
        must(len(trials.calls) >= args.points, "the run has only", len(trials.calls), "write-like calls")
        print(f"{len(trials.calls)} write-like calls; faults at the first {args.points}", flush=True)
        trials.run(range(args.points), lambda line: print(line, flush=True))
    return 0


if __name__ == "__main__":
    sys.exit(main())
