"""The program as a process: what the hardship tests share."""
import json
import pathlib
import random
import subprocess
import sys
import tempfile

PROGRAM = pathlib.Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else None
ROOT = pathlib.Path(__file__).resolve().parents[2]


class Workspace:
    """A fresh workspace in a temporary folder, removed at the end."""

    def __init__(self, folder=None):
        self._temporary = None if folder else tempfile.TemporaryDirectory(prefix="tidewaiter-hardship-")
        self.folder = pathlib.Path(folder or self._temporary.name)
        self.path = self.folder / "workspace"

    def __enter__(self):
        self.call("init")
        return self

    def __exit__(self, *_):
        if self._temporary:
            self._temporary.cleanup()

    def command(self, *words):
        return [str(PROGRAM), "--workspace", str(self.path), "--language", "en", "--quiet", *map(str, words)]

    def run(self, *words, **options):
        return subprocess.run(self.command(*words), capture_output=True, text=True, timeout=300, **options)

    def call(self, *words):
        """Runs a command that must succeed; its standard output."""
        done = self.run(*words)
        assert done.returncode == 0, f"{words}: exit {done.returncode}\n{done.stdout}{done.stderr}"
        return done.stdout

    def start(self, *words):
        return subprocess.Popen(self.command(*words), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def query(self, sql):
        """Rows of a query as a list of objects."""
        return json.loads(self.call("query", sql, "--format", "json", "--limit", "0"))

    def count(self, table):
        return int(self.query(f"select count(*) as n from {table}")[0]["n"])


def expect(condition, sentence):
    if not condition:
        sys.exit(f"failed: {sentence}")


def rates_file(path, rows, start=0):
    """A valid fx_rate file with `rows` rows, keys from `start` on. The rates do not compress."""
    chance = random.Random(start)
    with open(path, "w", encoding="utf-8") as out:
        out.write("observed_on,currency,krw_per_unit\n")
        for number in range(start, start + rows):
            day = number % 3650
            out.write(f"{2010 + day // 365}-{1 + day % 12:02d}-{1 + day % 28:02d},C{number},{chance.random() * 1000}\n")
    return path
