"""The short form of the bench: properties of speed and size that do not depend on the machine's
load."""

import subprocess

from project import ROOT


def test_a_function_is_as_quick_and_small_as_it_was(sam_build, say):
    """Checks AWS calls before the response, size, absence of aws-lc, and the processor time of a
    start."""
    function = ".aws-sam/build/Gire/bootstrap"
    run = subprocess.run(["bench/smoke.sh", function], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    for line in run.stdout.splitlines():
        say(line)
