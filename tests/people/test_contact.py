"""What a telephone number tells of itself."""

from __future__ import annotations

import pytest

from almoner.people import contact


@pytest.mark.parametrize(
    ("number", "may"),
    [("+447911123456", True), ("+442079460000", False), ("+12025550123", True), ("07700 900123", True), ("", False),
     ("+448000000000", False), ("no number", False)],
)  # fmt: skip
def test_TEL_2_a_text_is_not_offered_to_what_is_surely_no_mobile(number: str, *, may: bool) -> None:
    assert contact.may_take_texts(number) is may
