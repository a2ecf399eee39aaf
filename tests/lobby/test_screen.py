"""The waiting-room screen and the poster: tickets and rooms in every language, and nothing of anybody."""

from __future__ import annotations

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from tests.console.reading import words
from tests.visits.hospital import Hospital

from almoner.lobby.languages import everywhere
from almoner.visits import actions
from almoner.visits.queries import screen_pulse


def to(name: str, *arguments: object) -> str:
    return reverse(f"lobby:{name}", args=arguments)


def test_ARR_6_screen_shows_tickets_and_rooms_and_nothing_else(hospital: Hospital) -> None:
    visit, other = hospital.here(), hospital.walked_in(hospital.cast.tom)
    screen = to("screen", hospital.cast.site.code)
    empty = words(Client().get(screen))
    assert "Nobody is called at the moment" in empty
    assert (visit.ticket in empty, other.ticket in empty) == (True, True)
    actions.call_in(visit=visit, by=hospital.cast.receptionist)
    page = Client().get(screen)
    assert f"{visit.ticket} {visit.room.name if visit.room else ''}" in " ".join(words(page).split())
    for secret in ("Maya", "Osei", "Whitfield", "Clinic visit", "my ear hurts", str(visit.id), "Okafor", "Reed"):
        assert secret not in page.content.decode(), secret


def test_ARR_5_delay_is_a_range_by_room(hospital: Hospital) -> None:
    visit = hospital.here()
    why = "a fall on the ward"
    actions.announce_delay(clinician=visit.clinician, minutes=40, why=why, by=hospital.cast.receptionist)
    shown = words(Client().get(to("screen", hospital.cast.site.code)))
    assert "Runs late" in shown
    assert "40–" in shown
    assert why not in shown


def test_lines_stand_in_all_languages_together() -> None:
    codes = {line.code: line.direction for line in everywhere(_("Language"))}
    assert codes["en"] == "ltr"
    assert codes.get("ar", "rtl") == "rtl"


def test_screen_of_another_or_no_site(hospital: Hospital) -> None:
    visit = hospital.walked_in()
    assert visit.ticket not in words(Client().get(to("screen", hospital.cast.other_site.code)))
    assert Client().get(to("screen", "nowhere")).status_code == 404


def test_poster_leads_to_the_site(hospital: Hospital) -> None:
    shown = words(Client().get(to("poster", hospital.cast.site.code)))
    assert f"/here/at/{hospital.cast.site.code}/" in shown
    assert reverse("portal:here_at", args=[hospital.cast.site.code]) in shown


def test_statements_of_the_screen_do_not_grow(hospital: Hospital) -> None:
    counts = []
    for names in (["Ann"], ["Bob", "Cem", "Dee"]):
        for name in names:
            hospital.walked_in(hospital.person(name))
        with CaptureQueriesContext(connection) as caught:
            Client().get(to("screen", hospital.cast.site.code))
        counts.append(len(caught))
    assert counts[0] == counts[1]


def test_pulse_of_the_screen_changes_when_somebody_is_called(hospital: Hospital) -> None:
    visit = hospital.here()
    before = screen_pulse(site=hospital.cast.site)
    assert before == screen_pulse(site=hospital.cast.site)
    actions.call_in(visit=visit, by=hospital.cast.receptionist)
    assert before != screen_pulse(site=hospital.cast.site)
