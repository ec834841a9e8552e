"""Rules for the template that no linter checks: each is one function that raises AssertionError.

`faults.py` breaks the template at least once for every rule, which proves that each can fail.
"""

import copy
import json
import re

from project import ROOT, code, read
from stack import Stack, expand

# One receiver per provider, as listed in the code.
RECEIVERS = tuple(sorted(file.stem.capitalize() for file in (ROOT / "shared/src/providers").glob("*.rs")))
FUNCTIONS = (*RECEIVERS, "Relay", "Consumer")
DAY = 24 * 3600
FORTNIGHT = 14 * DAY
NONE = {"Ref": "AWS::NoValue"}
NAMESPACE = {"Fn::Sub": "Frontdesk/${AWS::StackName}"}
ALARMS = [{"Ref": "AlarmTopic"}]

TRACED = {"Fn::If": ["IsTraced", {"Ref": "TracingPolicy"}, NONE]}


def _table(own: dict, suffix: str = "") -> dict:
    """Returns the stack's own table, or the given one."""
    arn = "arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:table/${ExistingTable}"
    return {"Fn::If": ["HasOwnTable", own, {"Fn::Sub": arn + suffix}]}


def _secret(name: str) -> dict:
    """Returns the stack's own secret, or the given one."""
    arn = "arn:${AWS::Partition}:secretsmanager:${AWS::Region}:${AWS::AccountId}:secret:"
    return {"Fn::If": [f"{name}HasOwnSecret", {"Ref": f"{name}Secret"}, {"Fn::Sub": f"{arn}${{{name}ExistingSecret}}"}]}


TABLE_NAME = {"Fn::If": ["HasOwnTable", {"Ref": "Events"}, {"Ref": "ExistingTable"}]}
TABLE = _table({"Fn::GetAtt": ["Events", "Arn"]})
OUTBOX = _table({"Fn::Sub": "${Events.Arn}/index/pending"}, "/index/pending")
BY_DAY = _table({"Fn::Sub": "${Events.Arn}/index/by_day"}, "/index/by_day")
QUEUE = {"Fn::GetAtt": ["EventsQueue", "Arn"]}
CONSUMED = {"Fn::GetAtt": ["Consumed", "Arn"]}
DEAD_LETTERS = {"Fn::GetAtt": ["EventsDeadLetters", "Arn"]}
KEY = {"Ref": "KmsKeyArn"}
# A function's permissions to log. Not CreateLogGroup: a late line would recreate a group that a
# stack has deleted.
LOG = {"logs:CreateLogStream", "logs:PutLogEvents"}
# The permissions that DynamoDB, SQS and Secrets Manager require of a caller if they encrypt with
# the stack's own key.
WITH_KEY = {
    "kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey", "kms:ReEncryptFrom", "kms:ReEncryptTo"
}
CONSUME = {
    "sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:ChangeMessageVisibility", "sqs:GetQueueAttributes",
    "sqs:GetQueueUrl",
}


def actions_of(function: str) -> dict:
    """Returns all permissions of a function: resource, as JSON, to actions."""
    if function == "Relay":
        allowed = [
            (OUTBOX, {"dynamodb:Query"}),
            (BY_DAY, {"dynamodb:Query"}),
            (TABLE, {"dynamodb:BatchGetItem", "dynamodb:UpdateItem", "dynamodb:DescribeTable"}),
            (QUEUE, {"sqs:SendMessage"}),
        ]
    elif function == "Consumer":
        allowed = [
            (TABLE, {"dynamodb:GetItem", "dynamodb:BatchGetItem"}),
            (CONSUMED, {"dynamodb:UpdateItem"}),
            (QUEUE, CONSUME),
        ]
    else:
        allowed = [
            (TABLE, {"dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:GetItem"}),
            (QUEUE, {"sqs:SendMessage", "sqs:GetQueueAttributes"}),
            (_secret(function), {"secretsmanager:GetSecretValue"}),
        ]
    allowed.append((KEY, WITH_KEY))
    return {json.dumps(resource): actions for resource, actions in allowed}


