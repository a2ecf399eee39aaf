"""Only what a clinician approved is told, in the language of the reader or else in English."""

from __future__ import annotations

import pytest

from almoner.catalogue.approval import content, digest, languages_of
from almoner.catalogue.preparing import Approved, Item, Preparation, Wording, prepared

WORDING = Wording("drink", {"en": "Water only", "es": "Solo agua"}, "from", 10, True)
HOURS = (6, 2)


def approved(version: int, text: str) -> Approved:
    return Approved(version, f"Dr {version}", (Item("drink", text, "from", 10, True),))


@pytest.mark.parametrize(
    ("read", "language", "text", "shown_in", "translated", "by"),
    [
        ({"en": approved(1, "Water only"), "es": approved(1, "Solo agua")}, "es", "Solo agua", "es", True, "Dr 1"),
        ({"en": approved(2, "Water only"), "es": approved(1, "Agua")}, "es", "Water only", "en", False, "Dr 2"),
        ({"en": approved(1, "Water"), "es": approved(2, "Solo agua")}, "es", "Solo agua", "es", True, "Dr 2"),
        ({"en": approved(1, "Water only")}, "ar", "Water only", "en", False, "Dr 1"),
        ({"en": approved(1, "Water only")}, "en", "Water only", "en", True, "Dr 1"),
    ],
)
def test_SEL_7_language_falls_back_to_english_and_says_so(
    read: dict[str, Approved], language: str, text: str, shown_in: str, *, translated: bool, by: str
) -> None:
    assert prepared(read, language) == Preparation(
        items=(Item("drink", text, "from", 10, True),),
        language=shown_in,
        translated=translated,
        approved=True,
        approved_by=by,
    )


def test_SEL_7_nothing_is_told_that_nobody_approved() -> None:
    assert prepared({}, "es") == Preparation((), "en", translated=False, approved=False)


def test_approval_is_of_these_words_in_this_order_language_and_time() -> None:
    other = Wording("food", {"en": "Eat nothing"}, "from", 6, True)
    later = Wording("drink", {"en": "Water only"}, "from", 4, True)
    same = Wording("drink", {"en": " Water only ", "ar": "ماء"}, "from", 10, True)
    read = [
        content([WORDING, other], HOURS, "en"),
        content([other, WORDING], HOURS, "en"),
        content([WORDING], HOURS, "en"),
        content([WORDING], (4, 2), "en"),
        content([later], HOURS, "en"),
        content([WORDING], HOURS, "es"),
    ]
    assert len({digest(one) for one in read if one}) == len(read)
    assert content([same], HOURS, "en") == content([WORDING], HOURS, "en")


def test_texts_that_are_not_whole_cannot_be_approved() -> None:
    both = [WORDING, Wording("bring", {"en": "Your tablets"}, "at", None, False)]
    assert content(both, HOURS, "es") is None
    assert content([], HOURS, "en") == {"language": "en", "hours": [6, 2], "items": []}
    assert languages_of(both) == ["en", "es"]
