"""One scenario as a project of the harness: its configuration, and the bodies to send."""

import json
import shutil
from pathlib import Path

from scenario import FILES, Scenario

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures" / "gire"

# How often, and for how long, the harness asks the observer while a message is pending.
PATIENCE = {"within": "15s", "poll_interval": "100ms"}


def write(scenario: Scenario, folder: Path, *, port: int, observer_port: int) -> Path:
    """Writes a scenario's project for the receiver (or the line to it) at `port`. Returns its
    configuration."""
    bodies = folder / "fixtures"
    bodies.mkdir()
    for file in FILES.values():
        shutil.copy(FIXTURES / file, bodies)
    path = folder / "webhook-conformance.yaml"
    # JSON is YAML.
    path.write_text(json.dumps(_configuration(scenario, port, observer_port), indent=1), encoding="utf-8")
    return path


def _configuration(scenario: Scenario, port: int, observer_port: int) -> dict:
    # Longer than any answer takes. If the answer is lost, the harness waits this long for it.
    timeout = "3s" if scenario.way == "answer lost" else "30s"
    return {
        "schema_version": 1,
        "project": {"name": scenario.id, "artifact_directory": "runs", "seed": scenario.id},
        "receiver": {
            "url": f"http://127.0.0.1:{port}/gire",
            "target_profile": "loopback",
            "allowed_hosts": ["127.0.0.1"],
            "allowed_ports": [port],
            "timeouts": dict.fromkeys(["connect", "write", "read", "pool", "total"], timeout),
        },
        "fixtures": [
            {
                "id": name,
                "path": f"fixtures/{file}",
                "media_type": "application/json",
                "event_type_pointer": "/eventType",
            }
            for name, file in FILES.items()
        ],
        "signers": {
            "gire": {
                "profile": "generic-hmac-sha256",
                "secret": {"env": "GIRE_SECRET"},
                "header_name": "X-Hub-Signature-256",
            }
        },
        "observers": {
            "engines": {
                "type": "http",
                "base_url": f"http://127.0.0.1:{observer_port}",
                "token": {"env": "OBSERVER_TOKEN"},
                "timeouts": {"connect": "10s", "read": "10s", "total": "20s"},
            }
        },
        "clock": {"mode": "real"},
        "limits": {
            "max_events": 10,
            "max_attempts": 200,
            "max_concurrency": 50,
            "max_request_bytes": 16777216,
            "max_response_capture_bytes": 65536,
        },
        "scenarios": [
            {
                "id": scenario.id,
                "events": [{"id": event, "fixture": event} for event in scenario.events()],
                "steps": scenario.steps,
                "assertions": list(_assertions(scenario)),
            }
        ],
        "reports": {
            "formats": ["json", "jsonl"],
            "redaction": {"headers": [], "json_pointers": [], "retain_raw_payloads": False},
        },
    }


def _assertions(scenario: Scenario):
    for event in scenario.events():
        selected = {"event": event, "mode": "last-terminal" if scenario.retried else "all-terminal"}
        expected = {"codes": [scenario.status]}
        yield {"id": f"answer_{event}", "type": "http-status", "attempt": selected, "expected": expected}
    for key, number in scenario.counts.items():
        kind = {"published": "callback-count", "delivered": "journal-count"}.get(key, "processing-count")
        comparator = "gte" if key == "published" and scenario.at_least_once else "eq"
        compared = {"comparator": comparator, "expected": number}
        yield {"id": key, "type": kind, "query": _query(key), **compared, **PATIENCE}
    for path, value in scenario.event.items():
        typed = {"value_type": "boolean" if isinstance(value, bool) else "string", "value": value}
        field = {"path": f"/{path}", "comparator": "eq", "expected": typed}
        yield {"id": f"event_{path}", "type": "resource-field", "query": _query("event"), **field, **PATIENCE}


def _query(key: str) -> dict:
    return {"observer": "engines", "key": key, "parameters": {}}
