"""`sam deploy` of the output of `sam build` to a local CloudFormation engine, and then a day in the
life of the stack.

The commands are those of README.md. The functions are the executables for Lambda, which the engine
starts with the template's variables; all resources are found by the stack's outputs alone.
"""

import hashlib
import json
import os
import shlex
import subprocess
import time
import urllib.request

import boto3
import pytest

import engines
from project import ROOT, VENV
from rules import RECEIVERS
from stack import expand, source
from test_cost import made

BUILT = ROOT / ".aws-sam" / "build" / "template.yaml"
STACK = "frontdesk"
# A separate account for this file: the engine keeps accounts apart.
ACCOUNT = "111111111111"
KINDS = {
    "Gingr": "check_in",
    "Gire": "pud:create",
    "Ombori": "positionCreated",
    "Zaui": "booking.creation",
    "Cheqroom": "item.create",
}
OTHER_KINDS = {"Gingr": "check_out", "Gire": "pud:status_update"}


class Cloud:
    """The engine, as an operator sees it."""

    def __init__(self, address: str):
        self.address = address
        self.environment = os.environ | {"AWS_ENDPOINT_URL": address, "AWS_ACCESS_KEY_ID": ACCOUNT}

        self.session = boto3.Session(aws_access_key_id=ACCOUNT, aws_secret_access_key="rehearsal")

    def client(self, service: str):
        return self.session.client(service, endpoint_url=self.address)

    def table(self):
        tables = self.session.resource("dynamodb", endpoint_url=self.address)
        return tables.Table(self.outputs()["TableName"])

    def deploy(self, *parameters: str):
        """Deploys as docs/deploy.md says, without the questions.

        The engine can only run this machine's architecture, and does not support alarms on several
        metrics.
        """
        sam = [VENV / "sam" / "bin" / "sam", "deploy", "--no-confirm-changeset", "--no-progressbar"]
        # SAM looks for its settings in the folder of the template.
        sam += ["--template-file", engines.known_to_the_engine(BUILT), "--config-file", ROOT / "samconfig.toml"]
        chosen = ["--parameter-overrides", "Architecture=x86_64", *parameters]
        run = subprocess.run(
            [*sam, *chosen], cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False
        )
        assert run.returncode == 0, run.stdout + run.stderr

    def outputs(self) -> dict:
        (stack,) = self.client("cloudformation").describe_stacks(StackName=STACK)["Stacks"]
        return {output["OutputKey"]: output["OutputValue"] for output in stack["Outputs"]}

    def secret(self, provider: str) -> str:
        arn = self.outputs()[f"{provider}SecretArn"]
        return self.client("secretsmanager").get_secret_value(SecretId=arn)["SecretString"]

    def deliver(self, provider: str, kind: str, secret: str | None = None) -> str:
        """Sends an example to the provider's function URL, as the provider would. Returns the
        status."""
        url = self.outputs()[f"{provider}Url"].replace("https://", "http://")
        command = ["send", provider.lower(), kind, "--url", url, "--secret", secret or self.secret(provider)]
        printed = subprocess.run(
            [engines.frontdesk(), *command, "--print", "curl"], cwd=ROOT, check=True, capture_output=True, text=True
        ).stdout
        # The engine identifies functions by host name, and no name server knows these hosts.
        here = "::" + self.address.removeprefix("http://")
        options = ["--silent", "--max-time", "30", "--output", "/dev/null", "--write-out", "%{http_code}"]
        words = shlex.split(printed)
        curl = [words[0], "--connect-to", here, *options, *(word for word in words[1:] if word != "-i")]
        return subprocess.run(curl, check=True, capture_output=True, text=True).stdout

    def frontdesk(self, *words: str) -> str:
        """Runs a command of the project on the stack."""
        command = [engines.frontdesk(), *words, "--stack", STACK]
        run = subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False)
        assert run.returncode == 0, f"{words}: {run.stdout}{run.stderr}"
        return run.stdout

    def rows(self, provider: str) -> list:
        rows = self.table().scan(ConsistentRead=True)["Items"]
        return [row for row in rows if row["provider"] == provider.lower()]

    def take(self, url: str, wait: int = 5) -> list:
        """Receives and deletes the messages of a queue."""
        sqs, taken = self.client("sqs"), []
        while found := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, WaitTimeSeconds=wait).get("Messages"):
            for message in found:
                sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
                taken.append(json.loads(message["Body"]))
            wait = 0
        return taken


