"""The template: SAM's own check, cfn-lint on its expansion, our rules, and proof that the rules can
fail."""

import copy
import json
import subprocess
import sys
from pathlib import Path

import pytest
from samtranslator.yaml_helper import yaml_parse

from faults import FAULTS
from project import ROOT, TEMPLATE, VENV
from rules import RECEIVERS, RULES
from stack import expand, source


@pytest.fixture(scope="module")
def written() -> dict:
    return source()


def lint(template: dict, folder: Path) -> subprocess.CompletedProcess:
    """Runs cfn-lint on an expanded template: it does not understand SAM's shorthand."""
    file = folder / "expanded.json"
    file.write_text(json.dumps(template, indent=1), encoding="utf-8")
    command = [Path(sys.executable).with_name("cfn-lint"), "--regions", "eu-north-1", "--", file]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_sam_accepts_the_template():
    command = [VENV / "sam" / "bin" / "sam", "validate", "--lint", "--template", TEMPLATE]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


def test_cfn_lint_accepts_what_it_expands_to(written, tmp_path):
    run = lint(expand(written).json, tmp_path)
    assert run.returncode == 0, run.stdout + run.stderr


def test_cfn_lint_accepts_the_add_on():
    command = [Path(sys.executable).with_name("cfn-lint"), "--regions", "us-east-1", "--", ROOT / "addons" / "edge.yaml"]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


def test_the_add_on_knows_every_provider(written):
    """Its parameters are the outputs of the stack, and it routes nothing else."""
    addon = yaml_parse((ROOT / "addons" / "edge.yaml").read_text(encoding="utf-8"))
    urls = {name for name in written["Outputs"] if name.endswith("Url") and name.removesuffix("Url") in RECEIVERS}
    assert set(addon["Parameters"]) - {"RequestsPerFiveMinutes"} == urls
    behaviours = addon["Resources"]["Distribution"]["Properties"]["DistributionConfig"]["CacheBehaviors"]
    assert [one["Fn::If"][1]["PathPattern"] for one in behaviours] == [
        f"/{name.lower()}/*" for name in ("Gingr", "Gire", "Ombori", "Zaui", "Cheqroom")
    ]


def test_the_add_on_answers_strays_itself():
    """Paths of no provider reach no origin: the one that a behaviour must name does not exist."""
    addon = yaml_parse((ROOT / "addons" / "edge.yaml").read_text(encoding="utf-8"))["Resources"]
    behaviour = addon["Distribution"]["Properties"]["DistributionConfig"]["DefaultCacheBehavior"]
    (function,) = behaviour["FunctionAssociations"]
    assert function["EventType"] == "viewer-request", "only then is no origin contacted"
    assert function["FunctionARN"] == {"Fn::GetAtt": ["NotFound", "FunctionARN"]}
    assert "statusCode: 404" in addon["NotFound"]["Properties"]["FunctionCode"]


def test_cfn_lint_bites(written, tmp_path):
    broken = copy.deepcopy(expand(written).json)
    broken["Resources"]["EventsQueue"]["Properties"]["VisibilityTimout"] = 30
    run = lint(broken, tmp_path)
    assert run.returncode != 0 and "VisibilityTimout" in run.stdout


def test_the_build_is_never_cached():
    config = (ROOT / "samconfig.toml").read_text(encoding="utf-8")
    assert "cached = false" in config.splitlines()


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES.keys())
def test_rule(written, rule):
    rule(expand(written))


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault.rule}: {fault.what}")
def test_planted_fault(written, fault):
    broken = copy.deepcopy(written)
    fault.plant(broken)
    assert broken != written, "the fault changes nothing"
    stack = expand(broken)
    with pytest.raises((AssertionError, KeyError, ValueError)):
        RULES[fault.rule](stack)


def test_every_rule_has_a_planted_fault():
    assert {fault.rule for fault in FAULTS} == set(RULES)
