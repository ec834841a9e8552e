"""Reads the body of an event, even if it does not fit in the queue."""

import gzip
import hashlib
import json
from typing import Any


class BadBody(Exception):
    """The body cannot be read; a retry cannot help."""


def read_body(dynamodb: Any, events_table: str, event: dict[str, Any]) -> Any:
    """Returns `data`, or the body at `dataref`: `dynamodb://<table>/<key>`."""
    if "data" in event:
        return event["data"]
    table, _, key = event["dataref"].removeprefix("dynamodb://").partition("/")
    # A table in another account is configured by its ARN.
    if table != events_table.split(":table/")[-1]:
        raise BadBody("the body is in another table")
    row = _row(dynamodb, events_table, key)
    if "body" in row:
        body: bytes = row["body"]["B"]
    else:
        names = [f"{row['parts_at']['S']}.{n}" for n in range(1, int(row["parts"]["N"]) + 1)]
        body = b"".join(_row(dynamodb, events_table, name)["body"]["B"] for name in names)
    if row.get("encoding", {}).get("S") == "gzip":
        body = gzip.decompress(body)
    if hashlib.sha256(body).hexdigest() != event["sha256"]:
        raise BadBody("the body is not the one that was received")
    return json.loads(body)


def _row(dynamodb: Any, table: str, key: str) -> dict[str, Any]:
    found: dict[str, Any] = dynamodb.get_item(TableName=table, Key={"id": {"S": key}}, ConsistentRead=True)
    if "Item" not in found:
        raise BadBody("the event has expired")
    row: dict[str, Any] = found["Item"]
    return row
