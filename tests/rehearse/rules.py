"""What must hold for the template and no linter checks: each rule is one function that raises AssertionError.

`faults.py` breaks the template once or more for every rule, so that each is known to bite.
"""

import json
import re

from project import ROOT
from stack import Stack

# One receiver per provider. The providers are those that the code has.
RECEIVERS = tuple(sorted(file.stem.capitalize() for file in (ROOT / "shared/src/providers").glob("*.rs")))
FUNCTIONS = (*RECEIVERS, "Relay")
FORTNIGHT = 14 * 24 * 3600
NONE = {"Ref": "AWS::NoValue"}
BASIC = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"

TABLE = {"Fn::GetAtt": ["Events", "Arn"]}
OUTBOX = {"Fn::Sub": "${Events.Arn}/index/pending"}
QUEUE = {"Fn::GetAtt": ["EventsQueue", "Arn"]}


def actions_of(function: str) -> dict:
    """What a function may do: resource, as JSON, to actions. Nothing else, and nothing elsewhere."""
    if function == "Relay":
        allowed = [
            (OUTBOX, {"dynamodb:Query"}),
            (TABLE, {"dynamodb:BatchGetItem", "dynamodb:UpdateItem"}),
            (QUEUE, {"sqs:SendMessage"}),
        ]
    else:
        allowed = [
            (TABLE, {"dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:GetItem"}),
            (QUEUE, {"sqs:SendMessage", "sqs:GetQueueAttributes"}),
            ({"Ref": f"{function}Secret"}, {"secretsmanager:GetSecretValue"}),
        ]
    return {json.dumps(resource): actions for resource, actions in allowed}


def environment_of(function: str) -> dict:
    """The variables of a function: exactly these, with these values."""
    variables = {"EVENTS_TABLE": {"Ref": "Events"}, "EVENTS_QUEUE_URL": {"Ref": "EventsQueue"}}
    if function == "Relay":
        return variables
    variables |= {
        "WEBHOOK_SECRET_ID": {"Ref": f"{function}Secret"},
        "WANTED_EVENTS": {"Ref": f"{function}WantedEvents"},
        "RETENTION_DAYS": {"Ref": "RetentionDays"},
        "KEEP_REFUSED": {"Ref": "KeepRefused"},
    }
    if function == "Ombori":
        variables["AUTH_HEADER"] = {"Ref": "OmboriAuthHeader"}
    if function == "Zaui":
        variables["AUTH_HEADER"] = {"Fn::If": ["ZauiHasAuthHeader", {"Ref": "ZauiAuthHeader"}, NONE]}
    return variables


def functions_are_the_providers_and_the_relay(stack: Stack):
    """One receiver per provider and the relay, with the runtime, sizes and alias that the README names."""
    functions = stack.of_type("AWS::Lambda::Function")
    assert set(functions) == set(FUNCTIONS)
    parameters = stack.source["Parameters"]
    assert parameters["Architecture"]["AllowedValues"] == ["x86_64", "arm64"]
    for name, function in functions.items():
        properties = function["Properties"]
        assert properties["Runtime"] == "provided.al2023", name
        assert properties["Architectures"] == [{"Ref": "Architecture"}], name
        assert properties["MemorySize"] == {"Ref": "MemorySize"}, name
        assert stack.properties(f"{name}Aliaslive")["Name"] == "live", name
        written = stack.source["Resources"][name]
        assert written["Metadata"]["BuildMethod"] == "rust-cargolambda", name
        assert written["Properties"]["CodeUri"] == f"functions/{name.lower()}/", name


def timeouts_leave_room_for_the_push(stack: Stack):
    """A receiver has 1.5 s for the store and 6 s for the push after the answer; a relay ends before the next starts."""
    for name in RECEIVERS:
        assert 10 <= stack.properties(name)["Timeout"] <= 29, name
    assert 30 <= stack.properties("Relay")["Timeout"] < 60


def function_urls_are_public(stack: Stack):
    """The signature is the authentication. Since October 2025 a public URL needs two permissions, both on the alias."""
    urls = stack.of_type("AWS::Lambda::Url")
    assert set(urls) == {f"{name}Url" for name in RECEIVERS}
    for name in RECEIVERS:
        alias = {"Ref": f"{name}Aliaslive"}
        url = urls[f"{name}Url"]["Properties"]
        assert url["AuthType"] == "NONE" and url["TargetFunctionArn"] == alias, name
        assert url.get("InvokeMode", "BUFFERED") == "BUFFERED", name
        found = [
            (p["Action"], p.get("FunctionUrlAuthType"), p.get("InvokedViaFunctionUrl"))
            for p in (r["Properties"] for r in stack.of_type("AWS::Lambda::Permission").values())
            if p["FunctionName"] == alias and p["Principal"] == "*"
        ]
        expected = {("lambda:InvokeFunctionUrl", "NONE", None), ("lambda:InvokeFunction", None, True)}
        assert set(found) == expected and len(found) == 2, f"{name}: {found}"