@pytest.fixture(scope="module")
def cloud(sam_build, ministack) -> Cloud:
    """A newly deployed stack. The checks of this file use it one after the other."""
    engines.build("--bin", "frontdesk")
    cloud = Cloud(ministack)
    cloud.deploy("AlarmEmail=ops@example.com")
    # The engine generates punctuation all the same, which URLs cannot carry, and may start a value
    # like a JSON array.
    for provider in RECEIVERS:
        arn, value = cloud.outputs()[f"{provider}SecretArn"], f"AsItWouldBeGeneratedFor{provider}0123456789"
        cloud.client("secretsmanager").put_secret_value(SecretId=arn, SecretString=value)
    return cloud


def test_the_functions_have_what_the_template_gives_them(cloud):
    """Compares the engine's view of a function with the outputs: nothing is lost or mixed up."""
    outputs, functions = cloud.outputs(), cloud.client("lambda")
    for provider in RECEIVERS:
        found = functions.get_function_configuration(FunctionName=f"{STACK}-{provider.lower()}")
        variables = found["Environment"]["Variables"]
        assert variables["EVENTS_TABLE"] == outputs["TableName"]
        assert variables["EVENTS_QUEUE_URL"] == outputs["QueueUrl"]
        assert variables["WEBHOOK_SECRET_ID"] == outputs[f"{provider}SecretArn"]
        assert variables["METRICS_NAMESPACE"] == f"Frontdesk/{STACK}"


@pytest.mark.parametrize("provider", RECEIVERS)
def test_from_the_function_url_to_the_queue(cloud, provider):
    assert cloud.deliver(provider, KINDS[provider]) == "200"
    (event,) = cloud.take(cloud.outputs()["QueueUrl"])
    assert event["type"] == f"{provider.lower()}.{KINDS[provider]}"
    assert cloud.deliver(provider, KINDS[provider]) == "200"
    assert cloud.take(cloud.outputs()["QueueUrl"], wait=1) == [], "a repeat must not make a second message"
    (row,) = engines.published(cloud, provider)
    assert row["id"] == f"{provider.lower()}:{event['id']}"


def test_the_commands_find_everything_by_the_name_of_the_stack(cloud):
    listed = [json.loads(line) for line in cloud.frontdesk("events", "list", "--json").splitlines()]
    assert sorted(event["provider"] for event in listed) == sorted(name.lower() for name in RECEIVERS)
    for event in listed:
        assert "WRONG" not in cloud.frontdesk("events", "show", event["id"], "--verify")
    status = json.loads(cloud.frontdesk("status", "--json"))
    assert status["last_hour"]["gire"]["stored"] == 1 and status["dead_letters"] == 0
    assert "empty" in cloud.frontdesk("outbox")
    gire = next(event["id"] for event in listed if event["provider"] == "gire")
    cloud.frontdesk("events", "replay", gire, "--yes")
    (again,) = cloud.take(cloud.outputs()["QueueUrl"])
    assert again["replay"] is True and gire == f"gire:{again['id']}"


def test_what_was_refused_is_released_with_the_secret_of_the_stack(cloud):
    """The secret is wrong at first, as if it had been mistyped."""
    right, arn = "the right secret of gire", cloud.outputs()["GireSecretArn"]
    assert cloud.deliver("Gire", OTHER_KINDS["Gire"], right) == "401"
    end = time.monotonic() + 15
    while not (kept := cloud.frontdesk("refused", "list", "--json").splitlines()):
        assert time.monotonic() < end, "the refused delivery is not kept"
    assert json.loads(kept[0])["provider"] == "gire"
    cloud.client("secretsmanager").put_secret_value(SecretId=arn, SecretString=right)
    assert "1 released, 0 stay" in cloud.frontdesk("refused", "release", "--all")
    (event,) = cloud.take(cloud.outputs()["QueueUrl"])
    assert event["type"] == f"gire.{OTHER_KINDS['Gire']}"


