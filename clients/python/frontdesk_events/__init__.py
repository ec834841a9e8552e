"""Events as Frontdesk publishes them: their types, and consumers that handle each event once.

`Event` is an event from any provider. Its `type` determines its `data`:

    if event["type"] == "gingr.check_in":
        reservation = given(event["data"].get("entity_data"))
"""

from .common import Envelope, EventOf, Flag, Many, Maybe, Moment, Nothing, Text
from .consumer import run_once
from . import providers
from .providers import *
from .values import flag, given, many, text

__all__ = [
    "Envelope",
    "EventOf",
    "Flag",
    "Many",
    "Maybe",
    "Moment",
    "Nothing",
    "Text",
    "flag",
    "given",
    "many",
    "run_once",
    "text",
]
__all__ += providers.__all__
