#!/usr/bin/env python3
"""The crash tests say no: to programs that publish carelessly, to calls the model does not know, and to each kind of
damage they look for. Called with banyan, banyan-verify and the crash shim."""

import os
import subprocess
import sys

from harness import BANYAN, ROOT, check, contains, equal, main, test

SHIM = os.path.abspath(sys.argv[3])
sys.path.insert(0, os.path.join(ROOT, "tests", "crash"))
# pylint: disable=wrong-import-position
import disk  # noqa: E402
import inject  # noqa: E402
import instance  # noqa: E402
import tlog  # noqa: E402

WRITERS = os.path.join(ROOT, "tests", "crash", "writers.py")
LAST = 300  # leaves that writers.py has published when it ends


def refused(wanted, function, *args):
    """The function raises an error that says `wanted`."""
    try:
        function(*args)
    except (AssertionError, tlog.LogFault, disk.Unmodelled) as error:
        contains(str(error), wanted)
        return
    raise AssertionError(f"nobody said '{wanted}'")


def recorded(box, *command):
    """Runs a Python program that gets the directory `disk` as its last argument; the disk it began with, its journal."""
    folder = box.path("disk")
    os.makedirs(folder)
    begun = disk.Disk(folder)
    done, records = disk.run_recorded([sys.executable, *command, folder], SHIM, folder, box.path("journal"))
    equal(done.returncode, 0, done.stderr.decode())
    return begun, records


def every_cut(box, fault):
    """What power cuts show of a writer with a fault: the faults of logs without their tiles, and whether what it had
    published when it ended is always there."""
    begun, records = recorded(box, WRITERS, fault)
    after, faults, kept = box.path("after"), set(), True
    for number, record in enumerate(records, 1):
        begun.replay([record])
        for mode in [*disk.KEEP, "some"]:
            begun.write_out(after, disk.keep_by_name(mode, number))
            try:
                log = tlog.check_log(after)
            except tlog.LogFault as found:
                faults.add(str(found))
                log = None
            kept = kept and (number < len(records) or (log is not None and log.size == LAST))
    return faults, kept


@test("a writer without a fault passes every power cut, and what it published is there")
def careful(box):
    equal(every_cut(box, "none"), (set(), True))


@test("a writer that forgets to sync its files is caught")
def no_fsync(box):
    faults, _ = every_cut(box, "no-fsync")
    check(faults, "nothing was found")


@test("a writer that forgets to sync the directory is caught: what it published is gone")
def no_folder_sync(box):
    equal(every_cut(box, "no-folder-sync")[1], False)


@test("a writer that forgets to sync above a new directory is caught")
def no_parent_sync(box):
    faults, kept = every_cut(box, "no-parent-sync")
    check(any("is missing" in fault for fault in faults) and not kept, faults, kept)


@test("a writer that publishes its checkpoint before the tiles is caught")
def checkpoint_first(box):
    faults, _ = every_cut(box, "checkpoint-first")
    check(any("is missing" in fault for fault in faults), faults)


@test("a writer that changes files in place is caught")
def in_place(box):
    faults, _ = every_cut(box, "in-place")
    check(faults, "nothing was found")


@test("after a run without a crash the model holds what the directory holds")
def complete(box):
    begun, records = recorded(box, WRITERS, "none")
    equal(disk.differences(begun.replay(records), box.path("disk")), [])


@test("what happens behind the shim's back is noticed")
def behind_the_back(box):
    begun, records = recorded(box, "-c", "import os, subprocess, sys\n"
                              "subprocess.run(['touch', sys.argv[1] + '/unseen'], env={'PATH': os.environ['PATH']})")
    equal(disk.differences(begun.replay(records), box.path("disk")), ["unseen"])


@test("a call that the model does not know is refused instead of guessed")
def unmodelled(box):
    begun, records = recorded(box, "-c", "import os, sys\nos.symlink('a', sys.argv[1] + '/b')")
    refused("symlink", begun.replay, records)


