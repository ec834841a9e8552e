"""The local run with independent tools: curl in a shell as the provider, boto3 as operator and
consumer."""

import shlex
import subprocess

import boto3
import pytest
from cloudevents.core.formats.json import JSONFormat
from cloudevents.core.v1.event import CloudEvent

from engines import frontdesk, published
from project import ROOT

SENT = [
    ("gingr", "check_in"),
    ("gire", "pud:create"),
    ("ombori", "positionCreated"),
    ("zaui", "booking.creation"),
    ("cheqroom", "item.create"),
]


def curl(provider: str, kind: str, address: str) -> str:
    """Runs the output of `frontdesk send --print curl` in a shell. Returns the status."""
    printed = subprocess.run(
        [frontdesk(), "send", provider, kind, "--url", f"{address}/{provider}", "--print", "curl"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.strip()
    assert shlex.split(printed)[0] == "curl"
    quiet = printed.replace("curl -i", "curl --silent --max-time 20 --output /dev/null --write-out '%{http_code}'", 1)
    return subprocess.run(["bash", "-c", quiet], check=True, capture_output=True, text=True).stdout


class Consumer:
    """Reads the table and the queue with arbitrary credentials."""

    def __init__(self, dynamodb: str, sqs: str):
        self.table = boto3.resource("dynamodb", endpoint_url=dynamodb).Table("frontdesk-events")
        self.sqs = boto3.client("sqs", endpoint_url=sqs)
        self.url = self.sqs.get_queue_url(QueueName="frontdesk-events")["QueueUrl"]

    def rows(self, provider: str) -> list:
        return [row for row in self.table.scan()["Items"] if row["provider"] == provider]

    def messages(self, wait: int) -> list:
        options = {"MaxNumberOfMessages": 10, "WaitTimeSeconds": wait, "MessageAttributeNames": ["All"]}
        found = self.sqs.receive_message(QueueUrl=self.url, **options).get("Messages", [])
        for message in found:
            self.sqs.delete_message(QueueUrl=self.url, ReceiptHandle=message["ReceiptHandle"])
        return found


@pytest.mark.parametrize(("provider", "kind"), SENT, ids=[provider for provider, _ in SENT])
def test_from_curl_to_the_queue(local_run, provider, kind):
    functions, dynamodb, sqs = local_run
    consumer = Consumer(dynamodb, sqs)
    assert curl(provider, kind, functions) == "200"
    (message,) = consumer.messages(wait=10)
    event = JSONFormat().read(CloudEvent, message["Body"])
    assert (event.get_source(), event.get_type()) == (f"/frontdesk/{provider}", f"{provider}.{kind}")
    assert message["MessageAttributes"]["kind"]["StringValue"] == kind
    (row,) = published(consumer, provider)
    assert row["id"] == f"{provider}:{event.get_id()}"
    assert (row["kind"], row["message_id"]) == (kind, message["MessageId"])

    assert curl(provider, kind, functions) == "200"
    assert consumer.messages(wait=1) == [], "a repeated delivery must not make a second message"
    assert len(consumer.rows(provider)) == 1


def test_a_wrong_secret_is_refused(local_run):
    functions, dynamodb, sqs = local_run
    command = [frontdesk(), "send", "gire", "pud:status_update", "--url", f"{functions}/gire", "--secret", "x" * 20]
    sent = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert "401" in sent.stdout + sent.stderr
    assert all(row["kind"] != "pud:status_update" for row in Consumer(dynamodb, sqs).rows("gire"))
