"""Template, code, folders and pages use the same names."""

import re

import pytest

from project import ROOT, code, read
from rules import CONSUME, FUNCTIONS, RULES, WITH_KEY, actions_of, metrics_of_code
from stack import expand, source


@pytest.fixture(scope="module")
def stack():
    return expand(source())


# ---------------------------------------------------------------------------------------------------------- providers


def providers_in_template(stack) -> set:
    return {name.removesuffix("Url").lower() for name in stack.of_type("AWS::Lambda::Url")}


def test_one_function_folder_per_provider(stack):
    folders = {folder.name for folder in (ROOT / "functions").iterdir() if folder.is_dir()}
    assert folders == providers_in_template(stack) | {"relay"}
    assert [file.parent.name for file in (ROOT / "examples").glob("*/Cargo.toml")] == ["consumer"]


def test_one_file_per_provider(stack):
    files = {file.stem for file in (ROOT / "shared/src/providers").glob("*.rs")}
    assert files == providers_in_template(stack)


def test_every_provider_calls_itself_by_its_file(stack):
    for provider in providers_in_template(stack):
        names = re.findall(r'pub const NAME: &str = "(\w+)";', code(f"shared/src/providers/{provider}.rs"))
        assert names == [provider]


def test_every_function_runs_its_own_provider(stack):
    for provider in providers_in_template(stack):
        main = code(f"functions/{provider}/src/main.rs")
        assert re.findall(r"lambda::run\(&(\w+)\)", main) == [provider.upper()]
        package = read(f"functions/{provider}/Cargo.toml")
        assert f'name = "{provider}"' in package
    assert "lambda::run_relay()" in code("functions/relay/src/main.rs")


def test_one_fixture_folder_per_provider(stack):
    folders = {file.parent.name for file in (ROOT / "tests/fixtures").glob("*/manifest.json")}
    assert folders == providers_in_template(stack)


@pytest.mark.parametrize("page", ["README.md", "docs/providers.md"])
def test_one_row_per_provider(page, stack):
    """Every table whose first column is headed "provider" has one row for each."""
    tables = re.findall(r"(?:^\|.*\n)+", read(page), flags=re.MULTILINE)
    columns = [[_plain(row.split("|")[1]) for row in table.splitlines()] for table in tables]
    about_providers = [column[2:] for column in columns if column[0] == "provider"]
    assert about_providers, f"{page} has no table whose first column is headed `provider`"
    for rows in about_providers:
        assert sorted(rows) == sorted(providers_in_template(stack))


def test_there_is_a_section_to_register_each_provider(stack):
    headings = [_plain(line) for line in read("docs/register.md").splitlines() if line.startswith("#")]
    for provider in providers_in_template(stack):
        assert any(re.search(rf"\b{provider}\b", heading) for heading in headings), provider


def test_the_outputs_that_the_pages_name_are_there(stack):
    # The edge is a stack of its own.
    pages = "".join(read(f"docs/{page.name}") for page in (ROOT / "docs").glob("*.md") if page.name != "edge.md")
    named = set(re.findall(r"`([A-Z]\w+(?:Url|Name|Arn))`", pages)) - set(stack.source["Parameters"])
    assert named, "the pages name no output"
    assert named <= set(stack.outputs), f"the template has no output {named - set(stack.outputs)}"


