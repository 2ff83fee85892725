"""Writes the records of a public data set as a CSV with a column "name [unit]" per input: CASE DATA OUTPUT.

Exit 77 where the data set is absent.
"""
import csv
import gzip
import os
import sys


def trees(data):
    path = os.path.join(data, "trees", "nouragues_agb_reference.csv")
    with open(path, encoding="utf-8", newline="") as file:
        yield ["dbh [cm]", "wood_density [g/cm3]", "height [m]"]
        for row in csv.DictReader(file):
            yield [row["dbh_cm"], row["wd_g_cm3"], row["h_m"]]


def meter(data):
    """The metered year 2016, hour by hour, by the meter's own local time."""
    path = os.path.join(data, "eemeter", "il-electricity-cdd-hdd-hourly.csv.gz")
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        yield ["energy [kWh]"]
        for row in csv.DictReader(file):
            if row["start"].startswith("2016-") and row["value"]:
                yield [row["value"]]


def main():
    case, data, target = sys.argv[1:]
    try:
        rows = list({"trees": trees, "meter": meter}[case](data))
    except FileNotFoundError as error:
        print(f"absent: {error.filename}")
        return 77
    with open(target, "w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return 0


sys.exit(main())