def environment_of(function: str) -> dict:
    """Returns the exact variables of a function, with their values."""
    variables = {
        "EVENTS_TABLE": TABLE_NAME,
        "EVENTS_QUEUE_URL": {"Ref": "EventsQueue"},
        "METRICS_NAMESPACE": NAMESPACE,
    }
    if function == "Relay":
        watched = [{"Fn::If": [f"Has{name}", name.lower(), ""]} for name in ("Gingr", "Gire", "Ombori", "Zaui", "Cheqroom")]
        return variables | {
            "RETENTION_DAYS": {"Ref": "RetentionDays"},
            "SILENT_DAYS": {"Ref": "SilentDays"},
            "WATCHED_PROVIDERS": {"Fn::Join": [",", watched]},
        }
    if function == "Consumer":
        return variables | {"CONSUMED_TABLE": {"Ref": "Consumed"}}
    variables |= {
        "WEBHOOK_SECRET_ID": _secret(function),
        "WANTED_EVENTS": {"Ref": f"{function}WantedEvents"},
        "RETENTION_DAYS": {"Ref": "RetentionDays"},
        "RETRY_WINDOW_MINUTES": {"Ref": "RetryWindowMinutes"},
        "KEEP_REFUSED": {"Ref": "KeepRefused"},
    }
    if function == "Ombori":
        variables["AUTH_HEADER"] = {"Ref": "OmboriAuthHeader"}
    if function == "Zaui":
        variables["AUTH_HEADER"] = {"Fn::If": ["ZauiHasAuthHeader", {"Ref": "ZauiAuthHeader"}, NONE]}
    return variables


def functions_are_the_providers_and_the_relay(stack: Stack):
    """One receiver per provider, the relay and the example consumer, all with the same runtime, sizes and alias."""
    functions = stack.of_type("AWS::Lambda::Function")
    assert set(functions) == set(FUNCTIONS)
    parameters = stack.source["Parameters"]
    assert parameters["Architecture"]["AllowedValues"] == ["x86_64", "arm64"]
    assert parameters["Architecture"]["Default"] == "arm64"
    for name, function in functions.items():
        properties = function["Properties"]
        assert properties["Runtime"] == "provided.al2023", name
        assert properties["Architectures"] == [{"Ref": "Architecture"}], name
        assert properties["MemorySize"] == {"Ref": "MemorySize"}, name
        assert properties["TracingConfig"] == {"Mode": {"Ref": "Tracing"}}, name
        assert properties["FunctionName"] == {"Fn::Sub": f"${{AWS::StackName}}-{name.lower()}"}, name
        assert stack.properties(f"{name}Aliaslive")["Name"] == "live", name
        written = stack.source["Resources"][name]
        assert written["Metadata"]["BuildMethod"] == "rust-cargolambda", name
        folder = "examples" if name == "Consumer" else "functions"
        assert written["Properties"]["CodeUri"] == f"{folder}/{name.lower()}/", name


def a_changed_parameter_is_a_new_version(stack: Stack):
    """The URL leads to the alias, and the alias to a version: a change of the function alone has no
    effect.

    So the version's description, which cannot change without a new version, names every parameter
    of the function. A parameter that is too long for its 256 characters asks for a new `Revision`,
    which is named as well.
    """
    parameters = stack.source["Parameters"]
    with_revision = {name for name, one in parameters.items() if "Change Revision with it." in one["Description"]}
    assert with_revision == {"ExistingTable"} | {f"{name}ExistingSecret" for name in RECEIVERS}
    for name in FUNCTIONS:
        written = stack.source["Resources"][name]["Properties"]
        # Another processor means other code, which SAM notices; a disabled function has no version;
        # concurrency is not part of one.
        made_of = _parameters(stack, stack.properties(name)) - with_revision
        made_of -= {"Architecture", f"{name}Enabled", f"{name}ReservedConcurrency"}
        described = re.findall(r"\$\{(\w+)\}", written["VersionDescription"]["Fn::Sub"])
        assert set(described) == made_of | {"Revision"}, name
        text = re.sub(r"\$\{\w+\}", "", written["VersionDescription"]["Fn::Sub"])
        assert len(text) + sum(_longest(parameters[p]) for p in described) <= 256, name


def _parameters(stack: Stack, value) -> set:
    """Returns the parameters that a value depends on, conditions included."""
    if isinstance(value, list):
        return set().union(*(_parameters(stack, item) for item in value))
    if not isinstance(value, dict):
        return set()
    found = set().union(*(_parameters(stack, item) for item in value.values()))
    if set(value) == {"Ref"}:
        found.add(value["Ref"])
    if set(value) == {"Fn::Sub"}:
        found.update(re.findall(r"\$\{(\w+)\}", value["Fn::Sub"]))
    for condition in (value.get("Fn::If", [None])[0], value.get("Condition")):
        if isinstance(condition, str) and condition in stack.source["Conditions"]:
            found |= _parameters(stack, stack.source["Conditions"][condition])
    # Whether a function exists is not one of its properties.
    return found & set(stack.source["Parameters"])


def a_changed_property_is_a_new_version(stack: Stack):
    """Even if it is not code, variables or memory size: only for those SAM itself makes a new
    version."""
    for name in FUNCTIONS:
        changed = copy.deepcopy(stack.source)
        timeout = stack.properties(name)["Timeout"]
        changed["Resources"][name]["Properties"]["Timeout"] = timeout - 1
        assert _versions(expand(changed), name) != _versions(stack, name), name


def _versions(stack: Stack, function: str) -> set:
    return {name for name in stack.of_type("AWS::Lambda::Version") if re.fullmatch(rf"{function}Version\w+", name)}


