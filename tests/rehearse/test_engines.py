"""The AWS-facing scenarios of the Rust tests a second time, on an engine that shares no code with the embedded ones."""

import os
import shutil
import subprocess
import time

from project import ROOT, target

# What does not touch an engine, or brings its own.
OTHERS = ("agreement::", "local_run::")


def test_the_functions_against_ministack(ministack, say):
    say("cargo test --package frontdesk-tests --test e2e, against ministack")
    # The scenarios leave their messages there for test_messages.py; older ones must not be taken for them.
    shutil.rmtree(target() / "rehearse" / "messages", ignore_errors=True)
    started = time.monotonic()
    command = ["cargo", "test", "--package", "frontdesk-tests", "--test", "e2e", "--features", "secrets-manager", "--"]
    run = subprocess.run(
        command + [word for other in OTHERS for word in ("--skip", other)],
        cwd=ROOT,
        env=os.environ | {"FRONTDESK_TEST_ENGINE": ministack},
        capture_output=True,
        text=True,
        check=False,
    )
    say(f"took {time.monotonic() - started:.0f} s: {_result(run.stdout)}")
    assert run.returncode == 0, run.stdout + run.stderr
    for scenarios in ("receive", "faults", "relay", "secrets_manager"):
        assert f"test {scenarios}::" in run.stdout, f"no scenario of {scenarios} ran"


def _result(output: str) -> str:
    lines = [line.removeprefix("test result: ") for line in output.splitlines() if line.startswith("test result: ")]
    return lines[-1] if lines else "no result"
