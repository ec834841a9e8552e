"""Planted faults: harmless-looking changes that break the template, each with the rule of
`rules.py` that must find it."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """A change to the template as written, and the rule that must fail."""

    rule: str
    what: str
    plant: Callable[[dict], object]


def _resource(template: dict, name: str) -> dict:
    return template["Resources"][name]["Properties"]


def _put(path: str, value) -> Callable[[dict], object]:
    """Sets the value at a path of keys and indexes, such as `Resources/Events/DeletionPolicy`."""
    *way, last = [int(step) if step.isdigit() else step for step in path.split("/")]

    def plant(template: dict):
        place = template
        for step in way:
            place = place[step]
        place[last] = value

    return plant


def _drop(path: str) -> Callable[[dict], object]:
    """Removes the value at a path."""
    *way, last = [int(step) if step.isdigit() else step for step in path.split("/")]

    def plant(template: dict):
        place = template
        for step in way:
            place = place[step]
        del place[last]

    return plant


def _statements(template: dict, name: str) -> list:
    """Returns the statements of a role's own policy, or of a managed one."""
    properties = _resource(template, name)
    policy = properties if "PolicyDocument" in properties else properties["Policies"][-1]
    return policy["PolicyDocument"]["Statement"]


def _statement(name: str, index: int, **change) -> Callable[[dict], object]:
    return lambda t: _statements(t, name)[index].update(change)


def _grant(name: str, statement: dict) -> Callable[[dict], object]:
    return lambda t: _statements(t, name).append({"Effect": "Allow", **statement})


def _stranger(template: dict):
    template["Resources"]["Stranger"] = {
        "Type": "AWS::Lambda::Permission",
        "Properties": {"Action": "lambda:InvokeFunction", "FunctionName": {"Ref": "Relay"}, "Principal": "*"},
    }


def _dashboard(template: dict, old: str, new: str):
    body = _resource(template, "Overview")["DashboardBody"]
    body["Fn::Sub"] = body["Fn::Sub"].replace(old, new)


def _no_url(template: dict):
    del _resource(template, "Zaui")["FunctionUrlConfig"]
    del template["Outputs"]["ZauiUrl"]


def _second_policy(template: dict):
    _resource(template, "GireRole")["ManagedPolicyArns"].append("arn:aws:iam::aws:policy/AmazonDynamoDBFullAccess")


def _role_by_sam(template: dict):
    """Replaces a role by the one that SAM would create: with AWS's policy for logs, which may
    create groups."""
    del _resource(template, "Gire")["Role"]
    del template["Resources"]["GireRole"]


GINGR = "Resources/Gingr/Properties"
RELAY = "Resources/Relay/Properties"
TABLE = "Resources/Events/Properties"
QUEUE = "Resources/EventsQueue/Properties"
GLOBAL = "Globals/Function"

