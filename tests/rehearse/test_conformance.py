"""The page with the results of the conformance harness names every scenario, as the script prints
it."""

import subprocess
import sys

from project import ROOT, read

# The scripts of tests/conformance/ are a separate program; some of its modules share names with
# these.
PRINT = "import run; print(*(run.row(each, run.verdict(each, '')) for each in run.ALL), sep='\\n')"


def test_the_page_has_every_scenario_and_no_other():
    folder = ROOT / "tests" / "conformance"
    command = [sys.executable, "-c", PRINT]
    printed = subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True).stdout
    section = read("docs/security.md").split("\n## A public conformance harness\n")[1].split("\n## ")[0]
    rows = [line for line in section.splitlines() if line.startswith("| ")][1:]
    assert rows == printed.splitlines()
