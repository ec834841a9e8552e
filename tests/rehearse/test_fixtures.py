"""The fixtures: an independent signer confirms their signatures."""

import subprocess
import sys

from project import ROOT


def test_the_signer_still_makes_the_same_signatures():
    command = [sys.executable, "tests/fixtures/sign.py", "--check"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
