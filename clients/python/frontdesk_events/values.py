"""Reads the several forms in which providers write a value, as the Rust types do (shared/src/payload/tolerant.rs)."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, TypeVar, cast, overload

from .common import Flag, Many, Maybe, Text

T = TypeVar("T")
Thing = TypeVar("Thing", bound=Mapping[str, object])

_TRUE = (True, 1, "1", "true")
_FALSE = (False, 0, "0", "false")


def given(value: Maybe[T]) -> T | None:
    """Returns the value, or None for any of the ways to write nothing."""
    if value is None or value == "" or value == [] or value == {}:
        return None
    return cast(T, value)


def text(value: Maybe[Text]) -> str | None:
    """Returns text, even if the provider writes a number. None for nothing."""
    value = given(value)
    if isinstance(value, float):
        # As in the body, without an exponent or trailing zeros.
        plain = format(Decimal(repr(value)), "f")
        return plain.rstrip("0").rstrip(".") if "." in plain else plain
    return None if value is None else str(value)


def flag(value: Maybe[Flag]) -> bool | None:
    """Returns a boolean. None for nothing, and for any other word."""
    if value in _TRUE:
        return True
    return False if value in _FALSE else None


@overload
def many(value: Many[Text]) -> list[Text]: ...  # type: ignore[overload-overlap]  # nothing matches all, as an empty list
@overload
def many(value: Many[Thing]) -> list[Thing]: ...
@overload
def many(value: Many[str | Thing]) -> list[str | Thing]: ...
def many(value: Any) -> Any:
    """Returns a list: a single value is a list of one, and nothing is an empty list."""
    # Not one signature over T: for several types, mypy infers the type that they have in common.
    if isinstance(value, list):
        return value
    one = given(value)
    return [] if one is None else [one]
