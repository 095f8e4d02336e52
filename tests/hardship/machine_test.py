"""A full disk, a workspace that cannot be written, little memory: coded errors, nothing lost. Needs root for the mounts."""
import os
import pathlib
import subprocess
import sys
import tempfile

from program import Workspace, expect, rates_file

SKIPPED = 77


def mounted(folder, *words):
    return subprocess.run(["mount", *words, str(folder)], capture_output=True).returncode == 0


def full_disk():
    with tempfile.TemporaryDirectory() as parent:
        small = pathlib.Path(parent) / "small"
        small.mkdir()
        if not mounted(small, "-t", "tmpfs", "-o", "size=3m", "tmpfs"):
            return False
        try:
            with Workspace(small) as workspace:
                workspace.call("load", "fx_rate", rates_file(pathlib.Path(parent) / "few.csv", 100))
                done = workspace.run("load", "fx_rate", rates_file(pathlib.Path(parent) / "many.csv", 600_000, start=10_000))
                expect(done.returncode == 4, f"a full disk ends with 4, not {done.returncode}: {done.stderr}")
                expect("error[system.disk_full]" in done.stderr, f"the error is coded: {done.stderr}")
                expect("hint:" in done.stderr, "the error has a hint")
                expect(workspace.count("fx_rate") == 100, "what stood before stands")
        finally:
            subprocess.run(["umount", str(small)], check=True)
    return True


def read_only_workspace():
    with Workspace() as workspace:
        workspace.call("load", "fx_rate", rates_file(workspace.folder / "few.csv", 100))
        if not mounted(workspace.path, "--bind", str(workspace.path)):
            return False
        try:
            subprocess.run(["mount", "-o", "remount,ro,bind", str(workspace.path)], check=True)
            done = workspace.run("load", "fx_rate", rates_file(workspace.folder / "more.csv", 100, start=5000))
            expect(done.returncode == 4, f"a read-only workspace ends with 4, not {done.returncode}: {done.stderr}")
            expect("error[system.permission]" in done.stderr, f"the error is coded: {done.stderr}")
        finally:
            subprocess.run(["umount", str(workspace.path)], check=True)
        expect(workspace.count("fx_rate") == 100, "what stood before stands")
    return True


def little_memory():
    with Workspace() as workspace:
        file = rates_file(workspace.folder / "large.csv", 2_000_000)
        workspace.call("--memory", "300MB", "load", "fx_rate", file)
        expect(workspace.count("fx_rate") == 2_000_000, "a file larger than the memory's share loads")
        done = workspace.run("--memory", "200MB", "query",
                             "select max(q) from (select observed_on || currency as g, approx_quantile(krw_per_unit + n, 0.5) as q "
                             "from fx_rate, (values (1), (2)) as v(n) group by g) as t")
        expect(done.returncode in (0, 4), f"the process is not killed: {done.returncode} {done.stderr[-300:]}")
        if done.returncode == 4:
            expect("error[system.memory_limit]" in done.stderr, f"the error is coded: {done.stderr}")


def main():
    little_memory()
    if os.geteuid() != 0 or not (full_disk() and read_only_workspace()):
        print("mounts are not allowed here: full disk and read-only workspace were not tried")
        return SKIPPED
    print("full disk, read-only workspace and little memory end in coded errors")
    return 0


if __name__ == "__main__":
    sys.exit(main())
