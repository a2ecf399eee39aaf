"""Looking for rules: what may be asked, from the address and back into it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _

from almoner.console.rules_shown import FOR_WHOM
from almoner.ui.templatetags.ui import LEVELS
from almoner.urgency.enums import Level
from almoner.urgency.rule_queries import RulesSeen

ASKED = ("q", "level", "whom", "source", "state")


def asked_of(said: QueryDict) -> dict[str, str]:
    return {name: said.get(name, "").strip()[:100] for name in ASKED if said.get(name, "").strip()}


def query_of(asked: dict[str, str]) -> str:
    """What pages of the list carry on."""
    return f"{urlencode(asked)}&" if asked else ""


def filters(seen: RulesSeen, asked: dict[str, str]) -> list[dict[str, Any]]:
    sources = sorted({row.source for row in seen.book.rows.values()})
    every = ("", _("All"))
    states = {
        "unsigned": _("Not signed"), "signed": _("Signed"), "review": _("Review is overdue"),
        "waiting": _("A change waits"), "own": _("Our own"), "off": _("Switched off"),
    }  # fmt: skip
    choices = {
        "level": (_("Level"), [(str(one.value), f"{LEVELS[one - 1]} · {one.label}") for one in Level]),
        "whom": (_("For whom"), [(name, str(label)) for name, label in FOR_WHOM.items()]),
        "state": (_("State"), list(states.items())),
        "source": (_("Source"), [(one, one) for one in sources]),
    }
    return [
        {"name": name, "label": label, "options": [every, *options], "value": asked.get(name, "")}
        for name, (label, options) in choices.items()
    ]
