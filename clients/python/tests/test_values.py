"""Tests the several forms in which providers write a value."""

import unittest
from typing import Any

from frontdesk_events import flag, given, many, text
from frontdesk_events.once import row_key

NOTHING: list[Any] = [None, "", [], {}]


class Values(unittest.TestCase):
    def test_nothing_in_all_its_forms(self) -> None:
        for nothing in NOTHING:
            self.assertIsNone(given(nothing))
            self.assertIsNone(text(nothing))
            self.assertIsNone(flag(nothing))
            self.assertEqual(many(nothing), [])
        somethings: list[Any] = [0, "0", "x", {"x": 1}]
        for something in somethings:
            self.assertEqual(given(something), something)

    def test_numbers_are_texts_too(self) -> None:
        cases: list[tuple[str | float, str]] = [("026361", "026361"), (26361, "26361"), (529.0, "529"), (529.5, "529.5")]
        for value, expected in [*cases, (1e20, "1" + "0" * 20)]:
            self.assertEqual(text(value), expected)
        self.assertEqual(text(18446744073709551615), "18446744073709551615")

    def test_a_yes_or_no_however_it_is_written(self) -> None:
        for yes in (True, 1, "1", "true"):
            self.assertIs(flag(yes), True)
        for no in (False, 0, "0", "false"):
            self.assertIs(flag(no), False)
        for other in ("maybe", 2):
            self.assertIsNone(flag(other))

    def test_one_thing_is_a_list_of_one(self) -> None:
        self.assertEqual(many(["a", "b"]), ["a", "b"])
        self.assertEqual(many("a"), ["a"])
        self.assertEqual(many({"name": "Rex"}), [{"name": "Rex"}])

    def test_the_key_of_an_event(self) -> None:
        self.assertEqual(row_key("desk", "/frontdesk/gire", "66a1", None), "consumed:desk:/frontdesk/gire#66a1")
        self.assertEqual(row_key("desk", "/frontdesk/gire", "66a1", "m-1"), "consumed:desk:/frontdesk/gire#66a1#m-1")
        # As in shared/src/consume/once.rs: SHA-256 of the part that would make the key too long.
        long = row_key("desk", "/frontdesk/gire", "x" * 2000, None)
        self.assertEqual(long, "consumed:desk:beb5f55792a37fe765b43ab1d305b66270ec862ef94399b12dcdf0d8d19d9e31")


if __name__ == "__main__":
    unittest.main()
