#!/usr/bin/env python3
"""usage: tests/cli/real_prices.py

What stands out among real import prices (examples/eu_jrc_trade): rows beyond three standard deviations of the price, beyond 3.5 robust
deviations of its logarithm, and beyond 3.5 of price_manipulation's z, against a forward search as the reference. $TIDEWAITER is the
program; it works in a workspace of its own in the current folder. Each row becomes a declaration of one commodity, all by one
importer from one seller.
"""

import csv
import io
import math
import os
import statistics
import subprocess
from pathlib import Path

DATA = Path(__file__).resolve().parents[2] / "examples" / "eu_jrc_trade"
HEADER = ("declaration_id,item_no,declared_on,office,process_type,import_type,import_use,payment_type,transport_mode,declarant_id,"
          "importer_id,seller_id,hs_code,country_departure,country_origin,tax_type,tax_rate_pct,net_mass_kg,customs_value_krw")
NORMAL = statistics.NormalDist()


def rows_of(name):
    """Quantity and value of the rows that have both, by row number."""
    with open(DATA / name, encoding="utf-8") as lines:
        pairs = [[float(cell) for cell in line.replace(",", " ").split()] for line in lines if line.strip()]
    return {number: pair for number, pair in enumerate(pairs, 1) if min(pair) > 0}


def beyond_three_sigma(prices):
    mean, sd = statistics.fmean(prices.values()), statistics.stdev(prices.values())
    return {row for row, price in prices.items() if abs(price - mean) > 3 * sd}


def beyond_robust(logs):
    middle = statistics.median(logs.values())
    mad = statistics.median(abs(x - middle) for x in logs.values())
    return {row for row, x in logs.items() if 0.6745 * abs(x - middle) > 3.5 * mad}


def beta_lower(x, a, b):
    """Regularised incomplete beta function by its continued fraction (Lentz)."""
    if x > (a + 1) / (a + b + 2):
        return 1 - beta_lower(1 - x, b, a)
    front = math.exp(math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)) / a
    c, d = 1.0, 1 / (1 - (a + b) * x / (a + 1))
    whole = d
    for m in range(1, 400):
        for term in (m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
                     -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))):
            d, c = 1 / (1 + term * d), 1 + term / c
            whole *= c * d
        if abs(c * d - 1) < 1e-12:
            break
    return front * whole


def beyond(distance, size, m, level):
    """Whether the smallest distance outside a subset of m of `size` normal values, in the subset's own deviations, lies beyond that quantile
    (Riani, Atkinson, Cerioli 2009): the order statistic m + 1, over the deviation of the middle m."""
    edge = NORMAL.inv_cdf((1 + m / size) / 2)
    kept = 1 - 2 * size / m * edge * NORMAL.pdf(edge)
    share = min(2 * NORMAL.cdf(distance * math.sqrt(kept)) - 1, 1 - 1e-15)
    return beta_lower(share, m + 1, size - m) > level


def searched(logs):
    """Rows outside the forward search: from the middle half outwards, nearest first, until three distances in a row lie beyond the
    99.99 % envelope; then as many more as the 99 % envelope of a sample of that size allows."""
    order = sorted(logs, key=logs.get)
    xs, n = [logs[row] for row in order], len(logs)
    first, last = n // 4, n - n // 4  # the subset is xs[first:last]
    total, squares = sum(xs[first:last]), sum(x * x for x in xs[first:last])
    steps = {}
    while last - first < n:
        m = last - first
        mean, sd = total / m, math.sqrt((squares - total * total / m) / (m - 1))
        below = (mean - xs[first - 1]) / sd if first else math.inf
        above = (xs[last] - mean) / sd if last < n else math.inf
        steps[m] = (min(below, above), first, last)
        first, last, new = (first - 1, last, xs[first - 1]) if below < above else (first, last + 1, xs[last])
        total, squares = total + new, squares + new * new
    run, signal = 0, None
    for m in steps:
        run = run + 1 if beyond(steps[m][0], n, m, 0.9999) else 0
        if run == 3:
            signal = m - 2
            break
    if signal is None:
        return set()
    size = signal
    while size + 1 < n and not any(beyond(steps[m][0], size + 1, m, 0.99) for m in range(size, signal - 2, -1)):
        size += 1
    _, first, last = steps[size]
    return set(order[:first] + order[last:])


def judged(name, rows):
    """Rows beyond 3.5 of the model's z, and its alerts."""
    folder = Path(name).stem
    env = dict(os.environ, TIDEWAITER_WORKSPACE=str(Path.cwd() / folder / "workspace"))
    run = lambda *words: subprocess.run([os.environ["TIDEWAITER"], "--quiet", *words], env=env, check=True, capture_output=True, text=True).stdout
    Path(folder).mkdir()
    table = Path(folder) / "import_declaration.csv"
    lines = (f"R{row},1,2020-01-01,XX,P,11,K,11,10,D,C,S,0302000000,XX,XX,A,0,{1000 * pair[0]:.3f},{1000 * pair[1]:.2f}" for row, pair in rows.items())
    table.write_text("\n".join([HEADER, *lines]) + "\n", encoding="utf-8")
    run("init")
    run("load", "import_declaration", str(table))
    found = csv.DictReader(io.StringIO(run("run", "price_manipulation", "--format", "csv", "--limit", "0")))
    items = [row for row in found if row["subject_type"] == "import_item"]
    number = lambda item: int(item["subject_id"].split("/")[0][1:])
    return ({number(item) for item in items if abs(float(item["z"])) > 3.5}, sum(item["alert"] == "true" for item in items), len(items))


def compared(found, reference):
    right = len(found & reference)
    return f"{len(found):5} rows, F1 {2 * right / max(1, len(found) + len(reference)):.2f}"


def main():
    for name in ("inttrade1.txt", "fishery.txt"):
        rows = rows_of(name)
        prices = {row: value / quantity for row, (quantity, value) in rows.items()}
        logs = {row: math.log(price) for row, price in prices.items()}
        reference = searched(logs)
        by_model, alerts, items = judged(name, rows)
        print(f"{name}: {len(rows)} rows with quantity and value, {items} ranked, {len(reference)} outside the forward search")
        print("  three standard deviations", compared(beyond_three_sigma(prices), reference))
        print("  3.5 robust deviations    ", compared(beyond_robust(logs), reference))
        print("  3.5 of the model's z     ", compared(by_model, reference), f", {alerts} alerts")


if __name__ == "__main__":
    main()
