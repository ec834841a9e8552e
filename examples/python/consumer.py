"""An example consumer in Python: a Lambda function whose source is the queue. It logs each arrival once.

With a local run: `frontdesk listen --exec 'python -m frontdesk_events consumer.lambda_handler'`.
"""

import json

from frontdesk_events import Event, given, run_once, text


def handle(event: Event) -> None:
    """Handles an event. If it raises, the event is delivered again; after five failures it becomes a dead letter."""
    if event["type"] == "gingr.check_in":
        reservation = given(event["data"].get("entity_data"))
        if reservation is None:
            raise ValueError("a check-in without its reservation")
        arrived = {"reservation": text(event["data"]["entity_id"]), "location": text(reservation.get("location_name"))}
        print(json.dumps({"level": "INFO", "message": "a guest arrived"} | arrived), flush=True)


lambda_handler = run_once("desk-python", handle)
