"""Recomputes every figure of a statement from public data with nothing but Python's standard library.

    recompute.py --methodology FILE --factors FILE... --units FILE --records FILE --statement FILE [--identity]

It reads formulas, factors and declared errors out of the YAML files and holds no constant of them; it has its own reader
of that YAML, its own formula language, its own units and its own propagation of errors (forward mode, in decimal
arithmetic), so that an agreement says something. Exit: 0 everything agrees, 1 something does not, 2 cannot decide.
"""

import argparse
import csv
import hashlib
import json
import operator
import re
import sys
from decimal import ROUND_HALF_EVEN, Context, Decimal, localcontext
from fractions import Fraction

DIGITS = 60  # of every operation
KEPT = 40  # significant digits kept before anything is rounded for print
QUANTILE = Decimal("1.96")  # docs/formats/methodology.md, "Uncertainty"


class Refused(Exception):
    """What was read cannot be understood: no verdict."""


# ---- YAML: the regular subset that methodologies are written in ----


def plain_scalar(text):
    if text in ("", "null", "~"):
        return None
    if text in ("true", "false"):
        return text == "true"
    return int(text) if re.fullmatch(r"-?(0|[1-9][0-9]*)", text) else text


def scalar(text):
    text = text.strip()
    if text.startswith('"'):
        value, end = json.JSONDecoder().raw_decode(text)
        if text[end:].strip() and not text[end:].strip().startswith("#"):
            raise Refused(f"text behind a quoted scalar: {text}")
        return value
    if text.startswith("'"):
        return re.match(r"'((?:[^']|'')*)'", text).group(1).replace("''", "'")
    return plain_scalar(re.split(r"\s#", text)[0].strip())


def yaml_lines(text):
    lines = []
    for line in text.splitlines():
        if line.strip() and not line.lstrip().startswith("#"):
            lines.append((len(line) - len(line.lstrip()), line.strip()))
    return lines


KEY = re.compile(r'("[^"]*"|[^\s"#][^#]*?):(?:\s+(.*))?$')


def yaml_block(lines, at, indent):
    if lines[at][1].startswith("- ") or lines[at][1] == "-":
        return yaml_sequence(lines, at, indent)
    return yaml_mapping(lines, at, indent)


def yaml_sequence(lines, at, indent):
    items = []
    while at < len(lines) and lines[at][0] == indent and lines[at][1].startswith("-"):
        rest = lines[at][1][1:].strip()
        inner = indent + len(lines[at][1]) - len(rest)
        if rest and not rest.startswith('"') and KEY.match(rest):
            lines[at] = (inner, rest)
            item, at = yaml_mapping(lines, at, inner)
        else:
            item, at = scalar(rest), at + 1
        items.append(item)
    return items, at


def yaml_mapping(lines, at, indent):
    mapping = {}
    while at < len(lines) and lines[at][0] == indent:
        match = KEY.match(lines[at][1])
        if not match:
            raise Refused(f"not a key: {lines[at][1]}")
        key = str(scalar(match.group(1)))
        rest = (match.group(2) or "").strip()
        at += 1
        if rest:
            mapping[key] = scalar(rest)
        elif at < len(lines) and lines[at][0] > indent:
            mapping[key], at = yaml_block(lines, at, lines[at][0])
        else:
            mapping[key] = None
    return mapping, at


def read_yaml(path):
    with open(path, encoding="utf-8") as file:
        lines = yaml_lines(file.read())
    tree, at = yaml_block(lines, 0, lines[0][0])
    if at != len(lines):
        raise Refused(f"{path}: not read to its end: {lines[at][1]}")
    return tree


