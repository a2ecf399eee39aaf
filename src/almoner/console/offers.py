"""Offers as staff steer them: which are open, which are paused, taking them back, and pausing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.forms import Form
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from almoner.catalogue.queries import service_by_code
from almoner.console.answers import page
from almoner.console.gates import StaffRequest, staff
from almoner.console.offers_forms import OfferRulesForm, PauseServiceForm, StopOffersForm
from almoner.console.offers_rows import batch_row, choices_of, pause_row, rules_row
from almoner.core.permissions import Permission
from almoner.core.refusal import NotThere, Refused
from almoner.scheduling import actions
from almoner.scheduling import waiting_list as waiting
from almoner.scheduling.offer_rules import rules_in_force, stored_rules
from almoner.scheduling.offers_now import batches
from almoner.scheduling.pausing import pause_for, pauses
from almoner.ui.answers import done, refused


@require_GET
@staff(Permission.BOOK)
def offers(request: StaffRequest) -> HttpResponse:
    """Who is asked about which time now, and what is paused, by whom and why (WL-7)."""
    return _shown(request, {})


def _shown(request: StaffRequest, bound: dict[str, Any], status: int = 200) -> HttpResponse:
    by = request.actor
    found = batches(by=by)
    context = {
        "batches": [batch_row(one, several=len({each.sample.site_id for each in found}) > 1) for one in found],
        "pauses": [pause_row(one) for one in pauses(by=by)],
        "pause": bound.get("pause") or PauseServiceForm(services=_waited_for(request), auto_id="pause_%s"),
        "stop_title": _stop_title(bound.get("stop")),
        "stop": bound.get("stop") or StopOffersForm(services=_offered(found), auto_id="stop_%s"),
        "rules": rules_row(rules_in_force()),
        "may_set": by.may(Permission.MANAGE_CATALOGUE),
        "crumbs": [(_("Waiting list"), reverse("console:waiting_list")), (_("Offers now"), "")],
    }
    return page(request, "console/offers.html", context, here="waiting_list", status=status)


def _stop_title(form: StopOffersForm | None) -> str:
    if form and form["time_key"].value():
        return _("Take back the offers of this one time")
    return _("Take back all open offers of a service")


def _waited_for(request: StaffRequest) -> list[tuple[str, str]]:
    return choices_of([service for service, _count in waiting.services_waited_for(by=request.actor)])


def _offered(found: list[Any]) -> list[tuple[str, str]]:
    return choices_of(list({one.service.code: one.service for one in found}.values()))


@require_POST
@staff(Permission.BOOK)
def stop_offers(request: StaffRequest) -> HttpResponse:
    """Take back what is open of a service or of one time."""
    form = StopOffersForm(request.POST, services=_named(request), auto_id="stop_%s")
    return _act(request, "stop", form, _stop)


def _named(request: StaffRequest) -> list[tuple[str, str]]:
    """The service that was named, also when nothing of it is offered any more: that is then said."""
    try:
        return choices_of([service_by_code(request.POST.get("service", ""))])
    except NotThere:
        return []


@require_POST
@staff(Permission.BOOK)
def pause_offers(request: StaffRequest) -> HttpResponse:
    form = PauseServiceForm(request.POST, services=_waited_for(request), auto_id="pause_%s")
    return _act(request, "pause", form, _pause)


def _act(
    request: StaffRequest, name: str, form: Form, deed: Callable[[StaffRequest, dict[str, Any]], str]
) -> HttpResponse:
    if form.is_valid():
        said = form.cleaned_data | {"service": service_by_code(form.cleaned_data["service"])}
        try:
            return done(request, deed(request, said), "console:offers")
        except Refused as told:
            form.add_error(None, str(told))
    return _shown(request, {name: form}, status=422)


def _stop(request: StaffRequest, said: dict[str, Any]) -> str:
    stopped = actions.stop_offers(**said, by=request.actor)
    if not stopped:
        return _("Nobody had an open offer any more. Nothing was taken back.")
    told = ngettext(
        "%(count)s offer is taken back. Whoever had heard of it is told, and keeps their place.",
        "%(count)s offers are taken back. Whoever had heard of theirs is told, and keeps their place.",
        len(stopped),
    )
    return told % {"count": len(stopped)}


def _pause(request: StaffRequest, said: dict[str, Any]) -> str:
    actions.pause_offers(**said, by=request.actor)
    return _("Paused. It ends by itself.")


@require_POST
@staff(Permission.BOOK)
def end_pause(request: StaffRequest, pause_id: UUID) -> HttpResponse:
    try:
        actions.resume_offers(pause=pause_for(by=request.actor, id=pause_id), by=request.actor)
    except NotThere:
        raise
    except Refused:
        return done(request, _("This pause had ended already."), "console:offers")
    return done(request, _("The pause is over. Times are offered again."), "console:offers")


@require_http_methods(["GET", "POST"])
@staff(Permission.MANAGE_CATALOGUE)
def offer_rules(request: StaffRequest) -> HttpResponse:
    """In which hours, to how many at once and with how long to answer times are offered (WL-1, WL-2, WL-4)."""
    form = OfferRulesForm(request.POST or None, stored=stored_rules())
    if form.is_valid():
        try:
            actions.set_offer_rules(changes=form.cleaned_data, by=request.actor)
        except Refused as told:
            form.add_error(None, str(told))
        else:
            return done(request, _("Noted. It holds for what is offered from now on."), "console:offer_rules")
    context = {
        "form": form,
        "crumbs": [(_("Hospital"), reverse("console:hospital")), (_("Offers of free times"), "")],
    }
    return page(request, "console/offer_rules.html", context, here="hospital", status=422 if form.errors else 200)


@require_POST
@staff(Permission.BOOK)
def offer_next(request: StaffRequest, code: str) -> HttpResponse:
    """Offer a free time, the next or a named one, to whoever's turn it is."""
    service = service_by_code(code)
    try:
        offer = actions.offer_next(service=service, time=request.POST.get("time", "")[:400], by=request.actor)
    except NotThere:
        raise
    except Refused as told:
        return refused(request, told, "console:waiting_list")
    if offer is None:
        return done(request, _("There is no free time, or nobody whom it suits."), "console:waiting_list")
    try:
        name = waiting.entry_for(by=request.actor, id=offer.entry_id).entry.person.name
    except NotThere:
        return done(request, _("Offered to whoever's turn it is. They are told now."), "console:waiting_list")
    return done(request, _("Offered to %s. They are told now.") % name, "console:waiting_entry", offer.entry_id)
