"""Power cuts: an import or a sequencing run is killed at a chosen call, and the disk keeps what was synced, or some more.

One trial: up to three programs one after another, each but the last killed by the shim; then the power cut; then the
checks of instance.py on what the disk holds. A program that ended by itself has acknowledged its work.
"""

import argparse
import os
import random
import sys

import beginning
import forgetting
import instance
import tlog
from disk import KEEP, Disk, differences, keep_by_name, run_recorded
from instance import LOGGED, NOTHING, STORED, must

MODES = [*KEEP, "some", "some", "some"]
SEQUENCE = ["log", "sequence"]


def head_of(folder):
    """What a reader of the log sees at this moment, before the power goes."""
    log = tlog.check_log(folder)
    return (log.size, log.root)


class Trials:
    """What all power cuts of one run share. Each begins with an instance before the import, or one that has stored it
    and not put it on the log yet."""

    def __init__(self, banyan, shim, folder, before=200, rows=300):
        self.plan = instance.Plan(banyan, folder, before, rows)
        self.shim, self.folder = shim, folder
        self.journal = os.path.join(folder, "journal")
        self.live = instance.Instance(banyan, os.path.join(folder, "live"))
        self.records = self.record(self.begin(self.plan.base), self.plan.words)
        self.calls = self.records[-1].count
        must(self.calls > 100, "the shim saw only", self.calls, "calls")
        self.stored = self.make_stored()

    def begin(self, base):
        base.copy_to(self.live.data)
        return Disk(self.live.data)

    def make_stored(self):
        """The disk as it is after the import was committed and before it was sequenced."""
        stored = instance.Instance(self.live.banyan, os.path.join(self.folder, "stored"))
        disk = self.begin(self.plan.base)
        for record in self.records:
            disk.replay([record])
            if record.op == "S" and record.path.endswith("banyan.db-wal"):
                disk.write_out(stored.data, KEEP["kept"])
                if self.plan.judge_state(stored.state()) == (True, False):
                    return stored
        raise instance.Wrong("the import was never stored and not yet on the log")

    def record(self, disk, words):
        """The journal of a run that nobody disturbs; it says whether the shim saw all of it."""
        ended, records = self.run(disk, words, 0)
        must(ended, words, "was killed")
        return records

    def run(self, disk, words, kill_at):
        """Runs one program and brings the disk up to date; says whether it ended by itself."""
        done, records = run_recorded(self.live.command(*words), self.shim, self.live.data, self.journal, kill_at,
                                     env=instance.environment())
        disk.replay(records)
        unseen = differences(disk, self.live.data)
        must(not unseen, "the shim did not see what happened to", unseen)
        must(done.returncode in (0, -9), f"ended with {done.returncode}:", done.stderr.decode(errors="replace"))
        return done.returncode == 0, records

    def cut(self, disk, mode, seed):
        """The instance as it is found after the power cut."""
        after = instance.Instance(self.live.banyan, os.path.join(self.folder, "after"))
        disk.write_out(after.data, keep_by_name(mode, seed))
        return after

    def trial(self, seed):
        """One power cut; a sentence that says what happened."""
        draw = random.Random(seed)
        words, base, least = draw.choice([(self.plan.words, self.plan.base, NOTHING), (SEQUENCE, self.stored, STORED)])
        disk, story = self.begin(base), []
        seen = [head_of(self.live.log)]
        for _ in range(draw.choice([1, 1, 2, 3])):
            kill_at = draw.randint(1, self.calls * (11 if words == self.plan.words else 6) // 10)
            ended, records = self.run(disk, words, kill_at)
            least = self.acknowledged(words, least) if ended else least
            seen.append(head_of(self.live.log))
            story.append(words[0] + (" ended" if ended else f" killed at call {kill_at}") + f" ({len(records)} done)")
            words = draw.choice([words, SEQUENCE])
        mode = draw.choice(MODES)
        return self.judged(self.cut(disk, mode, seed), seen, least, [*story, f"power cut ({mode})"])

    def acknowledged(self, words, least):
        """A program has ended by itself; a sequencing run has done something only where the import is stored."""
        imported, _ = self.plan.judge_state(self.live.state())
        return LOGGED if words != SEQUENCE or imported else least

    def judged(self, after, seen, least, story):
        try:
            story.append(self.plan.judge(after, seen, least))
        except (AssertionError, tlog.LogFault) as wrong:
            raise instance.Wrong(", ".join(story) + f": {wrong}") from wrong
        return ", ".join(story)

    def every_call(self, words, base, step, seed):
        """A power cut after each step-th call of one run and after its end, in each mode; only the quick checks."""
        records = self.record(self.begin(base), words)
        disk, before, cuts = self.begin(base), head_of(base.log), 0
        start = STORED if base is self.stored else NOTHING
        for number, record in enumerate(records, 1):
            disk.replay([record])
            ended = number == len(records)
            for mode in [*KEEP, "some"] if ended or number % step == 0 else []:
                least = LOGGED if ended and words == self.plan.words else start
                self.plan.judge_quickly(self.cut(disk, mode, seed + number), [before], least)
                cuts += 1
        return cuts

    def killed_then_ended(self, wanted):
        """Kills the import before each call that follows a wanted record, runs it again to its end, and cuts the power:
        what the first run left half done must not be taken for durable by the second."""
        cuts = 0
        for record in self.records:
            if wanted(record):
                disk = self.begin(self.plan.base)
                ended, _ = self.run(disk, self.plan.words, record.count + 1)
                must(not ended, "the import ended, and was to be killed at call", record.count + 1)
                self.record(disk, self.plan.words)
                for mode in ("lost", "contents"):
                    after = self.cut(disk, mode, 0)
                    self.plan.judge_quickly(after, [head_of(self.live.log)], LOGGED)
                    cuts += 1
        return cuts


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", required=True, help="build folder with src/banyan and tests/crash/libcrash_shim.so")
    parser.add_argument("--trials", type=int, default=50)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1 << 30))
    args = parser.parse_args()
    build = os.path.abspath(args.build)
    print(f"seed {args.seed}", flush=True)
    with instance.work_folder() as folder:
        programs = os.path.join(build, "src", "banyan"), os.path.join(build, "tests", "crash", "libcrash_shim.so")
        trials = Trials(*programs, folder)
        for number in range(args.trials):
            print(f"{number + 1}: {trials.trial(args.seed + number)}", flush=True)
        cuts = trials.every_call(trials.plan.words, trials.plan.base, 1, args.seed)
        cuts += trials.every_call(SEQUENCE, trials.stored, 1, args.seed)
        print(f"{cuts} power cuts between all calls of an import and a sequencing run: nothing half", flush=True)
        cuts = trials.killed_then_ended(lambda record: record.count < trials.calls and record.count % 4 == 0)
        print(f"{cuts} power cuts after an import that was killed and run again to its end: nothing lost", flush=True)
        complete, cuts = beginning.Trials(*programs, folder).run(2, args.seed)
        print(f"{cuts} power cuts during init: {complete} found it complete, the others were finished by a second init",
              flush=True)
    with instance.work_folder() as folder:
        erased, cuts = forgetting.Trials(*programs, folder).run(1, args.seed)
        print(f"{cuts} power cuts during an erasure: {erased} found it done, and no piece of the record in any file")


if __name__ == "__main__":
    sys.exit(main())
