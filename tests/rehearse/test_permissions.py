"""The operations of each compiled function, which the Rust tests write to
`target/rehearse/operations`, against its permissions."""

import json

import pytest

from project import target
from rules import FUNCTIONS, WITH_KEY, actions_of

# An operation whose permission has another name.
RENAMED = {"sqs:SendMessageBatch": "sqs:SendMessage"}


# The example consumer is left out: Lambda reads the queue with its role, which so needs more than
# the function's calls.
@pytest.mark.parametrize("function", [name for name in FUNCTIONS if name != "Consumer"])
def test_a_function_may_do_what_it_does_and_nothing_else(function):
    """Both ways: a missing permission would only fail in AWS, and an unneeded one would never be
    noticed."""
    file = target() / "rehearse" / "operations" / function.lower()
    assert file.exists(), "the Rust tests (test_engines.py) have left no operations in target/rehearse/operations"
    did = {RENAMED.get(operation, operation) for operation in file.read_text().split()}
    may = {action for actions in actions_of(function).values() for action in actions}
    assert did == may - WITH_KEY, json.dumps({"without a right": sorted(did - may), "spare": sorted(may - did - WITH_KEY)})
