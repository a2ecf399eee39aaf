"""The pages of the rules of urgency: looked through, tried, changed with a rehearsal before, compared, signed."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.cast import Cast, signed_in
from tests.console.reading import words
from tests.urgency.conftest import all_no
from tests.urgency.rehearsed import few_cases

from almoner.charter.models import Promise
from almoner.core import clock
from almoner.core.permissions import Role
from almoner.people.actions import hire_staff
from almoner.people.models import Staff
from almoner.urgency import actions
from almoner.urgency.asked import Told
from almoner.urgency.live import live_book
from almoner.urgency.models import RuleChange, RuleSignOff
from almoner.urgency.rulebook.book import standard
from almoner.urgency.rulebook.exported import read_rules

Browser = Callable[[str], Client]


@pytest.fixture(autouse=True)
def _few_cases(monkeypatch: pytest.MonkeyPatch) -> None:
    few_cases(monkeypatch)


@pytest.fixture
def second(cast: Cast) -> Staff:
    return hire_staff(name="Ines Paz", profession="physician", roles=[Role.DOCTOR], by=cast.manager)


def beside(page: Any) -> str:
    """The text of what stands beside the main part."""
    (aside,) = re.findall(r'<aside class="workbench-aside".*?</aside>', page.content.decode(), re.DOTALL)
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", aside)))


def at(name: str, *arguments: object) -> str:
    return reverse(f"console:{name}", args=arguments)


def written(page: Any, **changed: Any) -> dict[str, Any]:
    """What the form on a page would send, with some of it written anew."""
    form = page.context["form"]
    said = {name: form[name].value() for name in form.fields}
    return {**{name: value for name, value in said.items() if value not in (None, False)}, **changed}


def propose(client: Client, rule_id: str, why: str = "Two were missed.", **changed: Any) -> RuleChange:
    """By the pages: written, looked at, proposed."""
    where = at("change_rule", rule_id)
    said = written(client.get(where), why=why, **changed)
    seen = client.post(where, {**said, "act": "look"})
    assert seen.status_code == 200, words(seen)
    carried = dict(seen.context["entered"])
    done = client.post(where, {**carried, "act": "make", "key": "one-key"})
    assert done.status_code == 302, words(done)
    return RuleChange.objects.latest("created_at")


def test_rules_are_found_by_words_level_source_and_state(as_: Browser) -> None:
    client = as_("triage_nurse")
    found = client.get(at("rules"), {"q": "choking", "level": "1"})
    assert [row["id"] for row in found.context["rows"]][:1] == ["CHOKING"]
    assert "Choking is an emergency." in words(found)
    by_concept = client.get(at("rules"), {"q": "waters broken"})
    assert "WATERS" in " ".join(row["id"] for row in by_concept.context["rows"])
    assert client.get(at("rules"), {"state": "signed"}).context["rows"] == []
    every = client.get(at("rules"), {"page": "all"})
    assert len(every.context["rows"]) == len(standard().rows)
    assert "No rule is like this" in words(client.get(at("rules"), {"q": "unicorn"}))


def test_rules_whose_review_is_past_are_shown_in_red(as_: Browser) -> None:
    client = as_("manager")
    assert "Reviews are overdue" not in words(client.get(at("rules")))
    with clock.at(clock.now() + timedelta(days=400)):
        later = as_("manager").get(at("rules"), {"state": "review"})
    assert "Reviews are overdue" in words(later)
    assert "review was due on 31 May 2027" in words(later)
    assert b"rule-late" in later.content


def test_one_rule_says_what_it_needs_who_answers_and_what_it_decides(as_: Browser) -> None:
    page = as_("doctor").get(at("rule", "CHOKING"), {"cases": "yes"})
    said = words(page)
    for expected in ("Choking is an emergency.", "Atragantarse", "All of choking", "“My son is choking”"):
        assert expected in said, expected
    assert "Not signed review by 31 May 2027" in beside(page)
    assert as_("doctor").get(at("rule", "NO-SUCH")).status_code == 404


def test_measured_and_computed_rules_say_their_criterion(as_: Browser) -> None:
    client = as_("doctor")
    measured = standard().measured[0]
    assert f"{measured.low or measured.high:g} or" in words(client.get(at("rule", measured.id)))
    assert "NEWS2 is 7 or more" in words(client.get(at("rule", "NEWS2-7")))


def test_text_is_tried_with_its_evidence_marked(as_: Browser) -> None:
    page = as_("triage_nurse").post(
        at("try_rules"),
        {"words": "I keep vomiting. No fever.", "age": "30", "sex": "female", "language": "en", "by_rules": "live"},
    )
    assert (page.context["found"].level, ("vomiting", True) in page.context["marked"]) == (4, True)
    assert "fever fever denied" in words(page)


def test_text_is_tried_on_a_change_that_waits_beside_the_rules_in_force(cast: Cast, as_: Browser) -> None:
    change = propose(as_("manager"), "VOMITING", level="3")
    page = as_("doctor").post(
        at("try_rules"), {"words": "I keep vomiting", "language": "en", "by_rules": str(change.id)}
    )
    assert (page.context["found"].level, page.context["in_force"]["letter"]) == (3, "D")


def test_change_is_seen_before_it_is_proposed_and_signed_by_another(cast: Cast, as_: Browser) -> None:
    told = Told(words="I keep vomiting", danger_answers=all_no())
    asked = actions.submit_request(told=told, channel="desk", person=cast.maya, by=cast.agent)
    manager = as_("manager")
    where = at("change_rule", "VOMITING")
    seen = manager.post(where, {**written(manager.get(where), level="5", why="Fewer calls."), "act": "look"})
    said = words(seen)
    assert "Stored cases that would be less urgent 1" in said
    assert "“I keep vomiting” d-vomiting" in said
    assert "1 request is counted and not listed" in said, "managers do not see triage"
    assert asked.reference not in said
    assert RuleChange.objects.count() == 0
    change = propose(manager, "VOMITING", level="5", why="Fewer calls.")
    doctor = as_("doctor")
    page = doctor.get(at("rule_change", change.id))
    assert asked.reference in words(page), "a doctor sees triage, and may follow the link"
    signed = doctor.post(at("rule_change_act", change.id, "sign"), {"rehearsal": "1"}, follow=True)
    assert "Signed, and in force from now on." in words(signed)
    assert live_book().rows["VOMITING"].level == 5


def test_promise_to_read_a_change_leads_to_it(as_: Browser) -> None:
    change = propose(as_("manager"), "VOMITING", level="3")
    promise = Promise.objects.get(subject_id=change.id)
    page = as_("doctor").get(at("promise", promise.reference))
    assert "A doctor reads what is proposed for the rule VOMITING" in words(page)
    assert "To: everybody who asks for help" in words(page)
    assert at("rule_change", change.id) in page.content.decode()


def test_who_proposed_is_told_that_another_signs_and_sees_no_button(cast: Cast, as_: Browser) -> None:
    change = propose(as_("doctor"), "VOMITING", level="3")
    page = as_("doctor").get(at("rule_change", change.id))
    assert "You proposed this change. Another clinician has to sign it." in beside(page)
    assert "I answer for it" not in beside(page)
    refused = as_("doctor").post(at("rule_change_act", change.id, "sign"), {"rehearsal": "1"}, follow=True)
    assert "You proposed this change. Another clinician has to sign it." in words(refused)
    assert live_book() == standard()


def test_emergency_rule_asks_for_two_doctors_and_says_why(cast: Cast, as_: Browser, second: Staff) -> None:
    change = propose(as_("manager"), "CHOKING", level="2")
    page = as_("doctor").get(at("rule_change", change.id))
    assert "Two doctors have to sign this" in words(page)
    one = as_("doctor").post(at("rule_change_act", change.id, "sign"), {"rehearsal": "1"}, follow=True)
    assert "A second clinician has to sign it too" in words(one)
    other = signed_in(second).post(at("rule_change_act", change.id, "sign"), {"rehearsal": "1"}, follow=True)
    assert "in force from now on" in words(other)


def test_change_on_rules_that_are_others_by_now_is_rehearsed_again_first(cast: Cast, as_: Browser) -> None:
    manager, doctor = as_("manager"), as_("doctor")
    change = propose(manager, "VOMITING", level="3")
    other = actions.propose_rule_change(rule_id="COUGH", row=None, why="Too many.", by=cast.manager)
    actions.sign_rule_change(change=other, rehearsal=1, by=cast.doctor)
    assert "The rules have changed since this was rehearsed" in words(doctor.get(at("rule_change", change.id)))
    refused = doctor.post(at("rule_change_act", change.id, "sign"), {"rehearsal": "1"}, follow=True)
    assert "Please rehearse it again" in words(refused)
    again = doctor.post(at("rule_change_act", change.id, "rehearse"), follow=True)
    assert "Rehearsed again." in words(again)
    assert again.context["signs"]


def test_change_is_turned_down_with_a_reason(cast: Cast, as_: Browser) -> None:
    change = propose(as_("manager"), "VOMITING", level="3")
    doctor = as_("doctor")
    assert doctor.post(at("rule_change_act", change.id, "turn-down"), {"why": ""}).status_code == 422
    said = words(doctor.post(at("rule_change_act", change.id, "turn-down"), {"why": "Not enough."}, follow=True))
    assert "is turned down. The rules stay as they are." in said
    assert "Not enough." in said
    assert doctor.post(at("rule_change_act", change.id, "nonsense")).status_code == 404


def test_names_that_are_not_known_are_told_with_what_is_like_them(as_: Browser) -> None:
    client = as_("manager")
    where = at("change_rule", "VOMITING")
    page = client.post(where, {**written(client.get(where), needs="vomitting", why="x"), "act": "look"})
    assert page.status_code == 422
    assert "“vomitting” is nothing that is known. Is one of these meant: vomiting" in words(page)


def test_what_a_rule_cannot_be_is_told_beside_its_field(as_: Browser) -> None:
    client = as_("manager")
    where = at("change_rule", "CHOKING")
    page = client.post(where, {**written(client.get(where), unless="improving", why="x"), "act": "look"})
    assert "What is to be seen now or within the hour is not held back, or made, by this." in words(page)
    same = client.post(where, {**written(client.get(where), why="x"), "act": "look"})
    assert "The rule is like this already." in words(same)


def test_rule_of_our_own_is_added_switched_off_and_stands_in_the_versions(cast: Cast, as_: Browser) -> None:
    client = as_("manager")
    form = written(client.get(at("add_rule")), id="VOMITING-HERE", level="3", needs="vomiting, no fever", why="Ours.")
    form |= {f"text_{code}": "Seen today." for code in ("en", "es", "ar")}
    form["source"] = "Our surgeons, 2026"
    faulty = client.post(at("add_rule"), {**form, "act": "look"})
    assert "This is not known here." in words(faulty), "a denial stands among “one of” only"
    form |= {"needs": "vomiting", "one_of": "no fever"}
    assert client.post(at("add_rule"), {**form, "act": "look"}).status_code == 200
    client.post(at("add_rule"), {**form, "act": "make", "key": "k"})
    change = RuleChange.objects.get()
    assert (change.rule_id, change.row["one_of"]) == ("VOMITING-HERE", ["no:fever"])
    actions.sign_rule_change(change=change, rehearsal=1, by=cast.doctor)
    off = client.post(at("switch_off_rule", "COUGH"), {"why": "Too many.", "act": "look"})
    assert "Switch off the rule COUGH" in words(off)
    client.post(at("switch_off_rule", "COUGH"), {"why": "Too many.", "act": "make", "key": "k2"})
    actions.sign_rule_change(change=RuleChange.objects.get(rule_id="COUGH"), rehearsal=1, by=cast.doctor)
    compared = client.get(at("rule_versions"), {"one": "0", "other": "2"})
    assert [(row["id"], row["gone"], row["added"]) for row in compared.context["differs"]] == [
        ("COUGH", True, False), ("VOMITING-HERE", False, True),
    ]  # fmt: skip
    assert client.get(at("rule_versions"), {"one": "7"}).status_code == 404
    assert "Switched off" in words(client.get(at("rule", "COUGH")))
    assert client.get(at("switch_off_rule", "COUGH")).status_code == 404


def test_version_is_exported_as_the_command_reads_it(cast: Cast, as_: Browser, tmp_path: Any) -> None:
    change = actions.propose_rule_change(
        rule_id="VOMITING", row=replace(standard().rows["VOMITING"], level=3), why="x", by=cast.manager
    )
    actions.sign_rule_change(change=change, rehearsal=1, by=cast.doctor)
    answer = as_("doctor").get(at("export_rules", 1))
    path = tmp_path / "rules.json"
    path.write_bytes(answer.content)
    assert (read_rules(path).version, dict(read_rules(path).rows)) == (live_book().version, dict(live_book().rows))
    assert "rules-2026.1.1-" in answer["Content-Disposition"]
    assert [as_("doctor").get(at("export_rules", number)).status_code for number in ("0", "7", "x")] == [200, 404, 404]


def test_doctor_signs_one_rule_and_then_all_of_a_level(cast: Cast, as_: Browser) -> None:
    doctor = as_("doctor")
    until = (clock.today() + timedelta(days=200)).isoformat()
    said = {"version": standard().version, "valid_until": until, "read": "on"}
    assert "tick that you have read" in words(
        doctor.post(at("sign_rule", "CHOKING"), {**said, "read": ""}, follow=True)
    )
    one = doctor.post(at("sign_rule", "CHOKING"), said, follow=True)
    assert "read and signed by Dana Okafor on 23 November 2026" in beside(one)
    level_1 = [row for row in standard().rows.values() if row.level == 1]
    all_of_it = doctor.post(at("sign_off"), {**said, "which": "unsigned", "part": "1"}, follow=True)
    assert f"{len(level_1) - 1} rows are signed." in words(all_of_it)
    assert RuleSignOff.objects.count() == len(level_1)
    again = doctor.post(at("sign_off"), {**said, "which": "unsigned", "part": "1"})
    assert "Of these nobody's signature is missing." in words(again)
    stale = doctor.post(at("sign_off"), {**said, "which": "all", "part": "1", "version": "2020.1-0"})
    assert "The rules have changed since you opened this page." in words(stale)


def test_danger_signs_questions_and_levels_are_signed_too(as_: Browser) -> None:
    doctor = as_("doctor")
    until = (clock.today() + timedelta(days=200)).isoformat()
    said = {"version": standard().version, "valid_until": until, "read": "on", "which": "unsigned"}
    page = words(doctor.get(at("sign_off"), {"part": "sign"}))
    for expected in ("Danger sign sign:unresponsive", "Ring {emergency} now.", "Llame ahora al {emergency}"):
        assert expected in page, expected
    assert "A yes tells of" in words(doctor.get(at("sign_off"), {"part": "question"}))
    assert "To be seen within 1 hour" in words(doctor.get(at("sign_off"), {"part": "level"}))
    signed = doctor.post(at("sign_off"), {**said, "part": "level"}, follow=True)
    assert "5 rows are signed." in words(signed)
    assert set(RuleSignOff.objects.values_list("rule_id", flat=True)) == {f"level:{number}" for number in range(1, 6)}


@pytest.mark.parametrize("who", ["manager", "triage_nurse"])
def test_who_may_not_sign_reads_and_is_refused(cast: Cast, as_: Browser, who: str) -> None:
    client = as_(who)
    page = client.get(at("sign_off"), {"part": "1"})
    assert "A doctor signs the rules." in words(page)
    assert b'name="valid_until"' not in page.content
    said = {"version": standard().version, "valid_until": "2027-06-01", "read": "on"}
    assert "Only a doctor may sign rules." in words(client.post(at("sign_rule", "CHOKING"), said, follow=True))
    assert RuleSignOff.objects.count() == 0


def test_list_of_rules_takes_as_many_statements_for_one_as_for_all(as_: Browser) -> None:
    client = as_("doctor")
    client.get(at("rules"))
    counts = []
    for asked in ({"q": "choking"}, {"page": "all"}):
        with CaptureQueriesContext(connection) as counted:
            client.get(at("rules"), asked)
        counts.append(len(counted))
    assert counts[0] == counts[1]
