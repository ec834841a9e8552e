"""A consumer: the handler of a Lambda function whose source is the queue. Messages fail individually.

Environment: EVENTS_TABLE, CONSUMED_TABLE. Permissions: dynamodb:GetItem on the first,
dynamodb:UpdateItem on the second, and those of every function whose source is a queue. The event
source mapping needs ReportBatchItemFailures. Guarantees: docs/consume.md.
"""

import json
import os
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from typing import Any, cast

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from .body import BadBody, read_body
from .once import Lease, Once, Turn
from .providers import Event

# Time reserved for recording the result and responding, in seconds. Less if little time remains.
RESERVE = 1.0

LambdaHandler = Callable[[dict[str, Any], Any], dict[str, Any]]


class _Failure(Exception):
    def __init__(self, outcome: str, cause: str) -> None:
        super().__init__(cause)
        self.outcome = outcome


def run_once(consumer: str, handle: Callable[[Event], object]) -> LambdaHandler:
    """Returns the handler of a Lambda function that passes each event to `handle` once.

    `consumer` is its name; consumers with different names are independent. If `handle` raises, the
    event is delivered again; after five failures it becomes a dead letter.
    """

    def lambda_handler(batch: dict[str, Any], context: Any) -> dict[str, Any]:
        failed: list[dict[str, str]] = []
        consumed = already = 0
        reserve = min(RESERVE, context.get_remaining_time_in_millis() / 4000)
        for record in batch["Records"]:
            left = context.get_remaining_time_in_millis() / 1000
            try:
                if left <= reserve:
                    raise _Failure("out_of_time", "there was no time left to begin")
                if _consume(consumer, handle, record, left):
                    consumed += 1
                else:
                    already += 1
            except Exception as error:  # messages fail individually
                failure = error if isinstance(error, _Failure) else _Failure("failed", type(error).__name__)
                _log_failure(record, failure)
                failed.append({"itemIdentifier": record["messageId"]})
        _log("INFO", "batch", consumed=consumed, already_consumed=already, failed=len(failed))
        return {"batchItemFailures": failed}

    return lambda_handler


def _consume(consumer: str, handle: Callable[[Event], object], record: dict[str, Any], left: float) -> bool:
    """Returns whether the event was handled now. If not, it had already been handled."""
    event = _event(record["body"])
    once = Once(_dynamodb(), _variable("CONSUMED_TABLE"), consumer)
    try:
        turn = once.turn(event, record["messageId"], record["receiptHandle"], left)
    except (BotoCoreError, ClientError) as error:
        raise _Failure("unavailable", type(error).__name__) from error
    if turn is Turn.DONE:
        return False
    if isinstance(turn, Turn):
        raise _Failure("busy", "another consumer is working on the same event")
    try:
        _work(handle, event)
    except BaseException:
        _note(once.give_back, turn)
        raise
    _note(once.done, turn)
    return True


def _event(body: str) -> dict[str, Any]:
    try:
        event = json.loads(body)
        if isinstance(event, dict) and all(isinstance(event[name], str) for name in ("id", "source", "type")):
            return event
    except (ValueError, KeyError):
        pass
    raise _Failure("poison", "the message is not an event of Frontdesk") from None


def _work(handle: Callable[[Event], object], event: dict[str, Any]) -> None:
    try:
        event["data"] = read_body(_dynamodb(), _variable("EVENTS_TABLE"), event)
    except (BotoCoreError, ClientError) as error:
        raise _Failure("unavailable", type(error).__name__) from error
    except BadBody as error:
        raise _Failure("poison", str(error)) from error
    try:
        handle(cast(Event, event))
    except Exception as error:
        # Only the type of the error: its text may quote the payload.
        raise _Failure("failed", type(error).__name__) from error


def _note(note: Callable[[Lease], None], lease: Lease) -> None:
    try:
        note(lease)
    except (BotoCoreError, ClientError) as error:
        # The lease expires on its own; at worst, the event is handled again.
        _log("WARN", "could not record how the work ended", error=type(error).__name__)


@cache
def _dynamodb() -> Any:
    # Created with the first event, so tests of a handler need neither region nor credentials.
    return boto3.client("dynamodb")


def _variable(name: str) -> str:
    value = os.environ.get(name)
    if not value:
        raise _Failure("unavailable", f"the variable {name} is not set")
    return value


def _log_failure(record: dict[str, Any], failure: _Failure) -> None:
    try:
        event = _event(record["body"])
    except _Failure:
        event = {}
    provider = event.get("source", "").removeprefix("/frontdesk/").split("/")[0]
    _log(
        "WARN",
        "not consumed",
        outcome=failure.outcome,
        cause=str(failure),
        id=f"{provider}:{event['id']}" if event else "",
        kind=event.get("type", "").partition(".")[2],
        message_id=record["messageId"],
        received=int(record.get("attributes", {}).get("ApproximateReceiveCount", 0)),
    )


def _log(level: str, message: str, **fields: object) -> None:
    """Logs a line of JSON, never a body."""
    now = datetime.now(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
    print(json.dumps({"timestamp": now, "level": level, "message": message} | fields), flush=True)
