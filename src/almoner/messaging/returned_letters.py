"""Letters that came back in the post, and letters that must not go any more."""

from __future__ import annotations

from almoner.core import clock
from almoner.core.action import action
from almoner.core.actor import SYSTEM, Actor
from almoner.core.permissions import Permission
from almoner.messaging import composing, endings, kinds
from almoner.messaging.enums import ADDRESS_IS_RIGHT, GONE, PostState, ReceiptStatus, ReturnReason
from almoner.messaging.models import Message, Posting
from almoner.messaging.post_queries import WITH_ALL, no_longer_right, waiting
from almoner.messaging.posting import tell_of_cleared
from almoner.messaging.receipts import deliver_receipt
from almoner.messaging.refusals import LetterNotPosted
from almoner.messaging.settling import NOT_RIGHT
from almoner.people.rules import may_see
from almoner.timeline.actions import record


@action
def tell_returned(*, posting: Posting, reason: ReturnReason, by: Actor) -> Posting:
    """A letter came back. Told twice it came back once, for the first reason. Raises LetterNotPosted.

    It is a receipt of its attempt, as of an e-mail that bounced: the address is used no more, what it told goes by the
    next way, and a person finds out how to reach them. What was damaged on the way says nothing of the address. That
    somebody has died is never noted from an envelope: a person finds out.
    """
    by.need(Permission.POST_LETTERS)
    posting = _locked(posting)
    if posting.state == PostState.RETURNED:
        return posting
    if posting.state != PostState.POSTED:
        raise LetterNotPosted(reference=posting.reference, state=posting.get_state_display())
    posting.state, posting.returned_at, posting.returned_because = PostState.RETURNED, clock.now(), reason
    posting.save(update_fields=["state", "returned_at", "returned_because"])
    message = _message(posting)
    facts = {"reference": posting.reference, "kind": message.kind, "reason": str(reason)}
    record(kind="letter.returned", person=message.person, subject_id=posting.id, facts=facts, by=by)
    status = ReceiptStatus.MISSED if reason in ADDRESS_IS_RIGHT else ReceiptStatus.BOUNCED
    outcome_by = by if may_see(message.person, by) else SYSTEM
    answer = f"came back in the post: {reason.name.lower().replace('_', ' ')}"
    deliver_receipt(provider_key=posting.provider_key, status=status, answer=answer, by=outcome_by)
    return posting


def sift(by: Actor) -> int:
    """Look at the letters that wait for the desk of `by`, and keep back what is no longer right, as a visit that was
    moved or cancelled since. Each is an act of its own. Gives how many."""
    found = [one for one in waiting(by) if _is_overtaken(one)]
    for posting in found:
        keep_back(posting=posting, by=SYSTEM)
    return len(found)


@action
def keep_back(*, posting: Posting, by: Actor) -> Posting:
    """A letter that waits leaves the queue if it is no longer right. What was overtaken, and what is for somebody who
    has died, is said no more; where the address is used no more, it goes by the next way."""
    by.need(Permission.RUN_SYSTEM)
    posting = _locked(posting)
    if posting.state != PostState.WAITING:
        return posting
    unreachable = Posting.objects.filter(no_longer_right(), id=posting.id).exists()
    if not unreachable and not _is_overtaken(posting):
        return posting
    posting.state = PostState.KEPT_BACK
    posting.save(update_fields=["state"])
    tell_of_cleared([posting], by)
    message = _message(posting)
    facts = {"reference": posting.reference, "kind": message.kind}
    record(kind="letter.kept_back", person=message.person, subject_id=posting.id, facts=facts, by=by)
    if unreachable:
        answer = "not posted: the address is used no more"
        deliver_receipt(provider_key=posting.provider_key, status=ReceiptStatus.MISSED, answer=answer, by=by)
    elif message.state in GONE:
        endings.withdrawn(message, NOT_RIGHT, by)
    return posting


def _is_overtaken(posting: Posting) -> bool:
    """Whether nothing is to be said any more of what it tells. Of a letter that tells of several things, one may be."""
    message = _message(posting)
    if kinds.kind(message.kind) is None or message.joined.exists():
        return False
    return composing.glance(message, message.person, posting.recorded.language) is None


def _locked(posting: Posting) -> Posting:
    return Posting.objects.select_for_update(of=("self",)).select_related(WITH_ALL).get(id=posting.id)


def _message(posting: Posting) -> Message:
    return posting.recorded.message
