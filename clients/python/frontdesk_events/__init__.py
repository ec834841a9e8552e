"""Events as Frontdesk publishes them: their types, and consumers that work on each event once.

`Event` is an event of any provider. Its `type` says what its `data` is:

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