FAULTS = [
    Fault("functions_are_the_providers_and_the_relay", "a function is gone", lambda t: t["Resources"].pop("Relay")),
    Fault("functions_are_the_providers_and_the_relay", "an older runtime", _put(f"{GINGR}/Runtime", "provided.al2")),
    Fault(
        "functions_are_the_providers_and_the_relay", "a fixed architecture", _put(f"{GLOBAL}/Architectures", ["arm64"])
    ),
    Fault("functions_are_the_providers_and_the_relay", "no alias", _drop(f"{GLOBAL}/AutoPublishAlias")),
    Fault(
        "functions_are_the_providers_and_the_relay",
        "another function's code",
        _put(f"{GINGR}/CodeUri", "functions/gire/"),
    ),
    Fault(
        "a_changed_parameter_is_a_new_version",
        "a parameter that only new code brings to the URL",
        _put(f"{GINGR}/VersionDescription/Fn::Sub", "${GingrWantedEvents} ${KeepRefused} ${MemorySize}MB ${Revision}"),
    ),
    Fault(
        "a_changed_parameter_is_a_new_version",
        "a description that AWS refuses",
        _put("Parameters/GingrWantedEvents/MaxLength", 300),
    ),
    Fault(
        "a_changed_parameter_is_a_new_version",
        "a provider that is switched off, and whose silence the relay goes on to report",
        _put(f"{RELAY}/VersionDescription/Fn::Sub", "${RetentionDays} ${SilentDays} ${MemorySize} ${Revision}"),
    ),
    Fault(
        "a_changed_property_is_a_new_version",
        "a time-out that only new code brings to the URL",
        _drop(f"{GINGR}/AutoPublishAliasAllProperties"),
    ),
    Fault("timeouts_leave_room_for_the_push", "Lambda's default of 3 seconds", _put(f"{GLOBAL}/Timeout", 3)),
    Fault("timeouts_leave_room_for_the_push", "a relay longer than its interval", _put(f"{RELAY}/Timeout", 90)),
    Fault(
        "function_urls_are_public",
        "a URL that wants AWS signatures",
        _put(f"{GINGR}/FunctionUrlConfig/AuthType", "AWS_IAM"),
    ),
    Fault("function_urls_are_public", "a provider without URL", _no_url),
    Fault("function_urls_are_public", "a URL of the relay", _put(f"{RELAY}/FunctionUrlConfig", {"AuthType": "NONE"})),
    Fault(
        "function_urls_are_public",
        "a streamed answer",
        _put(f"{GINGR}/FunctionUrlConfig/InvokeMode", "RESPONSE_STREAM"),
    ),
    Fault("nobody_else_may_invoke", "a relay that anybody may invoke", _stranger),
    Fault(
        "relay_runs_every_minute", "every hour", _put(f"{RELAY}/Events/EveryMinute/Properties/Schedule", "rate(1 hour)")
    ),
    Fault(
        "relay_runs_every_minute",
        "an hourly run that sweeps",
        _drop(f"{RELAY}/Events/EveryHour/Properties/Input"),
    ),
    Fault("relay_runs_every_minute", "switched off", _put(f"{RELAY}/Events/EveryMinute/Properties/State", "DISABLED")),
    Fault("relay_runs_every_minute", "repeated runs", _put(f"{RELAY}/EventInvokeConfig/MaximumRetryAttempts", 2)),
    Fault("logs_expire", "logs that are kept for ever", _drop("Resources/Deliveries/Properties/RetentionInDays")),
    Fault(
        "logs_expire",
        "logs as text",
        _put(f"{GLOBAL}/LoggingConfig", {"LogFormat": "Text", "LogGroup": {"Ref": "Deliveries"}}),
    ),
    Fault("logs_expire", "a level that drops deliveries", _put(f"{GLOBAL}/LoggingConfig/ApplicationLogLevel", "WARN")),
    Fault("environments_are_exact", "a variable too many", _put(f"{GINGR}/Environment/Variables/RUST_LOG", "trace")),
    Fault(
        "environments_are_exact",
        "a misspelt variable",
        _put(f"{RELAY}/Environment", {"Variables": {"EVENT_TABLE": {"Ref": "Events"}}}),
    ),
    Fault(
        "environments_are_exact",
        "another provider's secret",
        _put(f"{GINGR}/Environment/Variables/WEBHOOK_SECRET_ID", {"Ref": "GireSecret"}),
    ),
    Fault(
        "environments_hold_no_secret",
        "the secret as text",
        _put(f"{GINGR}/Environment/Variables/WEBHOOK_SECRET", "local-gingr-secret"),
    ),
    Fault(
        "environments_hold_no_secret",
        "a secret that is resolved at deployment",
        _put(f"{GINGR}/Environment/Variables/TOKEN", {"Fn::Sub": "{{resolve:secretsmanager:${GingrSecret}}}"}),
    ),
    Fault(
        "environments_hold_no_secret",
        "a secret as parameter",
        _put("Parameters/GingrSecretValue", {"Type": "String", "NoEcho": True}),
    ),
    Fault("roles_are_exact", "another provider's secret", _statement("GingrRole", 0, Resource={"Ref": "GireSecret"})),
    Fault(
        "roles_are_exact",
        "a receiver that may scan",
        _grant("GingrRole", {"Action": "dynamodb:Scan", "Resource": {"Fn::GetAtt": ["Events", "Arn"]}}),
    ),
    Fault(
        "roles_are_exact",
        "a relay that may not read the outbox",
        _statement("RelayRole", 0, Resource={"Fn::GetAtt": ["Events", "Arn"]}),
    ),
    Fault(
        "roles_are_exact",
        "receivers that may not send",
        _statement("ReceiverPolicy", 1, Action="sqs:GetQueueAttributes"),
    ),
    Fault(
        "roles_are_exact",
        "a receiver without the common policy",
        _put("Resources/GingrRole/Properties/ManagedPolicyArns/0", {"Ref": "ConsumerPolicy"}),
    ),
    Fault("roles_are_exact", "a role that may create log groups", _role_by_sam),
    Fault(
        "roles_are_exact",
        "a role that traces whether or not it is asked to",
        _put("Resources/GingrRole/Properties/ManagedPolicyArns/1", {"Ref": "TracingPolicy"}),
    ),
    Fault(
        "roles_are_exact",
        "a receiver that writes into another log",
        _statement("ReceiverPolicy", 2, Resource={"Fn::GetAtt": ["RelayLogs", "Arn"]}),
    ),
    Fault("roles_are_exact", "a second policy", _second_policy),
    Fault("nothing_is_allowed_by_wildcard", "all of DynamoDB", _statement("ReceiverPolicy", 0, Action="dynamodb:*")),
    Fault("nothing_is_allowed_by_wildcard", "any queue", _statement("RelayRole", 2, Resource="*")),
    Fault(
        "nothing_is_allowed_by_wildcard",
        "all indexes",
        _statement("RelayRole", 0, Resource={"Fn::Sub": "${Events.Arn}/index/*"}),
    ),
    Fault(
        "table_has_its_keys_and_indexes",
        "a misspelt index",
        _put(f"{TABLE}/GlobalSecondaryIndexes/0/IndexName", "outbox"),
    ),
    Fault(
        "table_has_its_keys_and_indexes",
        "an index that projects everything",
        _put(f"{TABLE}/GlobalSecondaryIndexes/0/Projection", {"ProjectionType": "ALL"}),
    ),
    Fault(
        "table_has_its_keys_and_indexes",
        "a sort key",
        lambda t: _resource(t, "Events")["KeySchema"].append({"AttributeName": "received_at", "KeyType": "RANGE"}),
    ),
    Fault(
        "table_keeps_what_was_acknowledged",
        "a table that goes with the stack",
        _drop("Resources/Events/DeletionPolicy"),
    ),
    Fault(
        "table_keeps_what_was_acknowledged",
        "a table that goes when it is replaced",
        _drop("Resources/Events/UpdateReplacePolicy"),
    ),
    Fault(
        "table_keeps_what_was_acknowledged",
        "no point-in-time recovery",
        _drop(f"{TABLE}/PointInTimeRecoverySpecification"),
    ),
    Fault(
        "table_keeps_what_was_acknowledged",
        "TTL on another attribute",
        _put(f"{TABLE}/TimeToLiveSpecification/AttributeName", "ttl"),
    ),
    Fault("table_keeps_what_was_acknowledged", "provisioned capacity", _put(f"{TABLE}/BillingMode", "PROVISIONED")),
    Fault(
        "table_keeps_what_was_acknowledged",
        "a key that is not used",
        _drop(f"{TABLE}/SSESpecification"),
    ),
    Fault(
        "consumers_have_their_policy",
        "consumers that may write",
        _statement("ConsumerPolicy", 1, Action="dynamodb:PutItem"),
    ),
    Fault(
        "consumers_have_their_policy",
        "other accounts without being named",
        lambda t: _statements(t, "EventsQueuePolicy")[1]["Fn::If"][1].update(Principal="*"),
    ),
    Fault(
        "consumers_have_their_policy",
        "other accounts that cannot read large bodies",
        _drop(f"{TABLE}/ResourcePolicy"),
    ),
    Fault(
        "consumers_have_their_policy",
        "other accounts that may read all of the table",
        _put(f"{TABLE}/ResourcePolicy/Fn::If/1/PolicyDocument/Statement/0/Action", ["dynamodb:GetItem", "dynamodb:Scan"]),
    ),
    Fault(
        "each_queue_has_a_policy_of_its_own",
        "one policy for both",
        _put(
            "Resources/DeadLettersPolicy/Properties/Queues",
            [{"Ref": "EventsQueue"}, {"Ref": "EventsDeadLetters"}],
        ),
    ),
    Fault(
        "each_queue_has_a_policy_of_its_own",
        "a statement about two queues",
        _statement("EventsQueuePolicy", 0, Resource=[{"Fn::GetAtt": [f"Events{q}", "Arn"]} for q in ("Queue", "DeadLetters")]),
    ),
    Fault(
        "each_queue_has_a_policy_of_its_own",
        "unencrypted connections",
        lambda t: _statements(t, "DeadLettersPolicy")[0].pop("Condition"),
    ),
    Fault("providers_can_be_left_out", "a secret without the switch", _drop("Resources/GireSecret/Condition")),
    Fault("providers_can_be_left_out", "an output without the switch", _drop("Outputs/ZauiUrl/Condition")),
    Fault("providers_can_be_left_out", "the wrong switch", _put("Resources/Zaui/Condition", "HasGire")),
    Fault("providers_can_be_left_out", "off until switched on", _put("Parameters/GireEnabled/Default", "false")),
    Fault(
        "new_versions_can_go_out_gradually",
        "no alarm takes a bad version back",
        _drop(f"{GINGR}/DeploymentPreference"),
    ),
    Fault(
        "new_versions_can_go_out_gradually",
        "the errors of every version",
        lambda t: _resource(t, "GingrNewVersionAlarm")["Dimensions"].pop(),
    ),
    Fault(
        "new_versions_can_go_out_gradually",
        "the alarm of the whole stack",
        _put(f"{GINGR}/DeploymentPreference/Alarms/Fn::If/1", [{"Ref": "ErrorsAlarm"}]),
    ),
    Fault(
        "new_versions_can_go_out_gradually",
        "of providers that are left out, too",
        _drop(f"{GLOBAL}/DeploymentPreference/PassthroughCondition"),
    ),
    Fault(
        "dashboard_shows_what_exists",
        "a metric that nothing writes",
        lambda t: _dashboard(t, '"oldest_pending"', '"oldest"'),
    ),
    Fault("dashboard_shows_what_exists", "a log that is not there", lambda t: _dashboard(t, "/deliveries'", "/gingr'")),
    Fault(
        "dashboard_shows_what_exists",
        "a name that a second region has, too",
        _put("Resources/Overview/Properties/DashboardName", {"Ref": "AWS::StackName"}),
    ),
    Fault("dashboard_shows_what_exists", "one that nobody asked for", _drop("Resources/Overview/Condition")),
    Fault(
        "names_fit",
        "a longer name than the page allows for",
        _put("Resources/Cheqroom/Properties/FunctionName", {"Fn::Sub": "${AWS::StackName}-receiver-cheqroom"}),
    ),
    Fault("dashboard_shows_what_exists", "a comma too many", lambda t: _dashboard(t, '"view"', ',"view"')),
    Fault(
        "queue_gives_consumers_time",
        "SQS's default of 30 seconds",
        _put("Parameters/ConsumerVisibilitySeconds/Default", 30),
    ),
    Fault(
        "queues_lose_nothing",
        "what dies on the last day is gone on the same",
        _put(f"{QUEUE}/MessageRetentionPeriod", 1209600),
    ),
    Fault("queues_lose_nothing", "SQS's default of four days", _drop(f"{QUEUE}/MessageRetentionPeriod")),
    Fault(
        "queues_lose_nothing",
        "dead letters that are dropped early",
        _put("Resources/EventsDeadLetters/Properties/MessageRetentionPeriod", 86400),
    ),
    Fault(
        "queues_lose_nothing",
        "no dead-letter queue",
        lambda t: _resource(t, "EventsQueue").update(
            RedrivePolicy={"maxReceiveCount": 5, "deadLetterTargetArn": {"Fn::GetAtt": ["EventsQueue", "Arn"]}}
        ),
    ),
    Fault("queues_lose_nothing", "dead after the first failure", _put(f"{QUEUE}/RedrivePolicy/maxReceiveCount", 1)),
    Fault("queues_lose_nothing", "no encryption", _drop(f"{QUEUE}/SqsManagedSseEnabled")),
    Fault("queues_lose_nothing", "the old limit on messages", _put(f"{QUEUE}/MaximumMessageSize", 262144)),
    Fault(
        "secrets_start_random_and_stay",
        "a value in the template",
        _put("Resources/GingrSecret/Properties", {"SecretString": "local-gingr-secret"}),
    ),
    Fault(
        "secrets_start_random_and_stay",
        "a short one",
        _put("Resources/ZauiSecret/Properties/GenerateSecretString/PasswordLength", 8),
    ),
    Fault(
        "secrets_start_random_and_stay",
        "characters that a URL cannot carry",
        _put("Resources/ZauiSecret/Properties/GenerateSecretString/ExcludePunctuation", False),
    ),
    Fault(
        "secrets_start_random_and_stay",
        "a secret that goes with the stack",
        _drop("Resources/GireSecret/DeletionPolicy"),
    ),
    Fault(
        "secrets_start_random_and_stay",
        "a secret that a first deployment leaves behind when it fails",
        _put("Resources/GireSecret/DeletionPolicy", "Retain"),
    ),
    Fault(
        "alarms_watch_metrics_that_exist",
        "withheld events that nobody hears of",
        _put("Resources/WithheldAlarm/Properties/Threshold", 100),
    ),
    Fault(
        "alarms_watch_metrics_that_exist",
        "a metric that nothing makes",
        _put("Resources/MisfitsAlarm/Properties/MetricName", "bad"),
    ),
    Fault(
        "alarms_watch_metrics_that_exist",
        "a section that the runbook does not have",
        _put("Resources/WithheldAlarm/Properties/AlarmDescription", "Bad. Runbook: docs/runbook.md#bad"),
    ),
    Fault(
        "alarms_watch_metrics_that_exist",
        "silence that is forgotten between two looks",
        _put("Resources/SilentAlarm/Properties/Period", 300),
    ),
    Fault(
        "alarms_watch_metrics_that_exist",
        "one error of the relay in 43,800 runs",
        _put("Resources/RelayErrorsAlarm/Properties/DatapointsToAlarm", 1),
    ),
    Fault(
        "alarms_watch_metrics_that_exist",
        "an end that nobody hears of",
        _drop("Resources/ThrottlesAlarm/Properties/OKActions"),
    ),
    Fault(
        "alarms_watch_metrics_that_exist",
        "a line that comes late is not seen",
        _put("Resources/ErrorsAlarm/Properties/EvaluationPeriods", 1),
    ),
    Fault(
        "alarms_watch_metrics_that_exist",
        "an alarm that tells nobody",
        _drop("Resources/DeadLettersAlarm/Properties/AlarmActions"),
    ),
    Fault(
        "alarms_watch_metrics_that_exist",
        "a silent relay that is no alarm",
        _put("Resources/OutboxAgeAlarm/Properties/TreatMissingData", "notBreaching"),
    ),
    Fault(
        "alarms_watch_metrics_that_exist",
        "the age of the queue that consumers read",
        _put(
            "Resources/DeadLettersAlarm/Properties/Dimensions",
            [{"Name": "QueueName", "Value": {"Fn::GetAtt": ["EventsQueue", "QueueName"]}}],
        ),
    ),
    Fault(
        "every_function_is_watched",
        "one is forgotten",
        lambda t: _resource(t, "Url5xxAlarm")["Metrics"].pop(),
    ),
    Fault(
        "every_function_is_watched",
        "another provider's function",
        _put(
            "Resources/LatencyAlarm/Properties/Metrics/1/Fn::If/1/MetricStat/Metric/Dimensions/0/Value",
            {"Fn::Sub": "${AWS::StackName}-gire"},
        ),
    ),
    Fault(
        "every_function_is_watched",
        "a filter that Lambda's lines do not match",
        _put("Resources/FailedInvocations/Properties/FilterPattern", '{ $.type = "platform.report" }'),
    ),
    Fault(
        "every_function_is_watched",
        "a log that the filter does not see",
        _put(f"{GINGR}/LoggingConfig", {"LogGroup": {"Ref": "RelayLogs"}}),
    ),
    Fault(
        "every_function_is_watched",
        "throttles of one function only",
        _put("Resources/ThrottlesAlarm/Properties/Dimensions", [{"Name": "FunctionName", "Value": "x"}]),
    ),
    Fault(
        "logs_expire",
        "a level of Lambda's own lines that no parameter sets",
        _put(f"{GLOBAL}/LoggingConfig/SystemLogLevel", "INFO"),
    ),
    Fault(
        "alarms_watch_metrics_that_exist",
        "a filter that has a value in every hour",
        _put("Resources/FailedInvocations/Properties/MetricTransformations/0/DefaultValue", 0),
    ),
    Fault(
        "providers_have_the_same_block",
        "one alarm waits longer",
        _put("Resources/OmboriNewVersionAlarm/Properties/EvaluationPeriods", 3),
    ),
    Fault("providers_have_the_same_block", "one more resource", _put("Resources/ZauiTopic", {"Type": "AWS::SNS::Topic"})),
    Fault("providers_have_the_same_block", "a shorter list", _put("Parameters/GingrWantedEvents/MaxLength", 80)),
    Fault("consumer_is_an_example", "on by itself", _put("Parameters/ExampleConsumer/Default", "true")),
    Fault("consumer_is_an_example", "a part is always there", _drop("Resources/ConsumerSource/Condition")),
    Fault(
        "consumer_is_an_example",
        "one failure brings back the whole batch",
        _drop("Resources/ConsumerSource/Properties/FunctionResponseTypes"),
    ),
    Fault(
        "consumer_is_an_example",
        "another queue",
        _put("Resources/ConsumerSource/Properties/EventSourceArn", {"Fn::GetAtt": ["EventsDeadLetters", "Arn"]}),
    ),
    Fault(
        "consumer_is_an_example", "as many at once as there are", _drop("Resources/ConsumerSource/Properties/ScalingConfig")
    ),
    Fault(
        "consumer_is_an_example",
        "a filter that deletes",
        _put("Resources/ConsumerSource/Properties/FilterCriteria", {"Filters": [{"Pattern": '{"body":{"type":["x"]}}'}]}),
    ),
    Fault("consumer_is_an_example", "rows that stay", _drop("Resources/Consumed/Properties/TimeToLiveSpecification")),
    Fault("roles_are_exact", "a consumer with more rights", _statement("ConsumerRole", 0, Action="dynamodb:PutItem")),
    Fault("queue_gives_consumers_time", "a slow consumer", _put("Resources/Consumer/Properties/Timeout", 61)),
    Fault("outputs_name_everything", "a provider without output", _drop("Outputs/GireUrl")),
    Fault("outputs_name_everything", "the example's table, always", _drop("Outputs/ConsumedTableName/Condition")),
    Fault("outputs_name_everything", "the wrong queue", _put("Outputs/QueueUrl/Value", {"Ref": "EventsDeadLetters"})),
]
