"""Who lies on a ward, as the templates take it: what a nurse looks for first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from almoner.console.showing import need_icon
from almoner.core import clock
from almoner.core.languages import of_reader
from almoner.people.enums import Need
from almoner.records.allergies import Forbidden
from almoner.records.enums import Allergen
from almoner.records.models import VitalSigns
from almoner.ui.moments import minutes_in_words
from almoner.visits.enums import Ask, AskTeam, Diet, FoodPreference, TestState
from almoner.visits.models import BedsideRequest, DietOrder, TestOrder, Worry
from almoner.visits.mouth import mouth
from almoner.visits.queries import InBed, WardNow

URGENT, EMERGENCY = 5, 7
"""NEWS2: from here on a clinician is called, from there on at once (Royal College of Physicians, 2017)."""


def ward_now(one: WardNow) -> dict[str, Any]:
    return {"now": one, "ward": one.ward, "href": reverse("console:ward", args=[one.ward.id])}


def in_bed(one: InBed) -> dict[str, Any]:
    stay, now = one.stay, clock.now()
    return {
        "stay": stay,
        "person": stay.person,
        "bed": stay.bed,
        "href": reverse("console:stay", args=[stay.id]),
        "needs": [{"label": str(Need(need).label), "icon": need_icon(need)} for need in one.needs],
        "interpreter": stay.person.interpreter_language and Need.INTERPRETER not in one.needs,
        "diet": diet_shown(one.diet),
        "never": never_shown(one.diet, one.forbidden),
        "mouth": mouth(one.diet, one.fast, now),
        "tests": [test_shown(test) for test in one.tests if _today_or_done(test)],
        "home_today": bool(stay.expected_home_on and stay.expected_home_on <= clock.today()),
        "asks": [ask_shown(ask) for ask in one.asks],
        "worries": one.worries,
        "vitals": vitals_shown(one.vitals),
    }


def _today_or_done(test: TestOrder) -> bool:
    return test.state == TestState.DONE or clock.shown(test.planned_at).date() == clock.today(clock.of_reader())


def diet_shown(order: DietOrder | None) -> dict[str, Any] | None:
    if order is None:
        return None
    return {
        "order": order,
        "name": Diet(order.diet).label,
        "preference": FoodPreference(order.preference).label if order.preference else "",
    }


def never_shown(order: DietOrder | None, forbidden: Forbidden) -> list[str]:
    """What must never reach them: by the order and by the record, whichever came later."""
    codes = {*(order.allergens if order else ()), *forbidden.allergens}
    return [*(str(Allergen(one).label) for one in sorted(codes)), *forbidden.others]


def test_shown(test: TestOrder) -> dict[str, Any]:
    return {
        "test": test,
        "name": test.service.name_in(of_reader()),
        "href": reverse("console:ward_test", args=[test.id]),
        "done": test.state == TestState.DONE,
        "late": bool(test.result_by_at and test.state == TestState.DONE and test.result_by_at < clock.now()),
    }


def ask_shown(ask: BedsideRequest) -> dict[str, Any]:
    return {
        "ask": ask,
        "what": Ask(ask.what).label,
        "team": AskTeam(ask.team).label,
        "age": minutes_in_words(int((clock.now() - ask.created_at).total_seconds() / 60)),
    }


def worry_shown(worry: Worry) -> dict[str, Any]:
    return {
        "worry": worry,
        "stay": worry.stay,
        "age": minutes_in_words(int((clock.now() - worry.created_at).total_seconds() / 60)),
        "href": reverse("console:worry", args=[worry.id]),
    }


def vitals_shown(vitals: VitalSigns | None) -> dict[str, Any] | None:
    """The last score with its time; a word beside the colour."""
    if vitals is None:
        return None
    score = vitals.news2
    if score is None:
        return {"vitals": vitals, "score": None, "kind": "", "word": ""}
    red = any(part == 3 for part in vitals.news2_parts.values())
    if score >= EMERGENCY:
        return {"vitals": vitals, "score": score, "kind": "red", "word": _("emergency")}
    if score >= URGENT or red:
        return {"vitals": vitals, "score": score, "kind": "saffron", "word": _("urgent")}
    return {"vitals": vitals, "score": score, "kind": "", "word": ""}


def by_diet(rows: Sequence[InBed]) -> dict[str, Any]:
    """The board of the kitchen and the ward: who may eat nothing, who soon, and what everybody else eats."""
    shown = [in_bed(row) for row in rows]
    nothing = [row for row in shown if row["mouth"] and row["mouth"].what in {"nothing", "fasting"}]
    later = [row for row in shown if row["mouth"] and row["mouth"].what == "later"]
    return {
        "nothing": sorted(nothing, key=lambda row: row["mouth"].until),
        "later": sorted(later, key=lambda row: row["mouth"].since),
        "eating": [row for row in shown if row not in nothing],
    }


def team_tabs(asks: Iterable[BedsideRequest], here: str) -> list[dict[str, Any]]:
    """Everybody's requests and those of each team, with how many there are."""
    every = list(asks)
    base = reverse("console:asked")
    tabs = [{"label": _("Everyone"), "href": base, "current": not here, "count": len(every)}]
    for team in AskTeam:
        count = sum(ask.team == team for ask in every)
        tabs.append({"label": team.label, "href": f"{base}?team={team.value}", "current": here == team, "count": count})
    return tabs
