"""The SQS endpoint of `local/` on the wire, with boto3 as a client that shares no code with it.

Every check runs against ministack, too. Where ministack is known to differ from AWS, the check
states its behaviour under `engine.name == "ministack"`: if that changes, the check fails and the
exception can be removed.
"""

import hashlib
import json
import struct
import threading
import time
import urllib.error
import urllib.request
import uuid
from dataclasses import dataclass

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

MIB = 1024 * 1024
MISSING = "AWS.SimpleQueueService.NonExistentQueue"


@dataclass(frozen=True)
class Engine:
    """One of the two endpoints."""

    name: str
    address: str

    def client(self):
        """Returns a client without retries, so errors are seen as they are."""
        config = Config(retries={"total_max_attempts": 1}, connect_timeout=5, read_timeout=30)
        return boto3.client("sqs", endpoint_url=self.address, config=config)


@dataclass(frozen=True)
class Queue:
    """A separate queue for each check, and the calls on it."""

    engine: Engine
    sqs: object
    url: str

    def send(self, body: str, **more) -> dict:
        return self.sqs.send_message(QueueUrl=self.url, MessageBody=body, **more)

    def send_batch(self, *entries: dict) -> dict:
        return self.sqs.send_message_batch(QueueUrl=self.url, Entries=list(entries))

    def receive(self, **more) -> list:
        options = {"MaxNumberOfMessages": 10, "WaitTimeSeconds": 0} | more
        return self.sqs.receive_message(QueueUrl=self.url, **options).get("Messages", [])

    def delete(self, message: dict):
        self.sqs.delete_message(QueueUrl=self.url, ReceiptHandle=message["ReceiptHandle"])

    def attributes(self, *names: str) -> dict:
        return self.sqs.get_queue_attributes(QueueUrl=self.url, AttributeNames=list(names or ["All"]))["Attributes"]


@pytest.fixture(params=["local", "ministack"])
def engine(request) -> Engine:
    fixture = {"local": "local_sqs", "ministack": "ministack"}[request.param]
    return Engine(request.param, request.getfixturevalue(fixture))


@pytest.fixture
def make(engine):
    """Returns a function that creates queues with attributes."""
    sqs = engine.client()

    def make(name: str | None = None, **attributes) -> Queue:
        name = name or f"q-{uuid.uuid4().hex}"
        url = sqs.create_queue(QueueName=name, Attributes={k: str(v) for k, v in attributes.items()})["QueueUrl"]
        return Queue(engine, sqs, url)

    return make


@pytest.fixture
def queue(make) -> Queue:
    return make()


def refusal(call, *arguments, **named) -> str:
    """Returns the error code of a call that must be refused."""
    with pytest.raises(ClientError) as refused:
        call(*arguments, **named)
    answer = refused.value.response
    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 400
    assert answer["Error"]["Message"], "the error has no message"
    return answer["Error"]["Code"]


def refused_or_accepted(engine: Engine, code: str, call, *arguments, **named):
    """Makes a call that AWS refuses, and ministack accepts unchecked."""
    if engine.name == "ministack":
        call(*arguments, **named)
    else:
        assert refusal(call, *arguments, **named) == code


def text(value: str, kind: str = "String") -> dict:
    return {"DataType": kind, "StringValue": value}


def md5_of_attributes(attributes: dict) -> str:
    """Computes AWS's checksum: sorted names; each part with its length in four bytes; 1 for text
    and 2 for bytes."""
    part = lambda raw: struct.pack("!I", len(raw)) + raw
    digest = hashlib.md5()
    for name in sorted(attributes):
        value = attributes[name]
        digest.update(part(name.encode()) + part(value["DataType"].encode()))
        if "BinaryValue" in value:
            digest.update(b"\x02" + part(value["BinaryValue"]))
        else:
            digest.update(b"\x01" + part(value["StringValue"].encode()))
    return digest.hexdigest()


# ------------------------------------------------------------------------------------------------------------- queues


def test_creating_a_queue_twice_gives_the_same(make):
    first = make(VisibilityTimeout=40)
    name = first.url.rsplit("/", 1)[1]
    assert make(name, VisibilityTimeout=40).url == first.url
    assert first.sqs.get_queue_url(QueueName=name)["QueueUrl"] == first.url


def test_creating_a_queue_again_with_other_attributes_is_refused(make):
    first = make(VisibilityTimeout=40)
    name = first.url.rsplit("/", 1)[1]
    assert refusal(make, name, VisibilityTimeout=41) == "QueueAlreadyExists"


