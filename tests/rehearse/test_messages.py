"""Messages that the Rust tests leave in `target/rehearse/messages`, read by the CloudEvents
project's own parser."""

import json
import re
from datetime import UTC
from pathlib import Path

import pytest
from cloudevents.core.formats.json import JSONFormat
from cloudevents.core.v1.event import CloudEvent

from project import target

# An attribute name of the specification, or of an extension: only lower-case letters and digits.
NAME = re.compile(r"[a-z0-9]{1,20}")


@pytest.fixture
def messages() -> list[Path]:
    """Lists the files when the check runs, since earlier checks write them."""
    found = sorted((target() / "rehearse" / "messages").glob("*.json"))
    assert found, "the Rust tests (test_engines.py) have left no messages in target/rehearse/messages"
    return found


def test_messages_are_cloudevents(messages):
    for file in messages:
        raw = file.read_bytes()
        written = json.loads(raw)
        # The parser checks the specification's requirements: names, types, and the required
        # attributes.
        event = JSONFormat().read(CloudEvent, raw)
        assert event.get_specversion() == "1.0", file
        provider = event.get_source().removeprefix("/frontdesk/")
        assert event.get_type().startswith(f"{provider}."), file
        assert event.get_id(), file
        assert event.get_time().tzinfo is not None and event.get_time().astimezone(UTC), file
        assert event.get_extension("verification") in ("body", "fields", "token"), file
        assert re.fullmatch(r"[0-9a-f]{64}", event.get_extension("sha256")), file
        assert all(NAME.fullmatch(name) for name in event.get_attributes()), file
        # The message has either the data or a reference to it, never both and never neither.
        assert ("data" in written) != ("dataref" in written), file
        if "data" in written:
            assert event.get_datacontenttype() == "application/json", file
            assert event.get_data() == written["data"], file
        else:
            assert written["dataref"].startswith("dynamodb://"), file
        again = json.loads(JSONFormat().write(event))
        assert set(again) - {"data"} == set(written) - {"data"}, file


def test_every_provider_left_a_message(messages):
    sources = {json.loads(file.read_bytes())["source"].rsplit("/", 1)[1] for file in messages}
    providers = {folder.name for folder in Path(__file__).parents[1].joinpath("fixtures").iterdir() if folder.is_dir()}
    assert sources == providers


def test_the_parser_bites():
    """A parser that accepts everything would prove nothing."""
    event = {"specversion": "1.0", "id": "1", "source": "/frontdesk/gingr", "type": "gingr.check_in"}
    JSONFormat().read(CloudEvent, json.dumps(event))
    for broken in ({"id": ""}, {"type": None}, {"time": "yesterday"}, {"Bad_Name": "x"}, {"specversion": "2.0"}):
        with pytest.raises(Exception):  # noqa: B017, PT011: whatever it raises
            JSONFormat().read(CloudEvent, json.dumps(event | broken))