def identity(tree):
    """SHA-256 of the canonical JSON; the keys of these files are ASCII, so byte order is RFC 8785's order."""
    text = json.dumps(tree, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


# ---- units ----


class Units:
    def __init__(self, tree):
        self.known = {}
        for entry in tree["units"]:
            name = str(entry["name"])
            if "base" in entry:
                self.known[name] = (Fraction(1), {entry["base"]: 1})
            else:
                factor, dimension = self.parse(str(entry["of"]))
                self.known[name] = (factor * Fraction(str(entry["factor"])), dimension)

    def word(self, word):
        if word == "1":
            return Fraction(1), {}
        if word in self.known:
            return self.known[word]
        match = re.fullmatch(r"(.*?)(-?[0-9]+)", word)
        if not match or match.group(1) not in self.known:
            raise Refused(f"unknown unit {word}")
        factor, dimension = self.known[match.group(1)]
        power = int(match.group(2))
        return factor**power, {name: count * power for name, count in dimension.items()}

    def parse(self, text):
        factor, dimension, sign = Fraction(1), {}, 1
        for part in re.split(r"([/*])", text):
            if part in "/*":
                sign = -1 if part == "/" else 1
                continue
            other, powers = self.word(part)
            factor *= other**sign
            for name, count in powers.items():
                dimension[name] = dimension.get(name, 0) + count * sign
        return factor, {name: count for name, count in dimension.items() if count}

    def factor(self, text):
        return self.parse(text)[0]


def times(value, fraction):
    return value * fraction.numerator / fraction.denominator


# ---- numbers that carry what they owe to each error ----


class Number:
    """A value and, per error, derivative times standard error."""

    def __init__(self, value, owes=None):
        self.value = value
        self.owes = owes or {}

    def by(self, value, *terms):
        """A function's value with its slope by each operand: the chain rule."""
        owes = {}
        for operand, slope in terms:
            for key, amount in operand.owes.items():
                owes[key] = owes.get(key, Decimal(0)) + slope * amount
        return Number(value, owes)


def slope_of_power(base, power, value):
    if base != 0:
        return power * value / base
    if power < 1:
        raise Refused("a power of 0 has no slope here")
    return Decimal(1 if power == 1 else 0)


def apply(kind, a, b):
    one = Decimal(1)
    if kind == "+":
        return a.by(a.value + b.value, (a, one), (b, one))
    if kind == "-":
        return a.by(a.value - b.value, (a, one), (b, -one))
    if kind == "*":
        return a.by(a.value * b.value, (a, b.value), (b, a.value))
    if kind == "/":
        value = a.value / b.value
        return a.by(value, (a, one / b.value), (b, -value / b.value))
    value = a.value**b.value
    terms = [(a, slope_of_power(a.value, b.value, value))] if a.owes else []
    if b.owes:
        terms.append((b, value * a.value.ln()))
    return a.by(value, *terms)


def call(name, args):
    a = args[0]
    if name == "exp":
        value = a.value.exp()
        return a.by(value, (a, value))
    if name == "ln":
        return a.by(a.value.ln(), (a, 1 / a.value))
    if name == "sqrt":
        value = a.value.sqrt()
        return a.by(value, (a, 1 / (2 * value))) if a.owes else Number(value)
    if name == "abs":
        return a.by(abs(a.value), (a, Decimal(-1 if a.value < 0 else 1)))
    b = args[1]
    first = a.value <= b.value if name == "min" else a.value >= b.value
    return a if first else b


# ---- the language of formulas ----

TOKEN = re.compile(
    r"\s*(?:(?P<number>[0-9]+(?:\.[0-9]+)?)|(?P<name>[a-z][a-z0-9_]*)|(?P<unit>\[[^\[\]]*(?:\[[^\]]*\])?\])"
    r"|(?P<op><=|>=|==|!=|[-+*/^<>(),:]))"
)
COMPARISONS = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "==": operator.eq, "!=": operator.ne}


