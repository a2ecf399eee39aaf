"""The bed board, one bed, and who waits: giving, admitting, moving, swapping, cleaning, blocking."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.console.reading import words
from tests.visits.hospital import TODAY, Hospital, hospital

from almoner.console import changes
from almoner.visits import actions
from almoner.visits.models import BedRequest, Stay

Browser = Callable[[str], Client]
__all__ = ["hospital"]


def at(name: str, *arguments: object) -> str:
    return reverse(f"console:{name}", args=arguments)


def test_BED_1_board_says_each_state_in_a_letter_and_a_word(hospital: Hospital, as_: Browser) -> None:
    stay, beds = hospital.admitted(isolation="contact", bed="M5"), hospital.cast.bed_manager
    actions.expect_home(stay=stay, on=TODAY, by=hospital.cast.doctor)
    hospital.given(hospital.cast.leila, "M3")
    actions.set_bed_state(bed=hospital.beds["M1"], state="dirty", by=beds)
    actions.set_bed_state(bed=hospital.beds["M2"], state="blocked", block_reason="infection", by=beds)
    page = as_("bed_manager").get(at("beds"))
    shown = words(page)
    for expected in (
        "4 free now", "1 to be cleaned", "1 going home today", "0 waiting for a bed", "1 blocked", "P M5 w Maya Osei",
        "home today", "G M3 Given to somebody", "D M1 To be cleaned", "X M2 Blocked: Infection on the ward",
    ):  # fmt: skip
        assert expected in shown, expected
    assert "Contact: a room of their own" in page.content.decode()


def test_BED_2_who_waits_is_listed_most_urgent_first_with_what_fits(hospital: Hospital, as_: Browser) -> None:
    hospital.admitted(hospital.cast.tom, "M1")
    hospital.asked(level=4)
    hospital.asked(hospital.cast.leila, level=1, care=2)
    shown = words(as_("bed_manager").get(at("beds")))
    assert shown.index("Leila Haddad") < shown.index("Maya Osei")
    assert "I1 ICU gives more care than needed" in shown
    assert "M3 MED1 fits" in shown


def test_board_costs_the_same_for_one_and_for_three(hospital: Hospital, as_: Browser) -> None:
    browser, counts = as_("bed_manager"), []
    for number, bed in enumerate(("M1", "M2", "M5")):
        hospital.admitted(hospital.person(f"P{number}"), bed)
        hospital.asked(hospital.person(f"Q{number}"))
        with CaptureQueriesContext(connection) as caught:
            browser.get(at("beds"))
        counts.append(len(caught))
    assert counts[1] == counts[2]


def test_BED_2_bed_is_asked_for_once_with_what_it_must_have(hospital: Hospital, as_: Browser) -> None:
    nurse, address = as_("ward_nurse"), at("ask_for_bed", hospital.cast.maya.id)
    said = {
        "level": 2, "reason": "Your lungs need oxygen.", "care": 3, "isolation": "airborne",
        "ward": str(hospital.ward.id), "kit": "Ventilator, ", "key": "k",
    }  # fmt: skip
    assert nurse.post(address, {"level": 2}).status_code == 422
    for _twice in range(2):
        assert nurse.post(address, said)["Location"] == at("bed_request", Stay.objects.get().id)
    request = BedRequest.objects.get()
    assert (request.care, request.isolation, request.ward, request.kit) == (
        3,
        "airborne",
        hospital.ward,
        ["ventilator"],
    )
    assert "They have a stay here already." in nurse.post(address, said | {"key": "l"}).content.decode()
    assert as_("agent").get(address).status_code == 404


def test_BED_3_bed_is_given_and_they_are_admitted_only_when_they_lie_in_it(hospital: Hospital, as_: Browser) -> None:
    stay, manager = hospital.asked(), as_("bed_manager")
    give, admit = at("bed_request_act", stay.id, "allot"), at("bed_request_act", stay.id, "admit")
    assert manager.post(admit).status_code == 422
    refused = manager.post(give, {"bed": str(hospital.beds["M5"].id)})
    assert "single room not needed" in refused.content.decode()
    assert manager.post(give, {"bed": str(hospital.beds["M1"].id)})["Location"] == at("beds")
    stay.refresh_from_db()
    assert stay.state == "requested"
    assert "Only when they lie in it are they admitted." in words(manager.get(at("bed_request", stay.id)))
    said = {"named_nurse": str(hospital.cast.ward_nurse_staff.id), "doctor": str(hospital.dana.id), "key": "k"}
    assert [manager.post(admit, said)["Location"] for _twice in range(2)] == [at("beds"), at("beds")]
    assert manager.post(admit, said | {"key": "l"}).status_code == 404
    stay.refresh_from_db()
    assert (stay.state, stay.bed, stay.doctor) == ("admitted", hospital.beds["M1"], hospital.dana)
    assert manager.get(at("bed_request", stay.id)).status_code == 404


def test_bed_that_is_not_clean_is_said_before_anybody_lies_in_it(hospital: Hospital, as_: Browser) -> None:
    stay, manager = hospital.given(), as_("bed_manager")
    actions.set_bed_state(bed=hospital.beds["M1"], state="dirty", by=hospital.cast.bed_manager)
    assert "The bed is not ready" in words(manager.get(at("bed_request", stay.id)))
    assert "The bed is not ready" in manager.post(at("bed_request_act", stay.id, "admit")).content.decode()
    page = words(manager.get(at("beds")))
    assert "somebody waits for it" in page


def test_request_is_taken_back_with_a_reason(hospital: Hospital, as_: Browser) -> None:
    stay, manager = hospital.asked(), as_("bed_manager")
    assert manager.post(at("bed_request_act", stay.id, "withdraw")).status_code == 422
    manager.post(at("bed_request_act", stay.id, "withdraw"), {"reason": "better"})
    stay.refresh_from_db()
    assert stay.state == "withdrawn"


@pytest.mark.parametrize(
    ("steps", "state"),
    [
        ([{"state": "dirty"}, {"state": "cleaning"}, {"state": "clean"}], "clean"),
        ([{"state": "blocked", "block_reason": "maintenance", "note": "bell"}], "blocked"),
        ([{"state": "blocked"}], "clean"),
        ([{"state": "occupied"}], "clean"),
    ],
)
def test_BED_1_state_is_set_by_hand_as_it_may_follow(
    hospital: Hospital, as_: Browser, steps: list[dict[str, str]], state: str
) -> None:
    bed, manager = hospital.beds["M1"], as_("bed_manager")
    for step in steps:
        manager.post(at("bed_act", bed.id, "state"), step)
    bed.refresh_from_db()
    assert bed.state == state
    assert "What became of this bed" in manager.get(at("bed", bed.id)).content.decode()


def test_BED_4_move_and_swap_leave_everybody_in_a_bed(hospital: Hospital, as_: Browser) -> None:
    first, other, manager = hospital.admitted(), hospital.admitted(hospital.cast.leila, "M3"), as_("bed_manager")
    beds = hospital.beds
    assert manager.post(at("bed_act", beds["M1"].id, "move"), {"bed": str(beds["M2"].id)}).status_code == 422
    manager.post(at("bed_act", beds["M1"].id, "move"), {"bed": str(beds["M2"].id), "reason": "quieter"})
    manager.post(at("bed_act", beds["M2"].id, "swap"), {"other": str(beds["M3"].id), "reason": "nearer"})
    first.refresh_from_db()
    other.refresh_from_db()
    beds["M1"].refresh_from_db()
    assert (first.bed, other.bed, beds["M1"].state) == (beds["M3"], beds["M2"], "dirty")
    shown = words(manager.get(at("bed", beds["M3"].id)))
    assert "Maya Osei" in shown
    assert "Change beds with somebody" in shown


def test_acts_that_do_not_follow_look_absent(hospital: Hospital, as_: Browser) -> None:
    manager, empty = as_("bed_manager"), hospital.beds["M1"].id
    for act in ("move", "swap", "burn"):
        assert manager.post(at("bed_act", empty, act)).status_code == 404
    for who in ("doctor", "agent", "from_elsewhere"):
        assert as_(who).post(at("bed_act", empty, "state"), {"state": "dirty"}).status_code == 404


@pytest.mark.parametrize("page", ["beds_live", "wards_live"])
def test_pages_say_when_they_have_changed(hospital: Hospital, as_: Browser, page: str) -> None:
    answer = as_("ward_nurse").get(at(page))
    assert (answer["Content-Type"], answer["Cache-Control"]) == ("text/event-stream", "no-store")


def test_stream_says_changed_only_when_the_pulse_has() -> None:
    beats = iter([1, 1, 2])

    async def heard() -> list[bytes]:
        said: list[bytes] = []
        async for part in aiter(changes.stream(lambda: next(beats), every=0).streaming_content):  # type: ignore[arg-type]
            said.append(part)
            if len(said) == 3:
                break
        return said

    assert asyncio.run(heard()) == [b"retry: 5000\n\n", b": still here\n\n", b"event: changed\ndata: changed\n\n"]