def test_what_is_wrong_with_the_stack_is_said(cloud):
    def check(told: str, *words: str, **environment: str):
        command = [engines.frontdesk(), "status", *words]
        run = subprocess.run(
            command, env=cloud.environment | environment, capture_output=True, text=True, check=False, cwd=ROOT
        )
        assert run.returncode != 0 and told in run.stderr, run.stderr

    check("Stack with id other does not exist", "--stack", "other")
    check("no AWS region", "--stack", STACK, AWS_REGION="", AWS_DEFAULT_REGION="")
    check("no AWS credentials", "--stack", STACK, AWS_ACCESS_KEY_ID="", AWS_SECRET_ACCESS_KEY="")
    check("cannot be used with", "--stack", STACK, "--table", "x", "--queue", "https://q")


def test_the_relay_publishes_what_is_pending(cloud):
    """A row as a crash after the answer leaves it."""
    (row,) = (row for row in cloud.rows("Gire") if row["kind"] == KINDS["Gire"])
    left = {**row, "id": "gire:left-by-a-crash", "pending": "3", "received_at": "2026-01-01T00:00:00.000Z"}
    cloud.table().put_item(Item={k: v for k, v in left.items() if k != "published_at"})
    waiting = json.loads(cloud.frontdesk("outbox", "--json"))
    assert (waiting["provider"], waiting["pending"]) == ("gire", 1)
    run = cloud.client("lambda").invoke(FunctionName=f"{STACK}-relay:live", Payload=b"{}")
    assert "FunctionError" not in run, run["Payload"].read()
    (event,) = cloud.take(cloud.outputs()["QueueUrl"])
    assert event["id"] == "left-by-a-crash"
    assert "empty" in cloud.frontdesk("outbox")


def test_the_relay_looks_who_has_gone_quiet(cloud):
    """With its schedule's event, and the template's permissions and variables. A new stack has no
    silent provider."""
    found = cloud.client("lambda").get_function_configuration(FunctionName=f"{STACK}-relay")["Environment"]["Variables"]
    assert found["WATCHED_PROVIDERS"] == "gingr,gire,ombori,zaui,cheqroom" and found["SILENT_DAYS"] == "7"
    run = cloud.client("lambda").invoke(FunctionName=f"{STACK}-relay:live", Payload=b'{"check":"silence"}')
    assert "FunctionError" not in run, run["Payload"].read()


def test_what_a_consumer_cannot_handle_becomes_a_dead_letter(cloud):
    outputs, sqs = cloud.outputs(), cloud.client("sqs")
    sqs.send_message(QueueUrl=outputs["QueueUrl"], MessageBody='{"poison": true}')
    for _ in range(6):
        for message in sqs.receive_message(QueueUrl=outputs["QueueUrl"]).get("Messages", []):
            sqs.change_message_visibility(
                QueueUrl=outputs["QueueUrl"], ReceiptHandle=message["ReceiptHandle"], VisibilityTimeout=0
            )
    assert cloud.take(outputs["DeadLettersUrl"]) == [{"poison": True}]
    source_arn = sqs.get_queue_attributes(QueueUrl=outputs["QueueUrl"], AttributeNames=["QueueArn"])
    assert source_arn["Attributes"]["QueueArn"] == outputs["QueueArn"]


