"""What somebody who waits is told, in the form that their language gives a noun beside its number."""

from __future__ import annotations

import pytest
from django.utils import translation

from almoner.visits.waiting_words import minutes, why


@pytest.mark.parametrize(
    ("language", "number", "said"),
    [
        ("en", 1, "There is 1 person before you."),
        ("es", 1, "Hay 1 persona antes que usted."),
        ("es", 4, "Hay 4 personas antes que usted."),
        ("ar", 1, "قبلك شخص واحد."),
        ("ar", 2, "قبلك شخصان."),
        ("ar", 4, "قبلك 4 أشخاص."),
        ("ar", 11, "قبلك 11 شخصًا."),
    ],
)
def test_how_many_are_before_them(language: str, number: int, said: str) -> None:
    with translation.override(language):
        assert why([("ahead", number)]) == said


@pytest.mark.parametrize(
    ("language", "low", "high", "said"),
    [
        ("en", 20, 30, "20 to 30 minutes"),
        ("en", 90, 150, "1.5 to 2.5 hours"),
        ("es", 90, 150, "de 1,5 a 2,5 horas"),
        ("es", 120, 125, "unas 2 horas"),
        ("ar", 20, 30, "من 20 إلى 30 دقيقة"),
        ("ar", 5, 10, "من 5 إلى 10 دقائق"),
        ("ar", 120, 125, "نحو ساعتين"),
        ("ar", 120, 240, "من 2 إلى 4 ساعات"),
    ],
)
def test_how_long_it_takes(language: str, low: int, high: int, said: str) -> None:
    with translation.override(language):
        assert minutes(low, high) == said
