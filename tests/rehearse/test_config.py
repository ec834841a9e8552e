"""The operator's parameters persist: no command writes into a tracked file, and no deployment
resets them."""

import re
import shutil
import subprocess

from project import ROOT, VENV, read


def test_answers_go_into_the_file_that_git_ignores(tmp_path):
    for name in ("samconfig.toml", "deploy.toml"):
        shutil.copy(ROOT / "samconfig.toml", tmp_path / name)
    command = [VENV / "sam" / "bin" / "python", ROOT / "tests/rehearse/save_answers.py", tmp_path, "deploy.toml"]
    answers = ["AlarmEmail=ops@example.com", "CheqroomEnabled=false"]
    run = subprocess.run([*command, *answers], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    # As the next `sam deploy --config-file deploy.toml` reads them, with the copy's earlier
    # contents.
    (saved,) = re.findall(r"^saved (.*)$", run.stdout, flags=re.MULTILINE)
    assert saved == 'AlarmEmail="ops@example.com" CheqroomEnabled="false" CAPABILITY_IAM'
    assert (tmp_path / "samconfig.toml").read_bytes() == (ROOT / "samconfig.toml").read_bytes()
    ignored = subprocess.run(["git", "check-ignore", "deploy.toml"], cwd=ROOT, capture_output=True, check=False)
    assert ignored.returncode == 0, "Git would track the operator's parameters"


def test_the_tracked_file_holds_nothing_personal():
    config = read("samconfig.toml")
    for word in ("parameter_overrides", "region", "profile", "s3_bucket", "@"):
        assert word not in re.sub(r"#.*", "", config), f"samconfig.toml has {word}"


def test_every_page_deploys_with_the_operators_file():
    """Any other command would take its parameters from the tracked file, or with --guided write
    them there."""
    for page in [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]:
        for block in re.findall(r"```sh\n(.*?)```", page.read_text(encoding="utf-8"), flags=re.DOTALL):
            for line in re.findall(r"^sam deploy.*$", block, flags=re.MULTILINE):
                assert "--config-file deploy.toml" in line, f"{page.name}: {line}"
                assert "--parameter-overrides" not in line, f"{page.name}: {line}: the next deployment would reset it"
