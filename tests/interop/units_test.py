"""Factors of units.yaml against those of UDUNITS-2, the units database of the earth sciences: units_test.py ROOT.

Exit 77 where its program udunits2 is absent.
"""
import os
import re
import shutil
import subprocess
import sys
from fractions import Fraction

sys.dont_write_bytecode = True
import recompute  # noqa: E402

# Ours, theirs: what UDUNITS has under another spelling. Counted things, money and CO2e it does not have.
PAIRS = """kg kg; g g; mg mg; t tonne; kt kilotonne; Mt megatonne; lb avoirdupois_pound; m m; mm mm; cm cm
km km; in inch; ft foot; mi international_mile; ha hectare; L liter; mL milliliter; s s; min minute
h hour; d day; wk week; K K; J J; kJ kJ; MJ MJ; GJ GJ; TJ TJ; Wh W.h; kWh kW.h; MWh MW.h; GWh GW.h
W W; kW kW; MW MW; % percent; g/cm3 g.cm-3; m2 m2; kg/m3 kg.m-3"""

BASES = {"mass": "kg", "length": "m", "time": "s", "temperature": "K"}


def coherent(dimension):
    return "1" if not dimension else ".".join(f"{BASES[name]}{power}" for name, power in sorted(dimension.items()))


def theirs(unit, coherent_unit):
    run = subprocess.run(["udunits2", "-H", unit, "-W", coherent_unit], capture_output=True, text=True, check=False)
    match = re.search(r"= ([-+0-9.e]+) ", run.stdout)
    if not match:
        sys.exit(f"udunits2 cannot convert {unit} to {coherent_unit}: {run.stdout}{run.stderr}")
    return Fraction(match.group(1))


def main():
    if shutil.which("udunits2") is None:
        print("absent: udunits2")
        return 77
    units = recompute.Units(recompute.read_yaml(os.path.join(sys.argv[1], "units.yaml")))
    wrong = 0
    pairs = [pair.split() for pair in re.split(r"[;\n]", PAIRS)]
    for ours, other in pairs:
        factor, dimension = units.parse(ours)
        found = theirs(other, coherent(dimension))
        # It prints six digits.
        if abs(found / factor - 1) > Fraction(1, 100000):
            print(f"{ours}: {factor} here, {found} there")
            wrong += 1
    print(f"{len(pairs)} units compared, {wrong} differ")
    return 1 if wrong else 0


sys.exit(main())
