"""A translation that nobody approved is never shown."""

from __future__ import annotations

import pytest

from almoner.catalogue.approval import digest
from almoner.catalogue.preparing import Item, Preparation, Wording, prepared

WORDING = Wording("drink", {"en": "Water only", "es": "Solo agua"}, "from", 10, True)


@pytest.mark.parametrize(
    ("approvers", "language", "text", "shown_in", "translated", "approved"),
    [
        ({"en": "Dr A", "es": "Dr B"}, "es", "Solo agua", "es", True, True),
        ({"en": "Dr A"}, "es", "Water only", "en", False, True),
        ({}, "es", "Water only", "en", False, False),
        ({}, "en", "Water only", "en", True, False),
        ({"en": "Dr A"}, "ar", "Water only", "en", False, True),
    ],
)
def test_SEL_7_language_falls_back_to_english_and_says_so(
    approvers: dict[str, str], language: str, text: str, shown_in: str, *, translated: bool, approved: bool
) -> None:
    assert prepared([WORDING], approvers, language) == Preparation(
        items=(Item("drink", text, "from", 10, True),),
        language=shown_in,
        translated=translated,
        approved=approved,
        approved_by=approvers.get(shown_in, ""),
    )


def test_approval_is_of_these_words_in_this_order_and_language() -> None:
    texts = [{"en": "a", "es": "b"}, {"en": "c", "es": "d"}]
    assert digest(texts, "en") == digest([{"en": "a"}, {"en": "c"}], "en")
    assert len({digest(texts, "en"), digest(texts, "es"), digest(texts[::-1], "en"), digest(texts[:1], "en")}) == 4


def test_texts_that_are_not_whole_cannot_be_approved() -> None:
    assert digest([{"en": "a"}, {"es": "b"}], "en") == ""
    assert digest([], "en") != ""
