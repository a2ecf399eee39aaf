"""A template that names what is not there is found, and one that says what is printed then is left alone."""

from __future__ import annotations

import pytest
from django.template import Context, engines

GIVEN = {"visit": {"day": "Monday"}}


def drawn(text: str) -> str:
    return engines["django"].engine.from_string(text).render(Context(GIVEN))  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "text", ["{{ visit.dai }}", "{{ visit.dai|lower }}", "{% with day=visit.dai %}{{ day }}{% endwith %}"]
)
def test_a_hole_in_a_page_is_a_fault(text: str) -> None:
    with pytest.raises(AssertionError, match=r"there is no visit\.dai"):
        drawn(text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{{ visit.day }}", "Monday"),
        ("{{ visit.dai|default:'–' }}", "–"),
        ("{% if visit.dai %}never{% else %}none{% endif %}", "none"),
        ("{{ hint }}", ""),
    ],
)
def test_what_may_be_missing_is_left_alone(text: str, said: str) -> None:
    assert drawn(text) == said
