"""The AWS-facing scenarios of the Rust tests again, on an engine that shares no code with the
embedded ones."""

import os
import shutil
import subprocess
import time

from project import ROOT, target

# The scenarios that face AWS: table, queue, relay, Secrets Manager. The others use no engine, bring
# their own, or are about time and faults, which are the same with any engine.
SCENARIOS = ("receive", "refuse", "faults", "relay", "rotation", "kept", "message", "consume", "permissions")
# ministack accepts any message attribute, so it never refuses the row that SQS would.
GAPS = ("relay::a_poisonous_row_is_set_aside",)


def test_the_functions_against_ministack(ministack, say):
    say("cargo test --workspace --test e2e, against ministack")
    # The scenarios leave their messages there for test_messages.py, which must not read older ones.
    shutil.rmtree(target() / "rehearse" / "messages", ignore_errors=True)
    started = time.monotonic()
    command = ["cargo", "test", "--locked", "--workspace", "--test", "e2e", "--"]
    command += [f"{name}::" for name in SCENARIOS] + [word for gap in GAPS for word in ("--skip", gap)]
    run = subprocess.run(
        command,
        cwd=ROOT,
        env=os.environ | {"FRONTDESK_TEST_ENGINE": ministack},
        capture_output=True,
        text=True,
        check=False,
    )
    say(f"took {time.monotonic() - started:.0f} s: {_result(run.stdout)}")
    assert run.returncode == 0, run.stdout + run.stderr
    for name in SCENARIOS:
        assert f"test {name}::" in run.stdout, f"no scenario of {name} ran"


def _result(output: str) -> str:
    lines = [line.removeprefix("test result: ") for line in output.splitlines() if line.startswith("test result: ")]
    return lines[-1] if lines else "no result"
