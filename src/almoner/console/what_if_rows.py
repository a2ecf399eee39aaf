"""What came of a simulation, as tables and as sentences that read them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from almoner.core.numbers import digits
from almoner.scheduling.enums import WhatIfState
from almoner.scheduling.models import WhatIf
from almoner.scheduling.turns import TARGET_DAYS
from almoner.ui.moments import days_in_words, minutes_in_words

HINDSIGHT = "hindsight"
URGENT = ("2", "3")
Told = Mapping[str, Any]
"""What `almoner simulate --json` tells of one policy."""


def names() -> dict[str, str]:
    return {
        "first_come": _("First come, first served"),
        "protected": _("Times kept for the urgent"),
        "protected_with_offers": _("Kept, and freed times offered on"),
        HINDSIGHT: _("Best in hindsight"),
    }


def asked_row(one: WhatIf) -> dict[str, Any]:
    kinds = {WhatIfState.DONE: "green", WhatIfState.FAILED: "red"}
    state = WhatIfState(one.state)
    return {
        "one": one,
        "href": reverse("console:what_if_result", args=[one.id]),
        "numbers": _numbers(one),
        "word": state.label,
        "kind": kinds.get(state, "saffron"),
    }


def _numbers(one: WhatIf) -> str:
    months = ngettext("%(count)s month", "%(count)s months", one.months) % {"count": one.months}
    clinicians = ngettext("%(count)s clinician", "%(count)s clinicians", one.clinicians) % {"count": one.clinicians}
    told = {"months": months, "clinicians": clinicians, "load": one.load_percent, "seed": one.seed}
    return _("%(months)s, %(clinicians)s, %(load)s%% full, run %(seed)s") % told


def numbers_of(one: WhatIf, *, seed: int) -> dict[str, int]:
    return {
        "months": one.months, "clinicians": one.clinicians, "load_percent": one.load_percent, "seed": seed % 1_000_000,
    }  # fmt: skip


# ── Tables ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def tables(result: Told) -> list[dict[str, Any]]:
    """Policies side by side: seen in time, waits, and the use of the times."""
    told = {one["policy"]: one for one in result["policies"]}
    return [
        _by_level(told, _("Seen in time"), lambda at: _share(at["within_target"])),
        _by_level(told, _("How long people wait on average"), lambda at: length(at["mean_days"]), everybody=True),
        _by_level(told, _("Nine in ten wait no longer than"), lambda at: length(at["p90_days"]), everybody=True),
        _use(told),
    ]


def _by_level(
    told: Mapping[str, Told], caption: str, said: Callable[[Told], str], *, everybody: bool = False
) -> dict[str, Any]:
    first = next(iter(told.values()))
    rows = [
        [_level(level), *(_cell(said(one["by_level"][level])) for one in told.values())] for level in first["by_level"]
    ]
    if everybody:
        rows.append([_("Everybody"), *(_cell(said(one)) for one in told.values())])
    return _table(told, caption, _("Should be seen"), rows)


def _level(level: str) -> str:
    return _("Within %(length)s") % {"length": length(TARGET_DAYS[int(level)])}


def _use(told: Mapping[str, Told]) -> dict[str, Any]:
    def row(name: str, key: str, said: Callable[[float], str]) -> list[Any]:
        return [name, *(_cell("–" if one[key] is None else said(one[key])) for one in told.values())]

    rows = [
        row(_("Times that were used"), "utilisation", _share),
        row(_("Freed times that were filled again"), "refilled", _share),
        row(_("Third next available"), "third_next_days", length),
    ]
    return _table(told, _("How the times were used"), _("What"), rows)


def _table(told: Mapping[str, Told], caption: str, what: str, rows: list[list[Any]]) -> dict[str, Any]:
    return {"caption": caption, "headings": [what, *(names()[policy] for policy in told)], "rows": rows}


def _cell(text: str) -> dict[str, str]:
    return {"text": text, "kind": "number"}


def _share(share: float) -> str:
    return f"{digits(round(100 * share, 1))}%"


def length(days: float) -> str:
    """Hours where it is less than a day; else days, with their tenth."""
    return minutes_in_words(round(days * 24) * 60) if 1 / 24 <= days < 1 else days_in_words(round(days, 1))


# ── Sentences ────────────────────────────────────────────────────────────────────────────────────────────────────────


def readings(result: Told) -> list[str]:
    """What the tables say, in sentences that hold for these numbers."""
    told = {one["policy"]: one for one in result["policies"]}
    plain, kept, offered = (told[name] for name in ("first_come", "protected", "protected_with_offers"))
    return [_urgent(plain, offered), _others(plain, offered), _offers(kept, offered), *_hindsight(result, told)]


def _urgent(plain: Told, offered: Told) -> str:
    said = _(
        "Of 100 urgent people, %(plain)s are seen in time when whoever comes first is served first, and %(kept)s when "
        "times are kept for them."
    )
    return said % {"plain": _of_100(plain), "kept": _of_100(offered)}


def _of_100(told: Told) -> int:
    urgent = [told["by_level"][level] for level in URGENT]
    people = sum(one["people"] for one in urgent)
    return round(100 * sum(one["people"] * one["within_target"] for one in urgent) / people) if people else 100


def _others(plain: Told, offered: Told) -> str:
    before, after = plain["by_level"]["5"]["mean_days"], offered["by_level"]["5"]["mean_days"]
    if round(after, 1) > round(before, 1):
        said = _("Others pay for it: who can wait longest waits %(after)s on average instead of %(before)s.")
    else:
        said = _("Others do not pay for it here: who can wait longest waits %(after)s on average, before %(before)s.")
    return said % {"before": length(before), "after": length(after)}


def _offers(kept: Told, offered: Told) -> str:
    filled = [None if one["refilled"] is None else round(100 * one["refilled"]) for one in (kept, offered)]
    if None in filled:
        return _("No time came free early enough to be offered on.")
    said = _(
        "Of 100 times that come free, %(offered)s are filled again when they are offered on, and %(kept)s when they "
        "wait for who asks next; people then wait %(after)s on average instead of %(before)s."
    )
    lengths = {"before": length(kept["mean_days"]), "after": length(offered["mean_days"])}
    return said % {"kept": filled[0], "offered": filled[1], **lengths}


def _hindsight(result: Told, told: Mapping[str, Told]) -> Iterator[str]:
    if HINDSIGHT not in told:
        yield _("There is no best in hindsight here: more people asked than there were times within two weeks.")
        return
    best = told[HINDSIGHT]["mean_days"]
    yield _(
        "Somebody who had known everything beforehand could have let people wait %(length)s on average. Nobody can: it "
        "is the floor, not a goal."
    ) % {"length": length(best)}
    behind = result.get("behind") or {}
    if behind:
        yield (
            _(
                "It knows who will cancel (%(will_cancel)s) and gives them no time, knows who will miss their visit "
                "(%(missed)s), and leaves no time empty (%(stayed_empty)s stayed empty otherwise)."
            )
            % behind
        )