def test_the_outputs_for_consumers_and_alarms_are_there(cloud):
    outputs = cloud.outputs()
    assert cloud.client("iam").get_policy(PolicyArn=outputs["ConsumerPolicyArn"])["Policy"]["IsAttachable"]
    told = cloud.client("sns").list_subscriptions_by_topic(TopicArn=outputs["AlarmTopicArn"])["Subscriptions"]
    assert [(one["Protocol"], one["Endpoint"]) for one in told] == [("email", "ops@example.com")]
    alarms = cloud.client("cloudwatch").describe_alarms()["MetricAlarms"]
    of_stack = {alarm["AlarmName"]: alarm for alarm in alarms if alarm["AlarmActions"] == [outputs["AlarmTopicArn"]]}
    assert len(of_stack) == len(made(expand(source()), "AWS::CloudWatch::Alarm"))
    # Nothing optional: neither the dashboard nor traces, nor alarms for gradual deployments.
    assert cloud.client("cloudwatch").list_dashboards()["DashboardEntries"] == []
    used = {f"{name}{kind}" for name in RECEIVERS for kind in ("Url", "SecretArn")}
    used |= {"TableName", "QueueUrl", "QueueArn", "DeadLettersUrl", "ConsumerPolicyArn", "AlarmTopicArn", "TableArn"}
    assert set(outputs) == used, "an output that no check uses, or a check for one that is gone"


def test_a_second_deployment_keeps_the_data(cloud):
    """Changes parameters: one provider less, other wanted events, another retention."""
    before, rows = cloud.outputs(), {row["id"] for name in RECEIVERS for row in cloud.rows(name)}
    cloud.deploy("CheqroomEnabled=false", "GingrWantedEvents=check_in", "RetentionDays=30")
    after = cloud.outputs()
    gone = {"CheqroomUrl", "CheqroomSecretArn"}
    assert {name: value for name, value in before.items() if name not in gone} == after
    (stack,) = cloud.client("cloudformation").describe_stacks(StackName=STACK)["Stacks"]
    parameters = {one["ParameterKey"]: one["ParameterValue"] for one in stack["Parameters"]}
    assert (parameters["AlarmEmail"], parameters["RetentionDays"]) == ("ops@example.com", "30"), "the others must stay"
    assert {"Key": "application", "Value": "frontdesk"} in stack["Tags"]
    assert {row["id"] for name in RECEIVERS for row in cloud.rows(name)} == rows
    # Gingr's unwanted events are answered 403, as Gingr documents.
    assert cloud.deliver("Gingr", OTHER_KINDS["Gingr"]) == "403"
    assert {row["kind"] for row in cloud.rows("Gingr")} == {KINDS["Gingr"]}
    assert cloud.deliver("Gingr", KINDS["Gingr"]) == "200"
    functions = cloud.client("lambda")
    with pytest.raises(functions.exceptions.ResourceNotFoundException):
        functions.get_function(FunctionName=f"{STACK}-cheqroom")
    kept = cloud.client("secretsmanager").get_secret_value(SecretId=before["CheqroomSecretArn"])
    assert kept["SecretString"], "the provider still knows the secret, so it must not be lost"


def test_a_secret_is_rotated_and_the_old_one_retired(cloud, tmp_path):
    """Stores the secret that a provider shows, as docs/deploy.md says."""
    old, new = cloud.secret("Zaui"), "the-one-that-zaui-shows"
    (tmp_path / "secret.txt").write_text(f"{new}\n")
    cloud.frontdesk("secret", "rotate", "zaui", "--from-file", str(tmp_path / "secret.txt"))
    for number, secret in enumerate((old, new)):
        assert cloud.deliver("Zaui", ("booking.amendment", "booking.cancellation")[number], secret) == "200"
    listed = [json.loads(line) for line in cloud.frontdesk("secret", "list", "zaui", "--json").splitlines()]
    keys = {secret: hashlib.sha256(secret.encode()).hexdigest()[:8] for secret in (old, new)}
    assert set(keys.values()) <= {one["key"] for one in listed if one["live"]}
    cloud.frontdesk("secret", "retire", "zaui", keys[old], "--force")
    listed = [json.loads(line) for line in cloud.frontdesk("secret", "list", "zaui", "--json").splitlines()]
    live = {one["key"] for one in listed if one["live"]}
    assert keys[new] in live and keys[old] not in live


