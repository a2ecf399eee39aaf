"""The device at the door: set up by a code, asks for two identifiers, forgets everything, and can be revoked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.cast import signed_in
from tests.console.reading import words
from tests.visits.hospital import SYSTEM, Hospital, later

from almoner.core.models import AuditEntry
from almoner.core.refusal import NotAllowed, NotThere
from almoner.visits import actions
from almoner.visits.enums import How
from almoner.visits.models import Kiosk, Visit
from almoner.visits.refusals import CodeWrong

Clock = Callable[[datetime], None]
MAYA = {"name": "Maya Osei", "birth_on_day": "3", "birth_on_month": "4", "birth_on_year": "1980"}


def to(name: str, *arguments: object) -> str:
    return reverse(f"lobby:{name}", args=arguments)


def device(hospital: Hospital, name: str = "Door") -> Client:
    allowed = actions.allow_kiosk(site=hospital.cast.site, name=name, by=hospital.cast.receptionist)
    browser = Client()
    assert browser.post(to("set_up"), {"code": allowed.code.lower().replace("-", " ")})["Location"] == to("kiosk")
    return browser


def test_device_is_nothing_until_the_desk_lets_it_be_one(hospital: Hospital) -> None:
    hospital.appointment(hospital.cast.maya)
    stranger = Client()
    assert "This device is not set up yet" in words(stranger.get(to("kiosk")))
    assert stranger.post(to("kiosk"), MAYA).status_code == 404
    assert stranger.post(to("set_up"), {"code": "K-2222-2222"}).status_code == 422
    assert not Visit.objects.exists()


def test_ARR_3_kiosk_gives_the_number_and_forgets_who_it_was(hospital: Hospital) -> None:
    hospital.appointment(hospital.cast.maya)
    kiosk = device(hospital)
    kiosk.cookies["django_language"] = "es"
    answer = kiosk.post(to("kiosk"), MAYA)
    assert answer["Location"] == to("arrived")
    page = kiosk.get(to("arrived"))
    assert (page["Refresh"].endswith(to("again")), "no-store" in page["Cache-Control"]) == (True, True)
    assert "A001" in page.content.decode()
    assert "Maya" not in page.content.decode()
    assert Visit.objects.get().how == How.KIOSK
    assert AuditEntry.objects.filter(via="kiosk", person_id=hospital.cast.maya.id).exists()
    assert kiosk.get(to("arrived"))["Location"] == to("kiosk")
    assert kiosk.get(to("again"))["Location"] == to("kiosk")
    assert kiosk.cookies["django_language"].value == ""
    assert "A001" not in kiosk.get(to("kiosk")).content.decode()


def test_ARR_2_late_at_the_kiosk_has_the_choice(hospital: Hospital, at: Clock) -> None:
    hospital.appointment(hospital.cast.maya)
    kiosk = device(hospital)
    at(later(60))
    late = kiosk.post(to("kiosk"), MAYA)
    assert "You are late, and you can still be seen" in words(late)
    assert late["Refresh"].endswith(to("again"))
    hidden = {"name": "Maya Osei", "birth_on": "1980-04-03", "will_wait": "yes"}
    assert kiosk.post(to("kiosk"), hidden)["Location"] == to("arrived")


def test_guessing_lets_the_device_rest_and_a_right_one_begins_anew(hospital: Hospital, at: Clock) -> None:
    hospital.appointment(hospital.cast.maya)
    hospital.appointment(hospital.cast.tom, "10:00")
    kiosk, wrong = device(hospital), MAYA | {"name": "Maya Other"}
    for _try in range(5):
        assert "We could not find your visit" in words(kiosk.post(to("kiosk"), wrong))
    tom = {"name": "Tom Whitfield", "birth_on_day": "30", "birth_on_month": "1", "birth_on_year": "1948"}
    at(later(40))
    kiosk.post(to("kiosk"), tom)
    assert Kiosk.objects.get().wrong_tries == 0
    for _try in range(6):
        kiosk.post(to("kiosk"), wrong)
    assert "taking a break" in words(kiosk.post(to("kiosk"), MAYA | {"will_wait": "yes"}))
    at(later(46))
    assert kiosk.post(to("kiosk"), MAYA | {"will_wait": "yes"})["Location"] == to("arrived")


def test_revoked_device_counts_no_more(hospital: Hospital) -> None:
    kiosk, joan = device(hospital), signed_in(hospital.cast.receptionist_staff)
    one = Kiosk.objects.get()
    assert "Door" in words(joan.get(reverse("console:kiosks")))
    hanna = signed_in(hospital.cast.from_elsewhere_staff)
    revoke = reverse("console:revoke_kiosk", args=[one.id])
    assert hanna.post(revoke).status_code == 404
    joan.post(revoke)
    assert "This device is not set up yet" in words(kiosk.get(to("kiosk")))


def test_code_is_shown_once_used_once_and_soon_over(hospital: Hospital, at: Clock) -> None:
    joan = signed_in(hospital.cast.receptionist_staff)
    answer = joan.post(reverse("console:kiosks"), {"name": "Main entrance"})
    assert "K-" in words(answer)
    assert "Main entrance" in words(joan.get(reverse("console:kiosks")))
    first, second = (
        actions.allow_kiosk(site=hospital.cast.site, name=name, by=hospital.cast.receptionist) for name in "ab"
    )
    assert first.code not in {Kiosk.objects.get(name="a").code, Kiosk.objects.get(name="a").secret}
    actions.set_up_kiosk(code=first.code, by=SYSTEM)
    at(later(16))
    for code in (first.code, second.code, "", "K-0000-0000"):
        with pytest.raises(CodeWrong):
            actions.set_up_kiosk(code=code, by=SYSTEM)


def test_who_may_not_receive_allows_nothing(hospital: Hospital) -> None:
    said: dict[str, Any] = {"site": hospital.cast.site, "name": "x"}
    for by, refusal in ((hospital.cast.bed_manager, NotAllowed), (hospital.cast.from_elsewhere, NotThere)):
        with pytest.raises(refusal):
            actions.allow_kiosk(**said, by=by)
    assert not Kiosk.objects.exists()
