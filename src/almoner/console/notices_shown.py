"""Messages to many as the templates take them: in a list, whom they reach, how far they are, what they say."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from almoner.console.outbox_words import ICONS
from almoner.console.words_places import PLACE_NAMES
from almoner.console.words_shown import CHANGED, LEFT, cautions, direction
from almoner.core.actor import Actor
from almoner.core.languages import listed
from almoner.messaging.enums import LeftOut, NoticeState
from almoner.messaging.notice_count import Counted
from almoner.messaging.notice_models import Notice
from almoner.messaging.notice_queries import Progress, people_left_out
from almoner.messaging.notice_words import KIND, faults_of_notice, to_begin_with
from almoner.messaging.selections import selection
from almoner.messaging.wording import LANGUAGES
from almoner.messaging.written_words import name_of
from almoner.people.enums import Channel, Purpose
from almoner.ui.templatetags.ui import when

STATE_KINDS = {
    NoticeState.PROPOSED: "saffron",
    NoticeState.APPROVED: "saffron",
    NoticeState.SENDING: "teal",
    NoticeState.OVER: "green",
    NoticeState.STOPPED: "red",
}
STEPS = (NoticeState.DRAFT, NoticeState.PROPOSED, NoticeState.APPROVED, NoticeState.SENDING, NoticeState.OVER)


def notice_row(notice: Notice) -> dict[str, Any]:
    return {
        "notice": notice,
        "href": reverse("console:notice", args=[notice.id]),
        "title": notice.title,
        "state": notice.get_state_display(),
        "kind": STATE_KINDS.get(NoticeState(notice.state), ""),
        "whom": selection(notice.selection).label,
    }


def facts_of(notice: Notice) -> list[tuple[Any, Any]]:
    """For whom, why, by which ways, until when."""
    found = selection(notice.selection)
    return [
        (_("For"), found.label),
        *found.said(notice.criteria),
        (_("What for"), Purpose(notice.purpose).label),
        (_("Ways"), listed(Channel(way).label for way in notice.ways)),
        (_("Send no later than"), when(notice.deadline)),
    ]


def languages_of(notice: Notice) -> list[dict[str, Any]]:
    """Each language with whether it is written and what is to be mended."""
    faults, begun, named = faults_of_notice(notice), to_begin_with(), cautions(notice.words, KIND)
    found = []
    for language in LANGUAGES:
        written = notice.words[language] != begun[language]
        found.append(
            {
                "language": language,
                "name": name_of(language),
                "direction": direction(language),
                "state": CHANGED if written else LEFT,
                "state_label": pgettext("words in a language", "Written") if written else _("Not written yet"),
                "state_kind": "teal" if written else "saffron",
                "href": reverse("console:write_notice", args=[notice.id, language]),
                "faults": [(PLACE_NAMES[one.place], one.told) for one in faults.get(language, ())] if written else [],
                "cautions": named.get(language, []),
            }
        )
    return found


def count_shown(counted: Counted, by: Actor) -> dict[str, Any]:
    """How many it reaches, by which way and in which language, and who is left out and why."""
    going, left = len(counted.going), len(counted.left_out)
    return {
        "going": going,
        "says": ngettext("%(count)d person", "%(count)d people", going) % {"count": going},
        "channels": [
            {"icon": ICONS[way], "name": Channel(way).label, "count": count}
            for way, count in sorted(counted.by_channel().items(), key=lambda one: -one[1])
        ],
        "languages": [(name_of(code), count) for code, count in sorted(counted.by_language().items())],
        "left": left,
        "left_says": ngettext("%(count)d person is left out", "%(count)d people are left out", left) % {"count": left},
        "why": [(LeftOut(why).label, count) for why, count in sorted(counted.by_why().items())],
        "people": [(person, LeftOut(why).label) for person, why in people_left_out(counted, by)],
    }


def progress_shown(seen: Progress) -> dict[str, Any]:
    """What was made and what became of it, in one line that adds up."""
    done = seen.sent + seen.refused + seen.escalated + seen.withdrawn
    return {
        "seen": seen,
        "done": done,
        "says": _("%(done)d of %(all)d") % {"done": done, "all": seen.to_tell},
        "sums": [
            (pgettext("messages", "Made"), seen.made, ""),
            (pgettext("messages", "Went out"), seen.sent, "green"),
            (pgettext("messages", "Waiting"), seen.waiting, "saffron" if seen.waiting else ""),
            (_("Not reached"), seen.refused + seen.escalated, "red" if seen.refused + seen.escalated else ""),
            (pgettext("messages", "Withdrawn"), seen.withdrawn, ""),
        ],
    }
