"""The rules in force in this hospital: the standard, with what its clinicians signed on top.

One small statement asks which version is the latest; the rules themselves are put together once for each version in
the life of a process. What is remembered goes by the version's id, so that neither a version that was rolled back nor
a restored backup can be taken for another.
"""

from __future__ import annotations

from uuid import UUID

from almoner.core.prepared import Prepared
from almoner.urgency.models import RuleVersion
from almoner.urgency.rulebook.book import Rulebook, standard
from almoner.urgency.rulebook.changing import own_version, with_own

_LATEST = Prepared(lambda: RuleVersion.objects.order_by("-number").values_list("id", flat=True)[:1])
_remembered: dict[UUID, Rulebook] = {}
_last: dict[str, Rulebook] = {}
REMEMBERED = 16


def live_book() -> Rulebook:
    """The rules by which requests are gauged now."""
    latest = _LATEST.one()
    _last["known"] = book = _known(latest) if latest else standard()
    return book


def _known(version_id: UUID) -> Rulebook:
    return _remembered.get(version_id) or book_of(RuleVersion.objects.get(id=version_id))


def rule_texts(rule_id: str) -> dict[str, str] | None:
    """What a rule says by language, as this process last knew the rules in force: for lists, which cannot ask for each
    line. None of a rule that is gone; the assessment itself keeps what was said."""
    row = _last.get("known", standard()).rows.get(rule_id) or standard().rows.get(rule_id)
    return row.text if row else None


def live_version() -> RuleVersion | None:
    """The latest version, or None where the standard is in force as it is."""
    return RuleVersion.objects.order_by("-number")[:1].first()


def book_of(version: RuleVersion | None) -> Rulebook:
    """The rules of a version of the hospital; those of the standard for None. They stand on the standard of today."""
    if version is None:
        return standard()
    known = _remembered.get(version.id)
    if known is None:
        if len(_remembered) >= REMEMBERED:
            _remembered.clear()
        known = _remembered[version.id] = with_own(version.own, named(version))
    return known


def named(version: RuleVersion) -> str:
    """The name under which assessments are made: another one since the package brought other rules."""
    if version.standard == standard().version:
        return version.name
    return own_version(version.number, version.own)
