"""A consumer for the tests. It logs who arrives, and fails without a reservation."""

import json

from frontdesk_events import Event, given, run_once, text


def handle(event: Event) -> None:
    if event["type"] != "gingr.check_in":
        return
    if given(event["data"].get("entity_data")) is None:
        raise ValueError("a check-in without its reservation")
    print(json.dumps({"message": "a guest arrived", "reservation": text(event["data"]["entity_id"])}))


lambda_handler = run_once("desk", handle)
