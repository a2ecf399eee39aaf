"""Several visits in one act, by the person themselves."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from typing import Any

from tests.console.reading import field, words
from tests.portal.clinic import TODAY, Clinic

from almoner.scheduling import actions
from almoner.scheduling.models import Appointment, Series

DAILY = "/services/GEN/series/?count=3&every=1&unit=1&within=0&from_day={day}&at=10:00&weekday=&clinician="


def asked() -> str:
    return DAILY.format(day=TODAY + timedelta(days=1))


def chosen(answer: Any) -> dict[str, str]:
    """What the page proposes for each visit, as its form would send it."""
    html = answer.content.decode()
    found = {}
    for name, options in re.findall(r'<select name="(time_\d+)".*?>(.*?)</select>', html, re.DOTALL):
        picked = re.search(r'<option value="([^"]*)" selected', options)
        found[name] = unescape(picked[1]) if picked else ""
    return found


def test_APT_8_dates_are_proposed_and_booked_in_one_act(clinic: Clinic) -> None:
    browser = clinic.browser("maya")
    page = browser.get(asked())
    assert "3 dates are at the usual time with Dana Okafor" in words(page)
    answer = browser.post(asked(), chosen(page) | {"key": field(page, "key")}, follow=True)
    series = Series.objects.get(person=clinic.cast.maya)
    assert answer.redirect_chain == [(f"/visits/together/{series.id}/", 302)]
    shown = words(answer)
    assert "All are booked." in answer.content.decode()
    assert ("1 of 3" in shown, "3 of 3" in shown) == (True, True)
    first = series.visits.get(series_place=1)
    assert f'href="/visits/together/{series.id}/"' in browser.get(f"/visits/{first.id}/").content.decode()
    assert "2 of 3" in words(browser.get("/visits/"))


def test_APT_8_one_is_skipped_and_one_is_changed(clinic: Clinic) -> None:
    browser = clinic.browser("maya")
    page = browser.get(asked())
    later = clinic_key_after(page, "time_2")
    said = chosen(page) | {"time_1": "skip", "time_2": later}
    looked = words(browser.post(asked(), said | {"look": "yes"}))
    assert "Skipped" in looked
    assert not Appointment.objects.exists()
    browser.post(asked(), said | {"key": "k"})
    walls = [visit.wall[11:] for visit in Series.objects.get().visits.order_by("series_place")]
    assert walls == [later_wall(later), "10:00"]


def clinic_key_after(answer: Any, name: str) -> str:
    html = answer.content.decode()
    options = re.search(rf'<select name="{name}".*?>(.*?)</select>', html, re.DOTALL)
    assert options
    keys = [unescape(key) for key in re.findall(r'<option value="([^"]+)"', options[1])]
    return keys[-1]


def later_wall(key: str) -> str:
    return f"{key[9:11]}:{key[11:13]}"


def test_APT_8_where_one_was_taken_meanwhile_nothing_is_booked_and_the_page_says_which(clinic: Clinic) -> None:
    browser = clinic.browser("maya")
    page = browser.get(asked())
    key = chosen(page)["time_2"]
    actions.hold(service=clinic.service, time=key, person=clinic.cast.tom, by=clinic.cast.agent)
    answer = browser.post(asked(), chosen(page) | {"key": "k"})
    assert answer.status_code == 409
    shown = words(answer)
    assert "Nothing is booked yet" in shown
    assert "Somebody has just taken the time that you chose." in shown
    assert not Appointment.objects.exists()
    browser.post(asked(), chosen(answer) | {"key": "k"})
    assert Series.objects.get().size == 3


def test_APT_4_another_visit_soon_is_asked_about_once(clinic: Clinic) -> None:
    clinic.visit(clinic.cast.maya)
    browser = clinic.browser("maya")
    page = browser.get(asked())
    answer = browser.post(asked(), chosen(page) | {"key": "k"})
    assert "Keep both, and book all of these" in words(answer)
    browser.post(asked(), chosen(answer) | {"key": "k", "keep_both": "yes"})
    assert Series.objects.get().size == 3


def test_what_needs_an_order_is_not_booked_on_the_web(clinic: Clinic) -> None:
    answer = clinic.browser("maya").get(asked().replace("GEN", "SCAN"))
    assert "has to ask for this first" in words(answer)
    assert "time_1" not in answer.content.decode()


def one_day(clinic: Clinic) -> str:
    return f"/find/one-day/?service_1=GEN&service_2=SKIN&from_day={TODAY + timedelta(days=1)}&least=10&most=60"


def test_several_visits_of_one_day_are_found_and_booked(clinic: Clinic) -> None:
    browser = clinic.browser("maya")
    page = browser.get(one_day(clinic))
    shown = words(page)
    assert "10 minutes between the visits altogether." in shown
    picked = [unescape(one) for one in re.findall(r'name="picked" value="([^"]+)"', page.content.decode())][:2]
    answer = browser.post(one_day(clinic), {"picked": picked, "key": "k"}, follow=True)
    assert "Your day with us" in words(answer)
    assert sorted(Series.objects.get().visits.values_list("service__code", flat=True)) == ["GEN", "SKIN"]


def test_a_day_without_room_for_all_says_so(clinic: Clinic) -> None:
    page = clinic.browser("maya").get(one_day(clinic).replace("least=10&most=60", "least=240&most=240"))
    assert "No day has room for all of them" in words(page)


def test_I_23_the_series_of_somebody_else_is_not_there(clinic: Clinic) -> None:
    browser = clinic.browser("maya")
    browser.post(asked(), chosen(browser.get(asked())) | {"key": "k"})
    series = Series.objects.get()
    for address in (f"/visits/together/{series.id}/", f"/visits/together/{series.id}/cancel/"):
        assert clinic.browser("tom").get(address).status_code == 404
        assert clinic.browser("tom").post(address).status_code in {404, 405}
    assert series.visits.filter(state="booked").count() == 3


def test_APT_8_the_rest_is_cancelled_with_one_form(clinic: Clinic) -> None:
    browser = clinic.browser("maya")
    browser.post(asked(), chosen(browser.get(asked())) | {"key": "k"})
    series = Series.objects.get()
    page = browser.get(f"/visits/together/{series.id}/cancel/")
    assert words(page).count("Clinic visit") == 3
    browser.post(f"/visits/together/{series.id}/cancel/", {"reason": "pat", "key": "c"})
    assert series.visits.filter(state="cancelled").count() == 3
    assert "None of these visits is still to come." in words(browser.get(f"/visits/together/{series.id}/cancel/"))
