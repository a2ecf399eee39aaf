"""What came of offers and for whom, as tables with a sentence that reads them (WL-8)."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from almoner.core.languages import listed
from almoner.people.enums import Channel
from almoner.scheduling.fairness import FEW, Outcomes, apart
from almoner.ui.languages import name_of
from almoner.ui.moments import days_in_words


def outcome_tables(outcomes: dict[str, list[Outcomes]]) -> list[dict[str, Any]]:
    """A table for each way of looking at the offers. Groups without a name are said plainly."""
    titles = {
        "all": _("All"),
        "channel": _("By how they heard of it"),
        "language": _("By language"),
        "age": _("By age"),
    }
    return [
        {
            "caption": title,
            "headings": [
                _("Who"), _("Offers"), _("Share taken"), _("Taken"), _("Declined"), _("Not answered"),
                _("Gone to another"), pgettext("offers", "Taken back"), _("Still open"), _("Days gained"),
            ],
            "rows": [_cells(_group(key, one.group), one) for one in outcomes[key]],
            "reading": _reading(key, outcomes[key]),
        }
        for key, title in titles.items()
    ]  # fmt: skip


def _group(key: str, group: str) -> str:
    if key == "all":
        return _("Everybody")
    if key == "channel":
        return str(Channel(group).label) if group else _("not told yet")
    return str(name_of(group)) if key == "language" else group


def _cells(name: str, one: Outcomes) -> list[Any]:
    counts = (one.accepted, one.declined, one.lapsed, one.taken, one.stopped, one.still_open)
    figures = [str(one.offers), _share(one), *(str(count) for count in counts), _gained(one)]
    return [name, *({"text": figure, "kind": "number"} for figure in figures)]


def _share(one: Outcomes) -> str:
    """“40% (27–55%)”: the share with its exact 95 % bounds, or that the number says nothing."""
    if not one.says_something:
        return _("too few to say")
    low, high = one.share.bounds
    return _("%(share)d%% (%(low)d–%(high)d%%)") % {
        "share": round(100 * (one.share.rate or 0)), "low": round(100 * low), "high": round(100 * high),
    }  # fmt: skip


def _gained(one: Outcomes) -> str:
    if not one.gained_by:
        return "–"
    each = days_in_words(round(one.days_gained / one.gained_by, 1))
    return _("%(days)s (%(each)s each)") % {"days": one.days_gained, "each": each}


def _reading(key: str, groups: list[Outcomes]) -> str:
    """What the shares of the groups say of each other, and what they do not."""
    if key == "all" or not groups:
        return ""
    groups = [one for one in groups if one.group]
    pairs = apart(groups)
    if pairs:
        said = (
            _("%(low)s less often than %(high)s") % {"low": _group(key, low.group), "high": _group(key, high.group)}
            for low, high in pairs
        )
        return _("Some take offers less often than others, by more than chance: %(pairs)s. Look at why.") % {
            "pairs": listed(said)
        }
    telling = sum(one.says_something for one in groups)
    if telling < 2:
        return ngettext(
            "The numbers are small: fewer than two groups have %(few)s answer. Nothing can be said of a difference.",
            "The numbers are small: fewer than two groups have %(few)s answers. Nothing can be said of a difference.",
            FEW,
        ) % {"few": FEW}
    return _("The ranges overlap: what differs here may be chance.")
