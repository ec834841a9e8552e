"""The example consumers in Python and TypeScript, on messages of the local run: good, repeated, too
large, failing, poison.

The Python example runs in this process; the TypeScript example is type-checked, compiled, and run
by Node, with the packages that its lock pins. Both use their language's client from clients/. Each
language skips events that another has handled.
"""

import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys

import boto3
import pytest

from engines import build, frontdesk
from project import ROOT, target

TABLE = "consumed"
TYPESCRIPT = ROOT / "examples/typescript"
CLIENTS = ROOT / "clients"
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
    """Lambda's context: the remaining time."""

    def __init__(self, seconds: float = 60):
        self.seconds = seconds

    def get_remaining_time_in_millis(self) -> int:
        return int(self.seconds * 1000)


@pytest.fixture(scope="module")
def run(local_run):
    """Returns the local run with a table for consumers: the environment, and the messages of three
    deliveries."""
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
    """Receives and deletes messages. Returns them as Lambda passes them to a function."""
    found = client.receive_message(QueueUrl=url, MaxNumberOfMessages=10, WaitTimeSeconds=1).get("Messages", [])
    for message in found:
        client.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
    return [{"messageId": m["MessageId"], "receiptHandle": m["ReceiptHandle"], "body": m["Body"]} for m in found]


def scenario(records: list[dict]) -> list[tuple[list[dict], set[str]]]:
    """Returns batches, and the ids of the messages that each must return as failed."""
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
    """Checks the records: they have one form, in every language."""
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
    assert arrived == ["101", "102", "101"], log
    assert not any("s3cret" in line for line in log)


def test_python(run, monkeypatch, capsys):
    environment, records = run
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.syspath_prepend(CLIENTS / "python")
    spec = importlib.util.spec_from_file_location("consumer", ROOT / "examples/python/consumer.py")
    consumer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(consumer)
    batches = scenario(records)
    replies = [consumer.lambda_handler({"Records": batch}, Context()) for batch, _ in batches]
    check(replies, batches, capsys.readouterr().out.splitlines())
    check_rows(environment, "desk-python")
    # Without time, no work begins; work of another consumer is left to it.
    (batch, _) = batches[0]
    assert len(consumer.lambda_handler({"Records": batch}, Context(0))["batchItemFailures"]) == len(batch)
    from frontdesk_events.once import Once, Turn

    dynamodb = boto3.client("dynamodb", endpoint_url=environment["AWS_ENDPOINT_URL_DYNAMODB"])
    once = Once(dynamodb, TABLE, "desk-python")
    taken = json.loads(batch[0]["body"]) | {"id": "taken"}
    lease = once.turn(taken, "m", "first", 60)
    assert once.turn(taken, "m", "other", 60) is Turn.BUSY
    once.give_back(lease)
    assert once.turn(taken, "m", "other", 60) not in (Turn.BUSY, Turn.DONE)


@pytest.fixture(scope="module")
def typescript(run):
    """Compiles the example."""
    node = shutil.which("node")
    assert node, "the TypeScript example needs Node 20 or newer, with npm"
    for folder in (TYPESCRIPT, CLIENTS / "typescript"):
        assert '"resolved": "http' not in (folder / "package-lock.json").read_text(encoding="utf-8"), "a lock names no registry"
        ran(["npm", "ci", "--no-audit", "--no-fund"], folder)
    ran(["npm", "run", "build"], TYPESCRIPT)
    return node


def ran(command: list, folder, environment: dict | None = None, given: str | None = None) -> str:
    """Runs a command that must succeed. Returns its output."""
    environment = os.environ | (environment or {})
    done = subprocess.run(
        command, cwd=folder, env=environment, input=given, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def test_typescript(run, typescript):
    environment, records = run
    batches = scenario(records)
    lines = "".join(json.dumps({"Records": batch}) + "\n" for batch, _ in batches)
    printed = ran([typescript, "--input-type=module", "--eval", CALL], TYPESCRIPT, environment, lines).splitlines()
    replies = [json.loads(line) for line in printed if line.startswith('{"batchItemFailures"')]
    check(replies, batches, [line for line in printed if not line.startswith('{"batchItemFailures"')])
    check_rows(environment, "desk-typescript")


def test_what_one_language_has_done_the_others_skip(run, typescript):
    """Key, attributes and formats are the same: three consumers with one name see each other's
    work."""
    environment, records = run
    build("--bin", "consumer")
    module = [sys.executable, "-m", "frontdesk_events", "tests.desk.lambda_handler"]
    consumers = [
        (CLIENTS, [str(target() / "debug" / "consumer")]),
        (CLIENTS / "python", module),
        (CLIENTS / "typescript", [typescript, "bin.js", "test/desk.handler"]),
    ]
    (good, *_), _, (replayed, *_) = (batch for batch, _ in scenario(records))
    large = next(record for record in records if "dataref" in json.loads(record["body"]))
    for number, record in enumerate((good, large, replayed)):
        batch = json.dumps({"Records": [record]})
        # Each language is first once.
        for place, (folder, command) in enumerate(consumers[number:] + consumers[:number]):
            printed = ran(command, folder, environment, batch)
            (line,) = (line for line in map(json.loads, printed.splitlines()) if line.get("message") == "batch")
            assert line["consumed"] == (1 if place == 0 else 0), f"{number} {command}\n{printed}"
            assert line["already_consumed"] == (0 if place == 0 else 1), f"{number} {command}\n{printed}"
