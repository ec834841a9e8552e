"""`frontdesk schema` against every fixture and every message, with an independent validator; and
against Rust's types.

The Rust tests leave messages in `target/rehearse/messages`, and the types' verdicts on many damaged
bodies in `target/rehearse/verdicts.jsonl`. The schema must agree.
"""

import copy
import json
import subprocess
from functools import cache

import pytest
from jsonschema import Draft202012Validator

from engines import build, frontdesk
from project import ROOT, target

PROVIDERS = sorted(folder.parent.name for folder in (ROOT / "tests/fixtures").glob("*/manifest.json"))


@cache
def validator(*provider: str) -> Draft202012Validator:
    """Returns a validator for the schema that the command prints, which is checked itself."""
    printed = subprocess.run([frontdesk(), "schema", *provider], check=True, capture_output=True, text=True).stdout
    schema = json.loads(printed)
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    return Draft202012Validator(schema)


@pytest.fixture(scope="module", autouse=True)
def built():
    build()


@pytest.fixture
def messages() -> list[dict]:
    files = sorted((target() / "rehearse" / "messages").glob("*.json"))
    assert files, "the Rust tests have left no messages in target/rehearse/messages"
    return [json.loads(file.read_bytes()) for file in files]


def about(provider: str, kind: str, data) -> dict:
    """Returns a message as Frontdesk would publish it."""
    return {
        "specversion": "1.0",
        "id": "1",
        "source": f"/frontdesk/{provider}",
        "type": f"{provider}.{kind}",
        "time": "2026-11-20T10:00:00.000Z",
        "datacontenttype": "application/json",
        "receivedat": "2026-11-20T10:00:00.000Z",
        "verification": "body",
        "sha256": "00",
        "data": data,
    }


def test_every_message_is_of_the_schema(messages):
    for message in messages:
        validator().validate(message)
        validator(message["source"].removeprefix("/frontdesk/")).validate(message)


def test_a_wrong_message_is_not(messages):
    def wrong(change):
        message = copy.deepcopy(messages[0])
        change(message)
        return validator().is_valid(message)

    for name in ("id", "source", "type", "time", "receivedat", "verification", "sha256", "data"):
        assert not wrong(lambda message, name=name: message.pop(name)), name
    assert not wrong(lambda message: message.update(id=1))
    assert not wrong(lambda message: message.update(replay="true"))
    assert not wrong(lambda message: message.update(specversion="2.0"))
    assert not wrong(lambda message: message.update(dataref="dynamodb://t/k")), "both"
    assert not wrong(lambda message: (message.pop("data"), message.update(dataref="s3://t/k")))
    assert wrong(lambda message: (message.pop("data"), message.update(dataref="dynamodb://t/gire:1", added=1)))


@pytest.mark.parametrize("provider", PROVIDERS)
def test_every_fixture_is_of_its_schema(provider):
    folder = ROOT / "tests/fixtures" / provider
    other = next(name for name in PROVIDERS if name != provider)
    fixtures = [f for f in json.loads((folder / "manifest.json").read_text()) if not f.get("unreadable")]
    assert fixtures
    for fixture in fixtures:
        message = about(provider, fixture["kind"], json.loads((folder / fixture["file"]).read_bytes()))
        validator(provider).validate(message)
        assert not validator(other).is_valid(message), "another provider's"


@pytest.mark.parametrize("provider", PROVIDERS)
def test_an_unknown_kind_may_have_any_data(provider):
    for data in ({}, {"x": [1]}, [], "text", 7):
        validator(provider).validate(about(provider, "a kind that nobody knows", data))


def test_a_known_kind_may_not():
    for provider, kind in [
        ("gingr", "check_in"),
        ("gire", "pud:create"),
        ("ombori", "positionCreated"),
        ("zaui", "booking.creation"),
        ("cheqroom", "item.create"),
    ]:
        for data in ({}, {"x": [1]}, [], "text", 7):
            assert not validator(provider).is_valid(about(provider, kind, data)), f"{provider} {kind} {data}"


def test_schema_and_types_say_the_same(say):
    """Compares thousands of bodies, each a fixture with one value replaced or one field left
    out."""
    file = target() / "rehearse" / "verdicts.jsonl"
    lines = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    differing = []
    for line in lines:
        message = about(line["provider"], line["kind"], line["body"])
        if validator(line["provider"]).is_valid(message) != line["fits"]:
            differing.append(f"{line['provider']} {line['kind']} {line['what']}: the types say {line['fits']}")
    misfits = sum(not line["fits"] for line in lines)
    say(f"{len(lines)} damaged bodies, of which {misfits} no longer fit")
    assert misfits > 500 and len(lines) - misfits > 1000
    assert not differing, "\n".join(differing[:20])
