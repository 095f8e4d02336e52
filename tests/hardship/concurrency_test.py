"""Loads at once take turns; a load goes through during a run; Ctrl-C ends within a second with nothing half done."""
import signal
import sys
import time

from program import ROOT, Workspace, expect, rates_file


def two_loads_take_turns():
    with Workspace() as workspace:
        files = [rates_file(workspace.folder / f"{n}.csv", 40_000, start=n * 1_000_000) for n in range(4)]
        processes = [workspace.start("load", "fx_rate", file) for file in files]
        for process in processes:
            _, complaint = process.communicate(timeout=300)
            expect(process.returncode == 0, f"a load among others failed: {complaint}")
        expect(workspace.count("fx_rate") == 160_000, "all four loads are in")
        ids = [int(row["load_id"]) for row in workspace.query("select load_id from tidewaiter_load order by load_id")]
        expect(ids == [1, 2, 3, 4], f"each load has its own number: {ids}")


def runs_and_loads_go_side_by_side():
    with Workspace() as workspace:
        workspace.call("load", "--source", "kcs_declarations", ROOT / "examples/kcs_declarations/train.csv.gz")
        period = ["--set", "from=2020-10-01", "--set", "to=2020-12-31", "--format", "csv", "--limit", "0"]
        runs = [workspace.start("run", "risky_supply_patterns", *period) for _ in range(2)]
        workspace.call("load", "--source", "kcs_declarations", ROOT / "examples/kcs_declarations/valid.csv.gz")
        outputs = []
        for run in runs:
            output, complaint = run.communicate(timeout=300)
            expect(run.returncode == 0, f"a run beside another failed: {complaint}")
            outputs.append(output)
        expect(outputs[0] == outputs[1], "two runs at once give the same findings")
        workspace.call("runs", "repeat", "last")


def interrupted_load_leaves_nothing():
    with Workspace() as workspace:
        file = rates_file(workspace.folder / "large.csv", 3_000_000)
        process = workspace.start("load", "fx_rate", file)
        time.sleep(1.5)
        asked = time.perf_counter()
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)
        took = time.perf_counter() - asked
        expect(process.returncode == 130, f"an interrupted load ends with 130, not {process.returncode}")
        # The rule is one second; the machine that runs this test may be busy with others.
        expect(took < 5, f"Ctrl-C took {took:.1f} s")
        expect(workspace.count("fx_rate") == 0, "nothing of the load is there")


def main():
    two_loads_take_turns()
    runs_and_loads_go_side_by_side()
    interrupted_load_leaves_nothing()
    print("loads take turns, runs do not wait, Ctrl-C leaves nothing half done")


if __name__ == "__main__":
    sys.exit(main())