def _longest(parameter: dict) -> int:
    if "AllowedValues" in parameter:
        return max(len(value) for value in parameter["AllowedValues"])
    return parameter["MaxLength"] if parameter["Type"] == "String" else len(str(parameter["MaxValue"]))


def timeouts_leave_room_for_the_push(stack: Stack):
    """A receiver has 1.5 s for the table, and 6 s for the push after the answer; a relay ends
    before the next starts."""
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
    """Besides the public URLs, only the schedule may invoke a function."""
    for name, permission in stack.of_type("AWS::Lambda::Permission").items():
        properties = permission["Properties"]
        url = properties.get("FunctionUrlAuthType") == "NONE" or properties.get("InvokedViaFunctionUrl") is True
        schedule = properties["Principal"] == "events.amazonaws.com" and "SourceArn" in properties
        assert url or schedule, f"{name}: {properties}"


def relay_runs_every_minute(stack: Stack):
    """The rule is enabled and targets the alias; a failed run is not retried, since the next one is
    a minute away.

    Another rule runs the check for silent providers each hour.
    """
    rules = {name: rule["Properties"] for name, rule in stack.of_type("AWS::Events::Rule").items()}
    assert set(rules) == {"RelayEveryMinute", "RelayEveryHour"}
    for rule in rules.values():
        assert rule.get("State", "ENABLED") == "ENABLED"
        assert [target["Arn"] for target in rule["Targets"]] == [{"Ref": "RelayAliaslive"}]
    minute, hour = rules["RelayEveryMinute"], rules["RelayEveryHour"]
    assert (minute["ScheduleExpression"], hour["ScheduleExpression"]) == ("rate(1 minute)", "rate(1 hour)")
    assert "Input" not in minute["Targets"][0] and json.loads(hour["Targets"][0]["Input"]) == {"check": "silence"}
    assert stack.properties("RelayEventInvokeConfig")["MaximumRetryAttempts"] == 0


def logs_expire(stack: Stack):
    """Every function writes JSON lines into a log group of this template that expires."""
    for name in FUNCTIONS:
        logging = stack.properties(name)["LoggingConfig"]
        assert logging["LogFormat"] == "JSON", name
        assert logging["ApplicationLogLevel"] in (
            "INFO",
            "DEBUG",
            "TRACE",
        ), f"{name} would lose the log lines of deliveries"
        # Lambda logs a failed invocation at WARN; only OFF would lose it, and that level does not
        # exist.
        assert logging["SystemLogLevel"] == {"Ref": "PlatformLogLevel"}, name
        group = stack.properties(logging["LogGroup"]["Ref"])
        assert 1 <= stack.default(group["RetentionInDays"]) <= 400, name


def environments_are_exact(stack: Stack):
    """Each function has exactly the variables that it reads."""
    for name in FUNCTIONS:
        assert stack.properties(name)["Environment"]["Variables"] == environment_of(name), name


def environments_hold_no_secret(stack: Stack):
    """Anyone who may view the function can read its variables, so they only name the secret."""
    for name in FUNCTIONS:
        variables = stack.properties(name)["Environment"]["Variables"]
        assert "WEBHOOK_SECRET" not in variables, name
        for variable, value in variables.items():
            assert "{{resolve:" not in json.dumps(value), f"{name}: {variable}"
            assert isinstance(value, dict), f"{name}: {variable} is written into the template"
    for name, parameter in stack.source["Parameters"].items():
        assert "NoEcho" not in parameter, f"{name}: secrets belong in Secrets Manager, not in a parameter"


def roles_are_exact(stack: Stack):
    """Each function may do its work, write its log, and trace if asked to. No policy of AWS's
    own."""
    assert set(stack.of_type("AWS::IAM::Role")) == {f"{name}Role" for name in FUNCTIONS}
    for name in FUNCTIONS:
        role = stack.properties(f"{name}Role")
        assert stack.properties(name)["Role"] == {"Fn::GetAtt": [f"{name}Role", "Arn"]}, name
        trusted = role["AssumeRolePolicyDocument"]["Statement"]
        assert [one["Principal"] for one in trusted] == [{"Service": "lambda.amazonaws.com"}], name
        common = {"Relay": [], "Consumer": [{"Ref": "ConsumerPolicy"}]}.get(name, [{"Ref": "ReceiverPolicy"}])
        assert role["ManagedPolicyArns"] == [*common, TRACED], name
        statements = _statements(role)
        for policy in common:
            statements += _statements(stack.properties(policy["Ref"]))
        granted: dict = {}
        for statement in statements:
            assert statement["Effect"] == "Allow", name
            for resource in _list(statement["Resource"]):
                granted.setdefault(json.dumps(resource), set()).update(_list(statement["Action"]))
        group = {"Fn::GetAtt": [stack.properties(name)["LoggingConfig"]["LogGroup"]["Ref"], "Arn"]}
        assert granted.pop(json.dumps(group)) == LOG, name
        # A receiver's own role only has the permission for its secret; the key's, if there is a
        # key, comes from the common policy.
        assert granted == actions_of(name), name
    assert stack.resources["TracingPolicy"]["Condition"] == "IsTraced"
    (statement,) = _statements(stack.properties("TracingPolicy"))
    assert statement["Action"] == ["xray:PutTraceSegments", "xray:PutTelemetryRecords"]