def _plain(cell: str) -> str:
    """Removes Markdown: links, code, emphasis, heading marks."""
    return re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", cell).strip(" `*#\t").lower()


# ------------------------------------------------------------------------------------------------------- table, queue


def test_the_code_names_the_indexes_of_the_table(stack):
    found = re.findall(r'pub const \w+_INDEX: &str = "(\w+)";', code("shared/src/store.rs"))
    indexes = stack.properties("Events")["GlobalSecondaryIndexes"]
    assert sorted(found) == sorted(index["IndexName"] for index in indexes)


def test_the_code_writes_every_attribute_that_the_table_relies_on(stack):
    """Keys, sort keys, projected attributes and the TTL: a misspelt one would fail silently."""
    written = set(re.findall(r'\bset\(\s*"(\w+)"', code("shared/src/store/head.rs")))
    table = stack.properties("Events")
    needed = {definition["AttributeName"] for definition in table["AttributeDefinitions"]}
    needed.add(table["TimeToLiveSpecification"]["AttributeName"])
    for index in table["GlobalSecondaryIndexes"]:
        needed.update(index["Projection"].get("NonKeyAttributes", []))
    assert needed <= written, f"shared/src/store/head.rs does not write {needed - written}"
    (index,) = (i for i in table["GlobalSecondaryIndexes"] if i["IndexName"] == "pending")
    hash_key, range_key = (key["AttributeName"] for key in index["KeySchema"])
    pending = code("shared/src/store/pending.rs")
    assert f'key_condition_expression("{hash_key} = :shard")' in pending
    assert f'text(item, "{range_key}")' in pending


def test_the_local_table_is_the_deployed_one(stack):
    """The local engine creates the same table: keys, indexes, projections and TTL."""
    local = code("local/src/dynamodb.rs")
    table = stack.properties("Events")
    names = {definition["AttributeName"] for definition in table["AttributeDefinitions"]}
    names |= {index["IndexName"] for index in table["GlobalSecondaryIndexes"]}
    names |= {"kind", table["TimeToLiveSpecification"]["AttributeName"]}
    assert names <= set(re.findall(r'"(\w+)"', local))


def test_the_page_describes_the_table(stack):
    page = read("docs/table.md")
    table = stack.properties("Events")
    for definition in table["AttributeDefinitions"]:
        assert f"`{definition['AttributeName']}`" in page
    for index in table["GlobalSecondaryIndexes"]:
        assert f"`{index['IndexName']}`" in page
    assert f"`{table['TimeToLiveSpecification']['AttributeName']}`" in page


def test_the_code_takes_messages_as_large_as_the_queue(stack):
    limit = stack.properties("EventsQueue")["MaximumMessageSize"]
    declared = re.findall(r"pub const MAX_MESSAGE_BYTES: usize = ([\d_ *]+);", code("shared/src/publish/limits.rs"))
    assert [_product(value) for value in declared] == [limit]


def _product(text: str) -> int:
    result = 1
    for factor in text.split("*"):
        result *= int(factor)
    return result


# -------------------------------------------------------------------------------------------------------- environment


def variables_of_code() -> set:
    (names,) = re.findall(
        r"pub const VARIABLES: \[&str; \d+\] = \[(.*?)\];", code("shared/src/lambda/settings.rs"), re.DOTALL
    )
    return set(re.findall(r'"(\w+)"', names))


def test_the_template_sets_the_variables_that_the_code_reads(stack):
    """All except WEBHOOK_SECRET, which is for local runs and tests."""
    functions = stack.of_type("AWS::Lambda::Function").values()
    given = {name for function in functions for name in function["Properties"]["Environment"]["Variables"]}
    assert given | {"WEBHOOK_SECRET"} == variables_of_code()
    assert "WEBHOOK_SECRET" not in given


def test_the_list_of_variables_is_what_is_read():
    """VARIABLES is only a list; the names that the settings are read by must match it."""
    settings = code("shared/src/lambda/settings.rs") + code("shared/src/lambda/settings/receiver.rs")
    # The endpoints are AWS's own variables, built from a prefix and a service.
    after_the_list = re.sub(r'endpoint\("\w+"\)', "", settings.split("];", 1)[1])
    literals = set(re.findall(r'"([A-Z]+(?:_[A-Z]+)+)"', after_the_list))
    own = {name for name in literals if not name.startswith(("AWS_", "SSL_"))}
    assert own == variables_of_code()


def test_the_page_names_every_variable():
    page = read("docs/environment.md")
    missing = {name for name in variables_of_code() if f"`{name}`" not in page}
    assert not missing


def test_the_defaults_of_the_template_are_those_of_the_code(stack):
    (days,) = re.findall(r"const DEFAULT_RETENTION_DAYS: u32 = (\d+);", code("shared/src/lambda/settings/receiver.rs"))
    parameter = stack.source["Parameters"]["RetentionDays"]
    assert parameter["Default"] == int(days)
    low, high = re.findall(r"Ok\(days @ (\d+)\.\.=(\d+)\)", code("shared/src/lambda/settings/receiver.rs"))[0]
    assert (parameter["MinValue"], parameter["MaxValue"]) == (int(low), int(high))


# -------------------------------------------------------------------------------------------------------- permissions

# An operation whose permission has another name.
RENAMED = {"sqs:SendMessageBatch": "sqs:SendMessage"}
# Operations that only an operator uses, with their own permissions.
OPERATORS = {"dynamodb:DeleteItem"}
# Operations that Lambda performs for a function fed by the queue, and other consumers perform
# themselves.
CONSUMERS = CONSUME - {"sqs:GetQueueAttributes"}


def calls_of_code() -> set:
    """Returns every operation that the functions call: `client.put_item()`, also as rustfmt wraps
    it, by the file's SDK."""
    found = set()
    for file in (ROOT / "shared/src").rglob("*.rs"):
        name = file.relative_to(ROOT).as_posix()
        operations = re.findall(r"\bclient\s*\.(\w+)\(\)\s*[.;]", code(name))
        services = set(re.findall(r"aws_sdk_(\w+)", code(name)))
        if name.startswith("shared/src/store/"):
            services.add("dynamodb")
        assert not operations or len(services) == 1, f"{name} calls {operations} of {services}: one file, one service"
        for operation in operations:
            action = f"{min(services)}:" + "".join(word.capitalize() for word in operation.split("_"))
            found.add(RENAMED.get(action, action))
    return found


def test_permissions_are_the_calls_of_the_code(stack):
    """No call without its permission, no permission without its call; except the key's, which AWS's
    services use."""
    granted = set().union(*(actions for name in FUNCTIONS for actions in actions_of(name).values()))
    RULES["roles_are_exact"](stack)
    assert granted - WITH_KEY - CONSUMERS == calls_of_code() - OPERATORS


# ------------------------------------------------------------------------------------------------------------ metrics


def test_every_metric_is_written_and_documented():
    """Compares the list, the log's metrics and docs/metrics.md."""
    written = set(re.findall(r'\.(?:value|count)\("(\w+)"', code("shared/src/lambda/log.rs")))
    assert written == metrics_of_code()
    documented = set(re.findall(r"^\| `(\w+)` \|", read("docs/metrics.md"), flags=re.MULTILINE))
    assert documented == metrics_of_code()