def nobody_else_may_invoke(stack: Stack):
    """Beside the public URLs only the schedule may invoke a function."""
    for name, permission in stack.of_type("AWS::Lambda::Permission").items():
        properties = permission["Properties"]
        url = properties.get("FunctionUrlAuthType") == "NONE" or properties.get("InvokedViaFunctionUrl") is True
        schedule = properties["Principal"] == "events.amazonaws.com" and "SourceArn" in properties
        assert url or schedule, f"{name}: {properties}"


def relay_runs_every_minute(stack: Stack):
    """By a rule that is on, on the alias; a failed run is not repeated, since the next one is a minute away."""
    (rule,) = stack.of_type("AWS::Events::Rule").values()
    properties = rule["Properties"]
    assert properties["ScheduleExpression"] == "rate(1 minute)"
    assert properties.get("State", "ENABLED") == "ENABLED"
    assert [target["Arn"] for target in properties["Targets"]] == [{"Ref": "RelayAliaslive"}]
    assert stack.properties("RelayEventInvokeConfig")["MaximumRetryAttempts"] == 0


def logs_expire(stack: Stack):
    """Every function writes JSON lines into a log group of this template that does not keep them for ever."""
    for name in FUNCTIONS:
        logging = stack.properties(name)["LoggingConfig"]
        assert logging["LogFormat"] == "JSON", name
        assert logging["ApplicationLogLevel"] in (
            "INFO",
            "DEBUG",
            "TRACE",
        ), f"{name} would lose the lines of deliveries"
        group = stack.properties(logging["LogGroup"]["Ref"])
        assert 1 <= stack.default(group["RetentionInDays"]) <= 400, name


def environments_are_exact(stack: Stack):
    """Each function has the variables that it reads, and no other."""
    for name in FUNCTIONS:
        assert stack.properties(name)["Environment"]["Variables"] == environment_of(name), name


def environments_hold_no_secret(stack: Stack):
    """A variable is readable by everyone who may look at the function, so it only names the secret."""
    for name in FUNCTIONS:
        variables = stack.properties(name)["Environment"]["Variables"]
        assert "WEBHOOK_SECRET" not in variables, name
        for variable, value in variables.items():
            assert "{{resolve:" not in json.dumps(value), f"{name}: {variable}"
            assert isinstance(value, dict), f"{name}: {variable} is written into the template"
    for name, parameter in stack.source["Parameters"].items():
        assert "NoEcho" not in parameter, f"{name}: secrets belong in Secrets Manager, not in a parameter"


def roles_are_exact(stack: Stack):
    """Each function may do what it does. Beside that it has only Lambda's own policy for writing logs."""
    assert set(stack.of_type("AWS::IAM::Role")) == {f"{name}Role" for name in FUNCTIONS}
    for name in FUNCTIONS:
        role = stack.properties(f"{name}Role")
        assert role["ManagedPolicyArns"] == [BASIC], name
        granted: dict = {}
        for statement in _statements(role):
            assert statement["Effect"] == "Allow", name
            for resource in _list(statement["Resource"]):
                granted.setdefault(json.dumps(resource), set()).update(_list(statement["Action"]))
        assert granted == actions_of(name), name


def nothing_is_allowed_by_wildcard(stack: Stack):
    """No `*` in an action or at the end of a resource, in no policy."""
    for kind in ("AWS::IAM::Role", "AWS::IAM::Policy", "AWS::IAM::ManagedPolicy"):
        for name, resource in stack.of_type(kind).items():
            for statement in _statements(resource["Properties"]):
                assert not {"NotAction", "NotResource"} & set(statement), name
                assert "*" not in json.dumps([statement["Action"], statement["Resource"]]), f"{name}: {statement}"


