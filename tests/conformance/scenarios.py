"""The harness's catalogue of scenarios, for Gire: what is sent, the expected result, and what does
not apply.

Scenarios `SCN-…` are the harness's (`specification/07-scenario-catalog.md`). The others use its
remaining mutations and faults.
"""

import hashlib

from configuration import FIXTURES
from scenario import CREATE, FILES, LATER, STATUS_UPDATE, Scenario, again, deliver, mutated

REFUSED = {"stored": 0, "published": 0}
ONE_EVENT = {"stored": 1, "published": 1}
ONCE = {**ONE_EVENT, "delivered": 1}
TWICE = {**ONE_EVENT, "delivered": 2}
BODY = hashlib.sha256((FIXTURES / FILES[STATUS_UPDATE]).read_bytes()).hexdigest()
CANARY = "canary-of-the-conformance-run"

CATALOGUE = [
    Scenario(
        "SCN-001 single-valid-delivery",
        "one delivery: a row with the bytes that were sent, and a message",
        [deliver()],
        counts=ONCE,
        event={"kind": "pud:status_update", "verification": "body", "body": BODY, "published": True},
    ),
    Scenario(
        "SCN-002 sequential-duplicate",
        "the same delivery a second later: one event",
        [deliver(), LATER, deliver()],
        counts=TWICE,
    ),
    Scenario(
        "SCN-003 concurrent-duplicate",
        "50 copies at once: one event",
        [deliver(count=50, concurrency_group="copies")],
        counts={**ONE_EVENT, "delivered": 50},
    ),
    Scenario(
        "SCN-004 dependency-order-reversal",
        "the update of a trip before its creation: two complete events; the consumer orders them",
        [deliver(), LATER, deliver(CREATE)],
        counts={"stored": 2, "published": 2, "misfits": 0, "unreadable": 0},
    ),
    Scenario(
        "SCN-005 timeout-then-retry",
        "the response is lost, the sender gives up and tries again: one event",
        [deliver(**again("timed_out"))],
        counts=TWICE,
        way="answer lost",
        retried=True,
    ),
    Scenario(
        "SCN-006 connection-failure-then-retry",
        "the port is closed, then the same delivery again: one event",
        [deliver()],
        counts=ONCE,
        way="down at first",
    ),
    Scenario("SCN-007 missing-signature", "no signature: refused", [mutated("missing-signature")], 401, REFUSED),
    Scenario(
        "SCN-008 malformed-signature",
        "four malformed signatures: refused",
        [
            mutated("malformed-signature", case=case)
            for case in ("invalid-encoding", "missing-component", "invalid-delimiter", "duplicate-component")
        ],
        401,
        REFUSED,
    ),
    Scenario(
        "SCN-009 wrong-key-signature",
        "signed with another key: refused, and kept for a week apart from the events",
        [mutated("wrong-signing-key", context="another")],
        401,
        {**REFUSED, "refused": 1},
    ),
    Scenario(
        "SCN-010 stale-timestamp",
        "a signature that is too old",
        not_applicable="Gire signs no time of sending, and the harness cannot age such a signature. "
        "[Below](#what-is-not-protected): how long an old delivery is the same event.",
    ),
    Scenario(
        "SCN-011 alter-after-signing",
        "one bit of the body changed after it was signed: refused",
        [mutated("alter-after-signing", offset=10, xor=1)],
        401,
        REFUSED,
    ),
    Scenario(
        "SCN-012 malformed-body",
        "signed, but invalid JSON in four ways: kept, not published",
        [
            *(mutated("invalid-json", strategy=how) for how in ("truncated-object", "bad-escape", "trailing-comma")),
            mutated("truncate-bytes", length=100),
        ],
        counts={"stored": 4, "published": 0, "unreadable": 4},
        differs="The catalogue wants a 4xx. Authentic deliveries are kept, and Gire documents no effect of a 4xx.",
    ),
    Scenario(
        "SCN-012 content-type-mismatch",
        "signed JSON with the content type text/plain: an ordinary event",
        [mutated("content-type-mismatch", media_type="text/plain")],
        counts=ONCE,
        differs="The catalogue wants a 4xx. Gire documents no content type, and the signature covers the bytes.",
    ),
    Scenario(
        "SCN-013 receiver-restart-between-attempts",
        "`kill -9` between two copies: one event",
        [deliver()],
        counts=ONE_EVENT,
        way="killed between",
    ),
    Scenario(
        "SCN-014 harness-crash-after-send",
        "the sender is killed before the response, and sends again after its restart: one event",
        [deliver(**again("timed_out"))],
        counts=TWICE,
        way="sender killed",
        retried=True,
    ),
    Scenario(
        "SCN-015 partial-processing",
        "`kill -9` at the response, before or during the push, then a retry: one event, published at least once",
        [deliver(**again("timed_out"))],
        counts=TWICE,
        way="killed at the answer",
        at_least_once=True,
        retried=True,
    ),
    Scenario(
        "SCN-016 redaction-canary",
        "no line that the receiver writes contains a text of the body",
        [mutated("add-json-field", pointer="/data", name="note", value=CANARY)],
        counts=ONCE,
        way="searched for the canary",
    ),
]

OTHERS = [
    Scenario(
        "changed body",
        "another body under a known id: kept beside the event, not published",
        [deliver(), LATER, mutated("replace-json-value", pointer="/data/newStatus", value="completed")],
        counts={"stored": 2, "published": 1, "variants": 1},
    ),
    Scenario(
        "changed id",
        "the same body under another id: another event",
        [deliver(), LATER, mutated("change-event-id-field", value="66a1f0c2b7d4e80012ab34ff")],
        counts={"stored": 2, "published": 2, "variants": 0},
    ),
    Scenario(
        "unknown type",
        "an unknown kind: an ordinary event",
        [mutated("change-event-type-field", value="pud:renamed")],
        counts=ONCE,
        event={"kind": "pud:renamed", "published": True},
    ),
    Scenario(
        "field removed",
        "no id: kept, not published",
        [mutated("remove-json-pointer", pointer="/id")],
        counts={"stored": 1, "published": 0, "unreadable": 1},
    ),
    Scenario(
        "field of another type",
        "an object as the status: published, and the row records the misfit",
        [mutated("replace-json-type", pointer="/data/newStatus", target_type="object")],
        counts={**ONCE, "misfits": 1},
    ),
    Scenario(
        "oversized body",
        "7 MB: refused by a function URL's limit, which the local run imitates",
        [mutated("oversized-body", target_bytes=7_000_000, fill="ascii-space")],
        413,
        REFUSED,
    ),
    Scenario(
        "retryable status",
        "503 from a proxy, then the same delivery again: one event",
        [deliver(**again("retryable_status"))],
        counts=ONCE,
        way="busy at first",
        retried=True,
    ),
]

ALL = [*CATALOGUE, *OTHERS]