def test_a_queue_that_is_not_there(queue):
    sqs, url = queue.sqs, queue.url + "-other"
    assert refusal(sqs.get_queue_url, QueueName="not-there") == MISSING
    assert refusal(sqs.send_message, QueueUrl=url, MessageBody="x") == MISSING
    assert refusal(sqs.receive_message, QueueUrl=url) == MISSING
    assert refusal(sqs.get_queue_attributes, QueueUrl=url) == MISSING


def test_queues_are_listed_by_prefix(make):
    prefix = f"list-{uuid.uuid4().hex}"
    urls = {make(f"{prefix}-{i}").url for i in range(3)}
    sqs = make().sqs
    assert set(sqs.list_queues(QueueNamePrefix=prefix)["QueueUrls"]) == urls


def test_attributes_of_a_queue(queue):
    found = queue.attributes()
    name = queue.url.rsplit("/", 1)[1]
    assert found["QueueArn"].startswith("arn:aws:sqs:") and found["QueueArn"].endswith(f":{name}")
    expected = {"VisibilityTimeout": "30", "MessageRetentionPeriod": "345600", "DelaySeconds": "0"}
    expected |= {"ReceiveMessageWaitTimeSeconds": "0", "MaximumMessageSize": str(MIB)}
    assert {name: found[name] for name in expected} == expected
    assert abs(int(found["CreatedTimestamp"]) - time.time()) < 60
    assert queue.attributes("VisibilityTimeout") == {"VisibilityTimeout": "30"}


def test_attributes_can_be_set(queue):
    queue.sqs.set_queue_attributes(QueueUrl=queue.url, Attributes={"VisibilityTimeout": "77"})
    assert queue.attributes("VisibilityTimeout") == {"VisibilityTimeout": "77"}


def test_a_deleted_queue_is_gone(queue):
    queue.sqs.delete_queue(QueueUrl=queue.url)
    assert refusal(queue.send, "x") == MISSING


def test_a_purged_queue_is_empty(queue):
    queue.send("x")
    queue.sqs.purge_queue(QueueUrl=queue.url)
    assert queue.receive() == []


def test_counts(make):
    queue = make()
    for body in "abc":
        queue.send(body)
    queue.send("later", DelaySeconds=900)
    assert len(queue.receive(MaxNumberOfMessages=1)) == 1
    prefix = "ApproximateNumberOfMessages"
    found = queue.attributes(prefix, f"{prefix}NotVisible", f"{prefix}Delayed")
    assert found == {prefix: "2", f"{prefix}NotVisible": "1", f"{prefix}Delayed": "1"}


# -------------------------------------------------------------------------------------------------------- one message


@pytest.mark.parametrize(
    "body", ["x", "Øystein\u00a0🐕 \"'<>&\\", "\t\r\n ", "a" * MIB], ids=["one", "unicode", "space", "1MiB"]
)
def test_a_body_comes_out_as_it_went_in(queue, body):
    sent = queue.send(body)
    digest = hashlib.md5(body.encode()).hexdigest()
    assert sent["MD5OfMessageBody"] == digest
    (received,) = queue.receive()
    assert received["Body"] == body
    assert received["MD5OfBody"] == digest
    assert received["MessageId"] == sent["MessageId"]


ATTRIBUTES = {
    "provider": text("gingr"),
    "kind": text("pud:create"),
    "count": text("-12.50", "Number"),
    "custom": text("x", "String.mine"),
    "bytes": {"DataType": "Binary", "BinaryValue": bytes(range(256))},
}


def test_attributes_come_out_as_they_went_in(queue):
    sent = queue.send("x", MessageAttributes=ATTRIBUTES)
    assert sent["MD5OfMessageAttributes"] == md5_of_attributes(ATTRIBUTES)
    (received,) = queue.receive(MessageAttributeNames=["All"])
    assert received["MessageAttributes"] == ATTRIBUTES
    assert received["MD5OfMessageAttributes"] == md5_of_attributes(ATTRIBUTES)


@pytest.mark.parametrize(
    ("names", "expected"),
    [([], set()), (["kind"], {"kind"}), ([".*"], set(ATTRIBUTES)), (["nope", "count"], {"count"})],
    ids=lambda value: "+".join(value) or "none" if isinstance(value, list) else "",
)
def test_only_attributes_that_were_asked_for(queue, names, expected):
    queue.send("x", MessageAttributes=ATTRIBUTES)
    (received,) = queue.receive(MessageAttributeNames=names)
    found = received.get("MessageAttributes", {})
    assert set(found) == expected
    if found:
        assert received["MD5OfMessageAttributes"] == md5_of_attributes(found)


