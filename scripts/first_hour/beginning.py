"""The account, the first deployment, and what is there after it."""

import json

from first_hour.steps import Skipped, hold, step


@step(
    "the account's concurrency",
    "May functions run in numbers? Young accounts are limited to 10 or 50 at a time, and then a reservation fails and one flood "
    "stops all functions.",
)
def concurrency(stack) -> str:
    limits = stack.client("lambda").get_account_settings()["AccountLimit"]
    most, free = limits["ConcurrentExecutions"], limits["UnreservedConcurrentExecutions"]
    hold(most >= 200, f"{most} at a time, {free} unreserved: ask for more (Service Quotas, Lambda, Concurrent executions)")
    return f"{most} at a time, {free} not reserved"


@step(
    "a first deployment",
    "Does the stack deploy at all, in this region? What was never certain without an account: whether SQS takes the policies of the "
    "queues, whether the region has function URLs, whether the dashboard's name is free.",
)
def deploy(stack) -> str:
    hold(not stack.status(), f"there is a stack {stack.name} already; --stack names another")
    stack.deploy()
    stack.is_deployed = True
    if stack.is_local:
        # An engine may generate characters that are no part of a URL, and forms that are several secrets.
        for provider in stack.providers():
            value = f"AsItWouldBeGeneratedFor{provider.title()}0123456789"
            arn = stack.outputs()[f"{provider.title()}SecretArn"]
            stack.client("secretsmanager").put_secret_value(SecretId=arn, SecretString=value)
    hold(bool(stack.providers()), f"no output is the URL of a provider: {sorted(stack.outputs())}")
    return f"{stack.status()}, {', '.join(stack.providers())}"


@step(
    "the queues' policies",
    "Has each queue a policy that names that queue and no other? SQS takes only such.",
)
def queue_policies(stack) -> str:
    client, seen = stack.client("sqs"), []
    for logical, url in stack.resources("AWS::SQS::Queue").items():
        found = client.get_queue_attributes(QueueUrl=url, AttributeNames=["Policy", "QueueArn"])["Attributes"]
        if stack.is_local and "Policy" not in found:
            raise Skipped("the engine keeps no policies of queues")
        named = {json.dumps(statement["Resource"]) for statement in json.loads(found["Policy"])["Statement"]}
        hold(named == {json.dumps(found["QueueArn"])}, f"the policy of {logical} names {', '.join(sorted(named))}")
        seen.append(logical)
    return f"true of {', '.join(sorted(seen))}"


@step(
    "a first alarm and its mail",
    "An alarm that goes off before the mail address is confirmed reaches nobody. Is there one among the alarms of a new stack?",
    only_on_aws="the engine evaluates no alarms by itself",
)
def first_alarm(stack) -> str:
    early = []
    for name in stack.resources("AWS::CloudWatch::Alarm").values():
        history = stack.client("cloudwatch").describe_alarm_history(AlarmName=name, HistoryItemType="Action")
        early += [f"{name}: {item['HistorySummary']}" for item in history["AlarmHistoryItems"]]
    told = f"; {'; '.join(early)}" if early else ""
    return f"{len(early)} alarms acted so far, and the mail address is {subscription(stack)}{told}"


def subscription(stack) -> str:
    """Whether the mail address is confirmed."""
    if not stack.email:
        raise Skipped("no --email was given")
    topic = stack.outputs()["AlarmTopicArn"]
    (mail,) = stack.client("sns").list_subscriptions_by_topic(TopicArn=topic)["Subscriptions"]
    return "confirmed" if mail["SubscriptionArn"].startswith("arn:") else "not confirmed"
