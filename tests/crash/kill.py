"""kill -9 at random moments of an import and of a sequencing run, on the real directory."""

import argparse
import os
import random
import subprocess
import sys
import time

import instance
import power
import tlog
from instance import NOTHING, STORED, must

# A draw that comes after the end of the program is no kill; so many in a row mean that it is never reached.
DRAWS = 40


class Trials:
    """What all kills of one run share."""

    def __init__(self, banyan, folder, before=200, rows=2000):
        self.plan = instance.Plan(banyan, folder, before, rows)
        self.live = instance.Instance(banyan, os.path.join(folder, "live"))
        self.stored = instance.Instance(banyan, os.path.join(folder, "stored"))
        self.make_stored()

    def make_stored(self):
        """An import killed when it was stored and not on the log: the moment is searched for by halving."""
        low, high = 0.0, self.seconds(self.plan.base, self.plan.words)
        for _ in range(DRAWS):
            middle = (low + high) / 2
            self.plan.base.copy_to(self.stored.data)
            self.killed(self.stored, self.plan.words, middle)
            found = self.plan.judge_state(self.stored.state())
            if found == (True, False):
                return
            low, high = (middle, high) if found == (False, False) else (low, middle)
            # The same moment is never met twice: a bracket that has closed is opened again.
            if high - low < 0.002:
                low, high = low * 0.8, high * 1.2
        raise instance.Wrong("no kill came between storing and publishing")

    def seconds(self, base, words):
        """How long the undisturbed program takes."""
        base.copy_to(self.live.data)
        begun = time.monotonic()
        self.live.run(*words)
        return time.monotonic() - begun

    @staticmethod
    def killed(live, words, after):
        """Runs a program and kills it after so many seconds, unless it has ended before."""
        process = subprocess.Popen(live.command(*words), env=instance.environment(), stdin=subprocess.DEVNULL,
                                   stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        try:
            text, _ = process.communicate(timeout=after)
        except subprocess.TimeoutExpired:
            process.kill()
            text, _ = process.communicate()
        must(process.returncode in (0, -9), "ended with", process.returncode, text.decode(errors="replace"))
        return process.returncode == -9

    def trial(self, draw, words, base, seconds):
        """One kill and its checks, every third time all of them; a sentence."""
        for _ in range(DRAWS):
            base.copy_to(self.live.data)
            seen = [power.head_of(self.live.log)]
            after = draw.uniform(0, seconds)
            if self.killed(self.live, words, after):
                break
        else:
            raise instance.Wrong(f"{words[0]} always ended before it could be killed")
        story = f"{words[0]} killed after {after * 1000:.0f} of {seconds * 1000:.0f} ms"
        try:
            least = NOTHING if base is self.plan.base else STORED
            return f"{story}, " + self.plan.judge(self.live, seen, least, draw.randrange(3) == 0)
        except (AssertionError, tlog.LogFault) as wrong:
            raise instance.Wrong(f"{story}: {wrong}") from wrong

    def run(self, trials, seed, say=print):
        """So many kills of an import, and as many of a sequencing run."""
        for words, base in ((self.plan.words, self.plan.base), (power.SEQUENCE, self.stored)):
            seconds = self.seconds(base, words)
            for number in range(trials):
                say(f"{number + 1}: {self.trial(random.Random(seed + number), words, base, seconds)}")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", required=True, help="build folder with src/banyan")
    parser.add_argument("--trials", type=int, default=50, help="of the import, and as many of the sequencing run")
    parser.add_argument("--rows", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1 << 30))
    args = parser.parse_args()
    print(f"seed {args.seed}", flush=True)
    with instance.work_folder() as folder:
        trials = Trials(os.path.join(os.path.abspath(args.build), "src", "banyan"), folder, rows=args.rows)
        trials.run(args.trials, args.seed, lambda line: print(line, flush=True))


if __name__ == "__main__":
    sys.exit(main())