def consumers_have_their_policy(stack: Stack):
    """Enough to consume and to fetch large bodies, and nothing more; other accounts only if they
    are named."""
    granted = {}
    for statement in _statements(stack.properties("ConsumerPolicy")):
        granted[json.dumps(statement["Resource"])] = set(_list(statement["Action"]))
    assert granted == {
        json.dumps(QUEUE): CONSUME,
        json.dumps(TABLE): {"dynamodb:GetItem", "dynamodb:BatchGetItem"},
        json.dumps(KEY): WITH_KEY,
    }
    encrypted, others = stack.properties("EventsQueuePolicy")["PolicyDocument"]["Statement"]
    assert encrypted["Resource"] == QUEUE
    condition, allow, otherwise = others["Fn::If"]
    assert (condition, otherwise) == ("HasConsumerAccounts", NONE)
    assert allow["Principal"] == {"AWS": {"Ref": "ConsumerAccounts"}}
    assert (set(allow["Action"]), allow["Resource"]) == (CONSUME, QUEUE)
    # Bodies too large for a message are in the table: consumers may read those items, and nothing
    # else of it.
    condition, policy, otherwise = stack.properties("Events")["ResourcePolicy"]["Fn::If"]
    assert (condition, otherwise) == ("HasConsumerAccounts", NONE)
    (read,) = policy["PolicyDocument"]["Statement"]
    assert (read["Effect"], read["Principal"]) == ("Allow", {"AWS": {"Ref": "ConsumerAccounts"}})
    assert read["Action"] == ["dynamodb:GetItem", "dynamodb:BatchGetItem"]