class Formula:
    """Recursive descent to a tree of tuples."""

    def __init__(self, text, units):
        self.units = units
        self.tokens = []
        at = 0
        text = str(text).rstrip()
        while at < len(text):
            match = TOKEN.match(text, at)
            if not match:
                raise Refused(f"cannot read the formula at: {text[at:]}")
            self.tokens.append((match.lastgroup, match.group(match.lastgroup)))
            at = match.end()
        self.at = 0
        self.tree = self.comparison()
        if self.at != len(self.tokens):
            raise Refused(f"the formula goes on behind its end: {text}")

    def peek(self, *wanted):
        return self.at < len(self.tokens) and self.tokens[self.at][1] in wanted

    def take(self):
        self.at += 1
        return self.tokens[self.at - 1]

    def need(self, text):
        if not self.peek(text):
            raise Refused(f"expected {text}")
        self.at += 1

    def comparison(self):
        left = self.chain(("+", "-"), lambda: self.chain(("*", "/"), self.unary))
        if self.peek(*COMPARISONS):
            kind = self.take()[1]
            return ("compare", kind, left, self.chain(("+", "-"), lambda: self.chain(("*", "/"), self.unary)))
        return left

    def chain(self, operators, operand):
        left = operand()
        while self.peek(*operators):
            kind = self.take()[1]
            left = ("op", kind, left, operand())
        return left

    def unary(self):
        if self.peek("-"):
            self.at += 1
            return ("negate", self.unary())
        base = self.atom()
        if self.peek("^"):
            self.at += 1
            return ("op", "^", base, self.unary())
        return base

    def atom(self):
        kind, text = self.take()
        if kind == "number":
            unit = Fraction(1)
            if self.at < len(self.tokens) and self.tokens[self.at][0] == "unit":
                unit = self.units.factor(self.take()[1][1:-1])
            return ("number", Decimal(text), unit)
        if text == "(":
            inner = self.comparison()
            self.need(")")
            return inner
        if kind != "name":
            raise Refused(f"unexpected {text}")
        return self.call(text) if self.peek("(") else ("name", text)

    def call(self, name):
        self.need("(")
        if name == "sum":
            for text in ("over", ":", "records", ","):
                self.need(text)
        args = [self.comparison()]
        while self.peek(","):
            self.at += 1
            args.append(self.comparison())
        self.need(")")
        return ("call", name, args)


def evaluate(tree, scope, sums):
    """scope gives names; sums gives what stands for sum(over: records, tree)."""
    kind = tree[0]
    if kind == "number":
        return Number(times(tree[1], tree[2]))
    if kind == "name":
        return scope[tree[1]]
    if kind == "negate":
        a = evaluate(tree[1], scope, sums)
        return a.by(-a.value, (a, Decimal(-1)))
    if kind == "op":
        return apply(tree[1], evaluate(tree[2], scope, sums), evaluate(tree[3], scope, sums))
    if tree[1] == "sum":
        return sums(tree[2][0])
    if tree[1] == "if":
        chosen = tree[2][1] if holds(tree[2][0], scope, sums) else tree[2][2]
        return evaluate(chosen, scope, sums)
    return call(tree[1], [evaluate(arg, scope, sums) for arg in tree[2]])


def holds(tree, scope, sums):
    left = evaluate(tree[2], scope, sums).value
    right = evaluate(tree[3], scope, sums).value
    return COMPARISONS[tree[1]](left, right)


# ---- a methodology over records ----


