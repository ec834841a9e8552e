"""The events of all providers.

Generated from the JSON Schema: FRONTDESK_WRITE_DOCS=1 cargo test --workspace --test payloads clients
"""

from typing import TypeAlias

from . import gingr, gire, ombori, zaui, cheqroom

__all__ = ["gingr", "gire", "ombori", "zaui", "cheqroom", "Event"]

Event: TypeAlias = gingr.Event | gire.Event | ombori.Event | zaui.Event | cheqroom.Event
"""An event from any provider. Its `type` determines its `data`.

Events of kinds and providers unknown to these types arrive, too.
"""
