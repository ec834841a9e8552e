"""The fixtures that several checks share."""

import time
from pathlib import Path

import pytest

import engines

# Quick checks first, then the build for Lambda, then the Rust tests, whose results some other files
# read. Files not listed here follow in alphabetical order.
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
    """Orders the files, and keeps the order of the checks within each."""
    places = {name: place for place, name in enumerate(FIRST)}
    items.sort(key=lambda item: places.get(item.path.name, len(FIRST)))


@pytest.fixture
def say(capsys):
    """Prints past pytest's capture: progress and measurements of long steps."""

    def say(text: str):
        with capsys.disabled():
            print(f"\n    {text}", end="", flush=True)

    return say


@pytest.fixture(scope="session")
def sam_build() -> float:
    """Builds all functions for this machine, from the template, as an operator does. Returns the
    seconds it took."""
    started = time.monotonic()
    engines.build_functions()
    return time.monotonic() - started


@pytest.fixture(scope="session")
def dist(sam_build, tmp_path_factory) -> Path:
    """Packages that build with scripts/package.sh."""
    engines.build("--bin", "frontdesk")
    return engines.package(tmp_path_factory.mktemp("package") / "dist")


@pytest.fixture(scope="session")
def ministack(tmp_path_factory) -> str:
    """Returns the address of a running ministack."""
    with engines.ministack(tmp_path_factory.mktemp("ministack")) as address:
        yield address


@pytest.fixture(scope="session")
def local_sqs(tmp_path_factory) -> str:
    """Returns the address of a running local SQS endpoint."""
    with engines.local_sqs(tmp_path_factory.mktemp("sqs")) as address:
        yield address


@pytest.fixture(scope="session")
def local_run(tmp_path_factory) -> tuple[str, str, str]:
    """Returns the addresses of a running `frontdesk dev`: endpoints, DynamoDB, SQS."""
    with engines.local_run(tmp_path_factory.mktemp("frontdesk")) as addresses:
        yield addresses
