"""The harness as a program: its commands, and its verdict on one run."""

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

SIGNER = Path(__file__).resolve().parent / "signer.py"
# The harness's exit codes (its `docs/failure-diagnosis-and-reporting.md`).
PASS, RECEIVER_FAILURE, ENVIRONMENT_FAILURE, AMBIGUOUS = 0, 1, 3, 4


class HarnessError(Exception):
    """The harness did not do its part of the scenario, so there is no verdict."""


class Harness:
    """The harness in the folder of one project."""

    def __init__(self, source: Path, folder: Path, secrets: dict):
        self._folder = folder
        ours = {"PYTHONPATH": str(source / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
        self._environment = {"PATH": os.environ["PATH"], **ours, **secrets}
        self._process = None

    def prepare(self):
        """Validates the configuration and compiles the plan that all runs share."""
        for arguments in (["validate"], ["plan", "--out", "plan"]):
            code, output = self._call(*arguments)
            if code != PASS:
                raise HarnessError(f"{arguments[0]} ended with {code}: {output}")

    def run(self, *, expected: tuple) -> "Run":
        """Runs the plan once."""
        return self._observed(expected, "run", "--manifest", "plan")

    def resume(self, run: "Run", *, expected: tuple) -> "Run":
        """Continues a run that stopped without knowing the fate of a delivery: sends it again."""
        return self._observed(expected, "resume", str(run.folder), "--on-ambiguous", "redeliver", known=run.folder)

    def kill(self):
        """Kills it between two transactions of its journal: it cannot resume from within one."""
        (run,) = self._runs()
        with closing(sqlite3.connect(run / "journal.sqlite3", timeout=30, isolation_level=None)) as journal:
            # Only the holder of this lock writes.
            journal.execute("BEGIN IMMEDIATE")
            self._process.kill()
            self._process.wait()

    def end(self):
        """Ends running processes after an aborted scenario."""
        if self._process is not None and self._process.poll() is None:
            self._process.kill()

    def _observed(self, expected: tuple, *arguments: str, known: Path | None = None) -> "Run":
        before = self._runs()
        code, output = self._call(*arguments)
        if code not in expected:
            raise HarnessError(f"{arguments[0]} ended with {code}, not with {expected}: {output}{self._failed(known)}")
        return Run(code, known or (self._runs() - before).pop())

    def _call(self, *arguments: str) -> tuple:
        command = [sys.executable, str(SIGNER), *arguments, "--config", "webhook-conformance.yaml"]
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
        self._process = subprocess.Popen(command, cwd=self._folder, env=self._environment, **pipes)
        output, _ = self._process.communicate(timeout=300)
        return self._process.returncode, output

    def _runs(self) -> set:
        return set((self._folder / "runs").glob("*"))

    def _failed(self, known: Path | None) -> str:
        """Returns the failed assertions of the newest run."""
        newest = known or max(self._runs(), key=lambda folder: folder.stat().st_mtime, default=None)
        return "" if newest is None else "\n".join(Run(0, newest).failed())


class Run:
    """One execution, as the harness reported it."""

    def __init__(self, code: int, folder: Path):
        self.code = code
        self.folder = folder

    def failed(self) -> list:
        """Returns the assertions that failed."""
        return [json.dumps(each, sort_keys=True) for each in self.lines("assertions") if each["result"] != "pass"]

    def lines(self, name: str) -> list:
        """Returns the records of a report."""
        path = self.folder / f"{name}.jsonl"
        if not path.exists():
            return []
        return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
