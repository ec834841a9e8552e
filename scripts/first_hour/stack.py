"""The stack of the hour, deployed with SAM and found by its outputs, as an operator would."""

import hashlib
import json
import os
import re
import shlex
import subprocess
import urllib.error
import urllib.request
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

import boto3
from botocore.exceptions import ClientError

from first_hour.steps import DidNotHold, hold, wait

ROOT = Path(__file__).resolve().parents[2]


class Stack:
    """A name, a template, and the clients for AWS or a local engine."""

    def __init__(self, name: str, template: Path, region: str, endpoint: str, email: str, command: str):
        self.name, self.template, self.region, self.email = name, template.resolve(), region, email
        self.endpoint, self.is_local, self.command = endpoint, bool(endpoint), command
        self.parameters = {"AlarmEmail": email, "RetentionDays": "1"}
        self.environment = os.environ | {"AWS_REGION": region, "AWS_DEFAULT_REGION": region}
        if endpoint:
            self.environment["AWS_ENDPOINT_URL"] = endpoint
        self.session = boto3.Session(region_name=region)
        # The resources that a deletion retains, by stack: CloudFormation forgets them, and they
        # must be removed by name.
        self.retained: dict[str, set[tuple[str, str]]] = {}
        # How long AWS may take for delayed effects.
        self.patience = 60 if self.is_local else 180

    def client(self, service: str):
        return self.session.client(service, endpoint_url=self.endpoint or None)

    # ------------------------------------------------------------------------------------------------------ deploying

    def deploy(self, name: str = "", edit=None, **parameters: str) -> str:
        """Runs `sam deploy`, with the template as is or edited. Returns SAM's output, or raises
        with it."""
        self.parameters |= parameters
        chosen = [f"{key}={value}" for key, value in self.parameters.items() if value]
        text = self.template.read_text(encoding="utf-8")
        # In the template's folder, since its paths are relative.
        file = self.template.with_name(f".first-hour-{os.getpid()}.yaml")
        with TemporaryDirectory() as folder:
            # No saved answers: neither stack name nor parameters.
            settings = Path(folder) / "samconfig.toml"
            settings.write_text("version = 0.1\n", encoding="utf-8")
            file.write_text(edit(text) if edit else text, encoding="utf-8")
            since = datetime.now(UTC)
            try:
                return self._sam(
                    *("deploy", "--template-file", str(file), "--config-file", str(settings)),
                    *("--stack-name", name or self.name, "--capabilities", "CAPABILITY_IAM", "--resolve-s3"),
                    *("--no-confirm-changeset", "--no-fail-on-empty-changeset", "--no-progressbar"),
                    *("--tags", "purpose=first-hour", "--parameter-overrides", *chosen),
                )
            except DidNotHold as failed:
                raise DidNotHold("; ".join(self._failures(name or self.name, since)) or str(failed)) from failed
            finally:
                file.unlink()
                self._remember(name or self.name)

    def _failures(self, name: str, since: datetime) -> list[str]:
        """Returns CloudFormation's reasons for failed resources, the cause first, then its
        consequences."""
        if not self.status(name):
            return []
        events = self.client("cloudformation").describe_stack_events(StackName=name)["StackEvents"]
        failed = [one for one in events if one["ResourceStatus"].endswith("_FAILED") and one["Timestamp"] >= since]
        return [f"{one['LogicalResourceId']}: {one.get('ResourceStatusReason', 'no reason')}" for one in failed[::-1][:3]]

    def _remember(self, name: str):
        if self.status(name):
            for kind in ("AWS::DynamoDB::Table", "AWS::SecretsManager::Secret"):
                made = {(kind, one) for one in self.resources(kind, name).values()}
                self.retained.setdefault(name, set()).update(made)

    def delete(self, name: str = ""):
        """Runs `sam delete`."""
        self._sam("delete", "--stack-name", name or self.name, "--no-prompts", "--region", self.region)

    def _sam(self, *words: str) -> str:
        run = subprocess.run(
            ["sam", *words], cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False
        )
        if run.returncode != 0:
            lines = [line for line in (run.stdout + run.stderr).splitlines() if line.strip()]
            raise DidNotHold(f"sam {words[0]}: " + " | ".join(lines[-6:]))
        return run.stdout

    # -------------------------------------------------------------------------------------------------------- finding

    def status(self, name: str = "") -> str:
        """Returns CloudFormation's status, empty if there is no such stack."""
        try:
            (stack,) = self.client("cloudformation").describe_stacks(StackName=name or self.name)["Stacks"]
        except ClientError as error:
            hold("does not exist" in str(error), str(error))
            return ""
        return stack["StackStatus"]

    def outputs(self) -> dict:
        (stack,) = self.client("cloudformation").describe_stacks(StackName=self.name)["Stacks"]
        return {output["OutputKey"]: output["OutputValue"] for output in stack["Outputs"]}

    def resources(self, kind: str, name: str = "") -> dict:
        """Returns the physical ids of the stack's resources of a type, by logical id."""
        pages = self.client("cloudformation").get_paginator("list_stack_resources").paginate(StackName=name or self.name)
        found = [one for page in pages for one in page["StackResourceSummaries"]]
        return {one["LogicalResourceId"]: one["PhysicalResourceId"] for one in found if one["ResourceType"] == kind}

    def versions(self) -> dict:
        """Returns the version behind each function's alias `live`."""
        functions, client = self.resources("AWS::Lambda::Function").values(), self.client("lambda")
        return {name: client.get_alias(FunctionName=name, Name="live")["FunctionVersion"] for name in functions}

    @cached_property
    def kinds(self) -> dict[str, list[str]]:
        """Returns the kinds that the command has an example of, by provider."""
        listed = subprocess.run([self.command, "send", "--list"], check=True, capture_output=True, text=True).stdout
        kinds: dict[str, list[str]] = {}
        for line in listed.splitlines():
            provider, kind, _ = line.split(None, 2)
            kinds.setdefault(provider, []).append(kind)
        return kinds

    def providers(self) -> list[str]:
        return [name for name in self.kinds if f"{name.title()}Url" in self.outputs()]

    def row(self, key: str) -> dict | None:
        table = self.session.resource("dynamodb", endpoint_url=self.endpoint or None).Table(self.outputs()["TableName"])
        return table.get_item(Key={"id": key}, ConsistentRead=True).get("Item")

    def take(self) -> list[dict]:
        """Receives and deletes the messages that one request finds."""
        client, url = self.client("sqs"), self.outputs()["QueueUrl"]
        found = client.receive_message(QueueUrl=url, MaxNumberOfMessages=10, WaitTimeSeconds=2).get("Messages", [])
        for message in found:
            client.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
        return [json.loads(message["Body"]) for message in found]

    def message(self, body: bytes) -> dict:
        """Returns the message about a body; earlier messages in the queue are deleted, too."""
        digest = hashlib.sha256(body).hexdigest()
        look = lambda: next((event for event in self.take() if event["sha256"] == digest), None)  # noqa: E731
        return wait("a message about the delivery in the queue", self.patience, look, every=0)

    # ----------------------------------------------------------------------------------------------------- delivering

    def frontdesk(self, *words: str) -> str:
        """Runs the project's own command on this stack."""
        command = [self.command, *words, "--stack", self.name]
        run = subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False)
        hold(run.returncode == 0, f"frontdesk {' '.join(words)}: {run.stdout}{run.stderr}")
        return run.stdout

    def url(self, provider: str) -> str:
        """Returns the function's URL. A local engine has no host names for functions, but paths."""
        url = self.outputs()[f"{provider.title()}Url"].rstrip("/")
        if self.is_local:
            return f"{self.endpoint}/_aws/lambda-url/{urlsplit(url).netloc.split('.')[0]}"
        return url

    def secret(self, provider: str) -> str:
        """Returns the provider's newest secret, to sign with."""
        arn = self.outputs()[f"{provider.title()}SecretArn"]
        value = self.client("secretsmanager").get_secret_value(SecretId=arn)["SecretString"]
        return json.loads(value)[0] if value.startswith("[") else value

    def signed(self, provider: str, kind: str, secret: str, *more: str) -> urllib.request.Request:
        """Returns an example as its provider would send it."""
        words = [self.command, "send", provider, kind, "--url", self.url(provider), "--secret", secret, "--print", "curl"]
        run = subprocess.run([*words, *more], cwd=ROOT, check=True, capture_output=True, text=True)
        curl = shlex.split(run.stdout)
        (url,) = (word for word in curl if re.match("https?://", word))
        headers = dict(curl[place + 1].split(": ", 1) for place, word in enumerate(curl) if word == "-H")
        body = curl[curl.index("--data-binary") + 1].encode()
        return urllib.request.Request(url, body, headers, method="POST")

    def deliver(self, provider: str, kind: str, secret: str = "", *more: str) -> tuple[int, bytes]:
        """Sends an example. Returns the status of the answer, and the body that was sent."""
        request = self.signed(provider, kind, secret or self.secret(provider), *more)
        return post(request), request.data


def post(request: urllib.request.Request) -> int:
    """Posts a request, and returns the status of the answer."""
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code
