"""The hospital's own rules: proposed by one, rehearsed, signed by somebody else, in force; and who answers for rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from tests.cast import Cast, acting
from tests.faults import leaves_nothing
from tests.urgency.conftest import Ask
from tests.urgency.rehearsed import few_cases

from almoner.charter.enums import LIVE
from almoner.charter.models import Promise
from almoner.core import clock
from almoner.core.actor import SYSTEM, Actor
from almoner.core.permissions import Role
from almoner.core.refusal import NotAllowed, NotThere, Refused
from almoner.people.actions import hire_staff
from almoner.serving.fitness import warnings
from almoner.timeline.models import Event
from almoner.urgency import actions, rule_queries
from almoner.urgency.live import live_book, rule_texts
from almoner.urgency.models import RuleChange, RuleSignature, RuleVersion
from almoner.urgency.refusals import (
    ChangeWaits,
    FaultyRule,
    NoSuchDate,
    OnlyASigner,
    OwnSignature,
    RehearsalOutdated,
    RuleAsBefore,
    RuleChangeEnded,
    RulesOtherwiseNow,
    RuleUnknown,
    SignedAlready,
    WhyChange,
)
from almoner.urgency.rulebook import Rule
from almoner.urgency.rulebook.book import standard
from almoner.urgency.rulebook.signable import signables
from almoner.urgency.tasks import tell_of_overdue_rules

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _few_cases(monkeypatch: pytest.MonkeyPatch) -> None:
    few_cases(monkeypatch)


@pytest.fixture
def second(cast: Cast) -> Actor:
    """Another doctor."""
    return acting(hire_staff(name="Ines Paz", profession="physician", roles=[Role.DOCTOR], by=cast.manager))


def row(rule_id: str, **changed: Any) -> Rule:
    found = standard().rows[rule_id]
    assert isinstance(found, Rule)
    return replace(found, **changed)


def propose(by: Actor, rule_id: str = "VOMITING", **changed: Any) -> RuleChange:
    wanted = row(rule_id, **(changed or {"level": 3}))
    return actions.propose_rule_change(rule_id=rule_id, row=wanted, why="Two were missed.", by=by)


def sign(change: RuleChange, by: Actor, rehearsal: int = 1) -> RuleChange:
    return actions.sign_rule_change(change=change, rehearsal=rehearsal, by=by)


def in_force(cast: Cast, rule_id: str = "VOMITING", **changed: Any) -> RuleChange:
    return sign(propose(cast.manager, rule_id, **changed), cast.doctor)


def test_URG_2_change_is_in_force_only_when_a_doctor_has_signed_it(cast: Cast, ask: Ask) -> None:
    change = propose(cast.manager)
    before = ask("I keep vomiting", person=cast.maya)
    assert (before.level, live_book()) == (4, standard())
    assert sign(change, cast.doctor).state == "live"
    after = ask("I keep vomiting", person=cast.tom)
    assert (after.level, after.suggestions.get().rules_version) == (3, live_book().version)
    assert before.suggestions.get().rules_version == standard().version
    assert live_book().version == RuleVersion.objects.get().name != standard().version


def test_rehearsal_is_kept_with_the_change_and_covers_the_hospitals_own_requests(cast: Cast, ask: Ask) -> None:
    asked = ask("I keep vomiting", person=cast.maya)
    kept = propose(cast.manager, level=5).rehearsals.get()
    moved = {"before": 4, "after": 5}
    assert kept.result["own"]["moved"] == [{"id": str(asked.id), "expected": None, **moved}]
    assert kept.result["development"]["moved"] == [{"id": "d-vomiting", "expected": 4, **moved}]
    assert (kept.on, kept.before["level"], kept.signatures_needed) == (standard().version, 4, 1)


def test_proposal_is_promised_to_be_read_until_it_is_decided(cast: Cast) -> None:
    change = propose(cast.manager)
    (promise,) = Promise.objects.filter(subject_id=change.id, state__in=LIVE)
    assert (promise.team, promise.facts["rule"]) == ("doctors", "VOMITING")
    actions.turn_down_rule_change(change=change, why="No.", by=cast.doctor)
    promise.refresh_from_db()
    assert promise.state == "withdrawn"


def test_who_proposed_a_change_does_not_sign_it(cast: Cast) -> None:
    with pytest.raises(OwnSignature):
        sign(propose(cast.doctor), cast.doctor)
    assert RuleSignature.objects.count() == 0


@pytest.mark.parametrize("who", ["manager", "triage_nurse", "agent", "maya_herself"])
def test_nobody_but_a_doctor_signs(cast: Cast, who: str) -> None:
    change = propose(cast.ward_nurse)
    with pytest.raises(OnlyASigner):
        sign(change, cast.actor(who))
    with pytest.raises(OnlyASigner):
        actions.sign_off_rules(
            rules=["VOMITING"], version=standard().version, valid_until=date(2027, 6, 1), by=cast.actor(who)
        )


@pytest.mark.parametrize("who", ["agent", "receptionist", "bed_manager", "tom_himself"])
def test_nobody_but_managers_and_clinicians_proposes(cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        propose(cast.actor(who))


def test_system_proposes_and_signs_nothing(cast: Cast) -> None:
    change = propose(cast.manager)
    for refused in (lambda: propose(SYSTEM, "COUGH"), lambda: sign(change, SYSTEM)):
        with pytest.raises(NotAllowed):
            refused()


def test_rule_of_an_emergency_takes_two_doctors_who_did_not_propose_it(cast: Cast, second: Actor) -> None:
    change = sign(propose(cast.manager, "CHOKING", one_of=("fever",)), cast.doctor)
    assert (change.state, live_book()) == ("open", standard())
    with pytest.raises(SignedAlready):
        sign(change, cast.doctor)
    assert sign(change, second).state == "live"


def test_what_would_make_an_emergency_less_takes_two_whatever_is_changed(cast: Cast) -> None:
    """Here a rule of the second level is raised to the first, and set back when a case rests on it."""
    in_force(cast, level=1, unless=())
    back = propose(cast.manager, level=4)
    assert back.rehearsals.get().result["development"]["lose_emergency"] == 1
    assert sign(back, cast.doctor).state == "open"


def test_words_of_an_emergency_rule_take_one_signature(cast: Cast) -> None:
    texts = {**row("CHOKING").text, "en": "Choking: ring now."}
    assert in_force(cast, "CHOKING", text=texts).state == "live"
    assert rule_texts("CHOKING") == texts or live_book().rows["CHOKING"].text == texts


def test_change_is_not_signed_on_a_rehearsal_that_other_rules_have_overtaken(cast: Cast) -> None:
    change = propose(cast.manager)
    in_force(cast, "COUGH", level=3)
    with pytest.raises(RehearsalOutdated):
        sign(change, cast.doctor)
    actions.rehearse_rule_change(change=change, by=cast.manager)
    with pytest.raises(RehearsalOutdated):
        sign(change, cast.doctor, rehearsal=1)
    assert sign(change, cast.doctor, rehearsal=2).state == "live"
    assert [version.number for version in RuleVersion.objects.order_by("number")] == [1, 2]
    assert {rule: live_book().rows[rule].level for rule in ("VOMITING", "COUGH")} == {"VOMITING": 3, "COUGH": 3}


def test_signature_is_void_when_it_is_rehearsed_again(cast: Cast, second: Actor) -> None:
    change = sign(propose(cast.manager, "CHOKING", one_of=("fever",)), cast.doctor)
    actions.rehearse_rule_change(change=change, by=cast.manager)
    assert sign(change, second, rehearsal=2).state == "open"


def test_change_that_was_decided_is_not_decided_again(cast: Cast) -> None:
    change = in_force(cast)
    for again in (
        lambda: sign(change, cast.doctor),
        lambda: actions.turn_down_rule_change(change=change, why="No.", by=cast.doctor),
        lambda: actions.rehearse_rule_change(change=change, by=cast.manager),
    ):
        with pytest.raises(RuleChangeEnded):
            again()


def test_change_is_turned_down_by_a_doctor_or_taken_back_by_who_proposed_it(cast: Cast) -> None:
    change = propose(cast.manager)
    with pytest.raises(NotAllowed):
        actions.turn_down_rule_change(change=change, why="I say so.", by=cast.ward_nurse)
    with pytest.raises(WhyChange):
        actions.turn_down_rule_change(change=change, why=" ", by=cast.doctor)
    ended = actions.turn_down_rule_change(change=change, why="I was wrong.", by=cast.manager)
    assert (ended.state, ended.ended_by_name, ended.ended_why) == ("turned_down", "Grace Bell", "I was wrong.")
    assert live_book() == standard()


@pytest.mark.parametrize(
    ("rule_id", "wanted", "why", "refusal"),
    [
        ("VOMITING", {"level": 3}, " ", WhyChange),
        ("VOMITING", {}, "x", RuleAsBefore),
        ("VOMITING", {"needs": ("nonsense",)}, "x", FaultyRule),
        ("VOMITING", {"id": "OTHER"}, "x", FaultyRule),
        ("NO-SUCH-RULE", None, "x", RuleUnknown),
    ],
)
def test_proposal_that_cannot_be_is_refused(
    cast: Cast, rule_id: str, wanted: dict[str, Any] | None, why: str, refusal: type[Refused]
) -> None:
    with pytest.raises(refusal):
        actions.propose_rule_change(
            rule_id=rule_id, row=None if wanted is None else row("VOMITING", **wanted), why=why, by=cast.manager
        )
    assert RuleChange.objects.count() == 0


def test_one_change_of_a_rule_waits_at_a_time(cast: Cast) -> None:
    propose(cast.manager)
    with pytest.raises(ChangeWaits):
        propose(cast.doctor, level=5)


def test_rule_is_switched_off_added_and_set_back(cast: Cast) -> None:
    off = actions.propose_rule_change(rule_id="COUGH", row=None, why="Too many.", by=cast.manager)
    sign(off, cast.doctor)
    assert "COUGH" not in live_book().rows
    assert [one.id for one in rule_queries.rules_seen(cast.manager).switched_off] == ["COUGH"]
    own = row("COUGH", id="COUGH-HERE")
    sign(actions.propose_rule_change(rule_id="COUGH-HERE", row=own, why="Ours.", by=cast.manager), cast.doctor)
    assert live_book().rows["COUGH-HERE"].version == "2026.1.2"
    again = actions.propose_rule_change(rule_id="COUGH", row=row("COUGH"), why="Back.", by=cast.manager)
    sign(again, cast.doctor)
    assert list(rule_queries.rules_seen(cast.manager).own) == ["COUGH-HERE"]


def test_row_that_was_signed_with_its_change_counts_as_signed_off(cast: Cast) -> None:
    in_force(cast)
    standing = rule_queries.rules_seen(cast.doctor).standings["VOMITING"]
    assert standing.state == "signed"
    assert standing.sign_off is not None
    assert (standing.sign_off.by_name, standing.due_on) == ("Dana Okafor", row("VOMITING").review_on)


def test_signature_holds_for_the_very_text_and_until_its_date(cast: Cast) -> None:
    until = clock.today() + timedelta(days=30)
    version = standard().version
    actions.sign_off_rules(rules=["VOMITING", "COUGH"], version=version, valid_until=until, by=cast.doctor)
    assert rule_queries.rules_seen(cast.doctor).in_state("signed") == 2
    in_force(cast, "COUGH", text={**row("COUGH").text, "en": "Another."})
    standings = rule_queries.rules_seen(cast.doctor).standings
    assert (standings["COUGH"].due_on, standings["VOMITING"].due_on) == (row("COUGH").review_on, until)
    with clock.at(clock.now() + timedelta(days=31)):
        late = rule_queries.rules_seen(cast.doctor).standings["VOMITING"]
    assert (late.state, late.due_on) == ("overdue", until)


def test_what_was_not_read_is_not_signed(cast: Cast) -> None:
    until = clock.today() + timedelta(days=30)
    said: dict[str, Any] = {"rules": ["VOMITING"], "version": standard().version, "valid_until": until}
    for changed, refusal in (
        ({"version": "2020.1-0"}, RulesOtherwiseNow),
        ({"rules": ["NO-SUCH-RULE"]}, RuleUnknown),
        ({"rules": []}, RuleUnknown),
        ({"valid_until": clock.today()}, NoSuchDate),
        ({"valid_until": date(2040, 1, 1)}, NoSuchDate),
    ):
        with pytest.raises(refusal):
            actions.sign_off_rules(**{**said, **changed}, by=cast.doctor)
    assert rule_queries.unsigned_rules() == len(signables(standard()))


def test_hospital_with_unsigned_rules_is_warned_of_them(cast: Cast) -> None:
    (warning,) = warnings()
    assert warning.startswith(
        f"{len(signables(standard()))} rules of urgency are in force for which no clinician answers"
    )
    until = clock.today() + timedelta(days=30)
    actions.sign_off_rules(
        rules=list(signables(standard())), version=standard().version, valid_until=until, by=cast.doctor
    )
    assert warnings() == []


def test_review_that_is_due_is_promised_once_and_kept_by_signing(cast: Cast) -> None:
    assert tell_of_overdue_rules() == 0
    with clock.at(clock.now() + timedelta(days=400)):
        assert [tell_of_overdue_rules() for _round in range(2)] == [len(signables(standard()))] * 2
        (promise,) = Promise.objects.filter(standard="rules_reviewed")
        until = clock.today() + timedelta(days=30)
        said: dict[str, Any] = {"version": standard().version, "valid_until": until, "by": cast.doctor}
        actions.sign_off_rules(rules=["VOMITING"], **said)
        promise.refresh_from_db()
        assert promise.state == "open", "others are still to be read"
        actions.sign_off_rules(rules=list(signables(standard())), **said)
        promise.refresh_from_db()
    assert promise.state == "kept"


@pytest.mark.parametrize("act", ["propose", "sign", "sign_off"])
def test_I_39_a_fault_at_any_write_leaves_nothing(cast: Cast, act: str) -> None:
    change = propose(cast.manager, "COUGH", level=3)
    until = clock.today() + timedelta(days=30)
    acts: dict[str, Callable[[], object]] = {
        "propose": lambda: propose(cast.manager),
        "sign": lambda: sign(change, cast.doctor),
        "sign_off": lambda: actions.sign_off_rules(
            rules=["VOMITING"], version=standard().version, valid_until=until, by=cast.doctor
        ),
    }
    leaves_nothing(acts[act], writes=3)


def test_what_was_done_with_rules_is_told(cast: Cast) -> None:
    change = in_force(cast)
    told = Event.objects.filter(subject_id=change.id, kind__startswith="urgency.").order_by("at", "id")
    assert sorted(event.kind for event in told) == [
        "urgency.rule_proposed", "urgency.rule_signed", "urgency.rules_changed",
    ]  # fmt: skip
    assert told.get(kind="urgency.rules_changed").facts["version"] == live_book().version


def test_requests_of_others_are_numbers_only(cast: Cast, ask: Ask) -> None:
    asked = ask("I keep vomiting", person=cast.maya)
    assert list(rule_queries.requests_seen([asked.id], cast.triage_nurse)) == [str(asked.id)]
    assert rule_queries.requests_seen([asked.id], cast.from_elsewhere) == {}
    assert rule_queries.requests_seen([asked.id], cast.manager) == {}, "managers do not see triage"


def test_rules_are_read_by_those_who_may(cast: Cast) -> None:
    for asked in (rule_queries.rules_seen, rule_queries.rule_changes, rule_queries.rule_versions):
        with pytest.raises(NotAllowed):
            asked(cast.agent)
    with pytest.raises(NotThere):
        rule_queries.rule_version_for(cast.doctor, 7)