class Methodology:
    def __init__(self, tree, sets, units, parameters):
        self.tree = tree
        self.units = units
        self.factors = {}
        self.used = {}
        for use in tree.get("factors") or []:
            set_id, key = use["ref"].split("#", 1)
            key = re.sub(r"\{([a-z0-9_]+)\}", lambda match: parameters[match.group(1)], key)
            found = [factor for factor in sets[set_id]["factors"] if factor["key"] == key]
            if not found:
                raise Refused(f"no factor {key} in {set_id}")
            self.used[use["name"]] = found[0]
            self.factors[use["name"]] = self.factor(use["name"], found[0])
        self.formulas = [(f, Formula(f["expr"], units)) for f in tree["formulas"]]
        self.conditions = [Formula(c["condition"], units) for c in tree.get("applicability") or []]
        self.inputs = {i["name"]: i for i in tree["inputs"]}

    def factor(self, name, factor):
        unit = self.units.factor(str(factor["unit"]))
        value = times(Decimal(1), Fraction(str(factor["value"])) * unit)
        if "range_95" not in factor:
            return Number(value)
        width = Decimal(str(factor["range_95"]["high"])) - Decimal(str(factor["range_95"]["low"]))
        return Number(value, {("factor", name): times(width / (2 * QUANTILE), unit)})

    def error(self, error, number, name, record, scope):
        """What the value owes to one declared error, added to it."""
        relative = "relative_se" in error
        tree = Formula(error["relative_se"] if relative else error["se"], self.units).tree
        se = evaluate(tree, scope, None).value
        key = (name,) if error["correlation"] == "common" else (name, record)
        owes = dict(number.owes)
        owes[key] = owes.get(key, Decimal(0)) + (se * number.value if relative else se)
        return Number(number.value, owes)

    def inputs_of(self, record, index):
        scope = dict(self.factors)
        for name, declared in self.inputs.items():
            given = record.get(name)
            if given is None:
                if "default" not in declared:
                    continue
                given = (str(declared["default"]), str(declared["unit"]))
            scope[name] = Number(times(Decimal(given[0]), self.units.factor(given[1])))
        for name, declared in self.inputs.items():
            if "uncertainty" in declared and name in scope:
                scope[name + " "] = self.error(declared["uncertainty"], scope[name], ("input", name), index, scope)
        for name in self.inputs:
            if name + " " in scope:
                scope[name] = scope.pop(name + " ")
        return scope

    def formula(self, declared, tree, scope, index, sums):
        number = evaluate(tree, scope, sums)
        plain = dict(scope)
        plain[declared["name"]] = number
        for error in declared.get("errors") or []:
            number = self.error(error, number, ("formula", declared["name"], error["name"]), index, plain)
        return number

    def record(self, record, index):
        scope = self.inputs_of(record, index)
        if not all(holds(condition.tree, scope, None) for condition in self.conditions):
            return None
        for declared, formula in self.formulas:
            if declared["per"] == "record":
                scope[declared["name"]] = self.formula(declared, formula.tree, scope, index, None)
        return scope

    def run(self, scopes):
        def total(tree):
            value, owes = Decimal(0), {}
            for scope in scopes:
                term = evaluate(tree, scope, None)
                value += term.value
                for key, amount in term.owes.items():
                    owes[key] = owes.get(key, Decimal(0)) + amount
            return Number(value, owes)

        scope = dict(self.factors)
        for declared, formula in self.formulas:
            if declared["per"] == "programme":
                scope[declared["name"]] = self.formula(declared, formula.tree, scope, "programme", total)
        return scope


# ---- digits ----


def kept(value):
    return Context(prec=KEPT, rounding=ROUND_HALF_EVEN).plus(value)


def at_place(value, places):
    value = kept(value)
    with localcontext() as context:
        context.prec = 2000
        rounded = value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_EVEN)
    text = f"{rounded:f}"
    if places < 0 and set(text) == {"0"}:
        text = "0"
    return text[1:] if text.startswith("-") and not text.strip("-0.") else text


def place_of(half):
    rounded = Context(prec=2, rounding=ROUND_HALF_EVEN).plus(kept(half))
    return -(rounded.adjusted() - 1)


def agree(mine, theirs, digits=12):
    """No further apart than half a unit of so many significant digits."""
    mine, theirs = kept(mine), Decimal(theirs)
    unit = Decimal(1).scaleb(mine.adjusted() - digits + 1)
    return abs(mine - theirs) <= unit / 2


class Judge:
    def __init__(self):
        self.compared = 0
        self.faults = []

    def compare(self, what, mine, theirs, equal):
        self.compared += 1
        if not equal:
            self.faults.append(f"{what}: the statement says {theirs}, recomputed {mine}")

    def same(self, what, mine, theirs):
        self.compare(what, mine, theirs, mine == theirs)

    def near(self, what, mine, theirs):
        self.compare(what, kept(mine), theirs, agree(mine, theirs))


def judge_result(judge, methodology, declared, stated, scope):
    unit = methodology.units.factor(str(declared["unit"]))
    number = scope[declared.get("formula", declared["name"])]
    value = times(number.value, 1 / unit)
    name = declared["name"]
    judge.near(f"{name} full", value, stated["full"])
    variance = sum((amount * amount for amount in number.owes.values()), Decimal(0))
    if not number.owes or variance == 0:
        judge.same(f"{name}", at_place(value, declared["decimals"]), stated["value"])
        judge.same(f"{name} interval", False, bool(stated.get("interval")))
        return
    se = times(variance.sqrt(), 1 / unit)
    half = QUANTILE * se
    places = place_of(half) if declared["digits"] == "follow uncertainty" else declared["decimals"]
    judge.same(f"{name}", at_place(value, places), stated["value"])
    judge.near(f"{name} standard error", se, stated["se"])
    for bound, mine in (("low", value - half), ("high", value + half)):
        judge.same(f"{name} {bound}", at_place(mine, places), stated["interval"][bound])
        judge.near(f"{name} {bound} full", mine, stated["interval_full"][bound])


