"""Texts that really leave: what is written of each before and after, how many there may be, and what is told later."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, Subquery, Sum
from django.utils.translation import gettext_lazy as _

from almoner.core import clock
from almoner.core.action import action
from almoner.core.actor import Actor
from almoner.core.permissions import Permission
from almoner.core.refusal import Refused
from almoner.messaging.actions import deliver_receipt
from almoner.messaging.channels.text.provider import Told
from almoner.messaging.enums import REFUSALS, TAKEN, ReceiptStatus, Result
from almoner.messaging.models import Attempt, EarlyReceipt, OutboxEpoch, Text
from almoner.messaging.numbers import other_forms

KEPT = timedelta(days=3)
"""So long a receipt may be waited for, and one that fits nothing is kept."""


class NoneLeft(Refused):
    """As many parts were handed over today as may be."""

    text = _("No more texts may go today.")


def left_today(*, answering: bool = False) -> int:
    """How many parts may still go today. The last tenth is kept for whoever wrote to us and is answered."""
    gone = Text.objects.filter(day=clock.today()).aggregate(parts=Sum("parts"))["parts"] or 0
    kept = 0 if answering else settings.TEXT_PARTS_A_DAY // 10
    return max(0, settings.TEXT_PARTS_A_DAY - kept - gone)


def tomorrow() -> datetime:
    return clock.on_the_wall(clock.today() + timedelta(days=1), time.min)


@action
def begin_text(*, provider_key: str, number: str, parts: int, answering: bool = False, by: Actor) -> tuple[Text, bool]:
    """Write that a text is about to be handed over. Gives it, and whether it may be: not where it was before under the
    same key, and may have been taken (law I-18). Raises NoneLeft."""
    by.need(Permission.RUN_SYSTEM)
    OutboxEpoch.objects.select_for_update().get_or_create(id=1)
    known = Text.objects.filter(provider_key=provider_key).first()
    if known and not _surely_not_taken(known):
        return known, False
    if left_today(answering=answering) < parts:
        raise NoneLeft
    begun = {"number": number, "parts": parts, "day": clock.today(), "begun_at": clock.now(), "ended_at": None}
    return Text.objects.update_or_create(provider_key=provider_key, defaults={**begun, "told": {}})[0], True


def _surely_not_taken(text: Text) -> bool:
    """Whether the provider said so, and might take it another time."""
    return text.ended_at is not None and text.parts == 0 and text.told["result"] not in REFUSALS


@action
def end_text(*, text: Text, told: Told, parts: int, by: Actor) -> Text:
    """Write what the provider answered, before anything follows from it, and how many parts it may have taken. What was
    written first stays; of what nobody knows nothing is written."""
    by.need(Permission.RUN_SYSTEM)
    live = Text.objects.select_for_update().get(id=text.id)
    if live.ended_at is None and told.result != Result.UNKNOWN:
        live.ended_at = clock.now()
        live.told = {"result": told.result.value, "answer": told.answer, "ids": list(told.ids)}
        live.provider_id = told.ids[-1] if told.ids else live.provider_id
        live.parts = parts
        live.save(update_fields=["ended_at", "told", "provider_id", "parts"])
    return live


def answered(text: Text) -> Told:
    """What the provider answered of a text that has ended."""
    return Told(Result(text.told["result"]), text.told["answer"], tuple(text.told["ids"]))


def shown_by_receipt(text: Text) -> bool:
    """Whether a receipt came that can only be of this text: the provider took it, though its answer was lost."""
    return EarlyReceipt.objects.filter(about=text.provider_key).exists()


def other_ids(text: Text) -> frozenset[str]:
    """The provider's numbers of other texts to the same telephone."""
    others = Text.objects.filter(number=text.number).exclude(id=text.id).exclude(provider_id="")
    return frozenset(others.values_list("provider_id", flat=True))


@action
def hear_receipt(
    *, about: str, status: ReceiptStatus, answer: str = "", number: str = "", by: Actor
) -> EarlyReceipt | None:
    """A provider tells what became of a text, by our key or by its own number of it.

    What is told of a text before its answer is written waits for that, and shows meanwhile that the text was taken.
    Gives what waits. The same told twice, and in any order, ends the same (F9).
    """
    by.need(Permission.RUN_SYSTEM)
    text = _of_receipt(about, number)
    if text and _attempt_of(text):
        deliver_receipt(provider_key=text.provider_key, status=status, answer=answer, by=by)
        return None
    if text and not text.provider_id and about != text.provider_key:
        Text.objects.filter(id=text.id).update(provider_id=about)
    waiting, _new = EarlyReceipt.objects.get_or_create(
        about=text.provider_key if text else about[:80], status=status, defaults={"answer": answer[:300]}
    )
    return waiting


def _attempt_of(text: Text) -> Attempt | None:
    return Attempt.objects.filter(provider_key=text.provider_key, result__in=TAKEN).first()


def _of_receipt(about: str, number: str) -> Text | None:
    """The text that a receipt is of: by its very number; by another way to write that, if the telephone is the same; or
    the only one to that telephone of which nobody knows whether it was taken. One that was given up is such a one too:
    its receipt must not count for another, which would be lost."""
    exact = Text.objects.filter(Q(provider_key=about) | Q(provider_id=about)).first()
    if exact or not number:
        return exact
    lately = Text.objects.filter(number=number, begun_at__gt=clock.now() - KEPT)
    written_otherwise = lately.filter(provider_id__in=other_forms(about)).first()
    if written_otherwise:
        return written_otherwise
    unclear = list(lately.filter(provider_id="", parts__gt=0)[:2])
    return unclear[0] if len(unclear) == 1 else None


def apply_early(*, by: Actor) -> int:
    """Tell the outbox what was told too early, and forget what fits nothing. Gives how many receipts were seen to."""
    if not EarlyReceipt.objects.exists():
        return 0
    gone = Attempt.objects.filter(provider_key=OuterRef("provider_key"), result__in=TAKEN)
    texts = Text.objects.filter(Q(provider_key=OuterRef("about")) | Q(provider_id=OuterRef("about")), Exists(gone))
    key = Subquery(texts.values("provider_key")[:1])
    known = list(EarlyReceipt.objects.annotate(key=key).filter(key__isnull=False).order_by("created_at", "id")[:100])
    for early in known:
        _apply(early=early, provider_key=early.key, by=by)
    old = EarlyReceipt.objects.filter(created_at__lt=clock.now() - KEPT)
    if old.exists():
        old.delete()
    return len(known)


@action
def _apply(*, early: EarlyReceipt, provider_key: str, by: Actor) -> None:
    deliver_receipt(provider_key=provider_key, status=ReceiptStatus(early.status), answer=early.answer, by=by)
    early.delete()
