"""The operator's view: alarms, mail, metrics, log lines."""

import time
from datetime import UTC, datetime, timedelta

from first_hour.beginning import subscription
from first_hour.steps import Skipped, hold, step, wait


@step(
    "an alarm goes off",
    "Does an alarm that fires act, and is the mail address confirmed, so its mail arrives? (Check your mail, too.)",
)
def alarm(stack) -> str:
    client = stack.client("cloudwatch")
    name = alarms(stack, "Errors")[0]
    client.set_alarm_state(AlarmName=name, StateValue="ALARM", StateReason="set by the first hour")
    state = client.describe_alarms(AlarmNames=[name])["MetricAlarms"][0]["StateValue"]
    hold(state == "ALARM", f"{name} is in the state {state}")
    if stack.is_local:
        return f"{name} is in ALARM; the mail address is {subscription(stack)}, which a local engine cannot change"
    acted = lambda: client.describe_alarm_history(AlarmName=name, HistoryItemType="Action")["AlarmHistoryItems"]  # noqa: E731
    summary = wait(f"an action of {name}", stack.patience, acted)[0]["HistorySummary"]
    hold((state := subscription(stack)) == "confirmed", f"{summary}; but the mail address is {state}: the mail is lost")
    return f"{summary}; the mail address is confirmed"


@step(
    "the silence alarms",
    "In which state is a provider's silence alarm after its first delivery? An alarm without data cannot change to "
    "\"no data\", and reports nothing; whether it reports a provider that falls silent shows only after SilentDays.",
    only_on_aws="the engine does not evaluate alarms",
)
def silence(stack) -> str:
    names = alarms(stack, "Silent")
    described = stack.client("cloudwatch").describe_alarms(AlarmNames=names)["MetricAlarms"]
    return ", ".join(f"{one['AlarmName']}: {one['StateValue']}" for one in described)


@step("the log", "Is each delivery one JSON line, no longer than documented?")
def log_lines(stack) -> str:
    groups = sorted(stack.resources("AWS::Logs::LogGroup").values())
    client, counts = stack.client("logs"), {}
    for group in groups:
        found = client.filter_log_events(logGroupName=group, filterPattern='{ $.message = "delivery" }')["events"]
        counts[group] = len(found)
    if stack.is_local and not any(counts.values()):
        raise Skipped("the engine does not log to the template's groups")
    hold(any(counts.values()), f"no delivery line in {', '.join(groups)}")
    return ", ".join(f"{group}: {count}" for group, count in counts.items() if count)


@step(
    "metrics of the log lines",
    "Do the metrics that are embedded in log lines arrive in CloudWatch?",
    only_on_aws="the engine does not read metrics from log lines",
)
def metrics(stack) -> str:
    client, namespace = stack.client("cloudwatch"), f"Frontdesk/{stack.name}"
    look = lambda: client.list_metrics(Namespace=namespace, RecentlyActive="PT3H")["Metrics"]  # noqa: E731
    found = wait(f"a metric of {namespace}", 600, look, every=15)
    return ", ".join(sorted({metric["MetricName"] for metric in found}))


@step(
    "what latency means",
    "Does the metric UrlRequestLatency end with the answer, or with the work after it? Compared with the function's Duration.",
    only_on_aws="the engine has no such metric",
)
def latency(stack) -> str:
    client, now = stack.client("cloudwatch"), datetime.now(UTC)

    def maximum(name: str) -> float:
        of = [{"Name": "FunctionName", "Value": f"{stack.name}-gire"}]
        points = client.get_metric_statistics(
            Namespace="AWS/Lambda", MetricName=name, Dimensions=of, StartTime=now - timedelta(hours=1),
            EndTime=now + timedelta(minutes=5), Period=3600, Statistics=["Average"],
        )["Datapoints"]  # fmt: skip
        return points[-1]["Average"] if points else 0.0

    wait("the metric UrlRequestLatency", 600, lambda: maximum("UrlRequestLatency"), every=15)
    url, duration = maximum("UrlRequestLatency"), maximum("Duration")
    end = "ends with the answer" if url < duration else "does not end before the function does"
    return f"on average {url:.1f} ms for the URL, {duration:.1f} ms for the function: it {end}"


def alarms(stack, word: str) -> list[str]:
    """Returns the names of the stack's alarms with a word in their logical ids."""
    found = stack.resources("AWS::CloudWatch::Alarm")
    names = sorted(name for logical, name in found.items() if word in logical)
    hold(bool(names), f"no alarm's name contains {word}: {', '.join(sorted(found))}")
    return names


def pause(seconds: float, why: str):
    """Waits: the time is part of the question."""
    print(f"    waiting {seconds / 60:.0f} minutes: {why}", flush=True)
    time.sleep(seconds)