def test_attributes_by_prefix(queue):
    queue.send("x", MessageAttributes={"a.b": text("1"), "a.c": text("2"), "b": text("3")})
    (received,) = queue.receive(MessageAttributeNames=["a.*"])
    assert set(received["MessageAttributes"]) == {"a.b", "a.c"}


def test_system_attributes(queue):
    before = int(time.time() * 1000)
    queue.send("x", MessageGroupId="gingr")
    (received,) = queue.receive(MessageSystemAttributeNames=["All"])
    found = received["Attributes"]
    assert found["ApproximateReceiveCount"] == "1"
    assert before - 1000 <= int(found["SentTimestamp"]) <= int(found["ApproximateFirstReceiveTimestamp"])
    assert found["SenderId"]
    assert found["MessageGroupId"] == "gingr", "fair queues: a standard queue must keep the group"


def test_system_attributes_by_name(queue):
    queue.send("x")
    (received,) = queue.receive(AttributeNames=["ApproximateReceiveCount"])
    assert received["Attributes"] == {"ApproximateReceiveCount": "1"}


@pytest.mark.parametrize("body", ["\ufffe", "\uffff", "a\x00b", "\x0b"], ids=ascii)
def test_characters_that_sqs_refuses(queue, body):
    assert refusal(queue.send, body) == "InvalidMessageContents"


def test_an_empty_body_is_refused(queue):
    assert refusal(queue.send, "") in ("MissingParameter", "InvalidParameterValue")


def test_a_body_over_one_mebibyte_is_refused(queue):
    assert refusal(queue.send, "a" * (MIB + 1)) == "InvalidParameterValue"


def test_attributes_count_in_the_size(queue):
    attribute = {"n": text("v")}
    body = "a" * (MIB - len("n" + "String" + "v"))
    queue.send(body, MessageAttributes=attribute)
    refused_or_accepted(queue.engine, "InvalidParameterValue", queue.send, body + "a", MessageAttributes=attribute)


def test_eleven_attributes_are_refused(queue):
    queue.send("x", MessageAttributes={f"n{i}": text("v") for i in range(10)})
    eleven = {f"n{i}": text("v") for i in range(11)}
    refused_or_accepted(queue.engine, "InvalidParameterValue", queue.send, "x", MessageAttributes=eleven)


@pytest.mark.parametrize(
    "attributes",
    [
        {"AWS.mine": text("v")},
        {"a..b": text("v")},
        {"a b": text("v")},
        {"n": text("v", "Text")},
        {"n": text("")},
        {"n": text("x", "Number")},
    ],
    ids=["reserved", "dots", "space", "type", "empty", "number"],
)
def test_attributes_that_sqs_refuses(queue, attributes):
    refused_or_accepted(queue.engine, "InvalidParameterValue", queue.send, "x", MessageAttributes=attributes)


# ------------------------------------------------------------------------------------------------------------ batches


def test_a_batch_of_ten(queue):
    answer = queue.send_batch(
        *({"Id": f"e{i}", "MessageBody": f"b{i}", "MessageAttributes": ATTRIBUTES} for i in range(10))
    )
    assert {entry["Id"] for entry in answer["Successful"]} == {f"e{i}" for i in range(10)}
    assert {entry["MD5OfMessageAttributes"] for entry in answer["Successful"]} == {md5_of_attributes(ATTRIBUTES)}
    assert "Failed" not in answer or answer["Failed"] == []
    assert {message["Body"] for message in queue.receive()} == {f"b{i}" for i in range(10)}


def test_one_bad_entry_fails_alone(queue):
    answer = queue.send_batch({"Id": "good", "MessageBody": "x"}, {"Id": "bad", "MessageBody": "\uffff"})
    assert [entry["Id"] for entry in answer["Successful"]] == ["good"]
    (failed,) = answer["Failed"]
    assert (failed["Id"], failed["Code"], failed["SenderFault"]) == ("bad", "InvalidMessageContents", True)
    assert [message["Body"] for message in queue.receive()] == ["x"]