def test_the_url_and_the_secret_to_register_are_told(cloud):
    for provider in ("Gingr", "Ombori", "Zaui"):
        told = cloud.frontdesk("register", provider.lower(), "--show")
        value = cloud.secret(provider)
        newest = json.loads(value)[0] if value.startswith("[") else value
        assert cloud.outputs()[f"{provider}Url"].rstrip("/") in told and newest in told


def test_the_page_of_the_stack(cloud):
    settings = {name: cloud.environment[name] for name in ("AWS_ENDPOINT_URL", "AWS_ACCESS_KEY_ID")}
    with engines.inspector(["--stack", STACK], settings) as page:
        with urllib.request.urlopen(page, timeout=30) as answer:
            text = answer.read().decode()
    assert KINDS["Gingr"] in text and KINDS["Gire"] in text


def test_the_example_consumer_consumes(cloud):
    """Deploys it as docs/consume.md says: the queue invokes it, and it records its work."""
    # With a second parameter: the engine misses a change that only adds resources.
    cloud.deploy("ExampleConsumer=true", "RetentionDays=31")
    stack = cloud.client("cloudformation")
    described = stack.describe_stack_resource(StackName=STACK, LogicalResourceId="Consumed")["StackResourceDetail"]
    consumed = cloud.session.resource("dynamodb", endpoint_url=cloud.address).Table(described["PhysicalResourceId"])
    assert cloud.deliver("Gire", "pud:price_update") == "200"
    (row,) = (row for row in cloud.rows("Gire") if row["kind"] == "pud:price_update" and "refused" not in row)
    key = f"consumed:desk:/frontdesk/gire#{row['id'].removeprefix('gire:')}"
    end = time.monotonic() + 60
    while "done_at" not in (consumed.get_item(Key={"id": key}, ConsistentRead=True).get("Item") or {}):
        assert time.monotonic() < end, f"{key} is not recorded as done: {consumed.scan()['Items']}"
        time.sleep(0.2)
    assert cloud.take(cloud.outputs()["QueueUrl"], wait=1) == []
    # The command finds that table by the outputs.
    assert cloud.outputs()["ConsumedTableName"] == consumed.name
    assert "the consumer desk finished it" in cloud.frontdesk("events", "show", row["id"])


def test_the_events_outlive_the_stack(cloud):
    """Deletes the stack, as docs/upgrade.md says."""
    outputs, table, rows = cloud.outputs(), cloud.table(), cloud.rows("Gire")
    sam = [VENV / "sam" / "bin" / "sam", "delete", "--stack-name", STACK, "--no-prompts"]
    run = subprocess.run(sam, cwd=ROOT, env=cloud.environment, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    left = table.scan(ConsistentRead=True)["Items"]
    assert {row["id"] for row in rows} <= {row["id"] for row in left}
    assert cloud.client("secretsmanager").get_secret_value(SecretId=outputs["GireSecretArn"])["SecretString"]


def test_a_new_stack_adopts_what_was_kept(cloud):
    """Uses the table and a secret of the stack that the previous check deleted. Last, since it
    creates another stack."""
    kept, secrets = cloud.client("dynamodb"), cloud.client("secretsmanager")
    (table,) = (name for name in kept.list_tables()["TableNames"] if "Events" in name)
    before = kept.scan(TableName=table, ConsistentRead=True)["Count"]
    (arn,) = (one["ARN"] for one in secrets.list_secrets()["SecretList"] if "GireSecret" in one["Name"])
    cloud.deploy(f"ExistingTable={table}", f"GireExistingSecret={arn.split(':secret:')[1]}", "Revision=2")
    outputs = cloud.outputs()
    assert (outputs["TableName"], outputs["GireSecretArn"]) == (table, arn)
    assert outputs["TableArn"].endswith(f":table/{table}")
    assert [name for name in kept.list_tables()["TableNames"] if "Events" in name] == [table], "a second table"
    # The retained table knows this delivery, which the retained secret signs: a repeat, and no
    # second row.
    assert cloud.deliver("Gire", KINDS["Gire"], "the right secret of gire") == "200"
    assert kept.scan(TableName=table, ConsistentRead=True)["Count"] == before
