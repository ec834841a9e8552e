"""What must hold for the template and no linter checks: each rule is one function that raises AssertionError.

`faults.py` breaks the template once or more for every rule, so that each is known to bite.
"""

import copy
import json
import re

from project import ROOT, code, read
from stack import Stack, expand

# One receiver per provider. The providers are those that the code has.
RECEIVERS = tuple(sorted(file.stem.capitalize() for file in (ROOT / "shared/src/providers").glob("*.rs")))
FUNCTIONS = (*RECEIVERS, "Relay", "Consumer")
FORTNIGHT = 14 * 24 * 3600
NONE = {"Ref": "AWS::NoValue"}
BASIC = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
TRACING = "arn:aws:iam::aws:policy/AWSXrayWriteOnlyAccess"
NAMESPACE = {"Fn::Sub": "Frontdesk/${AWS::StackName}"}
ALARMS = [{"Ref": "AlarmTopic"}]

TABLE = {"Fn::GetAtt": ["Events", "Arn"]}
OUTBOX = {"Fn::Sub": "${Events.Arn}/index/pending"}
QUEUE = {"Fn::GetAtt": ["EventsQueue", "Arn"]}
CONSUMED = {"Fn::GetAtt": ["Consumed", "Arn"]}
DEAD_LETTERS = {"Fn::GetAtt": ["EventsDeadLetters", "Arn"]}
KEY = {"Ref": "KmsKeyArn"}
# What DynamoDB, SQS and Secrets Manager ask of a caller when they encrypt with the stack's own key.
WITH_KEY = {
    "kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey", "kms:ReEncryptFrom", "kms:ReEncryptTo"
}
CONSUME = {
    "sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:ChangeMessageVisibility", "sqs:GetQueueAttributes",
    "sqs:GetQueueUrl",
}


def actions_of(function: str) -> dict:
    """What a function may do: resource, as JSON, to actions. Nothing else, and nothing elsewhere."""
    if function == "Relay":
        allowed = [
            (OUTBOX, {"dynamodb:Query"}),
            (TABLE, {"dynamodb:BatchGetItem", "dynamodb:UpdateItem"}),
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
            ({"Ref": f"{function}Secret"}, {"secretsmanager:GetSecretValue"}),
        ]
    allowed.append((KEY, WITH_KEY))
    return {json.dumps(resource): actions for resource, actions in allowed}


