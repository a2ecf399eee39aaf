"""What the worker does for letters: keep back what is no longer right, count pages, hand lists to the store."""

from __future__ import annotations

import json
import logging

from almoner.core.actor import SYSTEM
from almoner.messaging import post_queries, print_runs, returned_letters
from almoner.messaging.channels.choice import in_rehearsal
from almoner.messaging.channels.letter import store
from almoner.messaging.channels.letter.folder import letter_again
from almoner.messaging.channels.letter.letter import lay_out
from almoner.messaging.enums import PostState
from almoner.messaging.models import Posting, PrintRun
from almoner.messaging.posting import note_pages

logger = logging.getLogger(__name__)
AT_ONCE = 10
"""So many letters are laid out at one look only to be counted, a tenth of a second each."""


def see_to_letters() -> int:
    """One look. Gives how much was done."""
    return _keep_back() + _measure() + hand_over_lists()


def _keep_back() -> int:
    found = list(Posting.objects.filter(post_queries.no_longer_right(), state=PostState.WAITING)[:AT_ONCE])
    for posting in found:
        returned_letters.keep_back(posting=posting, by=SYSTEM)
    return len(found)


def _measure() -> int:
    """A letter of a rehearsal was never laid: how long it is, is found out while it waits."""
    found = list(Posting.objects.filter(state=PostState.WAITING, pages=0).select_related("attempt")[:AT_ONCE])
    for posting in found:
        note_pages(posting=posting, pages=lay_out(letter_again(posting.recorded))[1], by=SYSTEM)
    return len(found)


def hand_over_lists() -> int:
    """Put the list of each run beside its letters, for the print house to print what stands in it and nothing else."""
    if not store.is_set_up() or in_rehearsal():
        return 0
    found = list(PrintRun.objects.filter(handed_over_at__isnull=True).order_by("created_at", "id")[:AT_ONCE])
    for run in found:
        try:
            store.put(f"runs/{run.reference}.json", list_of(run), "application/json")
        except (store.StoreDown, store.NotTaken) as fault:
            logger.warning("the list of run %s could not be handed over: %s", run.reference, fault)
            return 0
        print_runs.note_handed_over(run=run, by=SYSTEM)
    return len(found)


def list_of(run: PrintRun) -> bytes:
    """What is to be printed, and how much of it there must be. It names nobody."""
    lines = run.lines.select_related("posting__attempt").order_by("place")
    told = {
        "run": run.reference,
        "taken_at": run.created_at.isoformat(),
        "both_sides": run.both_sides,
        "letters": run.letters,
        "pages": run.pages,
        "sheets": run.sheets,
        "list": [
            {
                "place": one.place,
                "reference": one.posting.reference,
                "object": one.posting.recorded.evidence.get("object", ""),
                "pages": one.posting.pages,
                "sheets": one.sheets,
            }
            for one in lines
        ],
    }
    return json.dumps(told, indent=1).encode()
