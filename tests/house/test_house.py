#!/usr/bin/env python3
"""Each rule of the house passes on a clean small tree and says no, naming the file, to one planted fault. TAP."""

import os
import shutil
import subprocess
import sys
import tempfile

HOUSE = os.path.join(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))), "tools", "house")
RULES = ["layers", "headers", "sizes", "listed", "exports", "fuzzers", "words"]


def header(path, contract, body):
    guard = "BANYAN_" + path.removeprefix("src/").replace("/", "_").replace(".", "_").upper()
    return f"/*\n * {contract}\n */\n#ifndef {guard}\n#define {guard}\n\n{body}\n#endif\n"


CLEAN = {
    "meson.build": """project('planted', 'c')
inc = include_directories('src')
base = static_library('base', 'src/base/sum.c', 'src/base/sum_more.c', include_directories: inc)
codec = static_library('codec', 'src/codec/tag.c', include_directories: inc)
store = static_library('store', 'src/store/rows.c', include_directories: inc)
executable('planted', 'src/main.c', include_directories: inc, link_with: [codec, base])
executable('fuzz_tag', 'tests/fuzz/fuzz_tag.c', include_directories: inc, link_with: [codec, base])
executable('test_sum', 'tests/unit/base/test_sum.c', include_directories: inc, link_with: base)
test('way', files('tests/integration/way.sh'))
""",
    "sql/meson.build": "migrations = files('0001_first.sql')\n",
    "sql/0001_first.sql": "CREATE TABLE entry (id INTEGER PRIMARY KEY);\n",
    "src/base/sum.h": header("src/base/sum.h", "Adds two numbers.", "int sum(int a, int b);\n"),
    "src/base/sum.c": '#include "base/sum.h"\n\nint sum(int a, int b) {\n    return a + b;\n}\n',
    "src/codec/tag.h": header("src/codec/tag.h", "A tag of one letter.",
                              "typedef struct {\n    char letter;\n} Tag;\n\n"
                              "int tag_parse(const char *text, Tag *out);\n"),
    "src/codec/tag.c": '#include "codec/tag.h"\n\n#include "base/sum.h"\n\n'
                       "static const char *const letters[] = {\"abc\"};\n\n"
                       "int tag_parse(const char *text, Tag *out) {\n    out->letter = text[0];\n"
                       "    return sum(letters[0][0] == text[0], 0);\n}\n",
    "src/store/rows.c": "#include <sqlite3.h>\n\nint rows_add(void);\n\n"
                        "int rows_add(void) {\n    return SQLITE_OK;\n}\n",
    # A second file of a module: it has no header of its own and may export the module's names.
    "src/base/sum_more.c": '#include "base/sum.h"\n\nint sum_more(void);\n\nint sum_more(void) {\n    return 3;\n}\n',
    "src/main.c": '#include "base/sum.h"\n\nint main(void) {\n    return sum(0, 0);\n}\n',
    "tests/fuzz/targets.txt": "tag codec\n",
    "tests/fuzz/fuzz_tag.c": '#include "codec/tag.h"\n\nint main(void) {\n    Tag tag;\n'
                             '    return tag_parse("a", &tag) - 1;\n}\n',
    "tests/fuzz/corpus/tag/a": "a",
    "tests/unit/base/test_sum.c": '#include "base/sum.h"\n\nint main(void) {\n    return sum(1, -1);\n}\n',
    "tests/integration/way.sh": "#!/bin/sh\n. ./helper.sh\n",
    "tests/integration/helper.sh": "true\n",
}

LONG_FUNCTION = "int sum_long(void);\n\nint sum_long(void) {\n" + "    (void)0;\n" * 58 + "    return 0;\n}\n"
DEEP = ("int sum_deep(int a);\n\nint sum_deep(int a) {\n    if (a) {\n        for (;;) {\n            while (a) {\n"
        "                if (a) {\n                    return 1;\n                }\n            }\n        }\n    }\n"
        "    return 0;\n}\n")
SEVEN = ("int sum_seven(int a, int b, int c, int d,\n              int e, int f, int (*g)(int, int)) {\n"
         "    return a + b + c + d + e + f + g(a, b);\n}\n")
