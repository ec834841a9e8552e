"""The event filters of docs/consume.md, applied to the Rust tests' messages by another
implementation of AWS's patterns."""

import json
import re

import boto3
import pytest

from project import read, target

# The messages that each row of the table must let through.
WANTED = {
    "some kinds": lambda m: m["type"] in ("gingr.check_in", "gingr.check_out"),
    "a provider without account names": lambda m: m["source"] == "/frontdesk/gire",
    "all accounts of a provider": lambda m: m["source"].split("/")[2] == "gire",
    "one account": lambda m: m.get("account") == "north",
    "one action, from any provider": lambda m: m.get("action") == "checked_in",
    "all kinds with a prefix": lambda m: m["type"].startswith("zaui.booking."),
    "events whose whole body is signed": lambda m: m["verification"] == "body",
    "no replays": lambda m: "replay" not in m,
    "a value in the provider's data": lambda m: (
        m["type"] == "gire.pud:status_update" and m.get("data", {}).get("data", {}).get("newStatus") == "in_progress"
    ),
}


def rows() -> dict:
    found = re.findall(r'^\| ([^|]+) \| `(\{"body".*\})` \|$', read("docs/consume.md"), flags=re.MULTILINE)
    return dict(found)


@pytest.fixture
def messages() -> list[dict]:
    files = sorted((target() / "rehearse" / "messages").glob("*.json"))
    assert files, "the Rust tests have left no messages in target/rehearse/messages"
    found = [json.loads(file.read_bytes()) for file in files]
    large = {name: value for name, value in found[0].items() if name != "data"} | {"dataref": "dynamodb://t/k"}
    gire = next(message for message in found if message["source"] == "/frontdesk/gire")
    north = gire | {"source": "/frontdesk/gire/north", "account": "north"}
    return [*found, found[0] | {"replay": True}, large, north]


def test_the_table_is_tested():
    assert set(rows()) == set(WANTED)


@pytest.mark.parametrize("wanted", WANTED)
def test_a_filter_lets_through_what_it_says(ministack, messages, wanted):
    client = boto3.client("events", endpoint_url=ministack)
    pattern = rows()[wanted]

    def passes(message: dict) -> bool:
        event = {"id": "1", "account": "1", "source": "s", "time": "2026-11-20T10:00:00Z", "region": "r", "resources": []}
        event |= {"detail-type": "x", "body": message}
        return client.test_event_pattern(EventPattern=pattern, Event=json.dumps(event))["Result"]

    through = [message for message in messages if passes(message)]
    assert through == [message for message in messages if WANTED[wanted](message)]
    assert 0 < len(through) < len(messages)


def test_the_json_of_the_document_is_json():
    """FilterCriteria hold their patterns as text."""
    for line in re.findall(r'^\{"Filters".*\}$', read("docs/consume.md"), flags=re.MULTILINE):
        for entry in json.loads(line)["Filters"]:
            assert isinstance(json.loads(entry["Pattern"]), dict)