def table_has_its_keys_and_indexes(stack: Stack):
    """The table of README.md."""
    table = stack.properties("Events")
    assert table["KeySchema"] == _keys("id")
    indexes = {index["IndexName"]: index for index in table["GlobalSecondaryIndexes"]}
    assert set(indexes) == {"pending", "by_day"}
    assert indexes["pending"]["KeySchema"] == _keys("pending", "received_at")
    assert indexes["pending"]["Projection"] == {"ProjectionType": "KEYS_ONLY"}
    assert indexes["by_day"]["KeySchema"] == _keys("day", "received_at")
    assert indexes["by_day"]["Projection"] == {"ProjectionType": "INCLUDE", "NonKeyAttributes": ["kind"]}
    types = {a["AttributeName"]: a["AttributeType"] for a in table["AttributeDefinitions"]}
    assert types == dict.fromkeys(("id", "pending", "day", "received_at"), "S")


def table_keeps_what_was_acknowledged(stack: Stack):
    """It survives the stack, can be restored to any second, is encrypted, grows by itself, and forgets on time only."""
    resource, table = stack.resources["Events"], stack.properties("Events")
    assert resource["DeletionPolicy"] == resource["UpdateReplacePolicy"] == "Retain"
    assert table["DeletionProtectionEnabled"] is True
    assert table["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}
    assert table["SSESpecification"] == {"SSEEnabled": True}
    assert table["BillingMode"] == "PAY_PER_REQUEST"
    assert table["TimeToLiveSpecification"] == {"AttributeName": "expires_at", "Enabled": True}
    assert stack.source["Parameters"]["RetentionDays"]["Default"] == 90


def queue_gives_consumers_time(stack: Stack):
    """AWS's rule: hide a message for six times the consumer's timeout.

    The consumer is not ours, so at the default it may take as long as our slowest function.
    """
    slowest = max(stack.properties(name)["Timeout"] for name in FUNCTIONS)
    assert stack.default(stack.properties("EventsQueue")["VisibilityTimeout"]) >= 6 * slowest


def queues_lose_nothing(stack: Stack):
    """The longest retention and the largest message of SQS; encrypted; what a consumer cannot handle is put aside."""
    assert set(stack.of_type("AWS::SQS::Queue")) == {"EventsQueue", "EventsDeadLetters"}
    for name in ("EventsQueue", "EventsDeadLetters"):
        queue = stack.properties(name)
        assert queue["MessageRetentionPeriod"] == FORTNIGHT, name
        assert queue["SqsManagedSseEnabled"] is True, name
        assert queue["MaximumMessageSize"] == 1024 * 1024, name
        assert not queue.get("FifoQueue"), name
    redrive = stack.properties("EventsQueue")["RedrivePolicy"]
    assert redrive["deadLetterTargetArn"] == {"Fn::GetAtt": ["EventsDeadLetters", "Arn"]}
    assert redrive["maxReceiveCount"] >= 3


def secrets_start_random_and_stay(stack: Stack):
    """One per provider; no value in the template; not lost with the stack, since the provider knows it too."""
    secrets = stack.of_type("AWS::SecretsManager::Secret")
    assert set(secrets) == {f"{name}Secret" for name in RECEIVERS}
    for name, secret in secrets.items():
        start = secret["Properties"]["GenerateSecretString"]
        assert start == {"PasswordLength": 48, "ExcludePunctuation": True}, name
        assert "SecretString" not in secret["Properties"], name
        assert secret["DeletionPolicy"] == secret["UpdateReplacePolicy"] == "Retain", name


def log_lines_are_counted(stack: Stack):
    """Every way in which a delivery can go wrong is a metric of this stack's own."""
    filters = [f["Properties"] for f in stack.of_type("AWS::Logs::MetricFilter").values()]
    metrics = {}
    for f in filters:
        (metric,) = f["MetricTransformations"]
        assert metric["MetricNamespace"] == {"Fn::Sub": "Frontdesk/${AWS::StackName}"}
        assert not ("DefaultValue" in metric and "Dimensions" in metric)
        metrics[metric["MetricName"]] = (f["LogGroupName"]["Ref"], f["FilterPattern"], metric["MetricValue"])
    assert metrics == {
        "refused": ("Deliveries", '{ $.outcome = "refused" }', "1"),
        "unreadable": ("Deliveries", '{ $.outcome = "unreadable" }', "1"),
        "variant": ("Deliveries", '{ $.outcome = "variant" }', "1"),
        "unavailable": ("Deliveries", '{ $.outcome = "unavailable" }', "1"),
        "push_failed": ("Deliveries", '{ $.push = "failed" }', "1"),
        "stored": ("Deliveries", '{ $.outcome = "stored" }', "1"),
        "set_aside": ("RelayLogs", "{ $.set_aside > 0 }", "$.set_aside"),
        "oldest_pending_seconds": ("RelayLogs", "{ $.oldest_pending_seconds >= 0 }", "$.oldest_pending_seconds"),
        "relay_failed": ("RelayLogs", "{ $.failed > 0 }", "$.failed"),
    }


def alarms_watch_metrics_that_exist(stack: Stack):
    """Each alarm tells the optional topic; the metrics that it names are the ones that the filters make."""
    alarms = {name: a["Properties"] for name, a in stack.of_type("AWS::CloudWatch::Alarm").items()}
    made = {
        f["Properties"]["MetricTransformations"][0]["MetricName"]
        for f in stack.of_type("AWS::Logs::MetricFilter").values()
    }
    topic = {"Fn::If": ["HasAlarmTopic", [{"Ref": "AlarmTopicArn"}], NONE]}
    for name, alarm in alarms.items():
        assert alarm["AlarmActions"] == topic, name
        assert alarm["AlarmDescription"], name
        used = re.findall(r"SUM\((\w+)\) FROM SCHEMA\(\"Frontdesk", json.dumps(alarm).replace("\\", ""))
        if "Frontdesk" in json.dumps(alarm.get("Namespace", "")):
            used.append(alarm["MetricName"])
        assert set(used) <= made, f"{name}: no filter makes {set(used) - made}"
    assert stack.source["Parameters"]["AlarmTopicArn"]["Default"] == ""
    age = alarms["OutboxAgeAlarm"]
    assert (age["MetricName"], age["Threshold"], age["TreatMissingData"]) == (
        "oldest_pending_seconds",
        300,
        "breaching",
    )
    dead = alarms["DeadLettersAlarm"]
    assert dead["Dimensions"] == [{"Name": "QueueName", "Value": {"Fn::GetAtt": ["EventsDeadLetters", "QueueName"]}}]
    assert dead["Threshold"] == 0
    assert "SUM(unreadable)" in json.dumps(alarms["UnreadableAlarm"]["Metrics"])
    assert (alarms["SetAsideAlarm"]["MetricName"], alarms["SetAsideAlarm"]["Threshold"]) == ("set_aside", 0)
    assert "SUM(unavailable)" in json.dumps(alarms["UnavailableAlarm"]["Metrics"])


def function_errors_alarm_knows_every_function(stack: Stack):
    """It sums over a list, and a list can forget one."""
    metrics = [
        m["MetricStat"]["Metric"] for m in stack.properties("FunctionErrorsAlarm")["Metrics"] if "MetricStat" in m
    ]
    assert {m["Dimensions"][0]["Value"]["Ref"] for m in metrics} == set(FUNCTIONS)
    assert {(m["Namespace"], m["MetricName"]) for m in metrics} == {("AWS/Lambda", "Errors")}


def outputs_name_everything(stack: Stack):
    """What an operator needs to register the URLs and to consume the queue."""
    expected = {
        "TableName": {"Ref": "Events"},
        "QueueUrl": {"Ref": "EventsQueue"},
        "QueueArn": QUEUE,
        "DeadLettersUrl": {"Ref": "EventsDeadLetters"},
    }
    for name in RECEIVERS:
        expected[f"{name}Url"] = {"Fn::GetAtt": [f"{name}Url", "FunctionUrl"]}
        expected[f"{name}SecretArn"] = {"Ref": f"{name}Secret"}
    assert {name: output["Value"] for name, output in stack.outputs.items()} == expected


RULES = {
    rule.__name__: rule
    for rule in (
        functions_are_the_providers_and_the_relay,
        timeouts_leave_room_for_the_push,
        function_urls_are_public,
        nobody_else_may_invoke,
        relay_runs_every_minute,
        logs_expire,
        environments_are_exact,
        environments_hold_no_secret,
        roles_are_exact,
        nothing_is_allowed_by_wildcard,
        table_has_its_keys_and_indexes,
        table_keeps_what_was_acknowledged,
        queue_gives_consumers_time,
        queues_lose_nothing,
        secrets_start_random_and_stay,
        log_lines_are_counted,
        alarms_watch_metrics_that_exist,
        function_errors_alarm_knows_every_function,
        outputs_name_everything,
    )
}


def _statements(properties: dict) -> list:
    policies = [p["PolicyDocument"] for p in properties.get("Policies", [])]
    policies += [properties["PolicyDocument"]] if "PolicyDocument" in properties else []
    return [statement for policy in policies for statement in _list(policy["Statement"])]


def _list(value) -> list:
    return value if isinstance(value, list) else [value]


def _keys(hash_key: str, range_key: str | None = None) -> list:
    keys = [{"AttributeName": hash_key, "KeyType": "HASH"}]
    return keys + ([{"AttributeName": range_key, "KeyType": "RANGE"}] if range_key else [])
