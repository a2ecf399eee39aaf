"""Who may open which page: the right person, the wrong one, and nobody."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from tests.cast import Cast
from tests.scheduling.clinic import Clinic

from almoner.console.urls_desk import desk_urls
from almoner.core.identifiers import new_id
from almoner.desk.models import Contact

POSTED = {
    "take_contact", "note_abandoned_call", "contact_carer", "end_contact", "call_back", "join_waiting_list",
    "write_back", "ask_to_ring", "confirm_appointment", "come_later", "read_back", "my_telephone",
}  # fmt: skip
OPEN_TO_ALL_OF_THE_HOUSE = {
    "desk", "take_contact", "note_abandoned_call", "people", "register_person", "displaced", "my_telephone",
}  # fmt: skip


def address(name: str, cast: Cast, contact: Contact, clinic: Clinic) -> str:
    """The address of a page about Maya."""
    arguments: dict[str, list[object]] = {
        "contact": [contact.id],
        "contact_who": [contact.id, cast.maya.id],
        "contact_carer": [contact.id, cast.maya.id],
        "end_contact": [contact.id],
        "call_back": [contact.id],
        "write_back": [contact.id],
        "ask_to_ring": [contact.id],
        "person": [cast.maya.id],
        "find_service": [cast.maya.id],
        "choose_time": [cast.maya.id, "GEN"],
        "join_waiting_list": [cast.maya.id, "GEN"],
    }
    if name == "confirm_time":
        arguments[name] = [clinic.hold(cast.maya).id]
    if name.endswith("appointment") or name in {"come_later", "read_back", "cancel_by_hospital"}:
        arguments[name] = [clinic.visit(cast.maya).id]
    return reverse(f"console:{name}", args=arguments.get(name, []))


def ask(browser: Client, name: str, where: str) -> int:
    return (browser.post(where) if name in POSTED else browser.get(where)).status_code


MINE = [one.name for one in desk_urls if one.name and not one.name.startswith("promise") and one.name != "displaced_by"]
"""But for one that asks for a change of hours first, and is tried with the others of the roster."""


@pytest.mark.parametrize("name", MINE)
def test_I_23_page_is_for_staff_who_may(
    cast: Cast, clinic: Clinic, known: Contact, as_: Callable[[str], Client], name: str
) -> None:
    where = address(name, cast, known, clinic)
    anonymous = Client().get(where)
    assert (anonymous.status_code, reverse("account_login") in anonymous.headers["Location"]) == (302, True)
    assert ask(as_("maya"), name, where) == 404
    assert ask(as_("agent"), name, where) in {200, 302, 422}
    elsewhere = ask(as_("from_elsewhere"), name, where)
    assert elsewhere in ({200, 302, 422} if name in OPEN_TO_ALL_OF_THE_HOUSE else {404})


@pytest.mark.parametrize("name", MINE)
def test_page_for_front_staff_is_not_there_for_a_bed_manager(
    cast: Cast, clinic: Clinic, known: Contact, as_: Callable[[str], Client], name: str
) -> None:
    expected = {200, 302} if name in {"people", "person"} else {404}
    assert ask(as_("bed_manager"), name, address(name, cast, known, clinic)) in expected


def test_I_23_absent_and_out_of_scope_look_alike(cast: Cast, as_: Callable[[str], Client]) -> None:
    elsewhere = as_("from_elsewhere")
    hidden = elsewhere.get(reverse("console:person", args=[cast.maya.id]))
    absent = elsewhere.get(reverse("console:person", args=[new_id()]))
    assert (hidden.status_code, absent.status_code) == (404, 404)
    assert hidden.content.replace(str(cast.maya.id).encode(), b"") == absent.content


@pytest.mark.parametrize("name", [name for name in MINE if name not in POSTED])
def test_every_form_carries_its_token(
    cast: Cast, clinic: Clinic, known: Contact, as_: Callable[[str], Client], name: str
) -> None:
    clinic.visit(cast.maya)
    page = as_("agent").get(address(name, cast, known, clinic)).content.decode()
    forms = re.findall(r'<form[^>]*method="post".*?</form>', page, re.DOTALL)
    assert forms
    assert [form for form in forms if "csrfmiddlewaretoken" not in form] == []


@pytest.mark.parametrize("name", sorted(POSTED))
def test_get_changes_nothing(
    cast: Cast, clinic: Clinic, known: Contact, as_: Callable[[str], Client], name: str
) -> None:
    assert as_("agent").get(address(name, cast, known, clinic)).status_code == 405


def test_rail_shows_the_ways_that_one_may_go(cast: Cast, as_: Callable[[str], Client]) -> None:
    agents = as_("agent").get(reverse("console:desk")).content.decode()
    assert f'href="{reverse("console:desk")}"' in agents
    assert reverse("console:desk") not in as_("bed_manager").get(reverse("console:people")).content.decode()