def test_a_bad_delay_fails_its_entry(queue):
    answer = queue.send_batch(
        {"Id": "good", "MessageBody": "x"}, {"Id": "bad", "MessageBody": "y", "DelaySeconds": 901}
    )
    if queue.engine.name == "ministack":
        assert len(answer["Successful"]) == 2
    else:
        assert [entry["Id"] for entry in answer["Failed"]] == ["bad"]
        assert answer["Failed"][0]["Code"] == "InvalidParameterValue"


@pytest.mark.parametrize(
    ("entries", "code"),
    [
        ([], "EmptyBatchRequest"),
        ([{"Id": "same", "MessageBody": "x"}] * 2, "BatchEntryIdsNotDistinct"),
        ([{"Id": f"e{i}", "MessageBody": "x"} for i in range(11)], "TooManyEntriesInBatchRequest"),
        ([{"Id": "not valid!", "MessageBody": "x"}], "InvalidBatchEntryId"),
        ([{"Id": f"e{i}", "MessageBody": "a" * (MIB // 2 + 1)} for i in range(2)], "BatchRequestTooLong"),
    ],
    ids=["empty", "twice", "eleven", "id", "long"],
)
def test_batches_that_sqs_refuses(queue, entries, code):
    assert refusal(queue.send_batch, *entries) == f"AWS.SimpleQueueService.{code}"
    assert queue.receive() == []


def test_a_batch_of_deletions(queue):
    queue.send_batch({"Id": "a", "MessageBody": "a"}, {"Id": "b", "MessageBody": "b"})
    handles = [message["ReceiptHandle"] for message in queue.receive()]
    entries = [{"Id": f"e{i}", "ReceiptHandle": handle} for i, handle in enumerate(handles)]
    entries.append({"Id": "bad", "ReceiptHandle": "not a handle"})
    answer = queue.sqs.delete_message_batch(QueueUrl=queue.url, Entries=entries)
    assert {entry["Id"] for entry in answer["Successful"]} == {"e0", "e1"}
    assert [(entry["Id"], entry["Code"]) for entry in answer["Failed"]] == [("bad", "ReceiptHandleIsInvalid")]
    assert set(queue.attributes("ApproximateNumberOfMessagesNotVisible").values()) == {"0"}


# ---------------------------------------------------------------------------------------------------------- receiving


def test_a_received_message_is_hidden_until_its_time_is_over(queue):
    queue.send("x")
    (received,) = queue.receive()
    assert queue.receive() == []
    queue.sqs.change_message_visibility(
        QueueUrl=queue.url, ReceiptHandle=received["ReceiptHandle"], VisibilityTimeout=0
    )
    (again,) = queue.receive(MessageSystemAttributeNames=["ApproximateReceiveCount"])
    assert again["MessageId"] == received["MessageId"]
    assert again["Attributes"]["ApproximateReceiveCount"] == "2"


def test_visibility_of_one_call(queue):
    queue.send("x")
    assert len(queue.receive(VisibilityTimeout=0)) == 1
    assert len(queue.receive()) == 1


def test_a_deleted_message_does_not_come_back(queue):
    queue.send("x")
    (received,) = queue.receive(VisibilityTimeout=0)
    queue.delete(received)
    if queue.engine.name == "ministack":
        assert refusal(queue.delete, received) == "ReceiptHandleIsInvalid"
    else:
        queue.delete(received)
    assert queue.receive() == []


def test_a_bad_receipt_handle(queue):
    assert refusal(queue.delete, {"ReceiptHandle": "not a handle"}) == "ReceiptHandleIsInvalid"


@pytest.mark.parametrize("count", [0, 11])
def test_a_number_of_messages_that_sqs_refuses(queue, count):
    assert refusal(queue.receive, MaxNumberOfMessages=count) in ("InvalidParameterValue", "ReadCountOutOfRange")


@pytest.mark.parametrize("options", [{"WaitTimeSeconds": 21}, {"VisibilityTimeout": 43201}], ids=str)
def test_times_that_sqs_refuses(queue, options):
    queue.send("x")
    refused_or_accepted(queue.engine, "InvalidParameterValue", queue.receive, **options)


def test_an_empty_long_poll_waits(queue):
    started = time.monotonic()
    assert queue.receive(WaitTimeSeconds=1) == []
    assert 0.9 <= time.monotonic() - started < 5


def test_a_long_poll_ends_when_a_message_comes(queue):
    got = []
    waiting = threading.Thread(
        target=lambda: got.extend(Queue(queue.engine, queue.engine.client(), queue.url).receive(WaitTimeSeconds=20))
    )
    started = time.monotonic()
    waiting.start()
    queue.send("x")
    waiting.join(timeout=30)
    assert [message["Body"] for message in got] == ["x"]
    assert time.monotonic() - started < 10


def test_a_delayed_message_comes_later(queue):
    queue.send("x", DelaySeconds=1)
    assert queue.receive() == []
    assert len(queue.receive(WaitTimeSeconds=10)) == 1


def test_the_delay_of_a_queue(make):
    queue = make(DelaySeconds=900)
    queue.send("later")
    queue.send("now", DelaySeconds=0)
    assert [message["Body"] for message in queue.receive()] == ["now"]


# ------------------------------------------------------------------------------------------------------- dead letters


@pytest.fixture
def pair(make) -> tuple[Queue, Queue]:
    """Returns a queue that gives up after two receives, and its dead-letter queue."""
    dead = make()
    policy = {"deadLetterTargetArn": dead.attributes("QueueArn")["QueueArn"], "maxReceiveCount": 2}
    return make(RedrivePolicy=json.dumps(policy)), dead


def test_what_fails_too_often_becomes_a_dead_letter(pair):
    queue, dead = pair
    sent = queue.send("x", MessageAttributes=ATTRIBUTES)
    for _ in range(2):
        assert len(queue.receive(VisibilityTimeout=0)) == 1
    assert queue.receive(VisibilityTimeout=0) == []
    (letter,) = dead.receive(WaitTimeSeconds=5, MessageAttributeNames=["All"])
    assert (letter["Body"], letter["MessageId"]) == ("x", sent["MessageId"])
    assert letter["MessageAttributes"] == ATTRIBUTES


def test_the_sources_of_a_dead_letter_queue(pair):
    queue, dead = pair
    call = queue.sqs.list_dead_letter_source_queues
    if queue.engine.name == "ministack":
        assert refusal(call, QueueUrl=dead.url) == "InvalidAction"
    else:
        assert call(QueueUrl=dead.url)["queueUrls"] == [queue.url]


def test_dead_letters_can_be_moved_back(pair):
    queue, dead = pair
    queue.send("x")
    for _ in range(3):
        queue.receive(VisibilityTimeout=0)
    call = queue.sqs.start_message_move_task
    arn = dead.attributes("QueueArn")["QueueArn"]
    if queue.engine.name == "ministack":
        assert refusal(call, SourceArn=arn) == "InvalidAction"
        return
    assert call(SourceArn=arn)["TaskHandle"]
    (back,) = queue.receive(WaitTimeSeconds=10)
    assert back["Body"] == "x"
    (task,) = queue.sqs.list_message_move_tasks(SourceArn=arn)["Results"]
    assert (task["Status"], task["ApproximateNumberOfMessagesMoved"]) == ("COMPLETED", 1)


# ---------------------------------------------------------------------------------------------------------- bare HTTP


def post(engine: Engine, action: str, body: bytes) -> tuple[int, dict, dict]:
    request = urllib.request.Request(
        engine.address,
        data=body,
        headers={
            "X-Amz-Target": f"AmazonSQS.{action}",
            "Content-Type": "application/x-amz-json-1.0",
            "Authorization": "AWS4-HMAC-SHA256 Credential=000000000000/20261120/eu-north-1/sqs/aws4_request",
        },
    )
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, dict(answer.headers), json.load(answer)
    except urllib.error.HTTPError as error:
        return error.code, dict(error.headers), json.load(error)


def test_an_error_on_the_wire(engine):
    status, headers, body = post(engine, "GetQueueUrl", b'{"QueueName":"not-there"}')
    headers = {name.lower(): value for name, value in headers.items()}
    assert status == 400
    assert headers["content-type"] == "application/x-amz-json-1.0"
    assert headers["x-amzn-query-error"] == f"{MISSING};Sender"
    assert body["__type"] == (
        "QueueDoesNotExist" if engine.name == "ministack" else "com.amazonaws.sqs#QueueDoesNotExist"
    )
    assert body["message"]


def test_an_unknown_action_is_refused(engine):
    status, _, body = post(engine, "MakeCoffee", b"{}")
    assert status == 400
    assert body["__type"].split("#")[-1] == (
        "InvalidAction" if engine.name == "ministack" else "UnknownOperationException"
    )


def test_a_body_that_is_no_json_is_refused(engine):
    status, _, _ = post(engine, "ListQueues", b"{")
    assert status == (200 if engine.name == "ministack" else 400)
