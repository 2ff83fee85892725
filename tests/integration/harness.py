"""What the integration tests share: the real programs run in a directory of their own, and answers in TAP.

A test file decorates functions with @test("a sentence") and ends with main(). It is called with the paths of banyan and
banyan-verify; each test gets a fresh Box.
"""

import dataclasses
import functools
import json
import os
import shutil
import subprocess
import sys
import tempfile
import traceback

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
EXAMPLES = os.path.join(ROOT, "examples")
SECONDS = 120
SHOWN = 3000

tests = []


class Skip(Exception):
    """What the test needs is not here; the text says what."""


def test(sentence):
    """Registers a test; its function takes a Box."""
    def register(function):
        tests.append((sentence, function))
        return function
    return register


def check(good, *what):
    if not good:
        raise AssertionError(" ".join(str(part) for part in what))


def equal(found, wanted, what=""):
    check(found == wanted, what, f"found {found!r}, wanted {wanted!r}")


def contains(text, *parts):
    for part in parts:
        check(part in text, f"{part!r} is not in:\n{text[-SHOWN:]}")


@dataclasses.dataclass
class Answer:
    """What a program said and how it ended."""
    code: int
    out: str
    err: str

    def json(self):
        return json.loads(self.out)


def run(command, cwd, code=0, env=None):
    done = subprocess.run(command, cwd=cwd, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, timeout=SECONDS)
    answer = Answer(done.returncode, done.stdout.decode(), done.stderr.decode())
    if code is not None and answer.code != code:
        raise AssertionError(f"{' '.join(command)}\nended with {answer.code}, wanted {code}\n"
                             f"--- standard output\n{answer.out}--- standard error\n{answer.err}")
    return answer


class Box:
    """A temporary directory with an instance in data/."""

    def __init__(self, folder):
        self.folder = folder
        self.env = {key: value for key, value in os.environ.items() if not key.startswith("BANYAN_")}

    def path(self, name):
        return os.path.join(self.folder, name)

    def write(self, name, content):
        """Writes text or bytes; gives the name."""
        with open(self.path(name), "wb") as file:
            file.write(content if isinstance(content, bytes) else content.encode())
        return name

    def read(self, name):
        with open(self.path(name), "rb") as file:
            return file.read()

    def banyan(self, *words, code=0):
        """Runs banyan with data/ beside it; code None accepts any exit code."""
        return run([BANYAN, "--data", "data", *words], self.folder, code, self.env)

    def json(self, *words, code=0):
        return self.banyan(*words, "--json", code=code).json()

    def error(self, *words, code):
        """The error that --json tells on standard error."""
        answer = self.banyan(*words, "--json", code=code)
        equal(answer.out, "", "standard output beside an error:")
        return json.loads(answer.err)["error"]

    def verify(self, *words, code=0):
        return run([VERIFY, *words], self.folder, code, self.env)

    def log_size(self):
        return self.json("log", "status")["size"]

    def init(self):
        return self.banyan("init", "--log-origin", "example.org/test")

    def open_programme(self, name):
        """The example's organisation, methodology, programme and venues."""
        folder = os.path.join(EXAMPLES, name)
        methodology = {"village-trees": "tree-stock", "campus-electricity": "grid-electricity"}[name]
        self.banyan("organisation", "add", os.path.join(EXAMPLES, "organisation.yaml"))
        self.banyan("methodology", "publish", os.path.join(ROOT, "methodologies", methodology + ".yaml"))
        self.banyan("programme", "open", os.path.join(folder, "programme.yaml"))
        for file in sorted(os.listdir(folder)):
            if file.startswith("venue-"):
                self.banyan("venue", "add", os.path.join(folder, file))

    def copy_of(self, maker):
        """Starts from what maker(box) made once in this run."""
        shutil.copytree(os.path.join(made_once(maker), "data"), self.path("data"))
        return self


@functools.cache
def made_once(maker):
    folder = tempfile.mkdtemp(prefix="made-", dir=WORK)
    maker(Box(folder))
    return folder


def village(box):
    """An instance with the village's programme and no records."""
    box.init()
    box.open_programme("village-trees")


def example(programme, name):
    with open(os.path.join(EXAMPLES, programme, name), encoding="utf-8", newline="") as file:
        return file.read()


def small_village(box):
    """The village with its first twelve trees, in trees.csv and map.yaml."""
    box.copy_of(village)
    rows = example("village-trees", "trees.csv").splitlines(keepends=True)
    box.write("trees.csv", "".join(rows[:13]))
    box.write("map.yaml", example("village-trees", "map.yaml"))
    box.banyan("import", "trees.csv", "--programme", "village-trees", "--map", "map.yaml")


def run_test(number, sentence, function):
    with tempfile.TemporaryDirectory(prefix="test-", dir=WORK) as folder:
        try:
            function(Box(folder))
        except Skip as reason:
            print(f"ok {number} - {sentence} # SKIP {reason}", flush=True)
            return True
        except Exception:  # pylint: disable=broad-except
            print(f"not ok {number} - {sentence}")
            for line in traceback.format_exc().splitlines():
                print(f"# {line}")
            return False
    print(f"ok {number} - {sentence}", flush=True)
    return True


def main():
    global WORK
    print(f"1..{len(tests)}", flush=True)
    with tempfile.TemporaryDirectory(prefix="banyan-") as WORK:
        results = [run_test(number, *case) for number, case in enumerate(tests, 1)]
    sys.exit(0 if all(results) else 1)


WORK = None
BANYAN, VERIFY = (os.path.abspath(path) for path in sys.argv[1:3])
