"""The examples of consumers in Python and TypeScript, on messages of the local run: good, repeated, too large, failing, poison.

The Python example runs in this process; the TypeScript example is type-checked, compiled, and run by Node, with the packages that its
lock pins.
"""

import importlib.util
import json
import os
import re
import shutil
import subprocess

import boto3
import pytest

from engines import frontdesk
from project import ROOT

TABLE = "consumed"
TYPESCRIPT = ROOT / "examples/typescript"
# Calls the compiled handler as Lambda does, once for each line of its input.
CALL = """
import { createInterface } from "node:readline";
import { handler } from "./dist/consumer.js";
const context = { getRemainingTimeInMillis: () => 60000 };
for await (const line of createInterface({ input: process.stdin })) {
  console.log(JSON.stringify(await handler(JSON.parse(line), context)));
}
"""


class Context:
    """What Lambda tells a function of its time."""

    def __init__(self, seconds: float = 60):
        self.seconds = seconds

    def get_remaining_time_in_millis(self) -> int:
        return int(self.seconds * 1000)


@pytest.fixture(scope="module")
def run(local_run):
    """The local run, with a table for consumers in it: the environment, and the messages of three deliveries."""
    functions, dynamodb, sqs = local_run
    key = {"AttributeName": "id", "KeyType": "HASH"}
    boto3.client("dynamodb", endpoint_url=dynamodb).create_table(
        TableName=TABLE,
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        KeySchema=[key],
    )
    client = boto3.client("sqs", endpoint_url=sqs)
    url = client.get_queue_url(QueueName="frontdesk-events")["QueueUrl"]
    _taken(client, url)
    example = json.loads((ROOT / "tests/fixtures/gingr/check_in.json").read_bytes())
    bodies = [
        example | {"entity_id": 101},
        example | {"entity_id": 102, "entity_data": example["entity_data"] | {"r_notes": "x" * 1_100_000}},
        example | {"entity_id": 103, "entity_data": []},
    ]
    file = ROOT / "target" / "rehearse" / "body.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    for body in bodies:
        file.write_text(json.dumps(body), encoding="utf-8")
        send = [frontdesk(), "send", "gingr", "check_in", "--file", str(file), "--url", f"{functions}/gingr"]
        subprocess.run(send, cwd=ROOT, check=True, capture_output=True)
    records = []
    while len(records) < len(bodies):
        records += _taken(client, url)
    environment = {"EVENTS_TABLE": "frontdesk-events", "CONSUMED_TABLE": TABLE, "AWS_ENDPOINT_URL_DYNAMODB": dynamodb}
    return environment, records


def _taken(client, url: str) -> list[dict]:
    """Messages as Lambda hands them to a function, taken from the queue."""
    found = client.receive_message(QueueUrl=url, MaxNumberOfMessages=10, WaitTimeSeconds=1).get("Messages", [])
    for message in found:
        client.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
    return [{"messageId": m["MessageId"], "receiptHandle": m["ReceiptHandle"], "body": m["Body"]} for m in found]


def scenario(records: list[dict]) -> list[tuple[list[dict], set[str]]]:
    """Batches, and the ids of the messages that each must give back."""
    by_entity = {}
    for record in records:
        message = json.loads(record["body"])
        entity = message["data"]["entity_id"] if "data" in message else 102
        by_entity[entity] = record
    assert set(by_entity) == {101, 102, 103} and "dataref" in json.loads(by_entity[102]["body"])
    good, large, failing = (by_entity[entity] for entity in (101, 102, 103))
    again = good | {"messageId": "again", "receiptHandle": "again"}
    poison = good | {"messageId": "poison", "body": "s3cret, and no event"}
    replay = json.loads(good["body"]) | {"replay": True}
    replayed = good | {"messageId": "replayed", "receiptHandle": "replayed", "body": json.dumps(replay)}
    return [
        ([good, poison, again, large, failing], {"poison", failing["messageId"]}),
        ([failing | {"receiptHandle": "second"}], {failing["messageId"]}),
        ([replayed, replayed | {"receiptHandle": "twice"}], set()),
    ]


def check_rows(environment: dict, consumer: str):
    """What is recorded has one form, whichever language wrote it."""
    dynamodb = boto3.resource("dynamodb", endpoint_url=environment["AWS_ENDPOINT_URL_DYNAMODB"])
    rows = [row for row in dynamodb.Table(TABLE).scan()["Items"] if row["id"].startswith(f"consumed:{consumer}:")]
    done = [row for row in rows if "done_at" in row]
    assert len(done) == 3 and all("lease_until" not in row for row in done), rows
    for row in done:
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", row["done_at"]), row


def check(replies: list[dict], batches: list, log: list[str]):
    failed = [{item["itemIdentifier"] for item in reply["batchItemFailures"]} for reply in replies]
    assert failed == [expected for _, expected in batches], log
    arrived = [line["reservation"] for line in map(json.loads, log) if line["message"] == "a guest arrived"]
    assert arrived == [101, 102, 101], log
    assert not any("s3cret" in line for line in log)


def test_python(run, monkeypatch, capsys):
    environment, records = run
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    spec = importlib.util.spec_from_file_location("consumer", ROOT / "examples/python/consumer.py")
    consumer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(consumer)
    batches = scenario(records)
    replies = [consumer.lambda_handler({"Records": batch}, Context()) for batch, _ in batches]
    check(replies, batches, capsys.readouterr().out.splitlines())
    check_rows(environment, "desk-python")
    # Without time nothing begins; what another has is left to it.
    (batch, _) = batches[0]
    assert len(consumer.lambda_handler({"Records": batch}, Context(0.5))["batchItemFailures"]) == len(batch)
    message = json.loads(batch[0]["body"]) | {"id": "taken"}
    assert consumer.lease(message, batch[0], 60) is not None
    with pytest.raises(RuntimeError, match="another works"):
        consumer.lease(message, batch[0] | {"receiptHandle": "other"}, 60)


@pytest.fixture(scope="module")
def typescript(run):
    """The compiled example."""
    node = shutil.which("node")
    assert node, "the TypeScript example needs Node 20 or newer, with npm"
    assert "resolved" not in (TYPESCRIPT / "package-lock.json").read_text(encoding="utf-8"), "a lock names no registry"
    schema = subprocess.run([frontdesk(), "schema", "gingr"], check=True, capture_output=True, text=True).stdout
    (TYPESCRIPT / "gingr.schema.json").write_text(schema, encoding="utf-8")
    for command in (["npm", "ci", "--no-audit", "--no-fund"], ["npm", "run", "types"], ["npm", "run", "build"]):
        done = subprocess.run(command, cwd=TYPESCRIPT, capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return node


def test_typescript(run, typescript):
    environment, records = run
    batches = scenario(records)
    lines = "".join(json.dumps({"Records": batch}) + "\n" for batch, _ in batches)
    done = subprocess.run(
        [typescript, "--input-type=module", "--eval", CALL],
        cwd=TYPESCRIPT,
        env=os.environ | environment,
        input=lines,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    printed = done.stdout.splitlines()
    replies = [json.loads(line) for line in printed if line.startswith('{"batchItemFailures"')]
    check(replies, batches, [line for line in printed if not line.startswith('{"batchItemFailures"')])
    check_rows(environment, "desk-typescript")
