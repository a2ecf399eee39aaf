"""Wanting no more e-mail of a kind that is not about care, by the link in one."""

from __future__ import annotations

from almoner.core.action import action
from almoner.core.actor import SYSTEM, Actor
from almoner.core.permissions import Permission
from almoner.messaging.models import Attempt
from almoner.people.actions import answer_consent
from almoner.people.enums import Channel
from almoner.people.models import Consent

BY_LINK = SYSTEM.through("link")
WORDING = "list-unsubscribe"


@action
def leave_by_link(*, attempt: Attempt, by: Actor) -> bool:
    """Whoever got that e-mail wants no more like it. Gives whether that is new: said twice, it is noted once."""
    by.need(Permission.RUN_SYSTEM)
    message = attempt.message
    said = Consent.objects.filter(person=message.person, purpose=message.purpose, channel=Channel.EMAIL)
    last = said.order_by("-created_at", "id").first()
    if last is not None and not last.given:
        return False
    answer_consent(
        person=message.person, purpose=message.purpose, channel=Channel.EMAIL, given=False, wording=WORDING, by=by
    )
    return True
