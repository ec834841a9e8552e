"""Refusing a wrong proof takes the same number of instructions wherever the proof is wrong, and
whatever the length of the secret it is compared with: measuring refusals does not reveal a secret
byte by byte.

callgrind counts instructions, so the result does not depend on the machine's load. Only `verify` is
counted.
"""

import os
import re
import shutil
import subprocess

import pytest

from project import ROOT, target

PLACES = ["first", "middle", "last"]


@pytest.fixture(scope="module")
def refuse():
    """Builds the example like a function, without the link-time optimisation, which takes
    minutes."""
    assert shutil.which("valgrind"), "valgrind is not installed: apt-get install valgrind"
    environment = os.environ | {"CARGO_PROFILE_RELEASE_LTO": "false", "CARGO_PROFILE_RELEASE_STRIP": "none"}
    folder = target() / "constant-time"
    command = ["cargo", "build", "--locked", "--release", "--quiet", "--package", "frontdesk"]
    command += ["--example", "refuse", "--target-dir", folder]
    subprocess.run(command, cwd=ROOT, env=environment, check=True)
    return folder / "release" / "examples" / "refuse"


@pytest.fixture(scope="module")
def count(refuse, tmp_path_factory):
    """Returns a function that counts the instructions of one refusal."""

    def run(scheme: str, place: str, length: str = "+0") -> int:
        out = tmp_path_factory.mktemp("callgrind") / "out"
        tool = ["valgrind", "--tool=callgrind", f"--toggle-collect=*refuses_{scheme}*", f"--callgrind-out-file={out}"]
        # The same environment, and arguments of the same length each time: both are on the stack.
        done = subprocess.run([*tool, refuse, scheme, place, length], capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        counted = int(re.search(r"^(?:summary|totals): (\d+)", out.read_text(), re.MULTILINE).group(1))
        assert counted > 1_000, f"the function was not found: {counted} instructions"
        return counted

    return run


@pytest.mark.parametrize("scheme", ["token", "hmac"])
def test_where_a_proof_is_wrong_does_not_show(count, scheme, say):
    counts = {place: count(scheme, place) for place in PLACES}
    say(f"{scheme}: {counts}")
    assert len(set(counts.values())) == 1, counts


@pytest.mark.parametrize("scheme", ["token", "hmac"])
def test_the_length_of_the_secret_does_not_show(count, scheme, say):
    counts = {length: count(scheme, "all", length) for length in ["-1", "+0", "+1"]}
    say(f"{scheme}, the secret's length against the token's: {counts}")
    assert len(set(counts.values())) == 1, counts


def test_the_count_is_not_blind(count):
    """More work takes more instructions: a right proof is accepted, and no refusal is boxed."""
    assert count("token", "nowhere") != count("token", "first")
