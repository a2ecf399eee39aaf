"""Taking figures out: numbers only, traced, for who may."""

from __future__ import annotations

import pytest
from tests.cast import Cast
from tests.insight.conftest import TODAY, Owe

from almoner.core.models import AuditEntry
from almoner.core.refusal import NotAllowed
from almoner.insight.actions import COLUMNS, export_measures
from almoner.insight.measures import MEASURES
from almoner.insight.splits import Split


def test_an_export_has_every_measure_nobodys_name_and_leaves_a_trace(cast: Cast, owe: Owe) -> None:
    owe(cast.maya, 10)
    lines = export_measures(period=TODAY, split=Split.LANGUAGE, by=cast.manager)
    assert {line["measure"] for line in lines} == {measure.key for measure in MEASURES}
    assert all(tuple(line) == COLUMNS for line in lines)
    assert "Maya" not in str(lines)
    entry = AuditEntry.objects.latest("number")
    assert (entry.act, entry.outcome, entry.actor_name) == ("insight.export_measures", "done", cast.manager.name)


def test_an_export_by_who_may_not_is_refused_and_leaves_the_trace_of_it(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        export_measures(period=TODAY, split=None, by=cast.agent)
    entry = AuditEntry.objects.latest("number")
    assert (entry.act, entry.outcome) == ("insight.export_measures", "refused")
