"""Tests a consumer with a local run: `frontdesk dev`, a signed `send`, `frontdesk listen --exec`.

The variable FRONTDESK names the command.
"""

import json
import os
import re
import shlex
import socket
import subprocess
import sys
import time
import unittest
import urllib.error
import urllib.request
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

FRONTDESK = os.environ.get("FRONTDESK", "frontdesk")
CLIENT = Path(__file__).resolve().parents[1]
CONSUMER = f"PYTHONPATH={CLIENT} {shlex.quote(sys.executable)} -m frontdesk_events tests.desk.lambda_handler"


class LocalRun(unittest.TestCase):
    def setUp(self) -> None:
        folder = TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        flags = ("--port", "--dynamodb-port", "--sqs-port", "--secrets-port")
        ports = [free_port() for _ in flags]
        words = [str(word) for pair in zip(flags, ports, strict=True) for word in pair]
        self.run_ = subprocess.Popen([FRONTDESK, "dev", "--ephemeral", *words], cwd=folder.name, stdout=subprocess.DEVNULL)
        self.addCleanup(self.run_.wait, 15)
        self.addCleanup(self.run_.terminate)
        self.wait_for(f"http://127.0.0.1:{ports[0]}/")

    def wait_for(self, url: str) -> None:
        end = time.monotonic() + 30
        while time.monotonic() < end:
            self.assertIsNone(self.run_.poll(), "the local run ended during startup")
            try:
                with urllib.request.urlopen(url, timeout=2):
                    return
            except urllib.error.HTTPError:
                return
            except OSError:
                time.sleep(0.05)
        self.fail(f"nothing answers at {url}")

    def frontdesk(self, *words: str) -> subprocess.CompletedProcess[str]:
        command = [FRONTDESK, *words]
        done = subprocess.run(command, cwd=self.folder, capture_output=True, text=True, timeout=30, check=False)
        self.assertEqual(done.returncode, 0, f"{words}: {done.stderr}{done.stdout}")
        return done

    def listened(self) -> tuple[bool, list[str]]:
        """Returns whether the next message was consumed, and the consumer's output: who arrived, or how it failed."""
        done = self.frontdesk("listen", "--json", "--count", "1", "--exec", CONSUMER)
        lines = [json.loads(line) for line in done.stderr.splitlines() if line.startswith("{")]
        told: dict[str, Any] = json.loads(done.stdout)
        said = [line.get("reservation") or line.get("outcome") for line in lines]
        return told["good"], [word for word in said if word]

    def test_a_check_in_is_handled_once_and_again_when_it_is_sent_again(self) -> None:
        found = re.search("gingr:[0-9a-f]{64}", self.frontdesk("send", "gingr", "check_in").stdout)
        assert found
        self.assertEqual(self.listened(), (True, ["40361"]))
        self.frontdesk("events", "replay", found[0], "--yes")
        self.assertEqual(self.listened(), (True, ["40361"]))

    def test_what_the_consumer_cannot_handle_fails_and_comes_again(self) -> None:
        body = {"webhook_type": "check_in", "entity_id": 101, "entity_type": "reservation", "entity_data": []}
        (self.folder / "body.json").write_text(json.dumps(body), encoding="utf-8")
        self.frontdesk("send", "gingr", "check_in", "--file", "body.json")
        self.assertEqual(self.listened(), (False, ["failed"]))
        # Not `busy`: the lease was released.
        self.assertEqual(self.listened(), (False, ["failed"]))


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


if __name__ == "__main__":
    unittest.main()
