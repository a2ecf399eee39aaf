"""What if times were given out otherwise: asked, waited for without a script, and read in plain words."""

from __future__ import annotations

import re
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.cast import Cast
from tests.console.reading import words

from almoner.console.what_if_rows import length, readings, tables
from almoner.core.actor import SYSTEM
from almoner.scheduling import actions
from almoner.scheduling.models import WhatIf
from almoner.scheduling.simulation.report import simulate
from almoner.scheduling.simulation.world import Scale

PAGE = "/desk/measures/what-if/"
SENT = {"months": 1, "clinicians": 1, "load_percent": 80, "seed": 5}
TOLD: dict[str, Any] = simulate(Scale(months=1, clinicians=1, load=0.8), 5).as_dict()


def done(cast: Cast, result: dict[str, Any]) -> str:
    asked = actions.ask_what_if(**SENT, by=cast.manager)
    held = actions.start_what_if(by=SYSTEM)
    assert held
    actions.finish_what_if(what_if=held, result=result, by=SYSTEM)
    return reverse("console:what_if_result", args=[asked.id])


def test_it_is_asked_waited_for_and_read(cast: Cast, as_: Callable[[str], Client]) -> None:
    browser = as_("manager")
    assert "Nothing yet." in words(browser.get(PAGE))
    answer = browser.post(PAGE, SENT)
    asked = WhatIf.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, reverse("console:what_if_result", args=[asked.id]))
    waits = browser.get(answer["Location"])
    assert "It is next, and begins in a moment." in words(waits)
    assert '<noscript><meta http-equiv="refresh" content="5"></noscript>' in waits.content.decode()
    assert f'href="{answer["Location"]}"' in waits.content.decode()
    done(cast, TOLD)
    shown = browser.get(answer["Location"])
    assert "http-equiv" not in shown.content.decode()
    for told in ("What it says", "Seen in time", "Nine in ten wait no longer than", "Third next available",
                 "Best in hindsight", "1 month, 1 clinician, 80% full, run 5", "All people are made up."):  # fmt: skip
        assert told in words(shown), told
    assert "run 5" in words(browser.get(PAGE))
    assert browser.post(PAGE, SENT)["Location"] == answer["Location"]


def test_the_same_is_asked_with_another_run_by_one_press(cast: Cast, as_: Callable[[str], Client]) -> None:
    browser, address = as_("manager"), done(cast, TOLD)
    again = dict(re.findall(r'type="hidden" name="(\w+)" value="(\d+)"', browser.get(address).content.decode()))
    assert again == {"months": "1", "clinicians": "1", "load_percent": "80", "seed": "6"}
    browser.post(PAGE, again)
    assert WhatIf.objects.filter(seed=6, state="asked").count() == 1


@pytest.mark.parametrize("wrong", [{"months": 4}, {"clinicians": 0}, {"load_percent": 99}, {"seed": ""}])
def test_wrong_numbers_are_said_beside_their_field(
    cast: Cast, as_: Callable[[str], Client], wrong: dict[str, object]
) -> None:
    assert as_("manager").post(PAGE, SENT | wrong).status_code == 422
    assert not WhatIf.objects.exists()


def test_too_many_are_refused_in_words(cast: Cast, as_: Callable[[str], Client]) -> None:
    browser = as_("manager")
    for seed in range(5):
        browser.post(PAGE, SENT | {"seed": seed})
    answer = browser.post(PAGE, SENT | {"seed": 9})
    assert (answer.status_code, WhatIf.objects.count()) == (422, 5)
    assert "Five are being worked out or wait." in words(answer)


def test_what_failed_says_so_and_is_asked_again(cast: Cast, as_: Callable[[str], Client]) -> None:
    browser = as_("manager")
    address = browser.post(PAGE, SENT)["Location"]
    held = actions.start_what_if(by=SYSTEM)
    assert held
    assert "It is being worked out since" in words(browser.get(address))
    actions.fail_what_if(what_if=held, fault="stopped after 300 seconds", by=SYSTEM)
    shown = words(browser.get(address))
    assert "It did not work out" in shown
    assert "stopped after 300 seconds" in shown
    assert browser.post(PAGE, SENT)["Location"] != address


@pytest.mark.parametrize("who", ["agent", "doctor", "bed_manager"])
def test_it_is_not_there_for_others(cast: Cast, as_: Callable[[str], Client], who: str) -> None:
    address = done(cast, TOLD)
    browser = as_(who)
    assert [browser.get(PAGE).status_code, browser.get(address).status_code] == [404, 404]
    if who == "bed_manager":
        assert "given out otherwise" not in words(browser.get("/desk/measures/"))


def test_tables_hold_every_policy_and_every_figure() -> None:
    seen, mean, most, used = tables(TOLD)
    assert [len(table["headings"]) for table in (seen, mean, most, used)] == [5] * 4
    assert [row[0] for row in seen["rows"]] == ["Within 6 hours", "Within 1 day", "Within 14 days", "Within 84 days"]
    assert [len(table["rows"]) for table in (seen, mean, most, used)] == [4, 5, 5, 3]
    first = TOLD["policies"][0]
    assert seen["rows"][0][1]["text"] == f"{round(100 * first['by_level']['2']['within_target'], 1):g}%"
    assert used["rows"][2][4]["text"] == "–"


@pytest.mark.parametrize(
    ("days", "said"), [(0.09, "2 hours"), (0.99, "24 hours"), (1.0, "1 day"), (2.74, "2.7 days"), (0.0, "0 days")]
)
def test_lengths_are_said_as_people_think_of_them(days: float, said: str) -> None:
    assert length(days) == said


def test_sentences_follow_the_numbers() -> None:
    told = deepcopy(TOLD)
    plain, kept, offered, best = told["policies"]
    for one, share in ((plain, 0.5), (offered, 0.9)):
        for level in ("2", "3"):
            one["by_level"][level]["within_target"] = share
    plain["by_level"]["5"]["mean_days"], offered["by_level"]["5"]["mean_days"] = 2.0, 3.0
    kept["refilled"], offered["refilled"] = 0.8, 0.95
    said = " ".join(readings(told))
    for part in ("Of 100 urgent people, 50 are seen", "and 90 when", "waits 3 days on average instead of 2 days",
                 "95 are filled again", "and 80 when"):  # fmt: skip
        assert part in said, part
    offered["by_level"]["5"]["mean_days"], offered["refilled"] = 2.0, None
    assert "Others do not pay for it here" in " ".join(readings(told))
    assert "No time came free early enough" in " ".join(readings(told))
    told["policies"].remove(best)
    assert readings(told)[-1].startswith("There is no best in hindsight here")
