"""Who covers now: the directory, being on call, asking."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.test import Client
from django.urls import reverse
from tests.cast import MONDAY_MORNING, Cast
from tests.console.reading import field, words

from almoner.desk.actions import put_on_call
from almoner.desk.models import Cover, Reach

Browser = Callable[[str], Client]
EVENING = "2026-11-23T18:00"


def at(name: str, *arguments: object) -> str:
    return reverse(f"console:{name}", args=arguments)


def on_call(cast: Cast, rank: int = 1, who: str = "doctor") -> Cover:
    return put_on_call(
        staff=getattr(cast, f"{who}_staff"), scope="hospital", rank=rank, how=f"bleep {rank}",
        ends_at=MONDAY_MORNING + timedelta(hours=9), by=cast.manager,
    )  # fmt: skip


def test_REACH_1_directory_says_who_until_when_and_how(cast: Cast, as_: Browser) -> None:
    on_call(cast)
    shown = words(as_("receptionist").get(at("reach")))
    for expected in ("Whole hospital", "First Dana Okafor", "bleep 1", "until today 18:00"):
        assert expected in shown, expected
    assert "Take over" not in shown, "a receptionist is not on call"


def test_clinician_goes_on_call_and_another_takes_over(cast: Cast, as_: Browser) -> None:
    doctor, nurse = as_("doctor"), as_("triage_nurse")
    said = {"what": "hospital:", "rank": "1", "how": "bleep 7", "ends_at": EVENING}
    assert doctor.post(at("put_on_call"), {**said, "staff": str(cast.doctor_staff.id)}).status_code == 302
    taken = nurse.post(at("put_on_call"), {**said, "staff": str(cast.triage_nurse_staff.id)})
    assert "Somebody is on call for this already at that time: Dana Okafor" in taken.content.decode()
    cover = Cover.objects.get()
    assert (
        nurse.post(at("take_over", cover.id), {"how": "bleep 8", "ends_at": EVENING, "note": "Bed 3"}).status_code
        == 302
    )
    assert "First Nora Stone" in words(doctor.get(at("reach")))
    answer = nurse.post(at("end_cover", Cover.objects.standing().get().id), follow=True)
    assert "Nobody else would be on call." in answer.content.decode()


def test_nobody_but_clinicians_and_managers_puts_anybody_on_call(cast: Cast, as_: Browser) -> None:
    said = {"what": "hospital:", "rank": "1", "how": "7", "ends_at": EVENING, "staff": str(cast.doctor_staff.id)}
    as_("receptionist").post(at("put_on_call"), said)
    assert not Cover.objects.exists()
    assert as_("triage_nurse").post(at("put_on_call"), said).status_code == 422, "only themselves"
    assert as_("manager").post(at("put_on_call"), said).status_code == 302


def test_REACH_1_asked_from_the_person_and_seen_to_be_open(cast: Cast, as_: Browser) -> None:
    on_call(cast)
    on_call(cast, 2, "triage_nurse")
    desk, page = as_("receptionist"), at("ask_clinician", cast.maya.id)
    assert "Dana Okafor" in words(desk.get(page))
    key = field(desk.get(page), "key")
    for _ in range(2):
        answer = desk.post(
            page, {"about": "She is very pale", "staff": str(cast.doctor_staff.id), "key": key}, follow=True
        )
    assert "Dana Okafor sees it now. Ring too: bleep 1" in words(answer)
    reach = Reach.objects.get()
    assert "Not answered yet" in words(desk.get(page))
    desk.post(at("reach_act", reach.id, "next"))
    assert [turn.staff for turn in reach.turns.all()] == [cast.doctor_staff, cast.triage_nurse_staff]
    desk.post(at("reach_act", reach.id, "acknowledge"), {"answer": "me"})
    assert Reach.objects.open().exists(), "only a clinician answers"
    assert desk.post(at("reach_act", reach.id, "withdraw"), {"reason": "the doctor is here"}).status_code == 302
    assert "No longer needed" in words(desk.get(at("reach")))


def test_nobody_on_call_is_said_and_asked_all_the_same(cast: Cast, as_: Browser) -> None:
    nurse, page = as_("ward_nurse"), at("ask_clinician", cast.maya.id)
    assert "Nobody is on call" in words(nurse.get(page))
    assert "promised all the same" in words(nurse.post(page, {"about": "pale"}, follow=True))
    assert Reach.objects.get().turns.count() == 0


def test_I_23_other_sites_find_nobody(cast: Cast, as_: Browser) -> None:
    cover = on_call(cast)
    elsewhere = as_("from_elsewhere")
    assert elsewhere.get(at("ask_clinician", cast.maya.id)).status_code == 404
    assert elsewhere.get(at("take_over", cover.id)).status_code == 404
    assert "Dana Okafor" not in words(elsewhere.get(at("reach")))
