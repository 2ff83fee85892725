#!/usr/bin/env python3
"""Measures an import of synthetic trees, sequencing it, and a statement over it: import.py BUILD_DIR.

The import's rate stands beside SQLite's own for the same rows on the same disk in the same run, used as it comes and,
more strictly, with the one switch that Banyan sets (sqlite_rows.c says what that leaves out). BENCH_ROWS sets the
number of rows, 1,000,000 by default. Ends with a line of JSON, and with status 1 when a bound is missed.
"""

import json
import os
import statistics
import sys

import instance

ROWS = int(os.environ.get("BENCH_ROWS", "1000000"))
ROUNDS, ROUND_ROWS = 3, 100_000
LEAST_SHARE, MOST_MIB = 0.60, 128


def say(text):
    print(text, flush=True)


class Run:
    """One instance: its rows imported, and SQLite's time for what that wrote."""

    def __init__(self, build, folder, rows):
        self.rows = rows
        self.instance = instance.Instance(build, folder)
        self.imported = self.instance.load(self.instance.trees(rows))
        self.sqlite_s = self.sqlite(build)
        self.lean_s = self.sqlite(build, "lean")
        self.share = self.sqlite_s / self.imported.seconds
        self.lean_share = self.lean_s / self.imported.seconds

    def sqlite(self, build, *how):
        target = os.path.join(self.instance.folder, "sqlite")
        os.makedirs(target, exist_ok=True)
        own = instance.run([os.path.join(build, "bench", "sqlite_rows"), self.instance.data, target, *how])
        return json.loads(own.out)["seconds"]

    def line(self):
        return (f"{self.rows:>9,} rows imported in {self.imported.seconds:.1f} s and {self.imported.peak_mib:.0f} MiB: "
                f"{self.rows / self.imported.seconds:,.0f} rows/s, {self.share:.0%} of SQLite's own "
                f"{self.rows / self.sqlite_s:,.0f} rows/s, {self.lean_share:.0%} of {self.rows / self.lean_s:,.0f} rows/s "
                f"without its counters of memory")


def measure(build, folder):
    """The full run, then small ones, of which every second thing measured is SQLite's."""
    load = os.getloadavg()[0]
    say(f"load before: {load:.1f} on {os.cpu_count()} cores (an import wants two)")
    full = Run(build, os.path.join(folder, "full"), ROWS)
    say(full.line())
    sequenced = full.instance.sequence()
    say(f"{'':>9} log: {ROWS / sequenced.seconds:,.0f} leaves/s in {sequenced.seconds:.1f} s, {sequenced.peak_mib:.0f} MiB")
    issued = full.instance.issue()
    say(f"{'':>9} statement issue: {ROWS / issued.seconds:,.0f} rows/s in {issued.seconds:.1f} s, {issued.peak_mib:.0f} MiB")
    disk = full.instance.size_of("banyan.db", "keys.db")
    say(f"{'':>9} databases: {disk / ROWS:,.0f} bytes a row")
    full.instance.remove()
    small = []
    for number in range(ROUNDS):
        small.append(Run(build, os.path.join(folder, f"round-{number}"), min(ROUND_ROWS, ROWS)))
        say(small[-1].line())
        small[-1].instance.remove()
    return {
        "rows": ROWS,
        "load_before": round(load, 1),
        "import_rows_per_s": round(ROWS / full.imported.seconds),
        "import_peak_mib": round(full.imported.peak_mib, 1),
        "sqlite_rows_per_s": round(ROWS / full.sqlite_s),
        "share": round(full.share, 3),
        "lean_share": round(full.lean_share, 3),
        "small_shares": [round(run.share, 3) for run in small],
        "small_share_median": round(statistics.median(run.share for run in small), 3),
        "small_peak_mib": round(max(run.imported.peak_mib for run in small), 1),
        "sequence_leaves_per_s": round(ROWS / sequenced.seconds),
        "sequence_peak_mib": round(sequenced.peak_mib, 1),
        "issue_rows_per_s": round(ROWS / issued.seconds),
        "issue_seconds": round(issued.seconds, 1),
        "issue_peak_mib": round(issued.peak_mib, 1),
        "database_bytes_per_row": round(disk / ROWS),
    }


def missed(found):
    """A sentence for each bound that was not kept."""
    sentences = []
    if found["share"] < LEAST_SHARE:
        sentences.append(f"the import ran at {found['share']:.0%} of SQLite's own rate; {LEAST_SHARE:.0%} is wanted")
    for what in ("import", "sequence", "issue"):
        if found[f"{what}_peak_mib"] >= MOST_MIB:
            sentences.append(f"{what} took {found[f'{what}_peak_mib']} MiB; under {MOST_MIB} is wanted")
    return sentences


def main():
    if len(sys.argv) != 2:
        sys.exit("usage: import.py BUILD_DIR")
    found = measure(os.path.abspath(sys.argv[1]), os.path.join(instance.ROOT, "build", "bench-work"))
    sentences = missed(found)
    for sentence in sentences:
        say(f"missed: {sentence}")
    say(json.dumps({"bench": "import", **found}))
    sys.exit(1 if sentences else 0)


if __name__ == "__main__":
    main()
