"""Tags, filters and components that carry a rule."""

from datetime import UTC, datetime

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template
from django.template.loader import render_to_string

from almoner.core import clock

NOW = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)


def draw(source: str, **context: object) -> str:
    return Template("{% load ui charts %}" + source).render(Context(context))


def test_an_icon_without_a_label_is_passed_over_by_screen_readers() -> None:
    assert 'aria-hidden="true"' in draw("{% icon 'phone' %}")
    assert 'role="img" aria-label="Ring us"' in draw("{% icon 'phone' 'Ring us' %}")


def test_only_icons_with_a_direction_turn_with_the_script() -> None:
    assert ["icon-turns" in draw("{% icon name %}", name=name) for name in ("arrow", "phone")] == [True, False]


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("due", ["Due", "12 minutes left", "today 12:12"]),
        ("kept", ["Kept", "today 12:00"]),
        ("broken", ["Late", "12 minutes left"]),
        ("made_good", ["Made good", "today 12:00"]),
    ],
)
def test_a_promise_card_says_its_state_and_time_in_words(state: str, words: list[str]) -> None:
    with clock.at(NOW):
        html = render_to_string(
            "ui/components/promise_card.html",
            {
                "state": state,
                "text": "We ring you",
                "minutes_left": 12,
                "share": 40,
                "due": NOW.replace(minute=12),
                "ended_at": NOW if state in {"kept", "made_good"} else None,
                "reference": "P-7K2M",
                "owner": "Call desk",
            },
        )
    assert [word for word in [*words, "P-7K2M", "Call desk"] if word not in html] == []


def test_a_kept_promise_no_longer_counts_minutes() -> None:
    html = render_to_string("ui/components/promise_row.html", {"state": "kept", "text": "", "minutes_left": 12})
    assert "12 minutes" not in html


@pytest.mark.parametrize(
    ("name", "letters"), [("Maya Lind", "ML"), ("Dr Ana de la Cruz", "DC"), ("Cher", "C"), ("", "")]
)
def test_initials(name: str, letters: str) -> None:
    assert draw("{{ name|initials }}", name=name) == letters


def test_danger_is_an_alert_and_the_rest_is_not() -> None:
    kinds = ("info", "success", "warning", "danger")
    drawn = [draw("{% notice kind %}Words{% endnotice %}", kind=kind) for kind in kinds]
    assert ['role="alert"' in html for html in drawn] == [False, False, False, True]


def test_what_a_person_wrote_is_escaped_in_a_block() -> None:
    assert "<script>" not in draw("{% speech who=words %}{{ words }}{% endspeech %}", words="<script>alert(1)</script>")


def test_pages_in_the_middle_are_left_out_of_a_long_list() -> None:
    page = Paginator(range(240), 20).page(6)
    assert draw("{{ page|page_numbers }}", page=page) == "[1, 2, 0, 5, 6, 7, 0, 11, 12]"


def test_a_table_repeats_its_headings_for_the_narrow_view() -> None:
    html = render_to_string(
        "ui/components/table.html",
        {"caption": "Teams", "headings": ["Team", "Kept"], "rows": [["Desk", {"text": "9", "kind": "number"}]]},
    )
    assert '<td class="number"><span class="cell-heading" aria-hidden="true">Kept</span>9</td>' in html


def test_a_table_without_rows_says_so() -> None:
    html = render_to_string(
        "ui/components/table.html", {"caption": "Teams", "headings": ["Team"], "rows": [], "empty": "None yet"}
    )
    assert "None yet" in html


def test_each_drawing_has_its_table_behind_it() -> None:
    points = [{"at": NOW, "value": 88}]
    with clock.at(NOW):
        html = draw("{% trend points 'Pulse' unit='a minute' %}", points=points)
    assert "today 12:00" in html
    assert "<table" in html
    assert "88 a minute" in html


def test_a_drawing_runs_from_right_to_left_where_the_script_does() -> None:
    facts = [{"label": "Desk", "value": 5}]
    drawn = [draw("{% bars facts 'Calls' %}", facts=facts, direction=way) for way in ("ltr", "rtl")]
    assert ['x="0.0" y="20.0"' in html for html in drawn] == [True, False]
