"""What the checks share."""

import time
from pathlib import Path

import pytest

import engines

# Quick checks first, then the build for Lambda, then the Rust tests, whose results some of the other
# files read. A file that is not named here comes after these, in alphabetical order.
FIRST = (
    "test_template.py",
    "test_cost.py",
    "test_agreement.py",
    "test_parameters.py",
    "test_roots.py",
    "test_fixtures.py",
    "test_constant_time.py",
    "test_build.py",
    "test_bench.py",
    "test_deploy.py",
    "test_package.py",
    "test_first_hour.py",
    "test_engines.py",
    # Before the other users of the same local run: it counts rows.
    "test_local_run.py",
)


def pytest_collection_modifyitems(items):
    """Orders the files and leaves the checks of each in the order in which they stand."""
    places = {name: place for place, name in enumerate(FIRST)}
    items.sort(key=lambda item: places.get(item.path.name, len(FIRST)))


@pytest.fixture
def say(capsys):
    """Prints past pytest's capture: what a long step does, and what it measured."""

    def say(text: str):
        with capsys.disabled():
            print(f"\n    {text}", end="", flush=True)

    return say


@pytest.fixture(scope="session")
def sam_build() -> float:
    """Builds all functions from the template, as an operator does, for this machine. Gives the seconds it took."""
    started = time.monotonic()
    engines.build_functions()
    return time.monotonic() - started


@pytest.fixture(scope="session")
def dist(sam_build, tmp_path_factory) -> Path:
    """What scripts/package.sh makes of that build."""
    engines.build("--bin", "frontdesk")
    return engines.package(tmp_path_factory.mktemp("package") / "dist")


@pytest.fixture(scope="session")
def ministack(tmp_path_factory) -> str:
    """The address of a running ministack."""
    with engines.ministack(tmp_path_factory.mktemp("ministack")) as address:
        yield address


@pytest.fixture(scope="session")
def local_sqs(tmp_path_factory) -> str:
    """The address of a running local SQS endpoint."""
    with engines.local_sqs(tmp_path_factory.mktemp("sqs")) as address:
        yield address


@pytest.fixture(scope="session")
def local_run(tmp_path_factory) -> tuple[str, str, str]:
    """The addresses of a running `frontdesk dev`: endpoints, DynamoDB, SQS."""
    with engines.local_run(tmp_path_factory.mktemp("frontdesk")) as addresses:
        yield addresses
