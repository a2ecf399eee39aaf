"""Words folded and stemmed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from almoner.catalogue.words import LONGEST, folded, stem, words_in


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Córazon", "corazon"),
        ("AÑO", "año"),
        ("can’t", "cant"),
        ("أُذُن", "اذن"),
        ("معدة", "معده"),
        ("٢٤", "24"),
        ("Straße", "strasse"),
    ],
)
def test_folded_word_has_one_form(written: str, expected: str) -> None:
    assert folded(written) == expected


@given(st.text(max_size=60))
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert folded(folded(text)) == folded(text)


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("en", "headaches", "headache"),
        ("en", "vomiting", "vomited"),
        ("en", "allergies", "allergy"),
        ("es", "rodillas", "rodilla"),
        ("es", "dolores", "dolor"),
        ("ar", folded("ركبتي"), folded("الركبة")),
        ("ar", folded("بطني"), folded("البطن")),
        ("fr", "genoux", "genoux"),
    ],
)
def test_endings_do_not_matter(language: str, one: str, other: str) -> None:
    assert stem(one, language) == stem(other, language)


def test_stress_and_bus_keep_their_s() -> None:
    assert (stem("stress", "en"), stem("virus", "en")) == ("stress", "virus")


def test_words_stand_where_they_were_written() -> None:
    text = "My knee, my back"
    words = words_in(text)
    assert [text[word.start : word.end] for word in words] == ["My", "knee", "my", "back"]
    assert [word.clause for word in words] == [0, 0, 1, 1]


def test_what_is_too_long_is_not_read() -> None:
    assert len(words_in("ab " * 1000)) <= LONGEST // 3 + 1
