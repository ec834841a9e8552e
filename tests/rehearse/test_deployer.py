"""addons/: the deployer's permissions, and what updates may not delete, compared with the expanded
template."""

import copy
import fnmatch
import json

import pytest

from project import read
from stack import Stack, expand, source

# The actions that CloudFormation calls to create, change and delete a resource of each type,
# besides reading it. From the documentation of each service's actions,
# https://docs.aws.amazon.com/service-authorization/latest/reference/.
NEEDED = {
    "AWS::CloudWatch::Alarm": {"cloudwatch:PutMetricAlarm", "cloudwatch:DeleteAlarms"},
    "AWS::CloudWatch::Dashboard": {"cloudwatch:PutDashboard", "cloudwatch:DeleteDashboards"},
    "AWS::CodeDeploy::Application": {"codedeploy:CreateApplication", "codedeploy:DeleteApplication"},
    "AWS::CodeDeploy::DeploymentGroup": {
        "codedeploy:CreateDeploymentGroup", "codedeploy:UpdateDeploymentGroup", "codedeploy:DeleteDeploymentGroup",
        "codedeploy:CreateDeployment",
    },
    "AWS::DynamoDB::Table": {
        "dynamodb:CreateTable", "dynamodb:UpdateTable", "dynamodb:DeleteTable", "dynamodb:UpdateTimeToLive",
        "dynamodb:UpdateContinuousBackups", "dynamodb:PutResourcePolicy", "dynamodb:DeleteResourcePolicy",
    },
    "AWS::Events::Rule": {"events:PutRule", "events:DeleteRule", "events:PutTargets", "events:RemoveTargets"},
    "AWS::IAM::ManagedPolicy": {
        "iam:CreatePolicy", "iam:DeletePolicy", "iam:CreatePolicyVersion", "iam:DeletePolicyVersion",
    },
    "AWS::IAM::Role": {
        "iam:CreateRole", "iam:DeleteRole", "iam:PutRolePolicy", "iam:DeleteRolePolicy", "iam:AttachRolePolicy",
        "iam:DetachRolePolicy", "iam:PassRole",
    },
    "AWS::Lambda::Alias": {"lambda:CreateAlias", "lambda:UpdateAlias", "lambda:DeleteAlias"},
    "AWS::Lambda::EventInvokeConfig": {
        "lambda:PutFunctionEventInvokeConfig", "lambda:UpdateFunctionEventInvokeConfig",
        "lambda:DeleteFunctionEventInvokeConfig",
    },
    "AWS::Lambda::EventSourceMapping": {
        "lambda:CreateEventSourceMapping", "lambda:UpdateEventSourceMapping", "lambda:DeleteEventSourceMapping",
    },
    "AWS::Lambda::Function": {
        "lambda:CreateFunction", "lambda:UpdateFunctionCode", "lambda:UpdateFunctionConfiguration",
        "lambda:DeleteFunction", "lambda:PutFunctionConcurrency", "lambda:DeleteFunctionConcurrency",
    },
    "AWS::Lambda::Permission": {"lambda:AddPermission", "lambda:RemovePermission"},
    "AWS::Lambda::Url": {
        "lambda:CreateFunctionUrlConfig", "lambda:UpdateFunctionUrlConfig", "lambda:DeleteFunctionUrlConfig",
    },
    "AWS::Lambda::Version": {"lambda:PublishVersion"},
    "AWS::Logs::LogGroup": {"logs:CreateLogGroup", "logs:DeleteLogGroup", "logs:PutRetentionPolicy"},
    "AWS::Logs::MetricFilter": {"logs:PutMetricFilter", "logs:DeleteMetricFilter"},
    "AWS::SNS::Subscription": {"sns:Subscribe", "sns:Unsubscribe"},
    "AWS::SNS::Topic": {"sns:CreateTopic", "sns:DeleteTopic"},
    "AWS::SQS::Queue": {"sqs:CreateQueue", "sqs:DeleteQueue", "sqs:SetQueueAttributes"},
    "AWS::SQS::QueuePolicy": {"sqs:SetQueueAttributes"},
    "AWS::SecretsManager::Secret": {
        "secretsmanager:CreateSecret", "secretsmanager:UpdateSecret", "secretsmanager:DeleteSecret",
        "secretsmanager:GetRandomPassword",
    },
}  # fmt: skip
# SAM's own needs: stacks, and a place for the code.
OF_SAM = {"cloudformation", "s3"}


@pytest.fixture(scope="module")
def stack() -> Stack:
    """Returns the stack with everything that a parameter can switch on."""
    written = copy.deepcopy(source())
    written["Parameters"]["GradualDeployment"]["Default"] = "true"
    return expand(written)


def granted(policy: dict) -> set:
    return {action for statement in policy["Statement"] for action in statement["Action"]}


def check(policy: dict, types: set):
    actions = granted(policy)
    needed = set().union(*(NEEDED[kind] for kind in types))
    missing = {one for one in needed if not any(fnmatch.fnmatchcase(one, action) for action in actions)}
    assert not missing, f"the deployer lacks the permissions {sorted(missing)}"
    services = {one.split(":")[0] for one in needed} | OF_SAM
    spare = {action for action in actions if action.split(":")[0] not in services}
    assert not spare, f"nothing in the template needs {sorted(spare)}"
    for action in actions:
        verb = action.split(":")[1]
        assert "*" not in verb or verb.startswith(("Get", "List", "Describe")), f"{action} does more than read"


def test_the_deployer_may_do_what_the_template_needs_and_no_more(stack):
    types = {resource["Type"] for resource in stack.resources.values()}
    assert types == set(NEEDED), types ^ set(NEEDED)
    policy = json.loads(read("addons/deployer-policy.json"))
    check(policy, types)
    assert len("".join(json.dumps(policy).split())) <= 6144, "AWS accepts no larger managed policy"
    for statement in policy["Statement"]:
        reads = all(action.split(":")[1].startswith(("Get", "Describe", "Validate")) for action in statement["Action"])
        everywhere = statement["Resource"] == ["*"] and statement["Sid"] != "QueueToConsumer"
        assert not everywhere or reads, f"{statement['Sid']}: is not limited to this stack"


@pytest.mark.parametrize("action", ["lambda:CreateFunctionUrlConfig", "iam:PassRole", "logs:PutMetricFilter"])
def test_a_missing_action_is_found(stack, action):
    policy = json.loads(read("addons/deployer-policy.json"))
    for statement in policy["Statement"]:
        statement["Action"] = [one for one in statement["Action"] if one != action]
    with pytest.raises(AssertionError, match=action):
        check(policy, {resource["Type"] for resource in stack.resources.values()})


def test_no_update_takes_a_url_away(stack):
    """Providers know the URLs. The policy protects existing resource types."""
    allow, deny = json.loads(read("addons/stack-policy.json"))["Statement"]
    assert (allow["Effect"], allow["Action"], allow["Resource"]) == ("Allow", "Update:*", "*")
    assert (deny["Effect"], deny["Action"]) == ("Deny", ["Update:Replace", "Update:Delete"])
    kept = set(deny["Condition"]["StringEquals"]["ResourceType"])
    assert kept <= {resource["Type"] for resource in stack.resources.values()}
    assert {"AWS::Lambda::Url", "AWS::Lambda::Alias", "AWS::DynamoDB::Table", "AWS::SQS::Queue"} <= kept
