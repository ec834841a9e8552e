"""The AWS-facing scenarios of the Rust tests a second time, against an engine that shares no code with the embedded ones."""

import os
import subprocess
import time

import pytest

from project import ROOT, has_test_target


def test_store_queue_relay_and_secrets_against_ministack(ministack, say):
    if not has_test_target("frontdesk-tests", "aws"):
        pytest.skip("tests/ has no test target `aws`")
    say("cargo test --package frontdesk-tests --test aws, against ministack")
    started = time.monotonic()
    run = subprocess.run(
        ["cargo", "test", "--package", "frontdesk-tests", "--test", "aws"],
        cwd=ROOT,
        env=os.environ | {"FRONTDESK_TEST_ENGINE": ministack},
        capture_output=True,
        text=True,
        check=False,
    )
    say(f"took {time.monotonic() - started:.0f} s: {_result(run.stdout)}")
    assert run.returncode == 0, run.stdout + run.stderr
    assert not _result(run.stdout).startswith("ok. 0 passed"), "no scenario ran"


def _result(output: str) -> str:
    lines = [line.removeprefix("test result: ") for line in output.splitlines() if line.startswith("test result: ")]
    return lines[-1] if lines else "no result"
