"""The job of a Frontdesk function in plain Python: verify, put, send, mark, respond."""

import base64
import datetime
import hashlib
import hmac
import json
import os

import boto3

TABLE = os.environ["EVENTS_TABLE"]
QUEUE_URL = os.environ["EVENTS_QUEUE_URL"]

dynamodb = boto3.client("dynamodb")
sqs = boto3.client("sqs")


def _secret() -> str:
    if "WEBHOOK_SECRET" in os.environ:
        return os.environ["WEBHOOK_SECRET"]
    found = boto3.client("secretsmanager").get_secret_value(SecretId=os.environ["WEBHOOK_SECRET_ID"])
    return found["SecretString"]


SECRET = _secret().encode()


def handle(event: dict) -> dict:
    body = event.get("body", "").encode()
    if event.get("isBase64Encoded"):
        body = base64.b64decode(body)
    proof = event["headers"].get("x-hub-signature-256", "")
    right = "sha256=" + hmac.new(SECRET, body, hashlib.sha256).hexdigest()
    if not hmac.compare_digest(proof, right):
        return {"statusCode": 401}
    payload = json.loads(body)
    now = datetime.datetime.now(datetime.timezone.utc).isoformat()
    key = "gire:" + payload["id"]
    try:
        dynamodb.put_item(
            TableName=TABLE,
            Item={
                "id": {"S": key},
                "provider": {"S": "gire"},
                "kind": {"S": payload["eventType"]},
                "received_at": {"S": now},
                "sha256": {"S": hashlib.sha256(body).hexdigest()},
                "body": {"B": body},
                "pending": {"S": "0"},
            },
            ConditionExpression="attribute_not_exists(id)",
        )
    except dynamodb.exceptions.ConditionalCheckFailedException:
        return {"statusCode": 200}
    message = {
        "specversion": "1.0",
        "id": payload["id"],
        "source": "/frontdesk/gire",
        "type": "gire." + payload["eventType"],
        "time": payload["timestamp"],
        "data": payload,
    }
    sent = sqs.send_message(QueueUrl=QUEUE_URL, MessageBody=json.dumps(message))
    dynamodb.update_item(
        TableName=TABLE,
        Key={"id": {"S": key}},
        UpdateExpression="SET published_at = :now, message_id = :message REMOVE pending",
        ExpressionAttributeValues={":now": {"S": now}, ":message": {"S": sent["MessageId"]}},
    )
    return {"statusCode": 200}
