"""How often suggestions agree with decisions, as the page shows it: shares with their bounds, groups, and rules."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from almoner.console.measures_showing import percent
from almoner.core.actor import Actor
from almoner.core.languages import of_reader
from almoner.core.permissions import Permission
from almoner.insight import agreement, bands
from almoner.insight.agreement import NOT_UNDERSTOOD, Agreement, Decided, OfRule, Override, Part
from almoner.insight.figure import FEW
from almoner.people.enums import Sex
from almoner.ui.languages import name_of
from almoner.ui.templatetags.ui import LEVELS
from almoner.urgency.accuracy import Share
from almoner.urgency.enums import Level, RequestChannel
from almoner.urgency.live import rule_texts
from almoner.urgency.rulebook import in_language

MOST_RULES = 20
_SAID: dict[str, tuple[Callable[[], str], Callable[[str], str]]] = {
    "language": (lambda: _("Language"), name_of),
    "age": (lambda: _("Age"), bands.said),
    "sex": (lambda: _("Sex"), lambda sex: str(Sex(sex).label)),
    "channel": (lambda: _("Channel"), lambda channel: str(RequestChannel(channel).label)),
}


def share_said(share: Share) -> str:
    """“82 % (75–88)”; nothing where nothing was counted."""
    if share.rate is None:
        return "–"
    low, high = share.bounds
    return _("%(share)s (%(low)s–%(high)s)") % {
        "share": percent(100 * share.rate),
        "low": number_format(round(100 * low)),
        "high": number_format(round(100 * high)),
    }


def counted(share: Share) -> str:
    return _("%(good)s of %(n)s") % {"good": number_format(share.hits), "n": number_format(share.of)}


def tiles(found: Agreement) -> list[dict[str, Any]]:
    """Under-triage first: it is what may cost a life."""
    scale, urgent = found.all_levels, found.urgent
    shares = (
        (_("Suggested less urgent than decided"), scale.under, "red" if scale.under.hits else "green"),
        (_("Suggested more urgent than decided"), scale.over, ""),
        (_("The same level"), scale.exact, "teal"),
        (_("Of those decided as emergencies, suggested as such"), scale.sensitivity, ""),
        (_("Of those decided as urgent (A or B), suggested as such"), urgent.sensitivity, ""),
        (_("Not understood, and kept at the level of caution"), found.abstained, ""),
    )
    return [share_tile(label, share, kind) for label, share, kind in shares]


def share_tile(label: str, share: Share, kind: str) -> dict[str, Any]:
    """A share with its bounds, as a tile tells it."""
    return {
        "value": share_said(share),
        "label": label,
        "note": counted(share) if share.of else _("nothing was counted"),
        "kind": kind,
    }


def levels_table(rows: Iterable[Decided]) -> dict[str, Any]:
    """What was decided (down) and suggested (across)."""
    table = agreement.matrix(rows)
    return {
        "headings": [_("Decided"), *(f"{LEVELS[level - 1]} · {level.label}" for level in Level)],
        "rows": [
            [
                {"text": f"{LEVELS[decided - 1]} · {decided.label}", "kind": "head"},
                *({"text": number_format(table.get((decided, given), 0)), "kind": "number"} for given in Level),
            ]
            for decided in Level
        ],
    }


def groups(rows: list[Decided]) -> list[dict[str, Any]]:
    return [
        {"name": name(), "headings": _headings(), "rows": [_cells(part, said) for part in agreement.parts(rows, split)]}
        for split, (name, said) in _SAID.items()
    ]


def _headings() -> list[str]:
    return [_("Group"), _("Counted"), _("Less urgent"), _("More urgent"), _("The same level")]


def _cells(part: Part, said: Callable[[str], str]) -> list[Any]:
    head = {"text": said(part.key), "kind": "head"}
    if part.agreement is None:
        nothing = {"text": "", "kind": "number"}
        return [head, {"text": _("too few to tell"), "kind": "number"}, nothing, nothing, nothing]
    scale = part.agreement.all_levels
    shares = (scale.under, scale.over, scale.exact)
    return [
        head,
        {"text": number_format(part.agreement.n), "kind": "number"},
        *({"text": share_said(share), "kind": "number"} for share in shares),
    ]


def rules_table(rows: list[Decided], query: str, by: Actor) -> dict[str, Any]:
    """The rules that were overridden most, with the way to their requests for who may see these."""
    found = agreement.by_rule(rows)
    return {
        "headings": [_("Rule that gave the level"), _("Led"), _("Decided more urgent"), _("Decided less urgent")],
        "rows": [_rule_cells(one, query, by) for one in found[:MOST_RULES]],
        "more": max(0, len(found) - MOST_RULES),
    }


def _rule_cells(one: OfRule, query: str, by: Actor) -> list[Any]:
    sees = by.may(Permission.SEE_TRIAGE)
    address = f"{reverse('console:overrides')}?{urlencode({'rule': one.rule})}&{query.removeprefix('?')}"
    head = {"text": rule_said(one.rule), "href": address if sees else "", "kind": "head"}
    return [
        head,
        {"text": _few() if agreement.is_few(one.led) and not sees else number_format(one.led), "kind": "number"},
        *({"text": _of_rule(share, sees=sees), "kind": "number"} for share in (one.under, one.over)),
    ]


def _of_rule(share: Share, *, sees: bool) -> str:
    """Who may not see the requests is not told of so few that one could guess whose they are."""
    if not share.hits:
        return "0"
    if not sees and agreement.is_few(share.hits):
        return _few()
    return f"{counted(share)}, {share_said(share)}"


def _few() -> str:
    return _("fewer than %(few)d") % {"few": FEW}


def rule_said(rule: str) -> str:
    if rule == NOT_UNDERSTOOD:
        return _("No rule: nothing was understood")
    texts = rule_texts(rule)
    return f"{rule}: {in_language(texts, of_reader())}" if texts else rule


def override_shown(one: Override) -> dict[str, Any]:
    return {
        "request": one.request,
        "href": reverse("console:request", args=[one.request.id]),
        "decision": one.decision,
        "is_under": one.is_under,
        "suggested": _level(one.decision.suggested),
        "decided": _level(one.decision.level),
    }


def _level(level: int) -> dict[str, str]:
    return {"letter": LEVELS[level - 1], "word": str(Level(level).label)}
