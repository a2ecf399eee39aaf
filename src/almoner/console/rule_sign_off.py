"""Sign-off: everything by which people are gauged, in full, to be read, signed until a date, and printed."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from almoner.console.answers import page
from almoner.console.gates import StaffRequest, staff
from almoner.console.rules import tabs
from almoner.console.rules_forms import SignAllForm, SignForm
from almoner.console.rules_signable import signable_shown
from almoner.console.triage_rows import level_shown
from almoner.core.permissions import Permission
from almoner.core.refusal import NotThere, Refused
from almoner.ui.answers import done, refused
from almoner.urgency import actions
from almoner.urgency import rule_queries as queries
from almoner.urgency.enums import Level
from almoner.urgency.rule_queries import RulesSeen
from almoner.urgency.rulebook import Computed, Measured, Rule
from almoner.urgency.rulebook.signable import LEVEL, QUESTION, SIGN, Signable
from almoner.urgency.rules import may_sign_rules

FIRST, ALL = "1", "all"


@require_http_methods(["GET", "POST"])
@staff(Permission.READ_RULES)
def sign_off(request: StaffRequest) -> HttpResponse:
    """A part of it (`part`): the rules of a level, danger signs, questions, levels; or all, for paper."""
    seen = queries.rules_seen(request.actor)
    part = request.POST.get("part") or request.GET.get("part") or FIRST
    items = [item for item in seen.signables.values() if part in (ALL, _part(item))]
    form = SignAllForm(request.POST if request.method == "POST" else None, auto_id="sign_%s")
    if request.method == "POST" and form.is_valid():
        answer = _signed(request, seen, items, form)
        if answer:
            return answer
    context = {
        "tabs": tabs("sign_off"),
        "parts": _parts(part),
        "part": part,
        "seen": seen,
        "tally": _tally(seen),
        "rows": [signable_shown(item, seen.standings[item.id]) for item in sorted(items, key=_rank)],
        "form": form if may_sign_rules(request.actor) else None,
    }
    return page(request, "console/sign_off.html", context, here="rules", status=422 if form.errors else 200)


def _part(item: Signable) -> str:
    thing = item.thing
    return str(thing.level) if isinstance(thing, Rule | Measured | Computed) else item.kind


def _rank(item: Signable) -> tuple[int, str]:
    """Levels and danger signs stand before the rules, questions behind; all else as in the book."""
    return ({LEVEL: -2, SIGN: -1, QUESTION: 9}.get(item.kind, 0), _part(item))


def _parts(chosen: str) -> list[dict[str, Any]]:
    levels = [(str(one.value), "{letter} · {level_word}".format(**level_shown(one.value))) for one in Level]
    others = [(SIGN, _("Danger signs")), (QUESTION, _("Questions")), (LEVEL, _("Levels"))]
    return [
        {"href": f"?part={value}", "label": label, "current": value == chosen}
        for value, label in [*levels, *others, (ALL, _("All"))]
    ]


def _tally(seen: RulesSeen) -> dict[str, int]:
    return {
        "all": len(seen.standings),
        "signed": seen.in_state(queries.SIGNED),
        "open": seen.unsigned,
        "past_review": seen.past_review,
    }


def _signed(request: StaffRequest, seen: RulesSeen, items: list[Signable], form: SignAllForm) -> HttpResponse | None:
    said = form.cleaned_data
    open_only = said["which"] == "unsigned"
    ids = [item.id for item in items if not open_only or seen.standings[item.id].state != queries.SIGNED]
    version = request.POST.get("version", "")[:40]
    try:
        count = len(
            actions.sign_off_rules(rules=ids, version=version, valid_until=said["valid_until"], by=request.actor)
        )
    except NotThere:
        form.add_error("which", _("Of these nobody's signature is missing."))
        return None
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return None
    here = f"{reverse('console:sign_off')}?{urlencode({'part': request.POST.get('part', FIRST)})}"
    return done(request, ngettext("%d row is signed.", "%d rows are signed.", count) % count, here)


@require_POST
@staff(Permission.READ_RULES)
def sign_rule(request: StaffRequest, rule_id: str) -> HttpResponse:
    """Sign one rule from its page."""
    form = SignForm(request.POST)
    version = request.POST.get("version", "")[:40]
    if not form.is_valid():
        missing = Refused(_("Please give a date, and tick that you have read the rule."))
        return refused(request, missing, "console:rule", rule_id)
    until = form.cleaned_data["valid_until"]
    try:
        actions.sign_off_rules(rules=[rule_id], version=version, valid_until=until, by=request.actor)
    except NotThere:
        raise
    except Refused as refusal:
        return refused(request, refusal, "console:rule", rule_id)
    return done(request, _("Signed: %s.") % rule_id, "console:rule", rule_id)
