"""De-duplication: a row for each event that a consumer works on, or has worked on.

Key, attributes and formats are the same in all languages (docs/consume.md, "Process each event once"), so consumers
of one name may be written in several.
"""

import hashlib
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from typing import Any

from botocore.exceptions import ClientError

# SQS keeps a message for fourteen days, and as long again in a dead-letter queue.
REMEMBERED = 30 * 24 * 3600
# DynamoDB ends keys at 2,048 bytes.
MAX_KEY = 1024
# No two clocks are the same.
CLOCKS = 1


class Turn(Enum):
    """Why there is no lease."""

    DONE = "done"
    BUSY = "busy"


@dataclass(frozen=True)
class Lease:
    """The right to work on an event, for a while."""

    key: str
    holder: str


class Once:
    """Which events one consumer has done."""

    def __init__(self, dynamodb: Any, table: str, consumer: str) -> None:
        self._dynamodb = dynamodb
        self._table = table
        self._consumer = consumer

    def turn(self, event: dict[str, Any], message_id: str, receipt: str, seconds_left: float) -> Lease | Turn:
        """Takes a lease on the event until the time of the one who works is over for certain."""
        key = row_key(self._consumer, event["source"], event["id"], message_id if event.get("replay") else None)
        lease = Lease(key, hashlib.sha256(receipt.encode()).hexdigest())
        now = time.time()
        try:
            self._update(
                lease,
                "SET held_by = :me, lease_until = :until, expires_at = :expires REMOVE done_at",
                # The last one is our own write, sent again by the SDK because its answer was lost.
                "attribute_not_exists(id) OR lease_until <= :now OR expires_at <= :seconds"
                " OR (held_by = :me AND attribute_exists(lease_until))",
                {
                    ":until": {"N": str(int((now + seconds_left + CLOCKS) * 1000))},
                    ":now": {"N": str(int(now * 1000))},
                    ":seconds": {"N": str(int(now))},
                    ":expires": {"N": str(int(now) + REMEMBERED)},
                },
            )
        except ClientError as error:
            if not _is_refused(error):
                raise
            row: dict[str, Any] = error.response.get("Item", {})
            return Turn.DONE if "done_at" in row else Turn.BUSY
        return lease

    def done(self, lease: Lease) -> None:
        """Notes that the work is done. Does nothing if another has taken the event since."""
        now = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        self._end(lease, "SET done_at = :now REMOVE lease_until", "held_by = :me", {":now": {"S": now}})

    def give_back(self, lease: Lease) -> None:
        """Gives the lease back: the work is not done, and the next attempt need not wait."""
        condition = "held_by = :me AND attribute_exists(lease_until)"
        self._end(lease, "SET lease_until = :over", condition, {":over": {"N": "0"}})

    def _end(self, lease: Lease, update: str, condition: str, values: dict[str, Any]) -> None:
        try:
            self._update(lease, update, condition, values)
        except ClientError as error:
            if not _is_refused(error):
                raise

    def _update(self, lease: Lease, update: str, condition: str, values: dict[str, Any]) -> None:
        self._dynamodb.update_item(
            TableName=self._table,
            Key={"id": {"S": lease.key}},
            UpdateExpression=update,
            ConditionExpression=condition,
            ExpressionAttributeValues={":me": {"S": lease.holder}} | values,
            ReturnValuesOnConditionCheckFailure="ALL_OLD",
        )


def row_key(consumer: str, source: str, event_id: str, replay: str | None) -> str:
    """The key of the row of what `consumer` has done. An event that was sent again counts by its message's own id."""
    event = f"{source}#{event_id}" if replay is None else f"{source}#{event_id}#{replay}"
    key = f"consumed:{consumer}:{event}"
    if len(key.encode()) <= MAX_KEY:
        return key
    return f"consumed:{consumer}:{hashlib.sha256(event.encode()).hexdigest()}"


def _is_refused(error: ClientError) -> bool:
    code: str = error.response["Error"]["Code"]
    return code == "ConditionalCheckFailedException"
