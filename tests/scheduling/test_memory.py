"""What a process remembers of the diaries is never older than its last look, whoever wrote them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time, timedelta

import pytest
from django.db import transaction
from tests.scheduling.clinic import MONDAY, NOW, SYSTEM, Clinic, open_every_day

from almoner.catalogue.actions import offer, stop_offering
from almoner.core import clock
from almoner.core.action import action
from almoner.core.actor import Actor
from almoner.core.models import AuditHead
from almoner.people.actions import staff_left
from almoner.scheduling import actions, memory, register
from almoner.scheduling.needs import Need, needs_of
from almoner.scheduling.preferences import Preferences
from almoner.scheduling.refusals import Unclear
from almoner.scheduling.search import find_times


def seen(known: memory.Memory) -> dict[object, tuple[list[int], list[int]]]:
    return {
        where: (list(sheet.free), list(sheet.urgent)) if sheet else ([], []) for where, sheet in known.sheets.items()
    }


ACTS: list[Callable[[Clinic], object]] = [
    lambda clinic: clinic.hold(clinic.person()),
    lambda clinic: clinic.visit(clinic.person(), nth=2),
    lambda clinic: actions.release_hold(hold=clinic.hold(clinic.person()), by=clinic.desk),
    lambda clinic: actions.cancel(appointment=clinic.visit(clinic.person()), by=clinic.desk),
    lambda clinic: actions.move(
        appointment=clinic.visit(person := clinic.person()), hold=clinic.hold(person, 4), by=clinic.desk
    ),
    lambda clinic: actions.lift_block(
        block=actions.add_block(
            resource=clinic.rooms[0],
            starts_at=NOW,
            ends_at=NOW + timedelta(days=2),
            reason="closure",
            by=clinic.manager,
        ),
        by=clinic.manager,
    ),
    lambda clinic: actions.add_block(
        resource=clinic.clinicians[0], starts_at=NOW, ends_at=NOW + timedelta(days=1), reason="leave", by=clinic.manager
    ),
    lambda clinic: actions.change_week(
        resource=clinic.clinicians[1], sessions=[], from_day=MONDAY + timedelta(days=1), by=clinic.manager
    ),
]


@pytest.mark.parametrize("act", ACTS)
def test_I_11_what_an_act_changes_is_seen_by_the_next_search(clinic: Clinic, act: Callable[[Clinic], object]) -> None:
    clinic.starts()
    act(clinic)
    clinic.starts()
    with memory.current() as known:
        days = {day for _, day in known.sheets}
        assert len(days) >= 5
        again = memory.Memory(register.read(), 0, "")
        again.ready(known.register.sites, sorted(days))
        assert {where: _trimmed(sheet) for where, sheet in seen(known).items()} == {
            where: _trimmed(sheet) for where, sheet in seen(again).items()
        }


def _trimmed(columns: tuple[list[int], list[int]]) -> list[list[int]]:
    return [[*column[: max((n + 1 for n, bits in enumerate(column) if bits), default=0)]] for column in columns]


def test_what_another_process_did_is_seen(clinic: Clinic) -> None:
    """A memory that looked before and one that looks only now say the same."""
    other = memory.Memory(register.read(), *_head())
    other.ready(other.register.sites, [MONDAY])
    clinic.visit(clinic.person())
    other.look(NOW)
    later = memory.Memory(register.read(), *_head())
    later.ready(later.register.sites, [MONDAY])
    assert seen(other) == seen(later)


def _head() -> tuple[int, str]:
    head = AuditHead.objects.get()
    return head.number, head.digest


def test_what_an_action_wrote_and_did_not_keep_is_never_remembered(clinic: Clinic) -> None:
    @action
    def changes_its_mind(*, by: Actor) -> None:
        clinic.hold(clinic.person())
        clinic.hold(clinic.person())
        assert clinic.starts(limit=1) != before[:1]
        raise RuntimeError

    before = clinic.starts()
    with pytest.raises(RuntimeError):
        changes_its_mind(by=SYSTEM)
    assert clinic.starts() == before


def test_within_an_action_its_own_changes_are_seen(clinic: Clinic) -> None:
    @action
    def takes_two(*, by: Actor) -> None:
        first = clinic.starts(limit=1)
        clinic.hold(clinic.person())
        clinic.hold(clinic.person())
        assert clinic.starts(limit=1) != first

    takes_two(by=SYSTEM)


def test_within_an_action_what_failed_is_not_remembered_and_new_colleagues_are(clinic: Clinic) -> None:
    @action
    def tries(*, by: Actor) -> None:
        before = clinic.starts()
        with pytest.raises(Unclear):
            fails(by=by)
        assert clinic.starts() == before
        interpreter = actions.add_resource(kind="interpreter", name="Sami", site=clinic.site, languages=["ar"], by=by)
        open_every_day(interpreter, ((time(9), time(12)),), by)
        actions.open_diaries(resources=[interpreter], from_day=MONDAY, until_day=MONDAY, by=by)
        assert len(clinic.starts(preferences=Preferences(interpreter="ar"))) == 9

    @action
    def fails(*, by: Actor) -> None:
        clinic.hold(clinic.person())
        clinic.hold(clinic.person())
        clinic.starts()
        raise Unclear

    tries(by=SYSTEM)


def test_a_restored_chain_is_another_and_everything_is_read_anew(clinic: Clinic) -> None:
    clinic.starts()
    before = transaction.savepoint()
    taken = [clinic.visit(clinic.person()) for _ in range(2)]
    assert clinic.starts(limit=1) != [taken[0].starts_at]
    transaction.savepoint_rollback(before)
    assert clinic.starts(limit=1) == [taken[0].starts_at]


def test_whoever_gives_a_service_no_longer_is_not_found(clinic: Clinic) -> None:
    both = {found.clinician.name for found in find_times(clinic.service, limit=40, by=clinic.desk)}
    stop_offering(service=clinic.service, staff=clinic.clinicians[0].staff, by=clinic.manager)
    one = {found.clinician.name for found in find_times(clinic.service, limit=40, by=clinic.desk)}
    assert (both, one) == ({"Dana Okafor", "Evan Reed"}, {"Evan Reed"})
    offer(service=clinic.service, staff=clinic.clinicians[0].staff, by=clinic.manager)
    assert {found.clinician.name for found in find_times(clinic.service, limit=40, by=clinic.desk)} == both


def test_whoever_has_left_is_not_found(clinic: Clinic) -> None:
    clinic.starts()
    staff_left(staff=clinic.clinicians[0].staff, by=SYSTEM)
    assert {found.clinician.name for found in find_times(clinic.service, limit=40, by=clinic.desk)} == {"Evan Reed"}


def test_a_new_colleague_is_found_once_they_have_hours(clinic: Clinic) -> None:
    clinic.starts()
    interpreter = actions.add_resource(
        kind="interpreter", name="Sami", site=clinic.site, languages=["ar"], by=clinic.manager
    )
    assert clinic.starts(preferences=Preferences(interpreter="ar")) == []
    open_every_day(interpreter, ((time(9), time(12)),), clinic.manager)
    actions.open_diaries(resources=[interpreter], from_day=MONDAY, until_day=MONDAY, by=clinic.manager)
    assert len(clinic.starts(preferences=Preferences(interpreter="ar"))) == 9


def test_after_very_many_acts_everything_is_read_anew(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    clinic.starts()
    monkeypatch.setattr(memory, "LONG_AGO", 0)
    clinic.visit(clinic.person())
    clinic.visit(clinic.person())
    assert clinic.starts() == _without_memory(clinic)


def _without_memory(clinic: Clinic) -> list[object]:
    memory.forget()
    return list(clinic.starts())


def test_I_12_a_hold_lapses_in_what_is_remembered(clinic: Clinic) -> None:
    before = clinic.starts()
    clinic.hold(clinic.person())
    clinic.hold(clinic.person())
    assert clinic.starts() == before[1:]
    with clock.at(NOW + timedelta(minutes=11)):
        assert clinic.starts() == before


def test_past_days_are_forgotten(clinic: Clinic) -> None:
    clinic.starts()
    with clock.at(NOW + timedelta(days=4)):
        clinic.starts()
        with memory.current() as known:
            assert min(day for _, day in known.sheets) >= MONDAY + timedelta(days=2)


WISHES = (
    Preferences(), Preferences(sex="female"), Preferences(language="es"), Preferences(step_free=True),
    Preferences(interpreter="ar"), Preferences(clinician_id="11111111-1111-1111-1111-111111111111"),
)  # fmt: skip


@pytest.mark.parametrize("wish", WISHES)
def test_memory_and_database_agree_on_who_meets_a_need(clinic: Clinic, wish: Preferences) -> None:
    actions.add_resource(kind="interpreter", name="Sami", site=clinic.site, languages=["ar"], by=clinic.manager)
    known = register.read()
    needs: list[Need] = [*needs_of(clinic.service, wish), *needs_of(clinic.heart, wish)]
    needs.append(Need("clinician", "", profession="physician"))
    for need in needs:
        asked = {register.as_stored(one.id) for one in need.resources()}
        assert {one.key for one in known.who(need)} == asked
        assert sum(places.bit_count() for places in known.group(need).values()) == len(asked)


def test_a_refusal_moves_the_chain_and_changes_nothing(clinic: Clinic) -> None:
    before = clinic.starts()
    number, _digest = _head()
    with pytest.raises(Unclear):
        actions.add_block(resource=clinic.rooms[0], starts_at=NOW, ends_at=NOW, reason="closure", by=clinic.manager)
    assert (_head()[0], clinic.starts()) == (number + 1, before)
