"""Power cuts while `banyan init` makes a data directory: what is found is complete, or init finishes it."""

import os
import shutil

import instance
import tlog
from disk import KEEP, Disk, differences, keep_by_name, run_recorded
from instance import must

INIT = ["init", "--log-origin", "example.org/beginning"]
LEAVES = 2  # the rules that init publishes, and the organisation
EXIT_NOT_FOUND, EXIT_STATE = 4, 5


class Trials:
    """What all power cuts of one run share."""

    def __init__(self, banyan, shim, folder):
        self.folder, self.root = folder, os.path.join(folder, "root")
        self.banyan, self.live = banyan, instance.Instance(banyan, os.path.join(self.root, "data"))
        disk = self.begin()
        done, self.records = run_recorded(self.live.command(*INIT), shim, self.root, os.path.join(folder, "journal"),
                                          env=instance.environment())
        must(done.returncode == 0, "init ended with", done.returncode, done.stderr.decode(errors="replace"))
        unseen = differences(disk.replay(self.records), self.root)
        must(not unseen, "the shim did not see what happened to", unseen)

    def begin(self):
        if os.path.exists(self.root):
            shutil.rmtree(self.root)
        os.mkdir(self.root)
        return Disk(self.root)

    def run(self, step, seed):
        """A power cut after each step-th call and after the end, in each mode; how many found a complete directory."""
        disk, complete = self.begin(), []
        for number, record in enumerate(self.records, 1):
            disk.replay([record])
            ended = number == len(self.records)
            for mode in [*KEEP, "some"] if ended or number % step == 0 else []:
                after = os.path.join(self.folder, "after")
                disk.write_out(after, keep_by_name(mode, seed + number))
                try:
                    complete.append(self.judge(instance.Instance(self.banyan, os.path.join(after, "data")), ended))
                except (AssertionError, tlog.LogFault) as wrong:
                    raise instance.Wrong(f"power cut ({mode}) after call {number}: {wrong}") from wrong
        return sum(complete), len(complete)

    @staticmethod
    def judge(found, ended):
        """Complete, and then init refuses to make it again; or not there, or half, and then init finishes it."""
        code, told = found.run("fsck", code=None)
        must(code in (0, EXIT_NOT_FOUND, EXIT_STATE), "fsck ended with", code, told)
        must(code == 0 or not ended, "init had ended, and its directory is not there:", told)
        must(code == 0 or "banyan init" in told, "fsck does not say what to do:", told)
        found.run(*INIT, code=0 if code != 0 else EXIT_STATE)
        instance.judge_fsck(found, clean=True)
        found.run("organisation", "add", os.path.join(instance.EXAMPLES, "organisation.yaml"))
        must(tlog.check_log(found.log).size == LEAVES, "not the log of an instance with an organisation")
        instance.judge_fsck(found, clean=True)
        return code == 0
