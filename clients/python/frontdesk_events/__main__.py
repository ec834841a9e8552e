"""Runs a Lambda handler outside Lambda, on the event from standard input: for `frontdesk listen --exec`.

    frontdesk listen --exec 'python -m frontdesk_events consumer.lambda_handler'

The exit code is 1 if the event must be delivered again. For a batch in Lambda's format, the response
also goes to standard output.
"""

import importlib
import json
import os
import sys
import time
from typing import Any

# Lambda's maximum timeout.
LONGEST_MS = 15 * 60 * 1000


class Context:
    """The part of Lambda's context that handlers use: the remaining time."""

    def __init__(self, deadline_ms: float) -> None:
        self._deadline_ms = deadline_ms

    def get_remaining_time_in_millis(self) -> int:
        """Returns the time until the function is stopped."""
        return max(0, int(self._deadline_ms - time.time() * 1000))


def main(arguments: list[str]) -> int:
    module, _, name = "".join(arguments[:1]).rpartition(".")
    if len(arguments) != 1 or not module:
        print("usage: python -m frontdesk_events MODULE.HANDLER", file=sys.stderr)
        return 2
    sys.path.insert(0, os.getcwd())
    handler = getattr(importlib.import_module(module), name)
    batch, is_batch = _batch(sys.stdin.read())
    deadline = float(os.environ.get("DEADLINE_MS") or time.time() * 1000 + LONGEST_MS)
    answer = handler(batch, Context(deadline))
    if is_batch:
        print(json.dumps(answer))
    return 1 if answer["batchItemFailures"] else 0


def _batch(text: str) -> tuple[dict[str, Any], bool]:
    try:
        batch = json.loads(text)
        if isinstance(batch, dict) and "Records" in batch:
            return batch, True
    except ValueError:
        pass
    message_id = os.environ.get("MESSAGE_ID") or "standard input"
    # Each run counts as a separate receive.
    record = {"messageId": message_id, "receiptHandle": f"{message_id} {os.getpid()}", "body": text}
    return {"Records": [record]}, False


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
