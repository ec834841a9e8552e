"""The end: what stays after a deletion, whether the name can be reused, and that nothing is
left."""

from botocore.exceptions import ClientError

from first_hour.steps import DidNotHold, hold, step, wait
from first_hour.watching import pause

SECRET = "AWS::SecretsManager::Secret"
# Makes any deployment fail after all other resources exist.
FAILS = """
  NeverReady:
    Type: AWS::CloudFormation::WaitCondition
    DependsOn: [Events, EventsQueue]
    Properties: { Handle: !Ref NeverReadyHandle, Timeout: "1", Count: 1 }
  NeverReadyHandle:
    Type: AWS::CloudFormation::WaitConditionHandle
"""


@step(
    "a first deployment that fails",
    "What does it leave behind? Table and secrets are retained, and each secret costs 40 cents a month.",
    only_on_aws="the engine does not wait for conditions",
)
def left_behind(stack) -> str:
    name = f"{stack.name}-fails"
    try:
        stack.deploy(name, edit=never_ready)
    except DidNotHold:
        pass
    else:
        raise DidNotHold("a deployment whose condition is never met succeeded")
    kept = retained(stack, name)
    clean(stack, name)
    stack.client("cloudformation").delete_stack(StackName=name)
    return f"left behind, and removed by this script: {', '.join(kept) or 'nothing'}"


@step("the stack is deleted", "Is it deleted without manual steps, and do table and secrets stay, as documented?")
def deleted(stack) -> str:
    providers, table = stack.providers(), stack.outputs()["TableName"]
    stack.delete()
    hold(stack.status() in ("", "DELETE_COMPLETE"), f"the status is {stack.status()}")
    kept = retained(stack, stack.name)
    hold(table in kept and len(kept) == 1 + len(providers), f"retained: {', '.join(kept) or 'none'}")
    stack.is_deployed = False
    return f"kept: {', '.join(kept)}"


@step(
    "late log lines",
    "Lambda writes a last line after the deletion. Does that recreate the log group, and so break the next deployment?",
    only_on_aws="the engine writes no log after a function has ended",
)
def late_lines(stack) -> str:
    pause(120, "late log lines, and the names of deleted queues, which SQS blocks for a minute")
    groups = log_groups(stack)
    hold(not groups, f"recreated: {', '.join(groups)}")
    return "no group was recreated"


@step("the same name again", "Can a stack with the same name then be deployed, and does it accept deliveries?")
def again(stack) -> str:
    clean(stack, stack.name)
    stack.deploy(GradualDeployment="false")
    stack.is_deployed = True
    if not stack.is_local:
        status, _ = stack.deliver("gire", stack.kinds["gire"][0], "", "--fresh")
        hold(status == 200, f"answered {status}")
    return f"{stack.status()}"


@step("nothing is left", "Is everything that costs money gone in the end?")
def nothing_left(stack) -> str:
    end(stack)
    left = retained(stack, stack.name) + ([] if stack.is_local else log_groups(stack))
    hold(not left, f"left: {', '.join(left)}")
    return "all but SAM's own bucket (the stack aws-sam-cli-managed-default), which your other stacks may use"


def never_ready(template: str) -> str:
    """Returns the template with a condition that is never met."""
    hold("\nResources:\n" in template, "the template has no Resources")
    return template.replace("\nResources:\n", f"\nResources:{FAILS}", 1)


def end(stack):
    """Deletes the stack, and then the resources that it retained."""
    if stack.status():
        stack.delete()
    clean(stack, stack.name)


def retained(stack, name: str) -> list[str]:
    """Returns the existing tables and secrets of a stack, by their exact names: others' may share a
    prefix."""
    return sorted(one for kind, one in stack.retained.get(name, set()) if exists(stack, kind, one))


def clean(stack, name: str):
    """Removes the resources that a stack of that name retained."""
    dynamodb, secrets = stack.client("dynamodb"), stack.client("secretsmanager")
    for kind, one in stack.retained.get(name, set()):
        if not exists(stack, kind, one):
            continue
        if kind == SECRET:
            secrets.delete_secret(SecretId=one, ForceDeleteWithoutRecovery=True)
        else:
            dynamodb.update_table(TableName=one, DeletionProtectionEnabled=False)
            wait(f"{one} to be active", 120, lambda one=one: is_active(dynamodb, one))
            dynamodb.delete_table(TableName=one)
        wait(f"{one} to be gone", 300, lambda kind=kind, one=one: not exists(stack, kind, one))


def exists(stack, kind: str, one: str) -> bool:
    """Reports whether the resource exists; a secret scheduled for deletion does not."""
    try:
        if kind == SECRET:
            return "DeletedDate" not in stack.client("secretsmanager").describe_secret(SecretId=one)
        stack.client("dynamodb").describe_table(TableName=one)
    except ClientError as error:
        if error.response["Error"]["Code"] == "ResourceNotFoundException":
            return False
        raise
    return True


def is_active(dynamodb, table: str) -> bool:
    return dynamodb.describe_table(TableName=table)["Table"]["TableStatus"] == "ACTIVE"


def log_groups(stack) -> list[str]:
    found = stack.client("logs").describe_log_groups(logGroupNamePrefix=f"/aws/lambda/{stack.name}")["logGroups"]
    return [group["logGroupName"] for group in found]