MEDIAN = "".join(f"int sum_{n}(void) {{\n" + "    (void)0;\n" * 13 + "    return 0;\n}\n" for n in range(9))


def python_function(lines):
    return "def long():\n" + "    pass\n" * (lines - 1)


# (rule, what is wrong, files, words in the answer). Of a file: its text; with '+' in front it is added to the clean
# file's; None removes the file.
CASES = [
    ("layers", "a lower layer includes a higher one", {"src/base/sum.c": '+#include "codec/tag.h"\n'},
     ["src/base/sum.c:6", "not below base"]),
    ("layers", "two layers that do not see each other", {"src/checks/flag.c": '#include "quantify/unit.h"\n'},
     ["src/checks/flag.c:1", "not below checks"]),
    ("layers", "an include without its layer", {"src/codec/tag.c": '+#include "sum.h"\n'},
     ["src/codec/tag.c", "does not name its layer"]),
    ("layers", "a layer that is not in the table", {"src/util/all.c": "\n"}, ["src/util/all.c", "no layer"]),
    ("layers", "a source that is in no layer", {"src/loose.c": "\n"}, ["src/loose.c", "belongs in a layer"]),
    ("layers", "a composition root with a header that is not there", {"src/main.c": '+#include "base/none.h"\n'},
     ["src/main.c", "does not exist"]),
    ("layers", "the database in a layer of the verifier", {"src/codec/tag.c": "+#include <sqlite3.h>\n"},
     ["src/codec/tag.c", "wrapped by store"]),
    ("layers", "a clock in the pure core", {"src/base/sum.c": "+#include <time.h>\n"}, ["src/base/sum.c", "pure core"]),
    ("layers", "a library nobody decided on", {"src/store/rows.c": "+#include <glib.h>\n"},
     ["src/store/rows.c", "no header that the table"]),
    ("layers", "a unit test that looks up", {"tests/unit/base/test_sum.c": '+#include "codec/tag.h"\n'},
     ["tests/unit/base/test_sum.c", "not below base"]),
    ("headers", "a header that needs another before it",
     {"src/base/sum.h": header("src/base/sum.h", "Adds.", "int sum(int a, size_t b);\n")},
     ["src/base/sum.h", "does not compile alone"]),
    ("headers", "a header without a contract",
     {"src/base/sum.h": "#ifndef BANYAN_BASE_SUM_H\n#define BANYAN_BASE_SUM_H\n"
                                                "int sum(int a, int b);\n#endif\n"}, ["src/base/sum.h:1", "contract"]),
    ("headers", "failure that the contract does not mention",
     {"src/base/sum.h": header("src/base/sum.h", "Adds.", "typedef int Err;\nint sum(int a, Err *err);\n")},
     ["src/base/sum.h", "no 'Errors:'"]),
    ("headers", "another file's guard", {"src/base/sum.h": CLEAN["src/base/sum.h"].replace("SUM_H", "ADD_H")},
     ["src/base/sum.h", "guard"]),
    ("sizes", "a function of 61 lines",
     {"src/base/sum.c": LONG_FUNCTION}, ["src/base/sum.c:3", "sum_long has 61 lines"]),
    ("sizes", "a file of 600 lines", {"src/base/sum.c": "+" + "\n" * 595}, ["src/base/sum.c", "600 lines"]),
    ("sizes", "a test of 600 lines", {"tests/unit/base/test_sum.c": "\n" * 600}, ["test_sum.c", "600 lines"]),
    ("sizes", "four control blocks in one another", {"src/base/sum.c": DEEP}, ["src/base/sum.c:3", "nests 4"]),
    ("sizes", "seven parameters", {"src/base/sum.c": SEVEN}, ["src/base/sum.c:1", "has 7 parameters"]),
    ("sizes", "a line of 131 columns",
     {"src/base/sum.c": "+/*" + "-" * 127 + "*/\n"}, ["src/base/sum.c:6", "131 columns"]),
    ("sizes", "a median of 16 lines", {"src/base/sum.c": MEDIAN}, ["src: the median function has 16 lines"]),
    ("sizes", "a Python function of 61 lines", {"tools/long.py": python_function(61)}, ["tools/long.py:1", "61 lines"]),
    ("listed", "a source in no meson.build", {"src/base/other.c": "\n"}, ["src/base/other.c"]),
    ("listed", "a test in no meson.build", {"tests/unit/base/test_other.c": "\n"}, ["tests/unit/base/test_other.c"]),
    ("listed", "a test script that nothing runs", {"tests/integration/other.sh": "#!/bin/sh\n"},
     ["tests/integration/other.sh", "runs it"]),
    ("listed", "code beside the tests that nothing names", {"tests/integration/unused.py": "\n"},
     ["tests/integration/unused.py"]),
    ("listed", "an SQL file in no meson.build", {"sql/0002_next.sql": "\n"}, ["sql/0002_next.sql"]),
    ("listed", "a fuzz target that is not on the list", {"tests/fuzz/targets.txt": ""},
     ["tests/fuzz/fuzz_tag.c", "targets.txt"]),
    ("listed", "a fuzz target on the list that is not there", {"tests/fuzz/targets.txt": "+gone codec\n"},
     ["tests/fuzz/targets.txt", "fuzz_gone.c"]),
    ("listed", "a fuzz target without a seed", {"tests/fuzz/corpus/tag/a": None}, ["tests/fuzz/corpus/tag"]),
    ("listed", "a corpus of no target", {"tests/fuzz/corpus/old/a": "a"}, ["tests/fuzz/corpus/old"]),
    ("exports", "a name that is not the module's",
     {"src/base/sum.c": "+int total(void);\nint total(void) {\n    return 0;\n}\n"},
     ["src/base/sum.c", "exports total"]),
    ("exports", "a part that exports what is not its module's",
     {"src/base/sum_part.c": "int total(void);\nint total(void) {\n    return 0;\n}\n"},
     ["src/base/sum_part.c", "exports total"]),
    ("exports", "a name that only begins like the module's", {"src/base/sum.c": "+const int summary = 1;\n"},
     ["src/base/sum.c", "exports summary"]),
    ("exports", "a mutable global",
     {"src/base/sum.c": "+int sum_count;\n"}, ["src/base/sum.c", "'sum_count' is mutable"]),
    ("exports", "a hidden mutable static",
     {"src/base/sum.c": "+int sum_next(void);\nint sum_next(void) {\n    static int n = 7;\n    return n++;\n}\n"},
     ["src/base/sum.c", "is mutable state"]),
    ("exports", "a composition root that exports", {"src/main.c": "+int sum_main(void) {\n    return 0;\n}\n"},
     ["src/main.c", "only main"]),
    ("exports", "a clock behind a declaration", {"src/base/sum.c": "+long time(long *);\nlong sum_now(void);\n"
                                                "long sum_now(void) {\n    return time(0);\n}\n"},
     ["src/base/sum.c", "calls time"]),
    ("exports", "a type with another name",
     {"src/codec/tag.h": CLEAN["src/codec/tag.h"].replace("} Tag;", "} Tag;\ntypedef int Label;")},
     ["src/codec/tag.h", "type Label"]),
    ("exports", "a macro with another name",
     {"src/codec/tag.h": CLEAN["src/codec/tag.h"].replace("typedef", "#define SIZE 1\ntypedef")},
     ["src/codec/tag.h", "SIZE"]),
    ("fuzzers", "a parser without a fuzz target", {"src/codec/tag.h": CLEAN["src/codec/tag.h"].replace(
        "#endif", "int tag_decode(const char *text);\n#endif")}, ["src/codec/tag.h", "tag_decode"]),
    ("fuzzers", "a target that does not call its parser",
     {"tests/fuzz/fuzz_tag.c": "int main(void) {\n    return 0;\n}\n"},
     ["src/codec/tag.h", "tag_parse"]),
    ("fuzzers", "an exemption without a reason", {"tests/fuzz/exempt.txt": "tag_parse:\n"},
     ["tests/fuzz/exempt.txt:1", "reason"]),
    ("fuzzers", "an exemption that is not needed", {"tests/fuzz/exempt.txt": "tag_parse: it has one letter only\n"},
     ["tests/fuzz/exempt.txt:1", "take it off"]),
    ("fuzzers", "an exemption of nothing", {"tests/fuzz/exempt.txt": "gone_parse: it is no longer there\n"},
     ["tests/fuzz/exempt.txt:1", "gone_parse"]),
    ("words", "an unfinished mark", {"src/base/sum.c": "+/* TO" + "DO: more */\n"}, ["src/base/sum.c:6"]),
    ("words", "a path of one machine", {"docs/how.md": "See /ro" + "ot/notes/x.\n"}, ["docs/how.md:1"]),
    ("words", "a function with a safer form", {"src/base/sum.c": "+void f(char *t) {\n    strcpy(t, \"\");\n}\n"},
     ["src/base/sum.c:7", "strcpy"]),
    ("words", "REPLACE in C, cut in two",
     {"src/store/rows.c": '+const char *q = "INSERT OR "\n    "REPLACE INTO t";\n'},
     ["src/store/rows.c:8", "REPLACE"]),
    ("words", "REPLACE in SQL", {"sql/0001_first.sql": "+replace into entry VALUES (1);\n"}, ["sql/0001_first.sql:2"]),
]


