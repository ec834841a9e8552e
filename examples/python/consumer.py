"""A consumer in Python: a Lambda function whose source is the queue, which works on each event once.

It needs nothing but boto3, which Lambda has. Environment: EVENTS_TABLE, CONSUMED_TABLE. Permissions:
dynamodb:GetItem on the first, dynamodb:UpdateItem on the second, and those of every function whose source is a queue. The
event source mapping needs ReportBatchItemFailures. What is promised: docs/consume.md.
"""

import gzip
import hashlib
import json
import os
import time
from datetime import datetime, timezone

import boto3
from botocore.exceptions import ClientError

EVENTS_TABLE = os.environ["EVENTS_TABLE"]
CONSUMED_TABLE = os.environ["CONSUMED_TABLE"]
CONSUMER = "desk-python"
REMEMBERED = 30 * 24 * 3600
dynamodb = boto3.client("dynamodb")


def handle(message: dict, data: dict) -> None:
    """The work. Whatever it raises brings the message back; after five times it is a dead letter."""
    if message["type"] == "gingr.check_in":
        reservation = data.get("entity_data") or {}
        log("INFO", "a guest arrived", reservation=data["entity_id"], location=reservation["location_name"])


def lambda_handler(event: dict, context) -> dict:
    failed = []
    for record in event["Records"]:
        try:
            consume(record, context.get_remaining_time_in_millis() / 1000)
        except Exception as error:  # each message fails for itself
            log("WARN", "not consumed", message_id=record["messageId"], cause=type(error).__name__)
            failed.append({"itemIdentifier": record["messageId"]})
    return {"batchItemFailures": failed}


def consume(record: dict, seconds_left: float) -> None:
    if seconds_left < 1:
        raise TimeoutError
    message = json.loads(record["body"])
    row = lease(message, record, seconds_left)
    if row is None:
        return
    try:
        handle(message, message["data"] if "data" in message else json.loads(fetch(message)))
    except BaseException:
        update(row, "SET lease_until = :zero", ":zero", "0")
        raise
    now = datetime.now(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    update(row, "SET done_at = :now REMOVE lease_until", ":now", now)


def lease(message: dict, record: dict, seconds_left: float) -> dict | None:
    """Takes the event for as long as this function can run. None when it is done; an error when another has it."""
    key = f"consumed:{CONSUMER}:{message['source']}#{message['id']}"
    if message.get("replay"):
        key += f"#{record['messageId']}"
    row = {"id": key, "held_by": hashlib.sha256(record["receiptHandle"].encode()).hexdigest()}
    now = time.time()
    try:
        dynamodb.update_item(
            TableName=CONSUMED_TABLE,
            Key={"id": {"S": row["id"]}},
            UpdateExpression="SET held_by = :me, lease_until = :until, expires_at = :expires REMOVE done_at",
            ConditionExpression="attribute_not_exists(id) OR lease_until <= :now OR expires_at <= :seconds"
            " OR (held_by = :me AND attribute_exists(lease_until))",
            ExpressionAttributeValues={
                ":me": {"S": row["held_by"]},
                ":until": {"N": str(int((now + seconds_left + 1) * 1000))},
                ":now": {"N": str(int(now * 1000))},
                ":seconds": {"N": str(int(now))},
                ":expires": {"N": str(int(now) + REMEMBERED)},
            },
            ReturnValuesOnConditionCheckFailure="ALL_OLD",
        )
    except ClientError as error:
        if error.response["Error"]["Code"] != "ConditionalCheckFailedException":
            raise
        if "done_at" in error.response.get("Item", {}):
            return None
        raise RuntimeError("another works on the same event") from None
    return row


def update(row: dict, expression: str, name: str, value: str) -> None:
    """Ends the lease, if it is still ours."""
    kind = "S" if name == ":now" else "N"
    try:
        dynamodb.update_item(
            TableName=CONSUMED_TABLE,
            Key={"id": {"S": row["id"]}},
            UpdateExpression=expression,
            ConditionExpression="held_by = :me AND attribute_exists(lease_until)",
            ExpressionAttributeValues={":me": {"S": row["held_by"]}, name: {kind: value}},
        )
    except ClientError as error:
        # At worst the event is worked on again, if it comes again.
        log("WARN", "the end of the work is not noted", cause=error.response["Error"]["Code"])


def fetch(message: dict) -> bytes:
    """The body of an event that does not fit the queue: `dynamodb://<table>/<key>`."""
    table, key = message["dataref"].removeprefix("dynamodb://").split("/", 1)
    # The table of another account is given by its ARN.
    if table != EVENTS_TABLE.split(":table/")[-1]:
        raise ValueError("the body is in another table")
    row = item(key)
    if "body" in row:
        body = row["body"]["B"]
    else:
        names = (f"{row['parts_at']['S']}.{n}" for n in range(1, int(row["parts"]["N"]) + 1))
        body = b"".join(item(name)["body"]["B"] for name in names)
    if row.get("encoding", {}).get("S") == "gzip":
        body = gzip.decompress(body)
    if hashlib.sha256(body).hexdigest() != message["sha256"]:
        raise ValueError("the body is not the one that was received")
    return body


def item(key: str) -> dict:
    found = dynamodb.get_item(TableName=EVENTS_TABLE, Key={"id": {"S": key}}, ConsistentRead=True)
    if "Item" not in found:
        raise LookupError("the event has expired")
    return found["Item"]


def log(level: str, message: str, **fields) -> None:
    """One line of JSON, never a body."""
    print(json.dumps({"level": level, "message": message} | fields), flush=True)
