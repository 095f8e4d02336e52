#!/usr/bin/env python3
"""usage: tests/cli/run.py [--keep] PROGRAM CASE.toml…

Runs the steps of each case in a fresh folder and checks what came. Codes are checked, never wording of errors.

A case file:

    says = "what the case proves"
    [files]                     # made before the first step
    "a.csv" = "text"
    [env]                       # for all steps; TIDEWAITER_WORKSPACE is `workspace` in the folder unless set
    NAME = "value"
    [[steps]]
    run = ["datasets", "show", "import_declaration"]   # arguments; {dir} and {source} (the source tree) are filled in
    shell = "…"                 # or: a bash command; $TIDEWAITER is the program
    exit = 0                    # default 0
    error = "usage.unknown_name"         # code in `error[…]` on stderr; without it stderr must hold no error
    hint = ["near name"]        # texts that the hint must hold
    stdout = "text"             # exactly
    contains = ["text"]         # each stands in stdout
    lacks = ["text"]            # none stands in stdout
    stderr_contains = ["text"]
    json = { "0.name" = "x", "#" = 3 }   # values in stdout as JSON; `#` at the end counts; a dot steps in
    jsonl = true                # each line of stdout is JSON
    csv = { header = "a,b", rows = 2 }
    files = ["out.csv"]         # exist afterwards
    no_files = ["out.csv"]      # do not
    file_contains = { "out.csv" = ["text"] }
    seconds = 2.0               # took no longer
"""

import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2]
KNOWN = {
    "run", "shell", "exit", "error", "hint", "stdout", "contains", "lacks", "stderr_contains", "json", "jsonl", "csv",
    "files", "no_files", "file_contains", "seconds", "stdin",
}


def at_path(value, path):
    """The value behind a dotted path; a last `#` counts."""
    for part in path.split("."):
        if part == "#":
            return len(value)
        value = value[int(part)] if isinstance(value, list) else value[part]
    return value


def filled(text, folder):
    return text.replace("{dir}", str(folder)).replace("{source}", str(SOURCE))


def errors_of(stderr):
    return re.findall(r"^error\[([a-z_.]+)\]:", stderr, re.MULTILINE)


def check_output(step, stdout, stderr, faults):
    if "stdout" in step and stdout != step["stdout"]:
        faults.append(f"stdout is {stdout!r}, expected {step['stdout']!r}")
    faults += [f"stdout lacks {text!r}" for text in step.get("contains", []) if text not in stdout]
    faults += [f"stdout holds {text!r}" for text in step.get("lacks", []) if text in stdout]
    faults += [f"stderr lacks {text!r}" for text in step.get("stderr_contains", []) if text not in stderr]
    hints = "\n".join(line for line in stderr.splitlines() if line.startswith("hint:"))
    faults += [f"the hint lacks {text!r}" for text in step.get("hint", []) if text not in hints]


def check_formats(step, stdout, faults):
    if "json" in step:
        value = json.loads(stdout)
        for path, expected in step["json"].items():
            found = at_path(value, path)
            if found != expected:
                faults.append(f"json {path} is {found!r}, expected {expected!r}")
    if step.get("jsonl"):
        for line in stdout.splitlines():
            json.loads(line)
    if "csv" in step:
        rows = list(csv.reader(io.StringIO(stdout)))
        if "header" in step["csv"] and ",".join(rows[0]) != step["csv"]["header"]:
            faults.append(f"csv header is {','.join(rows[0])}")
        if "rows" in step["csv"] and len(rows) - 1 != step["csv"]["rows"]:
            faults.append(f"csv has {len(rows) - 1} rows, expected {step['csv']['rows']}")


def check_files(step, folder, faults):
    faults += [f"{name} is missing" for name in step.get("files", []) if not (folder / name).exists()]
    faults += [f"{name} exists" for name in step.get("no_files", []) if (folder / name).exists()]
    for name, texts in step.get("file_contains", {}).items():
        text = (folder / name).read_text(encoding="utf-8") if (folder / name).exists() else ""
        faults += [f"{name} lacks {wanted!r}" for wanted in texts if wanted not in text]


def run_step(program, step, folder, env):
    unknown = set(step) - KNOWN
    if unknown:
        return [f"unknown keys in the case: {', '.join(sorted(unknown))}"]
    if "shell" in step:
        command = ["bash", "-c", filled(step["shell"], folder)]
    else:
        command = [program] + [filled(word, folder) for word in step["run"]]
    began = time.monotonic()
    done = subprocess.run(command, cwd=folder, env=env, input=step.get("stdin", "").encode(), capture_output=True,
                          timeout=240, check=False)
    took = time.monotonic() - began
    stdout, stderr = done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace")
    faults = []
    if done.returncode != step.get("exit", 0):
        faults.append(f"exit code is {done.returncode}, expected {step.get('exit', 0)}")
    expected = [step["error"]] if "error" in step else []
    if errors_of(stderr) != expected:
        faults.append(f"errors are {errors_of(stderr)}, expected {expected}")
    if took > step.get("seconds", 240):
        faults.append(f"took {took:.2f} s, allowed {step['seconds']} s")
    check_output(step, stdout, stderr, faults)
    try:
        check_formats(step, stdout, faults)
    except (ValueError, KeyError, IndexError, TypeError) as error:
        faults.append(f"stdout cannot be read: {error!r}")
    check_files(step, folder, faults)
    if faults:
        faults += [f"command: {' '.join(command)}", f"stdout: {stdout[:2000]}", f"stderr: {stderr[:2000]}"]
    return faults


def run_case(program, path, keep):
    case = tomllib.loads(path.read_text(encoding="utf-8"))
    folder = Path(tempfile.mkdtemp(prefix="tidewaiter-cli-"))
    env = {"PATH": os.environ["PATH"], "HOME": str(folder), "LANG": "C.UTF-8", "TIDEWAITER": program,
           "TIDEWAITER_WORKSPACE": str(folder / "workspace")}
    for name in ("TIDEWAITER_CONTENT", "TIDEWAITER_EXTENSIONS", "LD_LIBRARY_PATH", "ASAN_OPTIONS", "UBSAN_OPTIONS"):
        if name in os.environ:
            env[name] = os.environ[name]
    env |= {name: filled(value, folder) for name, value in case.get("env", {}).items()}
    for name, text in case.get("files", {}).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(text.encode("utf-8"))
    failed = False
    for number, step in enumerate(case["steps"], 1):
        faults = run_step(program, step, folder, env)
        for fault in faults:
            print(f"{path.name}: step {number}: {fault}")
        failed = failed or bool(faults)
        if faults:
            break
    if keep:
        print(f"{path.name}: {folder}")
    else:
        shutil.rmtree(folder, ignore_errors=True)
    print(f"{'FAIL' if failed else 'ok  '}  {path.stem}: {case['says']}")
    return not failed


def main():
    words = sys.argv[1:]
    keep = "--keep" in words
    words = [word for word in words if word != "--keep"]
    if len(words) < 2:
        print(__doc__, file=sys.stderr)
        return 2
    program = str(Path(words[0]).resolve())
    results = [run_case(program, Path(word), keep) for word in words[1:]]
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
