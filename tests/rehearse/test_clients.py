"""The clients in their own languages: what their types accept and reject, and their own tests,
which use a local run."""

import os
import subprocess
import sys

import pytest

from engines import build, frontdesk
from project import ROOT

TYPESCRIPT = ROOT / "clients/typescript"
PYTHON = ROOT / "clients/python"


def ran(command: list, folder) -> str:
    environment = os.environ | {"FRONTDESK": frontdesk()}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def node_modules():
    build("--bin", "frontdesk")
    ran(["npm", "ci", "--no-audit", "--no-fund"], TYPESCRIPT)


def test_typescript_checks_its_types(node_modules):
    ran(["npm", "run", "check"], TYPESCRIPT)


def test_typescript_runs_its_tests(node_modules):
    assert "# fail 0" in ran(["npm", "test"], TYPESCRIPT)


def test_python_checks_its_types():
    example = ROOT / "examples/python/consumer.py"
    ran([sys.executable, "-m", "mypy", "--strict", "frontdesk_events", "tests", str(example)], PYTHON)


def test_python_runs_its_tests():
    build("--bin", "frontdesk")
    ran([sys.executable, "-m", "unittest", "discover", "--start-directory", "tests", "--top-level-directory", "."], PYTHON)
