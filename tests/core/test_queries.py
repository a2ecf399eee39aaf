"""Reading the audit chain: for whom, narrowed how, and page by page."""

from __future__ import annotations

import pytest
from tests.cast import Cast

from almoner.core.audit import read
from almoner.core.models import AuditEntry, AuditHead
from almoner.core.queries import audit_entries, audit_length
from almoner.core.refusal import NotAllowed


def test_chain_is_for_those_who_may_see_it(cast: Cast) -> None:
    for nobody in (cast.agent, cast.doctor, cast.maya_herself):
        with pytest.raises(NotAllowed):
            audit_entries(by=nobody)
        with pytest.raises(NotAllowed):
            audit_length(by=nobody)


def test_length_is_what_the_head_says(cast: Cast) -> None:
    assert audit_length(by=cast.manager) == AuditEntry.objects.count() > 0
    AuditHead.objects.all().delete()
    assert audit_length(by=cast.manager) == 0


def test_entries_are_narrowed_by_act_and_actor(cast: Cast) -> None:
    for by in (cast.doctor, cast.ward_nurse):
        read(what="story", person_id=cast.maya.id, by=by)
    acts = audit_entries(by=cast.manager, act="read.")
    assert [(entry.act, entry.actor_name) for entry in acts] == [
        ("read.story", "Willem Vos"),
        ("read.story", "Dana Okafor"),
    ]
    assert audit_entries(by=cast.manager, act="read.", actor="OKAFOR") == acts[1:]


def test_entries_come_in_pages_with_one_more_where_there_are_earlier_ones(cast: Cast) -> None:
    for number in range(3):
        read(what=f"page{number}", person_id=None, by=cast.doctor)
    first = audit_entries(by=cast.manager, act="read.page", limit=2)
    assert [entry.act for entry in first] == ["read.page2", "read.page1", "read.page0"]
    last = audit_entries(by=cast.manager, act="read.page", limit=2, before=first[1].number)
    assert last == first[2:]


def test_I_25_asking_about_a_person_is_traced(cast: Cast) -> None:
    read(what="story", person_id=cast.maya.id, by=cast.doctor)
    read(what="story", person_id=cast.tom.id, by=cast.doctor)
    found = audit_entries(by=cast.manager, act="read.story", person_id=cast.maya.id)
    assert [entry.person_id for entry in found] == [cast.maya.id]
    asked = AuditEntry.objects.latest("number")
    assert (asked.act, asked.person_id, asked.actor_id) == ("read.audit", cast.maya.id, cast.manager.staff_id)