@test("the program is killed before the call that was named, and the calls before it are in the journal")
def killed(box):
    folder = box.path("disk")
    os.makedirs(folder)
    command = [sys.executable, WRITERS, "none", folder]
    done, records = disk.run_recorded(command, SHIM, folder, box.path("journal"), 10)
    equal(done.returncode, -9)
    equal(records[-1].count, 9)
    done, records = disk.run_recorded([sys.executable, "-c", "pass"], SHIM, folder, box.path("journal"))
    equal((done.returncode, records), (0, []))


def planned(box):
    return instance.Plan(BANYAN, box.folder, 3, 2)


@test("half an import, a log ahead of the records and payloads without secrets are each refused")
def states(box):
    plan = planned(box)
    equal(plan.judge_state(plan.none), (False, False))
    equal(plan.judge_state(plan.all), (True, True))
    refused("half an import", plan.judge_state, plan.none._replace(records=4))
    refused("half a sequencing run", plan.judge_state, plan.all._replace(leaves=plan.all.leaves - 1))
    refused("ahead of the records", plan.judge_state,
            plan.none._replace(leaves=plan.all.leaves, checkpoint=plan.all.checkpoint))
    refused("without secrets", plan.judge_state, plan.all._replace(secrets=plan.all.secrets - 1))


@test("an acknowledged import that is gone, a checkpoint taken back and one of another log are each refused")
def acknowledged(box):
    plan = planned(box)
    refused("acknowledged is gone", plan.judge_quickly, plan.base, [], instance.STORED)
    log = tlog.check_log(plan.base.log)
    refused("now has", instance.judge_seen, log, [(log.size + 1, log.root)])
    refused("another one", instance.judge_seen, log, [(log.size - 1, log.root)])


@test("a missing tile, a changed bundle and a missing checkpoint are each refused")
def log_files(box):
    plan = planned(box)
    size = plan.none.checkpoint
    bundle = os.path.join(plan.base.log, tlog.tile_path("entries", 0, size))
    with open(bundle, "r+b") as file:
        file.seek(5)
        file.write(b"?")
    refused("does not hold the hashes", tlog.check_log, plan.base.log)
    os.unlink(bundle)
    refused("is missing", tlog.check_log, plan.base.log)
    os.unlink(os.path.join(plan.base.log, "checkpoint"))
    refused("checkpoint file is gone", plan.judge_log, plan.base, plan.none)


@test("fsck that is not clean is refused after a repair, and before it unless it says what to do")
def fsck(box):
    plan = planned(box)
    instance.judge_fsck(plan.base, True)
    box_file = os.path.join(plan.base.log, tlog.tile_path("entries", 0, plan.none.checkpoint))
    os.unlink(box_file)
    instance.judge_fsck(plan.base, False)
    refused("fsck is not clean", instance.judge_fsck, plan.base, True)
    mute = instance.Instance("/bin/false", plan.base.data)
    refused("says no JSON", instance.judge_fsck, mute, False)


def ended(code, told):
    return subprocess.CompletedProcess([], code, b"", told.encode())


@test("a fault must end in success or in one sentence with the reason")
def sentences(box):
    del box
    judge = inject.Trials.judge_end
    equal(judge(ended(0, ""), "EIO"), "done")
    equal(judge(ended(8, "banyan import: a: Input/output error\n"), "EIO"), "banyan import: a: Input/output error")
    refused("died of SIGABRT", judge, ended(-6, ""), "EIO")
    refused("ended with 70", judge, ended(70, "banyan: internal\n"), "EIO")
    refused("not one sentence", judge, ended(8, "banyan: a: Input/output error\nbanyan: b\n"), "EIO")
    refused("reason is not named", judge, ended(8, "banyan: a: Input/output error\n"), "ENOSPC")


if __name__ == "__main__":
    main()
