#!/usr/bin/env python3
"""tools/po.py says no: to what is missing, too much, filled in otherwise, or no PO file."""

import os
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PO = os.path.join(ROOT, "tools", "po.py")
HEAD = 'msgid ""\nmsgstr ""\n"Language: zh-Hant\\n"\n"X-Native-Name: 中文\\n"\n\n'
SOURCE = 'say(TEXT("Log"));\nstatic const TextKey k = TEXT_INIT("{1} of "\n    "{2}");\n/* TEXT("not me") */\n'
GOOD = HEAD + 'msgid "Log"\nmsgstr "日誌"\n\n# a comment\nmsgid "{1} of {2}"\nmsgstr "{2}"\n"／{1}"\n'


def run(folder, command, po, source=SOURCE):
    """Exit code and all that was said."""
    names = [os.path.join(folder, name) for name in ("source.c", "zh-Hant.po", "table.c")]
    for name, text in zip(names, (source, po)):
        with open(name, "w", encoding="utf-8") as file:
            file.write(text)
    words = {"check": ["check", names[0], "--", names[1]], "folder": ["check", folder, "--", names[1]],
             "table": ["table", names[2], names[1]], "template": ["template", names[0], "--", names[1]]}[command]
    done = subprocess.run([sys.executable, PO, *words], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if command == "table" and done.returncode == 0:
        with open(names[2], encoding="ascii") as file:
            return 0, file.read()
    return done.returncode, done.stdout


CASES = [
    ("a complete translation passes", "check", GOOD, 0, ""),
    ("a missing translation is named with its place", "check", GOOD.replace('"日誌"', '""'), 1, "source.c:1: "),
    ("a string that nobody says any more is named", "check", GOOD + 'msgid "Old"\nmsgstr "舊"\n', 1, "no source says 'Old'"),
    ("a place that is not filled in is named", "check", GOOD.replace("{2}\"\n\"／", ""), 1, "its translation {1}"),
    ("a string in a comment is not asked for", "check", GOOD + 'msgid "not me"\nmsgstr "不"\n', 1, "'not me'"),
    ("a folder stands for its C files", "folder", GOOD.replace('"日誌"', '""'), 1, "source.c:1: "),
    ("a string twice is refused", "check", GOOD + 'msgid "Log"\nmsgstr "日誌"\n', 1, "stands here twice"),
    ("a fuzzy mark is refused", "check", GOOD.replace("# a comment", "#, fuzzy"), 1, "zh-Hant.po:9: a fuzzy"),
    ("a line that is none of a PO file is refused with its place", "check", GOOD + "msgstr[0] \"x\"\n", 1, "zh-Hant.po:13: "),
    ("a file without its language is refused", "check", GOOD.replace("Language: ", "Lingua: "), 1, "no Language"),
    ("an unknown escape is refused", "check", GOOD.replace("日誌", "\\\\q".replace("\\\\", "\\")), 1, "no escape"),
    ("a table has keys in byte order and translations in octal", "table", GOOD, 0, 'STR_INIT("\\346\\227\\245\\350\\252\\214")'),
    ("a file with a fault makes no table", "table", GOOD + "x\n", 1, "neither a comment"),
    ("a template keeps what is translated", "template", GOOD, 0, 'msgid "Log"\nmsgstr "日誌"'),
]


def main():
    print(f"1..{len(CASES)}")
    good = True
    for number, (sentence, command, po, code, part) in enumerate(CASES, 1):
        with tempfile.TemporaryDirectory() as folder:
            found, said = run(folder, command, po)
        holds = found == code and part in said
        good = good and holds
        print(f"{'ok' if holds else 'not ok'} {number} - {sentence}")
        if not holds:
            print("\n".join(f"# {line}" for line in [f"code {found}", *said.splitlines()]))
    return 0 if good else 1


sys.exit(main())
