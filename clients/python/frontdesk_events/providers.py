"""The events of all providers.

Made from the JSON Schema: FRONTDESK_WRITE_DOCS=1 cargo test --workspace --test e2e clients
"""

from typing import TypeAlias

from . import gingr, gire, ombori, zaui, cheqroom

__all__ = ["gingr", "gire", "ombori", "zaui", "cheqroom", "Event"]

Event: TypeAlias = gingr.Event | gire.Event | ombori.Event | zaui.Event | cheqroom.Event
"""An event of any provider: its `type` says what its `data` is.

Kinds and providers that these types do not know come, too.
"""