def write(root, path, text):
    at = os.path.join(root, path)
    if text is None:
        os.unlink(at)
        return
    os.makedirs(os.path.dirname(at), exist_ok=True)
    with open(at, "a" if text.startswith("+") else "w", encoding="utf-8") as file:
        file.write(text.removeprefix("+"))


def run_rule(rule, root):
    tool = os.path.join(HOUSE, rule + ".py")
    command = [sys.executable, tool, "--root", root, "--build", os.path.join(root, "build")]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    return done.returncode, done.stdout


def set_up(root):
    return subprocess.run(["meson", "setup", os.path.join(root, "build"), root], stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True)


class Tap:
    """Prints a line a case and remembers whether one failed."""

    def __init__(self):
        self.number, self.failed = 0, False

    def case(self, good, name, answer):
        self.number += 1
        self.failed |= not good
        if not good:
            print("".join(f"# {line}\n" for line in answer.splitlines()), end="")
        print(f"{'ok' if good else 'not ok'} {self.number} - {name}", flush=True)


def planted(tap, scratch, case):
    """A copy of the clean tree at the same path, so that Meson's lists stay true, with the fault in it."""
    rule, what, files, words = case
    root = os.path.join(scratch, "tree")
    shutil.rmtree(root)
    shutil.copytree(os.path.join(scratch, "clean"), root)
    for path, text in files.items():
        write(root, path, text)
    status, answer = run_rule(rule, root)
    tap.case(status == 1 and all(word in answer for word in words), f"{rule} refuses {what}", answer)


