"""scripts/first-hour.sh from end to end, with dist/ on a local engine: the script itself, and a
deployment without Rust."""

import os
import shutil
import subprocess
import sys

from samtranslator.yaml_helper import yaml_parse

import engines
from project import ROOT, TEMPLATE
from stack import expand

sys.path.insert(0, str(ROOT / "scripts"))
from first_hour import changes, removal, rollback  # noqa: E402

# Questions that a local engine cannot answer. Any other skipped question is an error of the script.
ON_AWS_ONLY = {
    "a first alarm and its mail",
    "a body over 6 MB",
    "the silence alarms",
    "metrics of the log lines",
    "what latency means",
    "a retired secret after an idle time",
    "a gradual deployment that fails",
    "a gradual deployment that repairs",
    "the edge and strays",
    "a first deployment that fails",
    "late log lines",
}


def test_the_hour_on_a_local_engine(dist, ministack, tmp_path, say):
    # No cargo and no compiler, as on the machine of an operator who downloads dist/.
    path = "/usr/bin:/bin"
    assert not shutil.which("cargo", path=path)
    command = [ROOT / "scripts/first-hour.sh", "--yes", "--endpoint", ministack, "--region", "eu-north-1"]
    command += ["--template", engines.known_to_the_engine(dist / "template-x86_64.yaml")]
    command += ["--frontdesk", engines.frontdesk()]
    command += ["--email", "ops@example.com", "--report", tmp_path / "report.txt"]
    settings = {"PATH": path, "AWS_ACCESS_KEY_ID": "222222222222"}
    run = subprocess.run(command, env=os.environ | settings, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    report = (tmp_path / "report.txt").read_text()
    for line in report.splitlines()[-1:]:
        say(line)
    outcomes = {line[14:].rsplit("  (", 1)[0]: line[:13].strip() for line in report.splitlines() if line.endswith(" s)")}
    assert len(outcomes) > len(ON_AWS_ONLY) + 10, outcomes
    assert {name for name, outcome in outcomes.items() if outcome == "skipped"} == ON_AWS_ONLY


def test_what_the_hour_plants_fits_the_template():
    """The edits for the questions that only AWS answers: a changed template would otherwise show an
    hour later."""
    text = TEMPLATE.read_text(encoding="utf-8")
    longer, broken, never = (
        expand(yaml_parse(edit(text))) for edit in (changes.longer_timeout, rollback.broken, removal.never_ready)
    )
    before = expand(yaml_parse(text))
    assert longer.properties("Gire")["Timeout"] == before.properties("Gire")["Timeout"] + 1
    assert "WEBHOOK_SECRET_ID" not in broken.properties("Gire")["Environment"]["Variables"]
    for other in ("Gingr", "Zaui"):
        assert "WEBHOOK_SECRET_ID" in broken.properties(other)["Environment"]["Variables"]
    assert set(never.resources) - set(before.resources) == {"NeverReady", "NeverReadyHandle"}
