"""The local run as the receiver: started with its own secret, killed without warning, restarted."""

import os
import secrets
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

import observer


class Receiver:
    """`frontdesk dev` on free ports, with table and queue in files that outlive the process."""

    def __init__(self, command: Path, folder: Path):
        self.folder = folder
        self.lines = folder / "receiver.log"
        self.secret = secrets.token_hex(32)
        self.port, self.dynamodb, self.sqs, vault = free_ports(4)
        self._command = [str(command), "dev", "--data", str(folder / "data"), "--secret", f"gire={self.secret}"]
        ports = {"--port": self.port, "--dynamodb-port": self.dynamodb, "--sqs-port": self.sqs, "--secrets-port": vault}
        self._command += [str(word) for flag in ports.items() for word in flag]
        self._process = None

    def start(self):
        """Starts it, and waits until it answers."""
        # Its own process group: Ctrl-C is for the script, which then ends the receiver.
        with self.lines.open("ab") as lines:
            self._process = subprocess.Popen(
                self._command, cwd=self.folder, stdout=lines, stderr=lines, start_new_session=True
            )
        end = time.monotonic() + 60
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"the local run did not start:\n{self.lines.read_text(encoding='utf-8')}")
            time.sleep(0.05)

    def kill(self):
        """Kills it: nothing in progress is finished."""
        self._end(signal.SIGKILL)

    def stop(self):
        """Ends it in order: the work after each answer is finished."""
        self._end(signal.SIGTERM)

    def counts(self) -> dict:
        """Returns the current counts of table and queue."""
        return observer.counts(self.dynamodb, self.sqs)

    def _end(self, how):
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait(timeout=30)
            self._process = None

    def _answers(self) -> bool:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{self.port}/", timeout=2).close()
        except urllib.error.HTTPError:
            return True
        except OSError:
            return False
        return True


def free_ports(count: int) -> list:
    """Returns ports that were free a moment ago."""
    sockets = [socket.socket() for _ in range(count)]
    for each in sockets:
        each.bind(("127.0.0.1", 0))
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports
