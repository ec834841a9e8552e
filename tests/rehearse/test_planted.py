"""Each old mistake can still be planted. Whether a test catches it takes a quarter of an hour:
tests/planted/run.py."""

import subprocess
import tomllib

from project import ROOT

PLANTED = ROOT / "tests" / "planted"


def test_each_mistake_can_be_planted():
    run = subprocess.run([PLANTED / "run.py", "--check"], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


def test_each_mistake_has_a_name_and_a_place_of_its_own():
    mistakes = tomllib.loads((PLANTED / "mistakes.toml").read_text(encoding="utf-8"))["mistake"]
    assert len({mistake["name"] for mistake in mistakes}) == len(mistakes) >= 30
    assert len({(mistake["file"], mistake["replace"]) for mistake in mistakes}) == len(mistakes)
