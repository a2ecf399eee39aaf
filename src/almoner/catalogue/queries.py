"""Reading the catalogue. What is offered is public; what is not offered is seen by who manages it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from almoner.catalogue import rules, version
from almoner.catalogue.finder import Entry, Finder
from almoner.catalogue.models import Offering, PreparationApproval, Service, ServiceQuerySet, Specialty
from almoner.catalogue.preparing import Approved, Item, Preparation, prepared
from almoner.catalogue.soonest import soonest
from almoner.core import clock
from almoner.core.actor import Actor
from almoner.core.permissions import Permission
from almoner.core.prepared import Prepared
from almoner.core.refusal import NotThere
from almoner.people.models import Staff


@dataclass(frozen=True, slots=True)
class Found:
    """A service that answers what somebody said. `why` and `referral` are sentences in the reader's language."""

    id: str
    name: str
    why: str
    soonest: datetime | None
    danger: bool
    service: Service
    needs_referral: bool
    first_step: str
    referral: str


@dataclass(frozen=True, slots=True)
class Clinician:
    """Somebody who gives services, with these."""

    staff: Staff
    services: tuple[Service, ...]


@dataclass(frozen=True, slots=True)
class Search:
    """All that a search page shows. With `danger` the emergency panel comes first, even when nothing was found."""

    found: list[Found]
    danger: bool
    language: str


def services(*, by: Actor | None = None) -> ServiceQuerySet:
    """The services that are offered; to who manages the catalogue, all."""
    every = Service.objects.select_related("specialty")
    return every if by and rules.can_manage(by) else every.offered()


def service_by_code(code: str, *, by: Actor | None = None) -> Service:
    """Raises NotThere."""
    service = services(by=by).filter(code=code).first()
    if service is None:
        raise NotThere
    return service


def waiting_services(*, by: Actor) -> list[Service]:
    """Services that are in the catalogue and not offered: nobody approved their preparation, or they were retired."""
    by.need(Permission.MANAGE_CATALOGUE)
    return list(Service.objects.filter(active=False).order_by("code"))


def service_for_managers(*, code: str, by: Actor) -> Service:
    """A service, offered or not. Raises NotThere."""
    by.need(Permission.MANAGE_CATALOGUE)
    service = Service.objects.filter(code=code).first()
    if service is None:
        raise NotThere
    return service


def specialty_choices(language: str) -> list[tuple[str, str]]:
    """The code and the name of every specialty."""
    found = Specialty.objects.order_by("position", "code")
    return [(one.code, str(one.names.get(language) or one)) for one in found]


def specialties_with_services() -> list[tuple[Specialty, list[Service]]]:
    """Every specialty that offers anything, with what it offers: the most booked one first, then by code (SEL-1)."""
    offered = Service.objects.offered().select_related("specialty").order_by("-leads_specialty", "code")
    shown = specialties().prefetch_related(Prefetch("services", queryset=offered))
    return [(one, list(one.services.all())) for one in shown]


def specialties() -> QuerySet[Specialty]:
    """Every specialty that offers anything."""
    return Specialty.objects.filter(services__active=True).distinct()


def clinicians_for(service: Service) -> list[Staff]:
    """Who gives this service and still works here, by name."""
    return list(_working().filter(offerings__service=service).select_related("site").order_by("name", "id"))


def services_of(staff: Staff) -> list[Service]:
    """What this clinician gives, for a profile."""
    return list(services().filter(offerings__staff=staff).order_by("code"))


def clinicians(*, language: str = "", sex: str = "", specialty: str = "") -> list[Clinician]:
    """Everybody who gives a service that is offered, by name; those who speak `language`, are of `sex`, give something
    of `specialty`, where asked for. Two statements, however many they are."""
    found = _working().filter(offerings__service__active=True)
    if specialty:
        found = found.filter(offerings__service__specialty__code=specialty)
    if sex:
        found = found.filter(sex=sex)
    offered = Prefetch("offerings", queryset=Offering.objects.filter(service__in=services()).select_related("service"))
    shown = found.distinct().select_related("site").prefetch_related(offered).order_by("name", "id")
    return [
        Clinician(staff, tuple(offering.service for offering in staff.offerings.all()))
        for staff in shown
        if not language or language in staff.languages
    ]


