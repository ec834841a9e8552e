"""A reader's terminals: run the commands of a page one after another, in a temporary folder and on
free ports.

A program that keeps running gets its own terminal. A local run ends with the section that started
it, any other program once it has printed what the page shows.
"""

import json
import os
import pty
import re
import signal
import subprocess
import time
from pathlib import Path

import machine
from engines import frontdesk
from pages import Step
from project import ROOT

WITHIN = 60
# The pages' name for the folder that the commands run in.
HOME = "/home/me/frontdesk"
LOCAL_RUN = re.compile(r"(cargo run|cargo run -- dev|frontdesk|frontdesk dev)( --[a-z].*)?")
PORT = re.compile(r"(?:(?<=127\.0\.0\.1:)|(?<=localhost:)|(?<=--port )|(?<=--run ))\d{4}\b")
STAYS = re.compile(r"(cargo run --|frontdesk) (listen|tail|inspect)\b(?!.*--count)")
ASKS = "[y/N] "
READY = "One line for each delivery"


class Terminal:
    """Runs the commands of a page, and returns their output as a page would show it."""

    def __init__(self, folder: Path, settings: dict[str, str]):
        self.folder = folder / "frontdesk"
        self.folder.mkdir()
        for name in ("tests", "examples"):
            (self.folder / name).symlink_to(ROOT / name)
        # In a terminal, curl shows no progress beside an answer.
        (self.folder / ".curlrc").write_text("no-progress-meter\n")
        self.exports = folder / "exports"
        self.ports = {}
        # Local runs are listed in the order of their ports.
        here = machine.free(4, 4, 1, 1)
        for page, here, count in zip((9000, 9100, 3000, 3001), sorted(here[:2]) + here[2:], (4, 4, 1, 1), strict=True):
            self.ports |= {str(page + n): str(here + n) for n in range(count)}
        self.environment = machine.clean() | settings | {"HOME": str(self.folder), "NO_COLOR": "1"}
        self.environment["PATH"] = f"{machine.programs(folder)}:{os.environ['PATH']}"
        self.runs: list[tuple[str, subprocess.Popen, Path]] = []

    def follow(self, step: Step, command: str, enough=None) -> list[str]:
        """Runs a command. One that keeps running is ended when its output is `enough`, or else once
        it has printed something and, for a consumer, the queue is empty."""
        if LOCAL_RUN.fullmatch(command):
            return self.start(step.section, command)
        if STAYS.match(command):
            child, log = self._spawn(command)
            came = self._until(child, log, enough or (self._consumed if " listen " in command else bool))
            _end(child, log)
            return came
        came = self._run(command)
        if re.search(r"\b(send|curl)\b", command):
            self._settle()
        return came

    def start(self, section: str, command: str) -> list[str]:
        """Starts a local run, which ends with the section."""
        if "--port" not in command:
            command += " --port 9000"
        child, log = self._spawn(command)
        self.runs.append((section, child, log))
        came = self._until(child, log, lambda lines: any(READY in line for line in lines))
        assert any(READY in line for line in came), "\n".join(came)
        return came

    def printed(self, enough) -> list[str]:
        """Returns the output of the local runs, once it is `enough`."""
        end = time.monotonic() + WITHIN
        while True:
            came = [line for _, _, log in self.runs for line in self._lines(log.read_text(), 0)]
            if time.monotonic() > end or enough(came):
                return came
            time.sleep(0.05)

    def enter(self, section: str):
        """Ends the local runs of earlier sections. Programs started before the first section
        stay."""
        for name, child, log in [run for run in self.runs if run[0] not in ("", section)]:
            _end(child, log)
            self.runs.remove((name, child, log))

    def end(self):
        for _, child, log in self.runs:
            _end(child, log)

    def _run(self, command: str) -> list[str]:
        asked, us = pty.openpty()
        os.write(asked, b"y\n")
        given = subprocess.PIPE if "--from-file -" in command else us
        try:
            child = subprocess.Popen(
                ["bash", "-c", self._script(command)], cwd=self.folder, env=self.environment,
                stdin=given, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True,
            )
            text, _ = child.communicate("a secret that a provider shows\n" if given != us else None, timeout=WITHIN)
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
            raise
        finally:
            os.close(asked)
            os.close(us)
        return self._lines(text, child.returncode)

    def _script(self, command: str) -> str:
        """Keeps exported variables, as in a shell that stays open."""
        command = PORT.sub(lambda port: self.ports.get(port[0], port[0]), command)
        exports = f"'{self.exports}'"
        return f"[ ! -e {exports} ] || . {exports}\n{command}\ncode=$?\nexport -p > {exports}\nexit $code"

    def _spawn(self, command: str):
        log = self.folder.parent / f"terminal-{time.monotonic_ns()}.txt"
        with log.open("w") as output:
            child = subprocess.Popen(
                ["bash", "-c", self._script(command)], cwd=self.folder, env=self.environment,
                stdin=subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True,
                # Background processes ignore SIGINT, and a child would inherit that.
                preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
            )
        return child, log

    def _until(self, child, log: Path, enough) -> list[str]:
        end = time.monotonic() + WITHIN
        while True:
            code = child.poll()
            came = self._lines(log.read_text(), code or 0)
            if code is not None or time.monotonic() > end or enough(came):
                return came
            time.sleep(0.05)

    def _lines(self, text: str, code: int) -> list[str]:
        on_page = {here: page for page, here in self.ports.items()}
        text = PORT.sub(lambda port: on_page.get(port[0], port[0]), text)
        text = text.replace(str(self.folder), HOME).replace(ASKS, f"{ASKS}y\n")
        return text.splitlines() + ([f"(exit {code})"] if code else [])

    def _settle(self):
        """Waits until all deliveries are in the queue: no reader is faster than the push after the
        answer."""
        end = time.monotonic() + WITHIN
        while self._asked("outbox"):
            assert time.monotonic() < end, "a published event stays in the outbox"

    def _consumed(self, lines: list[str]) -> bool:
        queue = json.loads(self._asked("status"))["queue"]
        return bool(lines) and queue["visible"] == queue["in_flight"] == 0

    def _asked(self, question: str) -> str:
        command = [frontdesk(), question, "--json", "--run", self.ports["9000"]]
        return subprocess.run(command, cwd=self.folder, check=True, capture_output=True, text=True).stdout


def _end(child: subprocess.Popen, log: Path):
    """Sends Ctrl-C, and waits for the end."""
    if child.poll() is None:
        os.killpg(child.pid, signal.SIGINT)
        try:
            child.wait(timeout=15)
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()
            raise AssertionError(f"Ctrl-C did not end it:\n{log.read_text()}") from None