def environment_of(function: str) -> dict:
    """The variables of a function: exactly these, with these values."""
    variables = {
        "EVENTS_TABLE": {"Ref": "Events"},
        "EVENTS_QUEUE_URL": {"Ref": "EventsQueue"},
        "METRICS_NAMESPACE": NAMESPACE,
    }
    if function == "Relay":
        return variables | {"RETENTION_DAYS": {"Ref": "RetentionDays"}}
    if function == "Consumer":
        return variables | {"CONSUMED_TABLE": {"Ref": "Consumed"}}
    variables |= {
        "WEBHOOK_SECRET_ID": {"Ref": f"{function}Secret"},
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
    """One receiver per provider, the relay and the example consumer, with the runtime, sizes and alias of the README."""
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
        assert properties["TracingConfig"] == {"Mode": "Active"}, name
        assert properties["FunctionName"] == {"Fn::Sub": f"${{AWS::StackName}}-{name.lower()}"}, name
        assert stack.properties(f"{name}Aliaslive")["Name"] == "live", name
        written = stack.source["Resources"][name]
        assert written["Metadata"]["BuildMethod"] == "rust-cargolambda", name
        folder = "examples" if name == "Consumer" else "functions"
        assert written["Properties"]["CodeUri"] == f"{folder}/{name.lower()}/", name


def a_changed_parameter_is_a_new_version(stack: Stack):
    """The URL leads to the alias, and the alias to a version: what only changes the function would change nothing.

    So the version's description, which cannot change without a new version, names every parameter of the function.
    AWS allows 256 characters.
    """
    parameters = stack.source["Parameters"]
    for name in FUNCTIONS:
        written = stack.source["Resources"][name]["Properties"]
        made_of = {"MemorySize"} | {
            v["Ref"] for v in written.get("Environment", {}).get("Variables", {}).values() if "Ref" in v
        }
        made_of |= {"ZauiAuthHeader"} if name == "Zaui" else set()
        described = re.findall(r"\$\{(\w+)\}", written["VersionDescription"]["Fn::Sub"])
        assert set(described) == made_of & set(parameters), name
        text = re.sub(r"\$\{\w+\}", "", written["VersionDescription"]["Fn::Sub"])
        assert len(text) + sum(_longest(parameters[p]) for p in described) <= 256, name


def _longest(parameter: dict) -> int:
    if "AllowedValues" in parameter:
        return max(len(value) for value in parameter["AllowedValues"])
    return parameter["MaxLength"] if parameter["Type"] == "String" else len(str(parameter["MaxValue"]))


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
    """Each function may do what it does. Beside that it has only AWS's own policies for writing logs and traces."""
    assert set(stack.of_type("AWS::IAM::Role")) == {f"{name}Role" for name in FUNCTIONS}
    for name in FUNCTIONS:
        role = stack.properties(f"{name}Role")
        common = {"Relay": [], "Consumer": [{"Ref": "ConsumerPolicy"}]}.get(name, [{"Ref": "ReceiverPolicy"}])
        assert role["ManagedPolicyArns"] == [BASIC, TRACING, *common], name
        statements = _statements(role)
        for policy in common:
            statements += _statements(stack.properties(policy["Ref"]))
        granted: dict = {}
        for statement in statements:
            assert statement["Effect"] == "Allow", name
            for resource in _list(statement["Resource"]):
                granted.setdefault(json.dumps(resource), set()).update(_list(statement["Action"]))
        # A receiver has its secret's right in its own role, so without a key there is nothing of the key in it.
        assert granted == actions_of(name), name


def consumers_have_their_policy(stack: Stack):
    """Enough to consume and to fetch large bodies, and nothing more; other accounts only where they are named."""
    granted = {}
    for statement in _statements(stack.properties("ConsumerPolicy")):
        granted[json.dumps(statement["Resource"])] = set(_list(statement["Action"]))
    assert granted == {
        json.dumps(QUEUE): CONSUME,
        json.dumps(TABLE): {"dynamodb:GetItem", "dynamodb:BatchGetItem"},
        json.dumps(KEY): WITH_KEY,
    }
    policy = stack.properties("QueuePolicy")
    assert policy["Queues"] == [{"Ref": "EventsQueue"}, {"Ref": "EventsDeadLetters"}]
    deny, others = policy["PolicyDocument"]["Statement"]
    assert (deny["Effect"], deny["Principal"], deny["Action"]) == ("Deny", "*", "sqs:*")
    assert deny["Resource"] == [QUEUE, DEAD_LETTERS]
    assert deny["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}
    condition, allow, otherwise = others["Fn::If"]
    assert (condition, otherwise) == ("HasConsumerAccounts", NONE)
    assert allow["Principal"] == {"AWS": {"Ref": "ConsumerAccounts"}}
    assert (set(allow["Action"]), allow["Resource"]) == (CONSUME, QUEUE)


def nothing_is_allowed_by_wildcard(stack: Stack):
    """No `*` in an action or at the end of a resource, in no policy."""
    for kind in ("AWS::IAM::Role", "AWS::IAM::Policy", "AWS::IAM::ManagedPolicy"):  # the queue policy's `*` denies
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
    own = {"SSEEnabled": True, "SSEType": "KMS", "KMSMasterKeyId": KEY}
    assert table["SSESpecification"] == {"Fn::If": ["HasKmsKey", own, NONE]}
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
        assert queue["SqsManagedSseEnabled"] == {"Fn::If": ["HasKmsKey", NONE, True]}, name
        assert queue["KmsMasterKeyId"] == {"Fn::If": ["HasKmsKey", KEY, NONE]}, name
        assert queue["MaximumMessageSize"] == 1024 * 1024, name
        assert not queue.get("FifoQueue"), name
    redrive = stack.properties("EventsQueue")["RedrivePolicy"]
    assert redrive["deadLetterTargetArn"] == {"Fn::GetAtt": ["EventsDeadLetters", "Arn"]}
    assert redrive["maxReceiveCount"] >= 3
    allowed = stack.properties("EventsDeadLetters")["RedriveAllowPolicy"]
    (source,) = allowed["sourceQueueArns"]
    assert allowed["redrivePermission"] == "byQueue"
    assert source["Fn::Sub"].endswith(stack.properties("EventsQueue")["QueueName"]["Fn::Sub"])


def secrets_start_random_and_stay(stack: Stack):
    """One per provider; no value in the template; not lost with the stack, since the provider knows it too."""
    secrets = stack.of_type("AWS::SecretsManager::Secret")
    assert set(secrets) == {f"{name}Secret" for name in RECEIVERS}
    for name, secret in secrets.items():
        start = secret["Properties"]["GenerateSecretString"]
        assert start == {"PasswordLength": 48, "ExcludePunctuation": True}, name
        assert "SecretString" not in secret["Properties"], name
        assert secret["Properties"]["KmsKeyId"] == {"Fn::If": ["HasKmsKey", KEY, NONE]}, name
        assert secret["DeletionPolicy"] == secret["UpdateReplacePolicy"] == "Retain", name


def providers_can_be_left_out(stack: Stack):
    """Everything of a provider hangs on its switch: function, URL, role, secret, alarm and outputs."""
    for name in RECEIVERS:
        assert stack.source["Parameters"][f"{name}Enabled"]["Default"] == "true", name
        of_it = {r: v for r, v in {**stack.resources, **stack.outputs}.items() if r.startswith(name)}
        assert len(of_it) >= 10, f"{name}: {sorted(of_it)}"
        for resource, value in of_it.items():
            assert value.get("Condition") == f"Has{name}", resource
        reserved = stack.properties(name)["ReservedConcurrentExecutions"]
        assert reserved == {"Fn::If": [f"{name}IsReserved", {"Ref": f"{name}ReservedConcurrency"}, NONE]}, name


def providers_have_the_same_block(stack: Stack):
    """The blocks are copies, since no loop can make them (docs/decisions/template.md), so none may differ unnoticed.

    What may differ: the name, what kind of secret it is, and the header that Ombori and Zaui let an operator name.
    """
    blocks = {name: _block(stack.source, name) for name in RECEIVERS}
    for name, block in blocks.items():
        assert block == blocks["Gire"], name


def _block(source: dict, name: str) -> dict:
    """The parameters, conditions and resources of a provider, with `Provider` for its name."""
    block = {}
    for section in ("Parameters", "Conditions", "Resources"):
        for key, value in source[section].items():
            if key.removeprefix("Has").startswith(name) and not key.endswith("AuthHeader"):
                block[f"{section}/{key}"] = copy.deepcopy(value)
    block[f"Resources/{name}Secret"]["Properties"].pop("Description")
    block[f"Resources/{name}"]["Properties"]["Environment"]["Variables"].pop("AUTH_HEADER", None)
    text = json.dumps(block).replace(f"${{{name}AuthHeader}} | ", "")
    return json.loads(text.replace(name, "Provider").replace(name.lower(), "provider"))


def metrics_of_code() -> set:
    """The names in shared/src/lambda/metrics.rs."""
    (names,) = re.findall(r"pub const NAMES: .*? = \[(.*?)\];", code("shared/src/lambda/metrics.rs"), re.DOTALL)
    return set(re.findall(r'"(\w+)"', names))


def alarms_watch_metrics_that_exist(stack: Stack):
    """Each alarm tells the topic, has a section of the runbook, and looks at a metric that the functions write."""
    alarms = {name: a["Properties"] for name, a in stack.of_type("AWS::CloudWatch::Alarm").items()}
    sections = {
        re.sub(r"[^a-z0-9 -]", "", line.strip("# \n").lower()).replace(" ", "-")
        for line in read("docs/runbook.md").splitlines()
        if line.startswith("## ")
    }
    for name, alarm in alarms.items():
        assert alarm["AlarmActions"] == ALARMS, name
        (section,) = re.findall(r"Runbook: docs/runbook\.md#([a-z0-9-]+)$", alarm["AlarmDescription"])
        assert section in sections, f"{name}: docs/runbook.md has no section {section}"
        if "Metrics" not in alarm and alarm["Namespace"] == NAMESPACE:
            assert alarm["MetricName"] in metrics_of_code(), f"{name}: nothing writes {alarm['MetricName']}"
    age = alarms["OutboxAgeAlarm"]
    assert (age["MetricName"], age["Threshold"], age["TreatMissingData"]) == ("oldest_pending", 300, "breaching")
    dead = alarms["DeadLettersAlarm"]
    assert dead["Dimensions"] == [{"Name": "QueueName", "Value": {"Fn::GetAtt": ["EventsDeadLetters", "QueueName"]}}]
    watched = {
        "RefusedAlarm": ("refused", 10),
        "UnreadableAlarm": ("unreadable", 0),
        "SetAsideAlarm": ("set_aside", 0),
        "RelayFailedAlarm": ("relay_failed", 0),
        "DeadLettersAlarm": ("ApproximateNumberOfMessagesVisible", 0),
        "QueueAgeAlarm": ("ApproximateAgeOfOldestMessage", {"Ref": "QueueAgeSeconds"}),
    }
    for name, expected in watched.items():
        assert (alarms[name]["MetricName"], alarms[name]["Threshold"]) == expected, name
    for name in RECEIVERS:
        silent = alarms[f"{name}SilentAlarm"]
        assert silent["InsufficientDataActions"] == ALARMS and silent["TreatMissingData"] == "missing", name
        assert silent["Dimensions"] == [{"Name": "provider", "Value": name.lower()}], name
        assert (silent["MetricName"], silent["Namespace"]) == ("matched", NAMESPACE), name
        assert (silent["Period"], silent["EvaluationPeriods"]) == (86400, {"Ref": "SilentDays"}), name


def every_function_is_watched(stack: Stack):
    """By its own alarms, so that they say which one it is, and come and go with it."""
    watched = {"ErrorsAlarm": "Errors", "5xxAlarm": "Url5xxCount", "ThrottlesAlarm": "Throttles"}
    watched["LatencyAlarm"] = "UrlRequestLatency"
    for function in FUNCTIONS:
        for kind, metric in watched.items():
            if function not in RECEIVERS and kind != "ErrorsAlarm":
                continue
            alarm = stack.properties(f"{function}{kind}")
            assert (alarm["Namespace"], alarm["MetricName"]) == ("AWS/Lambda", metric), f"{function}{kind}"
            assert alarm["Dimensions"] == [
                {"Name": "FunctionName", "Value": {"Fn::Sub": f"${{AWS::StackName}}-{function.lower()}"}}
            ], f"{function}{kind}"
            limit = 1500 if kind == "LatencyAlarm" else 0
            assert alarm["Threshold"] == limit, f"{function}{kind}"


def new_versions_can_go_out_gradually(stack: Stack):
    """Only where it is asked for; then with the alarms that take a bad version back, for every function."""
    assert not stack.of_type("AWS::CodeDeploy::DeploymentGroup")
    gradual = copy.deepcopy(stack.source)
    gradual["Parameters"]["GradualDeployment"]["Default"] = "true"
    groups = expand(gradual).of_type("AWS::CodeDeploy::DeploymentGroup")
    assert set(groups) == {f"{name}DeploymentGroup" for name in FUNCTIONS}
    for name, group in groups.items():
        watching = group["Properties"]["AlarmConfiguration"]
        assert watching["Enabled"] is True, name
        function = name.removesuffix("DeploymentGroup")
        alarms = {f"{function}ErrorsAlarm", f"{function}5xxAlarm"} - {"Relay5xxAlarm", "Consumer5xxAlarm"}
        assert {alarm["Name"]["Ref"] for alarm in watching["Alarms"]} == alarms, name
        condition = f"Has{function}"
        assert group.get("Condition") == (None if name.startswith("Relay") else condition), name


def dashboard_shows_what_exists(stack: Stack):
    """It is JSON, and shows only metrics that are written."""
    body = json.loads(stack.properties("Dashboard")["DashboardBody"]["Fn::Sub"])
    shown = set()
    for widget in body["widgets"]:
        for metric in widget["properties"]["metrics"]:
            if isinstance(metric[0], dict):
                search = r"SEARCH\('\{\"Frontdesk/\$\{AWS::StackName\}\",[\w,]+\} MetricName=\"(\w+)\"', 'Sum', 300\)"
                shown.update(re.fullmatch(search, metric[0]["expression"]).groups())
            elif metric[0] == NAMESPACE["Fn::Sub"]:
                shown.add(metric[1])
            else:
                assert metric[0] in ("AWS/Lambda", "AWS/SQS"), metric
    assert shown <= metrics_of_code(), shown - metrics_of_code()
    assert {"stored", "refused", "unreadable", "unavailable", "oldest_pending", "matched", "set_aside"} <= shown


def consumer_is_an_example(stack: Stack):
    """Off unless asked for, with all that belongs to it; each message fails for itself; its rows go by themselves."""
    assert stack.source["Parameters"]["ExampleConsumer"]["Default"] == "false"
    assert stack.source["Conditions"]["HasConsumer"] == {"Fn::Equals": [{"Ref": "ExampleConsumer"}, "true"]}
    parts = ("", "Role", "Aliaslive", "Source", "ErrorsAlarm", "Logs")
    for name in (*(f"Consumer{part}" for part in parts), "Consumed"):
        assert stack.resources[name].get("Condition") == "HasConsumer", name
    (source,) = stack.of_type("AWS::Lambda::EventSourceMapping").values()
    mapping = source["Properties"]
    assert mapping["EventSourceArn"] == QUEUE and mapping["FunctionName"] == {"Ref": "ConsumerAliaslive"}
    assert mapping["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    assert 2 <= mapping["ScalingConfig"]["MaximumConcurrency"] <= 1000
    assert "FilterCriteria" not in mapping, "what a filter leaves out, Lambda deletes from the queue"
    table = stack.properties("Consumed")
    assert table["KeySchema"] == _keys("id") and table["BillingMode"] == "PAY_PER_REQUEST"
    assert table["TimeToLiveSpecification"] == {"AttributeName": "expires_at", "Enabled": True}
    assert table["SSESpecification"] == stack.properties("Events")["SSESpecification"]


def outputs_name_everything(stack: Stack):
    """What an operator needs to register the URLs and to consume the queue."""
    expected = {
        "TableName": {"Ref": "Events"},
        "QueueUrl": {"Ref": "EventsQueue"},
        "QueueArn": QUEUE,
        "DeadLettersUrl": {"Ref": "EventsDeadLetters"},
        "ConsumerPolicyArn": {"Ref": "ConsumerPolicy"},
        "AlarmTopicArn": {"Ref": "AlarmTopic"},
    }
    for name in RECEIVERS:
        expected[f"{name}Url"] = {"Fn::GetAtt": [f"{name}Url", "FunctionUrl"]}
        expected[f"{name}SecretArn"] = {"Ref": f"{name}Secret"}
    assert {name: output["Value"] for name, output in stack.outputs.items()} == expected


RULES = {
    rule.__name__: rule
    for rule in (
        functions_are_the_providers_and_the_relay,
        a_changed_parameter_is_a_new_version,
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
        providers_can_be_left_out,
        providers_have_the_same_block,
        alarms_watch_metrics_that_exist,
        every_function_is_watched,
        new_versions_can_go_out_gradually,
        dashboard_shows_what_exists,
        consumer_is_an_example,
        outputs_name_everything,
    )
}


def _statements(properties: dict) -> list:
    """Of all policies, with what is granted only where there is a key."""
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
