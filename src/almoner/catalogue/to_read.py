"""The preparation texts as those see them who approve and answer for them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from almoner.catalogue.approval import Content, digest
from almoner.catalogue.models import PreparationApproval, Service
from almoner.catalogue.standing import contents_of, overdue, unapproved
from almoner.core import clock
from almoner.core.actor import Actor
from almoner.core.permissions import Permission
from almoner.core.refusal import NotThere


@dataclass(frozen=True, slots=True)
class Row:
    """A service of the list: the languages that wait for a clinician, those to be reviewed, and the next review."""

    service: Service
    unread: tuple[str, ...]
    overdue: tuple[str, ...]
    review_on: date | None


@dataclass(frozen=True, slots=True)
class Text:
    """What a service asks in one language. `said` is None where a text is missing; `digest` is of what is shown.

    `told` is what people are told meanwhile, where that is not what stands there now.
    """

    language: str
    said: Content | None
    digest: str
    approval: PreparationApproval | None
    approved: bool
    overdue: bool
    told: Content | None


def texts_to_read(*, by: Actor) -> tuple[list[Row], list[Row]]:
    """Of all services: what waits for a clinician or for its review, then what stands, in three statements."""
    by.need(Permission.READ_PREPARATION)
    today = clock.today()
    services = Service.objects.select_related("preparation_owner").prefetch_related("preparation", "approvals")
    rows = [
        Row(
            service=one,
            unread=tuple(unapproved(one)),
            overdue=tuple(overdue(one, today)),
            review_on=min((each.review_on for each in one.approvals.all()), default=None),
        )
        for one in services.order_by("code")
    ]
    waiting = [row for row in rows if row.unread or row.overdue]
    return waiting, [row for row in rows if not (row.unread or row.overdue)]


def texts_of(*, code: str, by: Actor) -> tuple[Service, list[Text]]:
    """A service and what it asks in each language. Raises NotThere."""
    by.need(Permission.READ_PREPARATION)
    services = Service.objects.select_related("preparation_owner", "specialty")
    service = services.prefetch_related("preparation", "approvals").filter(code=code).first()
    if service is None:
        raise NotThere
    approvals = {one.language: one for one in service.approvals.all()}
    return service, [_text(language, said, approvals.get(language)) for language, said in contents_of(service).items()]


def _text(language: str, said: Content | None, approval: PreparationApproval | None) -> Text:
    now = digest(said) if said else ""
    approved = bool(approval and said and approval.digest == now)
    return Text(
        language=language,
        said=said,
        digest=now,
        approval=approval,
        approved=approved,
        overdue=bool(approval and approval.review_on < clock.today()),
        told=approval.content if approval and not approved else None,
    )
