"""The bill, from the template as AWS sees it: the defaults' resources, at the prices of `frontdesk
cost`, within limits."""

import json
import subprocess

import pytest

import engines
from project import ROOT, read
from rules import RECEIVERS
from stack import Stack, expand, source

# US dollars, at list prices without any free tier: a month before the first delivery, and each
# further million.
MOST_FIXED = 5.00
MOST_PER_MILLION = 6.00
# CloudWatch's permanent free tier: metrics, and metrics that alarms watch.
FREE = 10


@pytest.fixture(scope="module")
def stack() -> Stack:
    return expand(source())


@pytest.fixture(scope="module")
def prices() -> dict:
    regions = json.loads(read("cli/src/cost/prices.json"))["regions"]
    return {name: price["usd"] / price["per"] for name, price in regions["us-east-1"]["prices"].items()}


def cost(*options: str) -> dict:
    """Returns the command's estimate."""
    engines.build("--bin", "frontdesk")
    command = [engines.frontdesk(), "cost", "--json", *options]
    return json.loads(subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout)


def amounts(bill: dict, part: str) -> dict:
    return {(line["service"], line["what"]): line["amount"] for line in bill["lines"] if line["part"] == part}


def holds(stack: Stack, condition: str | None, given: dict) -> bool:
    """Reports whether a condition holds with the parameters' defaults and the given values."""
    if condition is None:
        return True
    return _true(stack, stack.source["Conditions"][condition], given)


def _true(stack: Stack, term: dict, given: dict) -> bool:
    ((function, arguments),) = term.items()
    if function == "Condition":
        return holds(stack, arguments, given)
    if function == "Fn::Equals":
        left, right = (_value(stack, one, given) for one in arguments)
        return left == right
    parts = [_true(stack, one, given) for one in arguments]
    return {"Fn::And": all(parts), "Fn::Or": any(parts), "Fn::Not": not parts[0]}[function]


def _value(stack: Stack, value, given: dict):
    if isinstance(value, dict) and "Ref" in value:
        return given.get(value["Ref"], stack.source["Parameters"][value["Ref"]]["Default"])
    return _value(stack, value["Fn::Join"][1], given) if isinstance(value, dict) else value


def made(stack: Stack, kind: str, **given: str) -> list:
    """Returns the properties of the resources of a type that a deployment with these parameters
    creates."""
    return [r["Properties"] for r in stack.of_type(kind).values() if holds(stack, r.get("Condition"), given)]


def alarm_metrics(stack: Stack, **given: str) -> int:
    """Counts the metrics that alarms watch: each is billed."""
    count = 0
    for alarm in made(stack, "AWS::CloudWatch::Alarm", **given):
        queries = [one["Fn::If"] if "Fn::If" in one else [None, one] for one in alarm.get("Metrics", [])]
        there = [query for condition, query, *_ in queries if holds(stack, condition, given)]
        count += sum("MetricStat" in query for query in there) if "Metrics" in alarm else 1
    return count


def fixed(stack: Stack, prices: dict, **given: str) -> float:
    """Returns the monthly cost of the template itself: metrics, alarms, dashboards, secrets."""
    (rule,) = (r for r in made(stack, "AWS::Events::Rule", **given) if "minute" in r["ScheduleExpression"])
    assert rule["ScheduleExpression"] == "rate(1 minute)", "the command assumes 43,800 runs"
    for kind in ("AWS::KMS::Key", "AWS::CloudWatch::CompositeAlarm", "AWS::Events::Archive", "AWS::EC2::NatGateway"):
        assert not stack.of_type(kind), f"{kind} costs money, and this test does not count it"
    # Only `oldest_pending` has a value in every hour; tests/e2e/metrics.rs checks that.
    metrics = 1
    return (
        metrics * prices["metric"]
        + alarm_metrics(stack, **given) * prices["alarm"]
        + len(made(stack, "AWS::CloudWatch::Dashboard", **given)) * prices["dashboard"]
        + len(made(stack, "AWS::SecretsManager::Secret", **given)) * prices["secret"]
    )


def test_the_command_counts_what_the_template_makes(stack, prices):
    options = {
        (): {},
        ("--dashboard",): {"Dashboard": "true"},
        ("--no-url-alarms",): {"UrlAlarms": "false"},
        ("--providers", "gire,zaui"): {f"{n}Enabled": "false" for n in RECEIVERS if n not in ("Gire", "Zaui")},
    }
    for words, given in options.items():
        told = amounts(cost("--per-month", "10000", *words), "fixed")
        of_template = [("CloudWatch", one) for one in ("metrics", "alarms, by metric", "dashboard")]
        of_template.append(("Secrets Manager", "secrets"))
        assert sum(told.get(line, 0) for line in of_template) == pytest.approx(fixed(stack, prices, **given)), words


@pytest.mark.parametrize("deliveries", ["10000", "1000000"])
def test_the_bill_stays_where_it_is(stack, prices, deliveries):
    """For five providers, with the defaults, with bodies of 702 bytes and with the examples."""
    for body in ([], ["--body", "702"]):
        bill = cost("--per-month", deliveries, *body)
        of_template = fixed(stack, prices)
        rest = sum(amount for (service, what), amount in amounts(bill, "fixed").items() if _of_relay(service, what))
        assert of_template + rest <= MOST_FIXED, f"{of_template + rest:.2f} dollars a month"
        assert bill["per_million"] <= MOST_PER_MILLION, f"{body}: {bill['per_million']:.2f} dollars for a million"


def _of_relay(service: str, what: str) -> bool:
    """Reports whether a cost is fixed but not a resource of the template: the relay's runs, the
    secrets' look-ups."""
    return service in ("DynamoDB", "Lambda", "X-Ray") or what in ("log of the relay", "calls")


def test_what_is_left_off_the_free_tier_is_known(stack):
    assert alarm_metrics(stack, UrlAlarms="false") == FREE
    assert alarm_metrics(stack) == FREE + 2 * len(RECEIVERS)


def test_the_bill_bites(stack, prices):
    """A dashboard by default, or an alarm for each provider, would be noticed."""
    assert fixed(stack, prices, Dashboard="true") > MOST_FIXED
