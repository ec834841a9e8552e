"""De-duplication: a row for each event that a consumer is handling or has handled.

Key, attributes and formats are the same in all languages (docs/consume.md, "Process each event once"), so
consumers with the same name may be written in different languages.
"""

import hashlib
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from typing import Any

from botocore.exceptions import ClientError

# SQS keeps a message for up to fourteen days, and as long again in a dead-letter queue.
REMEMBERED = 30 * 24 * 3600
# DynamoDB limits keys to 2,048 bytes.
MAX_KEY = 1024
# Allowance for clock differences, in seconds.
CLOCKS = 1


class Turn(Enum):
    """The reason why there is no lease."""

    DONE = "done"
    BUSY = "busy"


@dataclass(frozen=True)
class Lease:
    """The right to handle an event, for a limited time."""

    key: str
    holder: str


class Once:
    """The events that one consumer has handled."""

    def __init__(self, dynamodb: Any, table: str, consumer: str) -> None:
        self._dynamodb = dynamodb
        self._table = table
        self._consumer = consumer

    def turn(self, event: dict[str, Any], message_id: str, receipt: str, seconds_left: float) -> Lease | Turn:
        """Takes a lease on the event until the function's time is certainly over."""
        key = row_key(self._consumer, event["source"], event["id"], message_id if event.get("replay") else None)
        lease = Lease(key, hashlib.sha256(receipt.encode()).hexdigest())
        now = time.time()
        try:
            self._update(
                lease,
                "SET held_by = :me, lease_until = :until, expires_at = :expires REMOVE done_at",
                # The last condition matches our own write, which the SDK retries if the response was lost.
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
        """Records that the work is done. Does nothing if another consumer has taken the event since."""
        now = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        self._end(lease, "SET done_at = :now REMOVE lease_until", "held_by = :me", {":now": {"S": now}})

    def give_back(self, lease: Lease) -> None:
        """Releases the lease of unfinished work, so the next attempt need not wait."""
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
    """Returns the key of an event's row for `consumer`. A replay is identified by its message id as well."""
    event = f"{source}#{event_id}" if replay is None else f"{source}#{event_id}#{replay}"
    key = f"consumed:{consumer}:{event}"
    if len(key.encode()) <= MAX_KEY:
        return key
    return f"consumed:{consumer}:{hashlib.sha256(event.encode()).hexdigest()}"


def _is_refused(error: ClientError) -> bool:
    code: str = error.response["Error"]["Code"]
    return code == "ConditionalCheckFailedException"
