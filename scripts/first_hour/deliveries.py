"""Deliveries to every function URL: genuine, repeated, refused, large; and the relay."""

import hashlib
import hmac
import json
import urllib.request

from first_hour.stack import post
from first_hour.steps import hold, step, wait


@step(
    "a delivery to each function URL",
    "Is a signed delivery answered 200, stored, published with its type, and marked as published?",
)
def genuine(stack) -> str:
    for provider in stack.providers():
        kind = stack.kinds[provider][0]
        status, body = stack.deliver(provider, kind)
        hold(status == 200, f"{provider} answered {status}")
        event = stack.message(body)
        hold(event["type"] == f"{provider}.{kind}", f"{provider}: the message is of type {event['type']}")
        marked = lambda key=f"{provider}:{event['id']}": (row := stack.row(key)) and "published_at" in row  # noqa: E731
        wait(f"the mark on the row of {provider}:{event['id']}", stack.patience, marked)
    return f"row and message of {', '.join(stack.providers())}"


@step("the same again", "Is a repeat answered 200, counted, and not published?")
def repeated(stack) -> str:
    for provider in stack.providers():
        status, _ = stack.deliver(provider, stack.kinds[provider][0])
        hold(status == 200, f"{provider} answered {status}")
    again = [f"{event['source']} {event['id']}" for event in stack.take() + stack.take()]
    hold(not again, f"published twice: {', '.join(again)}")
    return "answered 200, and no message"


@step("a refusal", "Is a wrong signature answered 401, kept, and released once the secret is right?")
def refused(stack) -> str:
    right = stack.secret("gire")
    status, body = stack.deliver("gire", stack.kinds["gire"][1], "a secret that is wrong")
    hold(status == 401, f"a wrong signature was answered {status}")
    listed = lambda: [json.loads(line) for line in stack.frontdesk("refused", "list", "--json").splitlines()]  # noqa: E731
    wait("the refused delivery in the list", stack.patience, listed)
    # Genuine after all, as if the secret had been mistyped here.
    stack.client("secretsmanager").put_secret_value(
        SecretId=stack.outputs()["GireSecretArn"], SecretString=json.dumps([right, "a secret that is wrong"])
    )
    released = stack.frontdesk("refused", "release", "--all")
    hold(stack.message(body)["type"] == f"gire.{stack.kinds['gire'][1]}", released)
    return "401, kept, released, published"


@step("a body of 900 KB", "Does a message hold it? SQS allows 1 MiB, with the attributes.")
def large(stack) -> str:
    _, event = accepted(stack, "large", 900_000)
    hold("data" in event, f"the body is not in the message, but at {event.get('dataref')}")
    return "in the message"


@step("a body of nearly 6 MB", "Does the largest body that a function URL takes arrive whole, with a reference in its message?")
def largest(stack) -> str:
    # The function gets the body as a JSON string, and about 2 KB about the request.
    body, event = accepted(stack, "largest", 5_900_000)
    hold("dataref" in event, "the message has no dataref")
    hold(event["sha256"] == hashlib.sha256(body).hexdigest(), "the message has the wrong hash")
    shown = stack.frontdesk("events", "show", f"gire:{event['id']}", "--verify")
    hold("WRONG" not in shown, shown[:500])
    return f"{len(body)} bytes, and their hash is right"


@step(
    "a body over 6 MB",
    "Is it refused before the function, with a 413?",
    only_on_aws="the engine does not limit requests",
)
def too_large(stack) -> str:
    status = send(stack, sized(stack, "too-large", 6_500_000))
    hold(status == 413, f"answered {status}")
    return "413"


@step("the relay", "Is a row that a crash left behind published within two minutes?")
def relay(stack) -> str:
    status, body = stack.deliver("gire", stack.kinds["gire"][0], "", "--fresh")
    hold(status == 200, f"answered {status}")
    key = f"gire:{stack.message(body)['id']}"
    published = wait("the row's mark", stack.patience, lambda: (row := stack.row(key)) and "published_at" in row and row)
    # A row as a function leaves it that is killed between its answer and its push.
    left = {**published, "id": "gire:left-by-a-crash", "pending": "3", "received_at": "2026-01-01T00:00:00.000Z"}
    for attribute in ("published_at", "expires_at"):
        left.pop(attribute, None)
    table = stack.session.resource("dynamodb", endpoint_url=stack.endpoint or None).Table(stack.outputs()["TableName"])
    table.put_item(Item=left)
    if stack.is_local:
        stack.client("lambda").invoke(FunctionName=f"{stack.name}-relay:live", Payload=b"{}")
    wait(
        "the event left-by-a-crash in the queue",
        max(stack.patience, 130),
        lambda: any(event["id"] == "left-by-a-crash" for event in stack.take()),
    )
    return "published" + (" by an invocation of ours: an engine's schedule is its own" if stack.is_local else " on schedule")


def accepted(stack, name: str, size: int) -> tuple[bytes, dict]:
    """Sends a body of this size, which must be answered 200. Returns it and its message."""
    body = sized(stack, name, size)
    hold((status := send(stack, body)) == 200, f"answered {status}")
    return body, stack.message(body)


def sized(stack, name: str, size: int) -> bytes:
    """Returns a body of Gire's of this size, with its own id, and hardly anything to escape."""
    sample = json.loads(stack.signed("gire", stack.kinds["gire"][0], "any").data)
    sample["id"] = f"{name}-{stack.started}"
    sample["data"]["note"] = ""
    sample["data"]["note"] = "x" * (size - len(json.dumps(sample)))
    return json.dumps(sample).encode()


def send(stack, body: bytes) -> int:
    """Signs a body as Gire does, and posts it. Such a body is too large for a command line."""
    signature = hmac.new(stack.secret("gire").encode(), body, hashlib.sha256).hexdigest()
    headers = {"content-type": "application/json", "x-hub-signature-256": f"sha256={signature}"}
    return post(urllib.request.Request(stack.url("gire"), body, headers, method="POST"))