def judge_figures(judge, methodology, figures, scope, row):
    for declared, _ in methodology.formulas:
        if declared["name"] in figures and declared["per"] == "record":
            value, unit = figures[declared["name"]]
            mine = times(scope[declared["name"]].value, 1 / methodology.units.factor(unit))
            judge.near(f"record {row} {declared['name']}", mine, value)


# ---- files ----


def read_csv(path):
    """Inputs stand in the columns "name" and "name unit", figures in "name [unit]"."""
    with open(path, encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            record = {}
            for column, value in row.items():
                figure = re.fullmatch(r"([a-z][a-z0-9_]*) \[(.+)\]", column)
                if figure:
                    record[figure.group(1)] = (value, figure.group(2))
                elif value and row.get(column + " unit"):
                    record[column] = (value, row[column + " unit"])
            yield record


def read_ndjson(path):
    with open(path, encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            items = list(row.get("inputs") or []) + list(row.get("figures") or [])
            yield {item["name"]: (item["value"], item["unit"]) for item in items}


def read_records(path):
    return read_csv(path) if path.endswith(".csv") else read_ndjson(path)


def judge_identity(judge, methodology, sets, statement):
    judge.same("SHA-256 of the methodology", identity(methodology), statement["methodology"]["sha256"])
    hashes = {identity(tree) for tree in sets.values()}
    for factor in statement["factors"]:
        judge.compare(f"set of factor {factor['name']}", sorted(hashes), factor["sha256"], factor["sha256"] in hashes)


def judge_all(args):
    judge = Judge()
    tree = read_yaml(args.methodology)
    sets = {one["id"]: one for one in map(read_yaml, args.factors)}
    with open(args.statement, encoding="utf-8") as file:
        statement = json.load(file)
    if args.identity:
        judge_identity(judge, tree, sets, statement)
    units = Units(read_yaml(args.units))
    methodology = Methodology(tree, sets, units, statement["programme"].get("parameters") or {})
    for factor in statement.get("factors") or []:
        judge.same(f"factor {factor['name']}", str(methodology.used[factor["name"]]["value"]), factor["value"])
    scopes = []
    for row, record in enumerate(read_records(args.records), 1):
        scope = methodology.record(record, row)
        if scope is None:
            judge.compare(f"record {row}", "outside the methodology", "accepted", False)
            continue
        judge_figures(judge, methodology, record, scope, row)
        scopes.append(scope)
    judge.same("accepted records", len(scopes), int(statement["counts"]["accepted"]))
    result = methodology.run(scopes)
    stated = {one["name"]: one for one in statement["results"]}
    for declared in tree["results"]:
        judge_result(judge, methodology, declared, stated[declared["name"]], result)
    return judge


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    for name in ("--methodology", "--units", "--records", "--statement"):
        parser.add_argument(name, required=True)
    parser.add_argument("--factors", required=True, nargs="+")
    parser.add_argument("--identity", action="store_true", help="also compare the SHA-256 of methodology and factor sets")
    args = parser.parse_args()
    with localcontext() as context:
        context.prec = DIGITS
        context.rounding = ROUND_HALF_EVEN
        try:
            judge = judge_all(args)
        except (Refused, KeyError, OSError, ValueError, ArithmeticError) as error:
            print(f"cannot decide: {type(error).__name__}: {error}", file=sys.stderr)
            return 2
    for fault in judge.faults[:20]:
        print(fault)
    if judge.faults:
        print(f"{len(judge.faults)} of {judge.compared} comparisons do not agree")
        return 1
    print(f"all {judge.compared} figures agree")
    return 0


if __name__ == "__main__":
    sys.exit(main())
