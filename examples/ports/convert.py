#!/usr/bin/env python3
"""usage: examples/ports/convert.py [--check]

Writes sea_ports.csv from sea_ports.json.gz, both beside this file: one row per UN/LOCODE, in its order.
--check writes nothing and fails when the CSV differs.
"""
import csv
import gzip
import io
import json
import pathlib
import sys

FOLDER = pathlib.Path(__file__).resolve().parent
COLUMNS = ["code", "name", "country", "city", "latitude", "longitude"]


def rows(ports):
    """The list keeps positions as [longitude, latitude]; a port without one gets empty fields."""
    for code, port in sorted(ports.items()):
        longitude, latitude = port.get("coordinates") or ["", ""]
        yield [code, port["name"], port["country"], port.get("city", ""), latitude, longitude]


def render():
    ports = json.loads(gzip.decompress((FOLDER / "sea_ports.json.gz").read_bytes()))
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(rows(ports))
    return text.getvalue()


def main(arguments):
    if arguments not in ([], ["--check"]):
        print(__doc__.strip())
        return 0 if arguments[0] in ("-h", "--help") else 2
    target = FOLDER / "sea_ports.csv"
    if not arguments:
        target.write_text(render(), encoding="utf-8")
    elif not target.exists() or target.read_text(encoding="utf-8") != render():
        print("sea_ports.csv is stale\nhint: run examples/ports/convert.py", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
