#!/usr/bin/env python3
"""Translations of the pages: PO files in, a C table out, and what is missing or too much.

po.py table OUTPUT PO...          writes the C table of src/http/text_table.h
po.py check SOURCE... -- PO...    every string marked in the sources is translated, every translation is used, and both
                                  fill in the same {1} {2} ...; exit code 1 names what is not so
po.py template SOURCE... [-- PO]  prints a PO file of all strings, with the translations that PO has already

A SOURCE that is a folder stands for the C files in it. A string is marked by TEXT("...") or TEXT_INIT("..."), in src/domain
by SAY("...") or SAY_INIT("...").
"""

import ast
import os
import re
import sys

MARK = re.compile(r'\b(?:TEXT|TEXT_INIT|SAY|SAY_INIT)\(\s*((?:"(?:[^"\\\n]|\\.)*"\s*)+)\)')
PIECE = re.compile(r'"((?:[^"\\\n]|\\.)*)"')
PLACE = re.compile(r"\{[1-9]\}")
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
ESCAPE = {"n": "\n", "t": "\t", '"': '"', "\\": "\\"}


class Fault(Exception):
    """What is wrong with a file, with its place."""


def fail(path, number, text):
    raise Fault(f"{path}:{number}: {text}")


def unescape(path, number, text):
    def one(match):
        if match.group(1) not in ESCAPE:
            fail(path, number, f"'\\{match.group(1)}' is no escape of a PO file here; right are \\n \\t \\\" and \\\\")
        return ESCAPE[match.group(1)]
    return re.sub(r"\\(.)", one, text)


def read_lines(path):
    with open(path, encoding="utf-8") as file:
        return list(enumerate(file.read().split("\n"), 1))


def parse(path):
    """{msgid: msgstr} of a PO file, the header under ''."""
    entries, word, parts, first = {}, None, {"msgid": "", "msgstr": ""}, 1

    def close():
        if word is None:
            return
        if word != "msgstr":
            fail(path, first, "a msgid without its msgstr")
        if parts["msgid"] in entries:
            fail(path, first, f"{parts['msgid']!r} stands here twice")
        entries[parts["msgid"]] = parts["msgstr"]

    for number, line in read_lines(path):
        line = line.strip()
        if line.startswith("#,") and "fuzzy" in line:
            fail(path, number, "a fuzzy translation; look at it and take the mark away")
        if line == "" or line.startswith("#"):
            continue
        match = re.fullmatch(r'(msgid|msgstr)?\s*"((?:[^"\\]|\\.)*)"', line)
        if match is None:
            fail(path, number, f"{line!r} is neither a comment nor msgid or msgstr with its text in quotes")
        if match.group(1) == "msgid":
            close()
            parts, first = {"msgid": "", "msgstr": ""}, number
        if match.group(1) == "msgstr" and word != "msgid":
            fail(path, number, "a msgstr without its msgid")
        word = match.group(1) or word
        if word is None:
            fail(path, number, "a text that belongs to nothing")
        parts[word] += unescape(path, number, match.group(2))
    close()
    return entries


def header(path, entries):
    """The fields of the header."""
    fields = dict(re.findall(r"^([\w-]+): *(.*)$", entries.get("", ""), re.MULTILINE))
    for name in ("Language", "X-Native-Name"):
        if not fields.get(name):
            fail(path, 1, f"the header has no {name}")
    return fields


def sources_of(paths):
    """The C files that are named, or in a folder that is."""
    for path in paths:
        if os.path.isdir(path):
            yield from sorted(os.path.join(path, name) for name in os.listdir(path) if name.endswith(".c"))
        else:
            yield path


def marked(paths):
    """{string: first place} of what is marked in C sources."""
    found = {}
    for path in sources_of(paths):
        with open(path, encoding="utf-8") as file:
            text = COMMENT.sub(lambda match: re.sub(r"[^\n]", " ", match.group(0)), file.read())
        for match in MARK.finditer(text):
            literal = "".join(PIECE.findall(match.group(1)))
            # C's escapes of UTF-8 bytes are Python's of Latin-1 characters.
            string = ast.literal_eval(f'"{literal}"') if "\\x" not in literal else \
                ast.literal_eval(f'"{literal}"').encode("latin-1").decode("utf-8")
            found.setdefault(string, f"{path}:{text.count(chr(10), 0, match.start()) + 1}")
    return found


def check(sources, files):
    faults = []
    strings = marked(sources)
    for path in files:
        entries = parse(path)
        header(path, entries)
        faults += [f"{place}: {path} does not translate {string!r}" for string, place in strings.items()
                   if not entries.get(string)]
        faults += [f"{path}: no source says {string!r} any more" for string in entries if string and string not in strings]
        faults += [f"{path}: {string!r} has {places(string)}, its translation {places(said)}"
                   for string, said in entries.items() if string and said and places(string) != places(said)]
    return faults


def places(text):
    return " ".join(sorted(PLACE.findall(text))) or "nothing to fill in"


def c_string(text):
    """A STR_INIT of the UTF-8 bytes; octal escapes cannot run into what follows."""
    return 'STR_INIT("' + "".join(chr(byte) if 32 <= byte < 127 and byte not in (34, 92, 63) else f"\\{byte:03o}"
                                  for byte in text.encode()) + '")'


def c_array(kind, name, rows):
    return f"static const {kind} {name}[] = {{\n" + "".join(f"    {row},\n" for row in rows) + "};\n\n"


def table(output, files):
    catalogues = [(header(path, entries), entries) for path in files for entries in [parse(path)]]
    keys = sorted({key for _, entries in catalogues for key in entries if key} or {""}, key=str.encode)
    text = '#include "http/text_table.h"\n\n' + c_array("Str", "keys", map(c_string, keys))
    offered, languages = ['{STR_INIT("en"), STR_INIT("English")}'], []
    for number, (fields, entries) in enumerate(catalogues):
        text += c_array("Str", f"said_{number}", [c_string(entries.get(key) or key) for key in keys])
        language = f"{{{c_string(fields['Language'])}, {c_string(fields['X-Native-Name'])}}}"
        offered.append(language)
        languages.append(f"{{{language}, said_{number}}}")
    text += c_array("TextLanguage", "offered", offered) + c_array("TextTableLanguage", "languages", languages)
    text += ("static const TextTable whole = {keys, sizeof(keys) / sizeof(keys[0]), offered, languages, "
             "sizeof(languages) / sizeof(languages[0])};\n\nconst TextTable *text_table(void) {\n    return &whole;\n}\n")
    with open(output, "w", encoding="ascii") as file:
        file.write(text)


def quote(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t") + '"'


def template(sources, files):
    known = parse(files[0]) if files else {"": "Language: \nX-Native-Name: \n"}
    print('msgid ""\nmsgstr ""')
    for line in known.get("", "").splitlines(keepends=True):
        print(quote(line))
    for string, place in marked(sources).items():
        print(f"\n#: {place.rpartition(':')[0]}\nmsgid {quote(string)}\nmsgstr {quote(known.get(string, ''))}")


def split(words):
    at = words.index("--") if "--" in words else len(words)
    return words[:at], words[at + 1:]


def main(words):
    try:
        if words[:1] == ["table"] and len(words) >= 3:
            table(words[1], words[2:])
        elif words[:1] == ["template"]:
            template(*split(words[1:]))
        elif words[:1] == ["check"] and "--" in words:
            faults = check(*split(words[1:]))
            print("\n".join(faults), file=sys.stderr)
            return 1 if faults else 0
        else:
            print(__doc__, file=sys.stderr)
            return 2
    except (Fault, OSError) as fault:
        print(fault, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