def missing_source(tap, scratch):
    root = os.path.join(scratch, "missing")
    shutil.copytree(os.path.join(scratch, "clean"), root, ignore=shutil.ignore_patterns("build"))
    os.unlink(os.path.join(root, "src/base/sum.c"))
    done = set_up(root)
    good = done.returncode != 0 and "sum.c" in done.stdout
    tap.case(good, "meson refuses a listed source that is not there", done.stdout)


def main():
    tap = Tap()
    with tempfile.TemporaryDirectory() as scratch:
        root = os.path.join(scratch, "tree")
        for path, text in CLEAN.items():
            write(root, path, text)
        done = set_up(root)
        tap.case(done.returncode == 0, "the clean tree configures", done.stdout)
        shutil.copytree(root, os.path.join(scratch, "clean"))
        for rule in RULES:
            status, answer = run_rule(rule, root)
            tap.case(status == 0, f"{rule} accepts the clean tree", answer)
        for case in CASES:
            planted(tap, scratch, case)
        missing_source(tap, scratch)
    unproved = [rule for rule in RULES if not any(case[0] == rule for case in CASES)]
    tap.case(not unproved, "every rule has a planted fault", " ".join(unproved))
    print(f"1..{tap.number}")
    sys.exit(1 if tap.failed else 0)


if __name__ == "__main__":
    main()