def each_queue_has_a_policy_of_its_own(stack: Stack):
    """SQS refuses statements about another queue, and more than seven actions in one.

    https://github.com/remind101/stacker_blueprints/pull/71,
    https://github.com/ministryofjustice/cloud-platform-environments/pull/9082
    """
    watched = set()
    for name, policy in stack.of_type("AWS::SQS::QueuePolicy").items():
        (queue,) = policy["Properties"]["Queues"]
        watched.add(queue["Ref"])
        for statement in policy["Properties"]["PolicyDocument"]["Statement"]:
            statement = statement["Fn::If"][1] if "Fn::If" in statement else statement
            assert statement["Resource"] == {"Fn::GetAtt": [queue["Ref"], "Arn"]}, name
            assert len(_list(statement["Action"])) <= 7, name
        deny = policy["Properties"]["PolicyDocument"]["Statement"][0]
        assert (deny["Effect"], deny["Principal"], deny["Action"]) == ("Deny", "*", "sqs:*"), name
        assert deny["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}, name
    assert watched == set(stack.of_type("AWS::SQS::Queue"))

def nothing_is_allowed_by_wildcard(stack: Stack):
    """No `*` in an action or at the end of a resource, in any policy. Only X-Ray has no
    resources."""
    for kind in ("AWS::IAM::Role", "AWS::IAM::Policy", "AWS::IAM::ManagedPolicy"):  # the queue policy's `*` denies
        for name, resource in stack.of_type(kind).items():
            if name == "TracingPolicy":
                continue
            for statement in _statements(resource["Properties"]):
                assert not {"NotAction", "NotResource"} & set(statement), name
                assert "*" not in json.dumps([statement["Action"], statement["Resource"]]), f"{name}: {statement}"


def table_has_its_keys_and_indexes(stack: Stack):
    """The table of docs/table.md."""
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
    """It survives the stack, can be restored to any second, is encrypted, scales by itself, and
    deletes only by time."""
    resource, table = stack.resources["Events"], stack.properties("Events")
    assert resource["Condition"] == "HasOwnTable"
    assert resource["DeletionPolicy"] == resource["UpdateReplacePolicy"] == "Retain"
    assert table["DeletionProtectionEnabled"] is True
    assert table["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}
    own = {"SSEEnabled": True, "SSEType": "KMS", "KMSMasterKeyId": KEY}
    assert table["SSESpecification"] == {"Fn::If": ["HasKmsKey", own, NONE]}
    assert table["BillingMode"] == "PAY_PER_REQUEST"
    assert table["TimeToLiveSpecification"] == {"AttributeName": "expires_at", "Enabled": True}
    assert stack.source["Parameters"]["RetentionDays"]["Default"] == 90


def queue_gives_consumers_time(stack: Stack):
    """AWS's rule: hide a message for six times the consumer's timeout.

    The consumer is not ours, so by default it may take as long as our slowest function.
    """
    slowest = max(stack.properties(name)["Timeout"] for name in FUNCTIONS)
    assert stack.default(stack.properties("EventsQueue")["VisibilityTimeout"]) >= 6 * slowest


def queues_lose_nothing(stack: Stack):
    """Long retention, SQS's largest message, encryption; messages that consumers cannot handle are
    kept apart, for longer."""
    assert set(stack.of_type("AWS::SQS::Queue")) == {"EventsQueue", "EventsDeadLetters"}
    for name in ("EventsQueue", "EventsDeadLetters"):
        queue = stack.properties(name)
        assert queue["SqsManagedSseEnabled"] == {"Fn::If": ["HasKmsKey", NONE, True]}, name
        assert queue["KmsMasterKeyId"] == {"Fn::If": ["HasKmsKey", KEY, NONE]}, name
        assert queue["MaximumMessageSize"] == 1024 * 1024, name
        assert not queue.get("FifoQueue"), name
    # A dead letter keeps the time of its first sending.
    # https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html
    waits, dead = (stack.properties(name)["MessageRetentionPeriod"] for name in ("EventsQueue", "EventsDeadLetters"))
    assert dead == FORTNIGHT and 7 * DAY <= waits <= dead - 4 * DAY
    assert stack.source["Parameters"]["QueueAgeSeconds"]["MaxValue"] <= waits
    redrive = stack.properties("EventsQueue")["RedrivePolicy"]
    assert redrive["deadLetterTargetArn"] == {"Fn::GetAtt": ["EventsDeadLetters", "Arn"]}
    assert redrive["maxReceiveCount"] >= 3
    allowed = stack.properties("EventsDeadLetters")["RedriveAllowPolicy"]
    (source,) = allowed["sourceQueueArns"]
    assert allowed["redrivePermission"] == "byQueue"
    assert source["Fn::Sub"].endswith(stack.properties("EventsQueue")["QueueName"]["Fn::Sub"])


def secrets_start_random_and_stay(stack: Stack):
    """One per provider; no value in the template; kept when the stack is deleted, since the
    provider knows it, too."""
    secrets = stack.of_type("AWS::SecretsManager::Secret")
    assert set(secrets) == {f"{name}Secret" for name in RECEIVERS}
    for name, secret in secrets.items():
        start = secret["Properties"]["GenerateSecretString"]
        assert start == {"PasswordLength": 48, "ExcludePunctuation": True}, name
        assert "SecretString" not in secret["Properties"], name
        assert secret["Properties"]["KmsKeyId"] == {"Fn::If": ["HasKmsKey", KEY, NONE]}, name
        # Nor retained, at 40 cents a month, by each first deployment that fails.
        assert (secret["DeletionPolicy"], secret["UpdateReplacePolicy"]) == ("RetainExceptOnCreate", "Retain"), name


def providers_can_be_left_out(stack: Stack):
    """All resources of a provider depend on its switch: function, URL, role, secret, alarm and
    outputs."""
    for name in RECEIVERS:
        assert stack.source["Parameters"][f"{name}Enabled"]["Default"] == "true", name
        of_it = {r: v for r, v in {**stack.resources, **stack.outputs}.items() if r.startswith(name)}
        assert len(of_it) >= 10, f"{name}: {sorted(of_it)}"
        for resource, value in of_it.items():
            narrower = {f"{name}Secret": f"{name}HasOwnSecret", f"{name}NewVersionAlarm": f"{name}IsGradual"}
            assert value.get("Condition") == narrower.get(resource, f"Has{name}"), resource
        for condition in (f"{name}HasOwnSecret", f"{name}IsGradual"):
            assert {"Condition": f"Has{name}"} in stack.source["Conditions"][condition]["Fn::And"], condition
        reserved = stack.properties(name)["ReservedConcurrentExecutions"]
        assert reserved == {"Fn::If": [f"{name}IsReserved", {"Ref": f"{name}ReservedConcurrency"}, NONE]}, name


def providers_have_the_same_block(stack: Stack):
    """The blocks are copies, since no loop can make them (docs/decisions/template.md), so no
    difference may go unnoticed.

    Allowed differences: the name, the kind of secret, and the header that Ombori and Zaui let an
    operator name.
    """
    blocks = {name: _block(stack.source, name) for name in RECEIVERS}
    for name, block in blocks.items():
        assert block == blocks["Gire"], name


def _block(source: dict, name: str) -> dict:
    """Returns a provider's parameters, conditions and resources, with `Provider` for its name."""
    block = {}
    for section in ("Parameters", "Conditions", "Resources"):
        for key, value in source[section].items():
            if key.removeprefix("Has").startswith(name) and not key.endswith("AuthHeader"):
                block[f"{section}/{key}"] = copy.deepcopy(value)
    block[f"Resources/{name}Secret"]["Properties"].pop("Description")
    block[f"Resources/{name}"]["Properties"]["Environment"]["Variables"].pop("AUTH_HEADER", None)
    text = json.dumps(block).replace(f"${{{name}AuthHeader}} ", "")
    return json.loads(text.replace(name, "Provider").replace(name.lower(), "provider"))


def metrics_of_code() -> set:
    """Returns the names in shared/src/lambda/metrics.rs."""
    (names,) = re.findall(r"pub const NAMES: .*? = \[(.*?)\];", code("shared/src/lambda/metrics.rs"), re.DOTALL)
    return set(re.findall(r'"(\w+)"', names))


def alarms_watch_metrics_that_exist(stack: Stack):
    """Each alarm notifies the topic, has a section of the runbook, and watches a metric that the
    functions write."""
    alarms = {name: a["Properties"] for name, a in stack.of_type("AWS::CloudWatch::Alarm").items()}
    sections = {
        re.sub(r"[^a-z0-9 -]", "", line.strip("# \n").lower()).replace(" ", "-")
        for line in read("docs/runbook.md").splitlines()
        if line.startswith("## ")
    }
    for name, alarm in alarms.items():
        assert alarm["AlarmActions"] == ALARMS, name
        # The start and the end of an alarm are both reported, except for the alarms that only a
        # deployment watches.
        assert name.endswith("NewVersionAlarm") or alarm["OKActions"] == ALARMS, name
        (section,) = re.findall(r"Runbook: docs/runbook\.md#([a-z0-9-]+)$", alarm["AlarmDescription"])
        assert section in sections, f"{name}: docs/runbook.md has no section {section}"
        if alarm.get("Namespace") == NAMESPACE:
            # CloudWatch may receive log lines late: a single period would miss them.
            assert alarm["MetricName"] in metrics_of_stack(stack), f"{name}: nothing writes {alarm['MetricName']}"
            assert alarm["EvaluationPeriods"] >= 3 or alarm["TreatMissingData"] == "breaching", name
        assert alarm.get("Period", 60) * alarm["EvaluationPeriods"] <= DAY, name
    age = alarms["OutboxAgeAlarm"]
    assert (age["MetricName"], age["Threshold"], age["TreatMissingData"]) == ("oldest_pending", 300, "breaching")
    dead = alarms["DeadLettersAlarm"]
    assert dead["Dimensions"] == [{"Name": "QueueName", "Value": {"Fn::GetAtt": ["EventsDeadLetters", "QueueName"]}}]
    watched = {
        # The metric, the threshold, and in how many of how many periods.
        "ErrorsAlarm": ("failed", 0, 1, 3),
        "RelayErrorsAlarm": ("Errors", 0, 2, 3),
        "ThrottlesAlarm": ("Throttles", 0, 1, 3),
        "RefusedAlarm": ("refused", 10, 2, 3),
        "WithheldAlarm": ("withheld", 0, 1, 12),
        "MisfitsAlarm": ("misfits", 0, 1, 288),
        "SilentAlarm": ("silent", 0, 1, 3),
        "OutboxAgeAlarm": ("oldest_pending", 300, 1, 1),
        "DeadLettersAlarm": ("ApproximateNumberOfMessagesVisible", 0, 1, 1),
        "QueueAgeAlarm": ("ApproximateAgeOfOldestMessage", {"Ref": "QueueAgeSeconds"}, 5, 5),
    }
    for name, expected in watched.items():
        alarm = alarms[name]
        found = (alarm["MetricName"], alarm["Threshold"], alarm["DatapointsToAlarm"], alarm["EvaluationPeriods"])
        assert found == expected, name
    assert set(alarms) - set(watched) - set(OF_URLS) == {"ConsumerErrorsAlarm"} | {f"{n}NewVersionAlarm" for n in FUNCTIONS}
    # The relay checks once an hour, so an hour without a value is an hour without silence.
    assert alarms["SilentAlarm"]["Period"] == 3600


# The alarms on AWS's metrics of the function URLs: metric, statistic, threshold, and how the URLs
# are combined.
OF_URLS = {
    "Url5xxAlarm": ("Url5xxCount", "Sum", 0, "SUM(FILL(METRICS(), 0))"),
    "LatencyAlarm": ("UrlRequestLatency", "p99", 1500, "MAX(FILL(METRICS(), 0))"),
}


def every_function_is_watched(stack: Stack):
    """Every URL by alarms over all URLs, every log by a filter, the relay by its own errors."""
    for name, (metric, statistic, threshold, expression) in OF_URLS.items():
        alarm = stack.properties(name)
        assert stack.resources[name]["Condition"] == "HasUrlAlarms" and alarm["Threshold"] == threshold, name
        assert alarm["DatapointsToAlarm"] <= 2 < alarm["EvaluationPeriods"], name
        over_all, *each = alarm["Metrics"]
        assert over_all["Expression"] == expression and over_all.get("ReturnData", True), name
        watched = set()
        for one in each:
            condition, query, otherwise = one["Fn::If"]
            stat = query["MetricStat"]
            assert otherwise == NONE and query["ReturnData"] is False and stat["Stat"] == statistic, name
            assert (stat["Metric"]["Namespace"], stat["Metric"]["MetricName"]) == ("AWS/Lambda", metric), name
            (dimension,) = stat["Metric"]["Dimensions"]
            function = condition.removeprefix("Has")
            assert dimension == {"Name": "FunctionName", "Value": {"Fn::Sub": f"${{AWS::StackName}}-{function.lower()}"}}
            watched.add(function)
        assert watched == set(RECEIVERS), name
    (failed,) = (one["Properties"] for one in stack.of_type("AWS::Logs::MetricFilter").values())
    assert failed["LogGroupName"] == {"Ref": "Deliveries"}
    assert failed["FilterPattern"] == '{ $.type = "platform.report" && $.record.status != "success" }'
    for name in RECEIVERS:
        assert stack.properties(name)["LoggingConfig"]["LogGroup"] == {"Ref": "Deliveries"}, name
    relay = stack.properties("RelayErrorsAlarm")
    assert relay["Dimensions"] == [{"Name": "FunctionName", "Value": {"Fn::Sub": "${AWS::StackName}-relay"}}]
    # No dimension: all functions together, so a flood on one is noticed whichever function is
    # throttled.
    throttles = stack.properties("ThrottlesAlarm")
    assert "Dimensions" not in throttles and throttles["Namespace"] == "AWS/Lambda"


def metrics_of_stack(stack: Stack) -> set:
    """Returns the metrics that the functions write, and those that filters derive from the log."""
    filters = stack.of_type("AWS::Logs::MetricFilter").values()
    transformations = [one for found in filters for one in found["Properties"]["MetricTransformations"]]
    # A value for each line without a match would be billed every hour.
    assert all("DefaultValue" not in one and one["MetricNamespace"] == NAMESPACE for one in transformations)
    assert {one["MetricName"] for one in transformations} <= metrics_of_code()
    return metrics_of_code()


def new_versions_can_go_out_gradually(stack: Stack):
    """Only if asked for; then with an alarm for every function that rolls a bad version back."""
    assert not stack.of_type("AWS::CodeDeploy::DeploymentGroup")
    gradual = copy.deepcopy(stack.source)
    gradual["Parameters"]["GradualDeployment"]["Default"] = "true"
    groups = expand(gradual).of_type("AWS::CodeDeploy::DeploymentGroup")
    assert set(groups) == {f"{name}DeploymentGroup" for name in FUNCTIONS}
    for name, group in groups.items():
        condition, watching, _ = group["Properties"]["AlarmConfiguration"]["Fn::If"]
        assert condition == "IsGradual" and watching["Enabled"] is True, name
        function = name.removesuffix("DeploymentGroup")
        (alarm,) = watching["Alarms"]
        assert alarm["Name"] == {"Ref": f"{function}NewVersionAlarm"}, name
        watched = expand(gradual).properties(f"{function}NewVersionAlarm")
        # Of the new version only: errors of the live version must not roll the repair back.
        dimensions = {one["Name"]: one["Value"] for one in watched["Dimensions"]}
        (version,) = _versions(expand(gradual), function)
        assert dimensions["ExecutedVersion"] == {"Fn::GetAtt": [version, "Version"]}, name
        assert dimensions["Resource"] == {"Fn::Sub": f"${{AWS::StackName}}-{function.lower()}:live"}, name
        condition = f"Has{function}"
        assert group.get("Condition") == (None if name.startswith("Relay") else condition), name


def dashboard_shows_what_exists(stack: Stack):
    """It is JSON, and shows only existing metrics and logs; its name is unique in the account."""
    dashboard = stack.resources["Overview"]
    assert dashboard["Condition"] == "HasDashboard"
    assert dashboard["Properties"]["DashboardName"] == {"Fn::Sub": "${AWS::StackName}-${AWS::Region}"}
    body = json.loads(dashboard["Properties"]["DashboardBody"]["Fn::Sub"])
    shown, groups = set(), {one["Properties"]["LogGroupName"]["Fn::Sub"] for one in stack.of_type("AWS::Logs::LogGroup").values()}
    for widget in body["widgets"]:
        if widget["type"] == "log":
            assert re.match(r"SOURCE '(.+?)' \| ", widget["properties"]["query"])[1] in groups, widget
            continue
        for metric in widget["properties"]["metrics"]:
            if metric[0] == NAMESPACE["Fn::Sub"]:
                shown.add(metric[1])
            else:
                assert metric[0] in ("AWS/Lambda", "AWS/SQS"), metric
    assert shown == metrics_of_stack(stack), shown ^ metrics_of_stack(stack)


def names_fit(stack: Stack):
    """docs/deploy.md states how long the stack's name may be: a function's has at most 64
    characters, a queue's 80."""
    longest = 0
    for kind, name, limit in (("AWS::Lambda::Function", "FunctionName", 64), ("AWS::SQS::Queue", "QueueName", 80)):
        for resource in stack.of_type(kind).values():
            suffix = resource["Properties"][name]["Fn::Sub"].removeprefix("${AWS::StackName}")
            longest = max(longest, 128 - (limit - len(suffix)))
    (told,) = re.findall(r"name of the stack: at most (\d+) characters", " ".join(read("docs/deploy.md").split()))
    assert int(told) == 128 - longest


def consumer_is_an_example(stack: Stack):
    """Off unless asked for, with all its resources; each message fails on its own; its rows
    expire."""
    assert stack.source["Parameters"]["ExampleConsumer"]["Default"] == "false"
    assert stack.source["Conditions"]["HasConsumer"] == {"Fn::Equals": [{"Ref": "ExampleConsumer"}, "true"]}
    parts = ("", "Role", "Aliaslive", "Source", "ErrorsAlarm", "Logs")
    assert stack.resources["ConsumerNewVersionAlarm"]["Condition"] == "ConsumerIsGradual"
    for name in (*(f"Consumer{part}" for part in parts), "Consumed"):
        assert stack.resources[name].get("Condition") == "HasConsumer", name
    (source,) = stack.of_type("AWS::Lambda::EventSourceMapping").values()
    mapping = source["Properties"]
    assert mapping["EventSourceArn"] == QUEUE and mapping["FunctionName"] == {"Ref": "ConsumerAliaslive"}
    assert mapping["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    assert 2 <= mapping["ScalingConfig"]["MaximumConcurrency"] <= 1000
    assert "FilterCriteria" not in mapping, "Lambda deletes messages that a filter leaves out"
    table = stack.properties("Consumed")
    assert table["KeySchema"] == _keys("id") and table["BillingMode"] == "PAY_PER_REQUEST"
    assert table["TimeToLiveSpecification"] == {"AttributeName": "expires_at", "Enabled": True}
    assert table["SSESpecification"] == stack.properties("Events")["SSESpecification"]


def outputs_name_everything(stack: Stack):
    """Everything that an operator needs to register the URLs and to consume the queue."""
    expected = {
        "TableName": TABLE_NAME,
        "TableArn": TABLE,
        "QueueUrl": {"Ref": "EventsQueue"},
        "QueueArn": QUEUE,
        "DeadLettersUrl": {"Ref": "EventsDeadLetters"},
        "ConsumerPolicyArn": {"Ref": "ConsumerPolicy"},
        "ConsumedTableName": {"Ref": "Consumed"},
        "AlarmTopicArn": {"Ref": "AlarmTopic"},
    }
    assert stack.outputs["ConsumedTableName"]["Condition"] == "HasConsumer"
    for name in RECEIVERS:
        expected[f"{name}Url"] = {"Fn::GetAtt": [f"{name}Url", "FunctionUrl"]}
        expected[f"{name}SecretArn"] = _secret(name)
    assert {name: output["Value"] for name, output in stack.outputs.items()} == expected


RULES = {
    rule.__name__: rule
    for rule in (
        functions_are_the_providers_and_the_relay,
        a_changed_parameter_is_a_new_version,
        a_changed_property_is_a_new_version,
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
        consumers_have_their_policy,
        each_queue_has_a_policy_of_its_own,
        providers_can_be_left_out,
        providers_have_the_same_block,
        alarms_watch_metrics_that_exist,
        every_function_is_watched,
        new_versions_can_go_out_gradually,
        dashboard_shows_what_exists,
        names_fit,
        consumer_is_an_example,
        outputs_name_everything,
    )
}


def _statements(properties: dict) -> list:
    """Returns the statements of all policies, including those granted only with a key."""
    policies = [p["PolicyDocument"] for p in properties.get("Policies", [])]
    policies += [properties["PolicyDocument"]] if "PolicyDocument" in properties else []
    found = [statement for policy in policies for statement in _list(policy["Statement"])]
    for index, statement in enumerate(found):
        if "Fn::If" in statement:
            condition, then, otherwise = statement["Fn::If"]
            assert (condition, otherwise) == ("HasKmsKey", NONE)
            found[index] = then
    return found


def _list(value) -> list:
    return value if isinstance(value, list) else [value]


def _keys(hash_key: str, range_key: str | None = None) -> list:
    keys = [{"AttributeName": hash_key, "KeyType": "HASH"}]
    return keys + ([{"AttributeName": range_key, "KeyType": "RANGE"}] if range_key else [])
