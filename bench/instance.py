"""An instance of synthetic trees to measure with: the documents, the file of trees, and running programs with their cost."""

import dataclasses
import os
import shutil
import subprocess
import sys
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PROGRAMME = "bench-trees"
PLOTS = ["plot-a", "plot-b", "plot-c"]

ORGANISATION = """\
v: 1
id: bench-association
name:
  en: Bench Association (invented)
country: TW
"""

PROGRAMME_TEXT = """\
v: 1
id: bench-trees
organisation: bench-association
kind: inventory
name:
  en: Trees for measuring (invented)
methodology:
  id: tree-stock
  version: 1.0.0
parameters:
  climate_zone: tropical
disclosure: open
publish: {publish}
zone:
  name: Asia/Taipei
  tzdata: 2025b
period:
  start: 2026-03-01
  end: 2026-04-01
responsible_party:
  en: Bench Association (invented)
boundary:
  en: All trees of the file.
intended_use:
  en: To measure how fast records become a statement.
intended_users:
  en: Whoever runs this.
"""

VENUE = """\
v: 1
id: {id}
programme: bench-trees
kind: forest
name:
  en: {id} (invented)
place:
  lon: "121.08930"
  lat: "22.77340"
place_coarse:
  lon: "121.09"
  lat: "22.77"
"""

MAP = """\
v: 1
type: tree.visit
columns:
  plot: venue
  dbh_cm:
    input: dbh
    unit: cm
    how: measured
  wd_g_cm3:
    input: wood_density
    unit: g/cm3
    how: default
  h_m:
    input: height
    unit: m
    how: measured
constants:
  time.start: "2026-03-02T09:00:00+08:00"
  time.duration: PT5M
  place.source: venue
"""


def write_trees(path, rows, seed=1):
    """As many trees as asked for, the same ones each time, written as the file of real trees writes them."""
    state = seed
    with open(path, "w", encoding="ascii") as file:
        file.write("plot,dbh_cm,wd_g_cm3,h_m\n")
        for _ in range(rows):
            # Numerical Recipes' 64-bit generator: the same on every machine and in every version of Python.
            state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
            draw = state >> 16
            dbh = 100 + draw % 900
            density = 350000 + (draw >> 10) % 500000
            height = 50 + (draw >> 20) % 350
            file.write(f"{PLOTS[draw % 3]},{dbh / 10},0.{density}{draw % 1000000007:09d},{height / 10}{draw % 997:03d}12347\n")


@dataclasses.dataclass
class Cost:
    """What one run of a program took."""
    seconds: float
    peak_mib: float
    out: str


def run(command, **how):
    """Runs a program to its end; the peak is that of its own resident memory."""
    start = time.monotonic()
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True, **how)
    out = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.monotonic() - start
    if process.returncode != 0:
        sys.exit(f"{' '.join(command)}: exit status {process.returncode}")
    return Cost(seconds, usage.ru_maxrss / 1024, out)


class Instance:
    """A data directory with everything but records in it."""

    def __init__(self, build, folder):
        self.binary = os.path.join(build, "src", "banyan")
        self.folder = folder
        self.data = os.path.join(folder, "data")
        self.remove()
        os.makedirs(folder)
        self.banyan("init", "--log-origin", "example.org/bench")
        self.banyan("methodology", "publish", os.path.join(ROOT, "methodologies", "tree-stock.yaml"))
        self.banyan("organisation", "add", self.write("organisation.yaml", ORGANISATION))
        self.banyan("programme", "open", self.write("programme.yaml", PROGRAMME_TEXT.format(publish="daily, shuffled")))
        for plot in PLOTS:
            self.banyan("venue", "add", self.write(f"{plot}.yaml", VENUE.format(id=plot)))
        self.map = self.write("map.yaml", MAP)

    def write(self, name, text):
        path = os.path.join(self.folder, name)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        return path

    def banyan(self, *arguments):
        return run([self.binary, "--data", self.data, "--quiet", *arguments, "--json"])

    def trees(self, rows):
        path = os.path.join(self.folder, "trees.csv")
        write_trees(path, rows)
        return path

    def load(self, trees):
        """Imports a file. Its programme publishes once a day, so the log gets its leaves later and by itself."""
        return self.banyan("import", trees, "--programme", PROGRAMME, "--map", self.map)

    def sequence(self):
        """Puts what was imported on the log: the programme is changed to publish at once."""
        return self.banyan("programme", "change", self.write("programme.yaml", PROGRAMME_TEXT.format(publish="at once")))

    def issue(self):
        return self.banyan("statement", "issue", "--programme", PROGRAMME)

    def size_of(self, *names):
        """Bytes of files in the data directory."""
        return sum(os.path.getsize(os.path.join(self.data, name)) for name in names)

    def remove(self):
        shutil.rmtree(self.folder, ignore_errors=True)
