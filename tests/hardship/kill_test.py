"""kill -9 at random moments of loads: each time the workspace opens and holds all of the load or none."""
import contextlib
import os
import pathlib
import random
import signal
import sqlite3
import sys
import time

from program import Workspace, expect, rates_file

KILLS = int(os.environ.get("TIDEWAITER_KILLS", "50"))
ROWS = 60_000
# A load of this size writes Parquet files, so a kill can leave orphans behind.


def main():
    chance = random.Random(20211)
    with Workspace() as workspace:
        first = rates_file(workspace.folder / "first.csv", 1000)
        workspace.call("load", "fx_rate", first)
        started = time.perf_counter()
        whole = rates_file(workspace.folder / "whole.csv", ROWS, start=1_000_000)
        workspace.call("load", "fx_rate", whole)
        length = time.perf_counter() - started
        expected = 1000 + ROWS
        finished = 0
        for number in range(KILLS):
            file = rates_file(workspace.folder / "next.csv", ROWS, start=(number + 2) * 1_000_000)
            process = workspace.start("load", "fx_rate", file)
            time.sleep(chance.uniform(0, length * 1.1))
            process.send_signal(signal.SIGKILL)
            process.communicate()
            have = workspace.count("fx_rate")
            expect(have in (expected, expected + ROWS), f"kill {number}: {have} rows, not {expected} or {expected + ROWS}")
            loads = sum(1 for load in workspace.query("select state from tidewaiter_load where state = 'loaded'"))
            expect(loads * ROWS == have - 1000 + ROWS, f"kill {number}: the ledger has {loads} loads for {have} rows")
            finished += have > expected
            expected = have
        workspace.call("load", "fx_rate", rates_file(workspace.folder / "last.csv", 10, start=900_000_000))
        with contextlib.closing(sqlite3.connect(workspace.path / "lake.sqlite")) as catalogue:
            named = {pathlib.PurePath(path).name for table in ("ducklake_data_file", "ducklake_delete_file")
                     for (path,) in catalogue.execute(f"select path from {table}")}
        stand = {path.name for path in (workspace.path / "lake").rglob("*.parquet")}
        expect(stand <= named, f"files that no snapshot names stay after the next load: {sorted(stand - named)[:3]}")
        leftovers = [path for path in (workspace.path / "tmp").glob("*")] if (workspace.path / "tmp").exists() else []
        expect(len(leftovers) <= 1, f"temporary folders of dead processes stay: {leftovers}")
        print(f"{KILLS} kills, {finished} loads had finished before; nothing half done")


if __name__ == "__main__":
    sys.exit(main())
