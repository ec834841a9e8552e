"""checkov on the expanded template: no findings except those that a resource skips, with its
reason."""

import copy
import json
import subprocess

import pytest

from project import ROOT, VENV
from stack import expand, source


def scan(template: dict, folder) -> dict:
    file = folder / "expanded.json"
    file.write_text(json.dumps(template, indent=1), encoding="utf-8")
    command = [VENV / "checkov" / "bin" / "checkov", "--file", file, "--framework", "cloudformation", "--output", "json"]
    # Its makers' service is never contacted.
    run = subprocess.run([*command, "--compact", "--skip-download"], capture_output=True, text=True, check=False)
    return json.loads(run.stdout[run.stdout.index("{") :])["results"]


def expanded(written: dict) -> dict:
    """Expands the template. A function's skips also apply to the URL that SAM derives from it."""
    template = expand(written).json
    for name, resource in template["Resources"].items():
        if resource["Type"] == "AWS::Lambda::Url":
            resource["Metadata"] = template["Resources"][name.removesuffix("Url")]["Metadata"]
    return template


@pytest.fixture(scope="module")
def found(tmp_path_factory) -> dict:
    return scan(expanded(source()), tmp_path_factory.mktemp("checkov"))


def test_nothing_is_found(found):
    assert not [(one["check_id"], one["resource"]) for one in found["failed_checks"]]
    assert len(found["passed_checks"]) > 50


def test_what_is_skipped_has_its_reason_beside_the_resource(found):
    written = {
        (name, skip["id"])
        for name, resource in source()["Resources"].items()
        for skip in resource.get("Metadata", {}).get("checkov", {}).get("skip", [])
    }
    used = {(one["resource"].split(".")[-1].removesuffix("Url"), one["check_id"]) for one in found["skipped_checks"]}
    assert written == used, f"skipped and not needed: {written - used}"
    assert all(one["check_result"]["suppress_comment"] for one in found["skipped_checks"])


def test_it_bites(tmp_path):
    broken = copy.deepcopy(source())
    del broken["Resources"]["EventsQueue"]["Properties"]["SqsManagedSseEnabled"]
    del broken["Resources"]["EventsQueue"]["Properties"]["KmsMasterKeyId"]
    del broken["Resources"]["AlarmTopic"]["Metadata"]
    failed = {(one["check_id"], one["resource"].split(".")[-1]) for one in scan(expanded(broken), tmp_path)["failed_checks"]}
    assert ("CKV_AWS_26", "AlarmTopic") in failed, failed
