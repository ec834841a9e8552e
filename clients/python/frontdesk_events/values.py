"""Reads the forms in which providers write the same thing. The Rust types read them alike (shared/src/payload/tolerant.rs)."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, TypeVar, cast, overload

from .common import Flag, Many, Maybe, Text

T = TypeVar("T")
Thing = TypeVar("Thing", bound=Mapping[str, object])

_TRUE = (True, 1, "1", "true")
_FALSE = (False, 0, "0", "false")


def given(value: Maybe[T]) -> T | None:
    """The value, or None for each of the ways to write nothing."""
    if value is None or value == "" or value == [] or value == {}:
        return None
    return cast(T, value)


def text(value: Maybe[Text]) -> str | None:
    """A text, also where the provider writes a number. None for nothing."""
    value = given(value)
    if isinstance(value, float):
        # As it stands in the body, without an exponent and without zeros at its end.
        plain = format(Decimal(repr(value)), "f")
        return plain.rstrip("0").rstrip(".") if "." in plain else plain
    return None if value is None else str(value)


def flag(value: Maybe[Flag]) -> bool | None:
    """A yes or no. None for nothing, and for any other word."""
    if value in _TRUE:
        return True
    return False if value in _FALSE else None


@overload
def many(value: Many[Text]) -> list[Text]: ...  # type: ignore[overload-overlap]  # by nothing, an empty list for all
@overload
def many(value: Many[Thing]) -> list[Thing]: ...
@overload
def many(value: Many[str | Thing]) -> list[str | Thing]: ...
def many(value: Any) -> Any:
    """A list: one thing is a list of one, and nothing is an empty one."""
    # Not one signature over T: where T is several types, mypy takes what they have in common for it.
    if isinstance(value, list):
        return value
    one = given(value)
    return [] if one is None else [one]
