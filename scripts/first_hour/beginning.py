"""The account, the first deployment, and the resources after it."""

import json

from first_hour.steps import Skipped, hold, step


@step(
    "the account's concurrency",
    "May enough functions run at once? New accounts are limited to 10 or 50: then a reservation fails, and one flood "
    "stops all functions.",
)
def concurrency(stack) -> str:
    limits = stack.client("lambda").get_account_settings()["AccountLimit"]
    most, free = limits["ConcurrentExecutions"], limits["UnreservedConcurrentExecutions"]
    hold(most >= 200, f"{most} at a time, {free} unreserved: ask for more (Service Quotas, Lambda, Concurrent executions)")
    return f"{most} at a time, {free} not reserved"


@step(
    "a first deployment",
    "Does the stack deploy at all, in this region? Uncertain without an account: whether SQS accepts the queues' "
    "policies, whether the region has function URLs, whether the dashboard's name is free.",
)
def deploy(stack) -> str:
    hold(not stack.status(), f"there already is a stack {stack.name}; name another with --stack")
    stack.deploy()
    stack.is_deployed = True
    if stack.is_local:
        # An engine may generate characters that URLs cannot carry, and values that read as several
        # secrets.
        for provider in stack.providers():
            value = f"AsItWouldBeGeneratedFor{provider.title()}0123456789"
            arn = stack.outputs()[f"{provider.title()}SecretArn"]
            stack.client("secretsmanager").put_secret_value(SecretId=arn, SecretString=value)
    hold(bool(stack.providers()), f"no output is a provider's URL: {sorted(stack.outputs())}")
    return f"{stack.status()}, {', '.join(stack.providers())}"


@step(
    "the queues' policies",
    "Does each queue have a policy that names only that queue? SQS accepts no other.",
)
def queue_policies(stack) -> str:
    client, seen = stack.client("sqs"), []
    for logical, url in stack.resources("AWS::SQS::Queue").items():
        found = client.get_queue_attributes(QueueUrl=url, AttributeNames=["Policy", "QueueArn"])["Attributes"]
        if stack.is_local and "Policy" not in found:
            raise Skipped("the engine does not keep queue policies")
        named = {json.dumps(statement["Resource"]) for statement in json.loads(found["Policy"])["Statement"]}
        hold(named == {json.dumps(found["QueueArn"])}, f"the policy of {logical} names {', '.join(sorted(named))}")
        seen.append(logical)
    return f"true of {', '.join(sorted(seen))}"


@step(
    "a first alarm and its mail",
    "An alarm that fires before the mail address is confirmed reaches nobody. Does a new stack have such an alarm?",
    only_on_aws="the engine does not evaluate alarms",
)
def first_alarm(stack) -> str:
    early = []
    for name in stack.resources("AWS::CloudWatch::Alarm").values():
        history = stack.client("cloudwatch").describe_alarm_history(AlarmName=name, HistoryItemType="Action")
        early += [f"{name}: {item['HistorySummary']}" for item in history["AlarmHistoryItems"]]
    told = f"; {'; '.join(early)}" if early else ""
    return f"{len(early)} alarms acted so far, and the mail address is {subscription(stack)}{told}"


def subscription(stack) -> str:
    """Returns the state of the mail address's subscription."""
    if not stack.email:
        raise Skipped("no --email was given")
    topic = stack.outputs()["AlarmTopicArn"]
    (mail,) = stack.client("sns").list_subscriptions_by_topic(TopicArn=topic)["Subscriptions"]
    return "confirmed" if mail["SubscriptionArn"].startswith("arn:") else "not confirmed"
