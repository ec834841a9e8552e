"""Observes table rows and queue messages for the harness's verdicts, without using Frontdesk's
code.

The harness asks over HTTP, with a token (its `docs/observers.md` describes the protocol). Messages
are counted, not received: an observer must not change anything.
"""

import base64
import gzip
import hashlib
import hmac
import json
import threading
import urllib.request
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

TABLE = QUEUE = "frontdesk-events"
# The available counts.
COUNTS = ("stored", "delivered", "pending", "published", "unreadable", "variants", "misfits", "refused")
# The local engines accept any credentials, but require some.
CREDENTIALS = "AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/any/aws4_request, SignedHeaders=host, Signature=0"


@contextmanager
def serving(dynamodb: int, sqs: int, token: str):
    """Answers the harness, from the engines at these ports. Yields its own port."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self):
            if not hmac.compare_digest(self.headers.get("authorization", ""), f"Bearer {token}"):
                self.send_error(401)
                return
            asked = json.loads(self.rfile.read(int(self.headers["content-length"])))
            try:
                reply = json.dumps(answer(asked, dynamodb, sqs)).encode()
            except OSError:
                self.send_error(503, "the local run is down")
                return
            self.send_response(200)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(reply)))
            self.end_headers()
            self.wfile.write(reply)

        def log_message(self, *_):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_address[1]
        server.shutdown()


def counts(dynamodb: int, sqs: int) -> dict:
    """Returns all counts that a scenario may ask for."""
    rows = _rows(dynamodb)
    events = [row for row in rows if not row["id"]["S"].startswith("refused:")]
    return {
        "stored": len(events),
        "delivered": sum(int(row.get("deliveries", {"N": "1"})["N"]) for row in events),
        "pending": sum("pending" in row for row in events),
        "published": _messages(sqs),
        "unreadable": sum("unreadable" in row for row in events),
        "variants": sum("variant_of" in row for row in events),
        "misfits": sum("misfit" in row for row in events),
        "refused": len(rows) - len(events),
    }


def event(dynamodb: int) -> dict:
    """Returns the only event, as a consumer would find it; `proven` refers to the stored bytes."""
    events = [row for row in _rows(dynamodb) if not row["id"]["S"].startswith("refused:")]
    if len(events) != 1:
        return {"events": len(events)}
    row = events[0]
    body = base64.b64decode(row["body"]["B"])
    if row.get("encoding", {}).get("S") == "gzip":
        body = gzip.decompress(body)
    words = {name: row[name]["S"] for name in ("id", "kind", "subject", "verification") if name in row}
    return words | {"body": hashlib.sha256(body).hexdigest(), "published": "message_id" in row}


def consumed(sqs: int) -> set:
    """Consumes all messages. Returns the events, distinguished as GUARANTEES.md says."""
    found = set()
    arguments = {"QueueUrl": _queue(sqs), "MaxNumberOfMessages": 10, "VisibilityTimeout": 600}
    while messages := _call(sqs, "AmazonSQS.ReceiveMessage", arguments).get("Messages"):
        bodies = [json.loads(message["Body"]) for message in messages]
        found |= {(body["source"], body["id"]) for body in bodies}
    return found


def answer(request: dict, dynamodb: int, sqs: int) -> dict:
    """Returns the answer to one request of the harness."""
    common = {"protocol_version": "1.0", "request_id": request["request_id"], "error": None}
    common["capabilities"] = {
        "evidence_types": ["integer", "object"],
        "evidence_keys": [*COUNTS, "event"],
        "read_only": True,
        "idempotent": True,
        "max_queries": 64,
        "supports_pending": True,
        "stable_snapshot_ids": True,
    }
    if request["operation"] == "capabilities":
        return common | {"status": "ok", "snapshot_id": "capabilities", "evidence": []}
    known = counts(dynamodb, sqs)
    if known["pending"]:
        # The push follows the answer, or the relay does it: earlier counts prove nothing.
        return common | {"status": "pending", "snapshot_id": None, "evidence": []}
    asked = [query["key"] for query in request["queries"]]
    evidence = [
        {"key": key, "value_type": "object", "value": event(dynamodb), "sensitive": False}
        if key == "event"
        else {"key": key, "value_type": "integer", "value": known[key], "sensitive": False}
        for key in asked
    ]
    snapshot = hashlib.sha256(json.dumps(evidence, sort_keys=True).encode()).hexdigest()
    return common | {"status": "ok", "snapshot_id": snapshot, "evidence": evidence}


def _rows(dynamodb: int) -> list:
    scanned = _call(dynamodb, "DynamoDB_20120810.Scan", {"TableName": TABLE, "ConsistentRead": True})
    assert "LastEvaluatedKey" not in scanned, "a scenario must fit into one page"
    return scanned["Items"]


def _messages(sqs: int) -> int:
    """Counts all messages, without receiving or deleting any."""
    names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
    arguments = {"QueueUrl": _queue(sqs), "AttributeNames": names}
    found = _call(sqs, "AmazonSQS.GetQueueAttributes", arguments)["Attributes"]
    return sum(int(found[name]) for name in names)


def _queue(sqs: int) -> str:
    return f"http://127.0.0.1:{sqs}/000000000000/{QUEUE}"


def _call(port: int, operation: str, arguments: dict) -> dict:
    headers = {"content-type": "application/x-amz-json-1.0", "x-amz-target": operation, "authorization": CREDENTIALS}
    request = urllib.request.Request(f"http://127.0.0.1:{port}/", json.dumps(arguments).encode(), headers)
    with urllib.request.urlopen(request, timeout=10) as response:
        return json.load(response)