def clinician(staff_id: UUID) -> Clinician:
    """One of them, for a profile. Raises NotThere, also for staff who give nothing that is offered."""
    staff = _working().filter(id=staff_id).select_related("site").first()
    given = services_of(staff) if staff else []
    if staff is None or not given:
        raise NotThere
    return Clinician(staff, tuple(given))


def preparation_for(service: Service, language: str) -> Preparation:
    """What the service asks of a person, in the best language that a clinician approved."""
    return preparations_for([service], language)[service.code]


def preparations_for(several: list[Service], language: str) -> dict[str, Preparation]:
    """The preparation of several services by their codes, in one statement however many they are."""
    approved = _approved(several)
    return {service.code: prepared(approved[service.id], language) for service in several}


def preparation_in(service: Service, languages: Iterable[str]) -> dict[str, Preparation]:
    """As `preparation_for`, in several languages at once: what was approved is read one time."""
    approved = _approved([service])[service.id]
    return {language: prepared(approved, language) for language in languages}


_APPROVALS = Prepared(lambda services: PreparationApproval.objects.filter(service__in=services))


def _approved(several: list[Service]) -> dict[UUID, dict[str, Approved]]:
    """Of each service, by language what a clinician approved last."""
    found: dict[UUID, dict[str, Approved]] = {service.id: {} for service in several}
    for one in _APPROVALS.all(services=found):
        items = tuple(Item(**item) for item in one.content["items"])
        found[one.service_id][one.language] = Approved(one.version, one.approved_by, items)
    return found


def find(text: str, *, language: str | None = None, limit: int = 5, now: datetime | None = None) -> list[Found]:
    """The services that answer `text`, best first, as docs/finding.md says; empty when nothing fits."""
    return search(text, language=language, limit=limit, now=now).found


def search(text: str, *, language: str | None = None, limit: int = 5, now: datetime | None = None) -> Search:
    """As `find`, with whether danger was heard and the language that the text is in."""
    moment = now or clock.now()
    answer = _finder_now().find(text, language=language, limit=limit, soonest=lambda codes: soonest(codes, moment))
    listed = {service.code: service for service in services().filter(code__in=[one.code for one in answer.results])}
    found = [
        Found(
            id=one.code,
            name=one.name,
            why=one.why,
            soonest=one.soonest,
            danger=answer.danger,
            service=listed[one.code],
            needs_referral=one.needs_referral,
            first_step=one.first_step,
            referral=one.referral,
        )
        for one in answer.results
        if one.code in listed
    ]
    return Search(found, answer.danger, answer.language)


def _finder_now() -> Finder:
    """The finder over what is offered now. Before the catalogue has a version nothing is kept."""
    now = version.current()
    return _finder(now) if now else _finder.__wrapped__("")


@lru_cache(maxsize=2)
def _finder(_of_version: str) -> Finder:
    """The finder, kept until the catalogue moves on."""
    return Finder([_entry(service) for service in services().select_related("first_step")], _clinicians())


def _entry(service: Service) -> Entry:
    step = service.first_step
    return Entry(
        code=service.code,
        specialty=service.specialty.code,
        names=service.names,
        summaries=service.summaries,
        specialty_names=service.specialty.names,
        lay_needs=service.lay_needs,
        answers=service.answers,
        leads_specialty=service.leads_specialty,
        needs_order=service.needs_order,
        min_age=service.min_age,
        max_age=service.max_age,
        sex=service.sex,
        pregnancy=service.pregnancy,
        first_step=step.code if step and step.active else "",
    )


def _clinicians() -> dict[str, list[str]]:
    """Names of those who give services, with the codes of these. They are known to the finder until it is made anew."""
    names: dict[str, list[str]] = {}
    rows = Offering.objects.filter(service__active=True, staff__in=_working())
    for name, code in rows.values_list("staff__name", "service__code"):
        names.setdefault(name, []).append(code)
    return names


def _working() -> QuerySet[Staff]:
    return Staff.objects.filter(Q(left_on__isnull=True) | Q(left_on__gt=clock.today()))
