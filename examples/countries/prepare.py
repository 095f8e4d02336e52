#!/usr/bin/env python3
"""usage: examples/countries/prepare.py [--check]

Writes countries.csv beside this file: seven columns of country_codes.csv under their own names, and name_ko
from datasets/lists/country.csv. --check writes nothing and fails when the CSV differs.
"""
import csv
import io
import pathlib
import sys

FOLDER = pathlib.Path(__file__).resolve().parent
NAMES = FOLDER.parent.parent / "datasets" / "lists" / "country.csv"
CODE = "ISO3166-1-Alpha-2"
KEPT = [CODE, "ISO3166-1-Alpha-3", "CLDR display name", "official_name_en", "Region Name", "Sub-region Name",
        "Continent"]


def read(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def render():
    korean = {row["code"]: row["title_ko"] for row in read(NAMES)}
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(KEPT + ["name_ko"])
    for row in sorted(read(FOLDER / "country_codes.csv"), key=lambda row: row[CODE]):
        writer.writerow([row[column].strip() for column in KEPT] + [korean.get(row[CODE].strip(), "")])
    return text.getvalue()


def main(arguments):
    if arguments not in ([], ["--check"]):
        print(__doc__.strip())
        return 0 if arguments[0] in ("-h", "--help") else 2
    target = FOLDER / "countries.csv"
    if not arguments:
        target.write_text(render(), encoding="utf-8")
    elif not target.exists() or target.read_text(encoding="utf-8") != render():
        print("countries.csv is stale\nhint: run examples/countries/prepare.py", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
