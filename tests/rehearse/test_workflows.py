"""The workflows and settings for GitHub are well-formed, ask for no more than they need, and only call scripts of the project."""

import re
import subprocess

import pytest
import yaml

from markdown import tracked
from project import ROOT, VENV, read

WORKFLOWS = sorted(name for name in tracked() if re.fullmatch(r"(\.github/workflows|examples/github-actions)/.*\.yml", name))
FORMS = [name for name in tracked() if re.fullmatch(r"\.github/ISSUE_TEMPLATE/(?!config).*\.yml", name)]
SCHEMAS = {
    **dict.fromkeys(WORKFLOWS, "vendor.github-workflows"),
    **dict.fromkeys(FORMS, "vendor.github-issue-forms"),
    ".github/ISSUE_TEMPLATE/config.yml": "vendor.github-issue-config",
    ".github/dependabot.yml": "vendor.dependabot",
}


def ran(program: str, *arguments) -> subprocess.CompletedProcess:
    return subprocess.run([VENV / "checks" / "bin" / program, *arguments], cwd=ROOT, capture_output=True, text=True, check=False)


def zizmor(*files) -> subprocess.CompletedProcess:
    return ran("zizmor", "--offline", "--no-progress", "--persona", "pedantic", *files)


@pytest.mark.parametrize("name", SCHEMAS)
def test_it_follows_githubs_schema(name):
    run = ran("check-jsonschema", "--builtin-schema", SCHEMAS[name], name)
    assert run.returncode == 0, run.stdout + run.stderr


def test_no_workflow_is_unsafe():
    """zizmor: permissions, credentials, injection, actions that are not pinned (https://docs.zizmor.sh/audits/)."""
    run = zizmor(".github/dependabot.yml", *WORKFLOWS)
    assert run.returncode == 0, run.stdout + run.stderr


def test_an_unsafe_workflow_is_found(tmp_path):
    unsafe = tmp_path / ".github" / "workflows" / "ci.yml"
    unsafe.parent.mkdir(parents=True)
    unsafe.write_text(read(".github/workflows/ci.yml").replace("permissions: {}", "permissions: write-all"), encoding="utf-8")
    assert "excessive-permissions" in zizmor(unsafe).stdout


def test_actions_are_pinned_by_commit():
    """A tag can be moved. The version is a comment, which Dependabot keeps up to date."""
    used = [(name, line) for name in WORKFLOWS for line in re.findall(r"uses: (.*)", read(name))]
    assert len(used) > 10
    assert not [one for one in used if not re.fullmatch(r"[\w/-]+@[0-9a-f]{40} # v[\d.]+", one[1])]


def test_workflows_of_the_project_only_call_its_scripts():
    """So whatever fails there can be run on any machine."""
    for name in (name for name in WORKFLOWS if name.startswith(".github/")):
        jobs = yaml.safe_load(read(name))["jobs"].values()
        for command in (step["run"] for job in jobs for step in job["steps"] if "run" in step):
            script = re.fullmatch(r"((?:scripts/[\w.]+)|\.ci/run)( [\w\"$/]+)*", command)
            assert script and (ROOT / script[1]).is_file(), f"{name}: {command}"


def test_each_recipe_of_the_justfile_calls_one_script():
    recipes = dict(re.findall(r"^([a-z]+)(?: \*\w+)?:\n    (.*)$", read("justfile"), flags=re.MULTILINE))
    assert {"check", "test", "rehearse", "proof", "release", "docs"} <= set(recipes)
    for name, command in recipes.items():
        program = command.split()[0]
        assert program in ("@just", "cargo") or (ROOT / program).is_file(), f"{name}: {command}"


def test_dependabot_looks_at_every_lock():
    updates = yaml.safe_load(read(".github/dependabot.yml"))["updates"]
    looked_at = {folder.lstrip("/") for update in updates for folder in update["directories"]}
    locks = {name.rpartition("/")[0] for name in tracked() if re.search(r"(^|/)(Cargo\.lock|package-lock\.json|requirements\.txt)$", name)}
    assert locks <= looked_at and not {folder for folder in looked_at if folder and not (ROOT / folder).is_dir()}
