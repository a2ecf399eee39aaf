"""To which telephone a caller is put through, and how one who keeps their place looks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.cast import Cast

from almoner.core.actor import SYSTEM
from almoner.desk.actions import call_rings, keep_place
from almoner.desk.models import Ringing

As = Callable[[str], Client]


def test_calls_that_one_takes_come_to_the_telephone_one_wrote(cast: Cast, as_: As, settings: Any) -> None:
    browser = as_("agent")
    assert "Your telephone" not in browser.get(reverse("console:desk")).content.decode()
    settings.SIP_ANSWER = True
    assert "Your telephone" in browser.get(reverse("console:desk")).content.decode()
    browser.post(reverse("console:my_telephone"), {"telephone": "214"})
    assert 'value="214"' in browser.get(reverse("console:desk")).content.decode()
    ringing = call_rings(number="07700 900123", by=SYSTEM)
    browser.post(reverse("console:take_ringing", args=[ringing.id]))
    assert Ringing.objects.get().taken_at == "214"
    ringing = call_rings(number="07700 900124", by=SYSTEM)
    as_("manager").post(reverse("console:take_ringing", args=[ringing.id]))
    assert Ringing.objects.get(id=ringing.id).taken_at == ""


@pytest.mark.parametrize("wrong", ["a colleague", "<script>", "2" * 41])
def test_what_is_no_telephone_is_not_kept(cast: Cast, as_: As, settings: Any, wrong: str) -> None:
    settings.SIP_ANSWER = True
    browser = as_("agent")
    assert browser.post(reverse("console:my_telephone"), {"telephone": wrong}).status_code == 422
    ringing = call_rings(number="07700 900123", by=SYSTEM)
    browser.post(reverse("console:take_ringing", args=[ringing.id]))
    assert Ringing.objects.get().taken_at == ""


def test_TEL_1_who_keeps_their_place_stands_in_the_strip_to_be_rung(cast: Cast, as_: As) -> None:
    keep_place(ringing=call_rings(number="07700 900123", by=SYSTEM), by=SYSTEM)
    shown = as_("agent").get(reverse("console:ringing")).content.decode()
    for expected in ("Wants to be rung back", "in the line since", "Ring back"):
        assert expected in shown, expected
