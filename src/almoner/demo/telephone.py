"""Ringing the rehearsal hospital as one of its people: what a telephone system would tell, told by hand."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from almoner.core.actor import SYSTEM
from almoner.core.refusal import Refused
from almoner.demo.cast import members
from almoner.demo.views import only_in_rehearsal
from almoner.desk.actions import call_rings, give_up_ringing
from almoner.desk.ringing import ringing_for
from almoner.people.enums import ContactKind
from almoner.people.queries import contact_points_of
from almoner.ui.answers import page, refused
from almoner.ui.choices import RadioCards

TELEPHONE = SYSTEM.through("rehearsal")
OTHER, WITHHELD = "other", "withheld"


class Caller(forms.Form):
    """Who it is that rings or writes: one of the cast, another number, or none that shows."""

    who = forms.ChoiceField(label=_("Who rings?"), widget=RadioCards)
    number = forms.CharField(label=_("Number, for somebody else"), max_length=40, required=False)

    def __init__(self, data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self.numbers = _numbers()
        own = [(number, f"{name} · {number}") for number, name in self.numbers.items()]
        others = [(OTHER, _("Somebody else")), (WITHHELD, _("Somebody who withholds their number"))]
        self.fields["who"].choices = [*own, *others]  # type: ignore[attr-defined]

    @property
    def shown(self) -> str:
        who: str = self.cleaned_data["who"]
        number: str = self.cleaned_data["number"]
        return {OTHER: number, WITHHELD: ""}.get(who, who)


class RingForm(Caller):
    language = forms.ChoiceField(label=_("Language chosen at the first prompt"), choices=settings.LANGUAGES)
    urgent = forms.BooleanField(label=_("They say that it is an emergency"), required=False)


def _numbers() -> dict[str, str]:
    """The telephone numbers of the cast's people, with whose they are."""
    accounts = get_user_model().objects.filter(pk__in=[one.account_id for one in members()], person__isnull=False)
    found: dict[str, str] = {}
    people = [account.person for account in accounts.select_related("person").order_by("person__name_key", "id")]
    for person in people:
        for point in contact_points_of(person=person, by=SYSTEM) if person else ():
            if person and point.kind in {ContactKind.MOBILE, ContactKind.LANDLINE}:
                found.setdefault(point.value, person.name)
    return found


@require_http_methods(["GET", "POST"])
@login_not_required
@only_in_rehearsal
def ring(request: HttpRequest) -> HttpResponse:
    form = RingForm(request.POST or None)
    if form.is_valid():
        said = form.cleaned_data
        made = call_rings(number=form.shown, language=said["language"], urgent=said["urgent"], by=TELEPHONE)
        return redirect("demo:ringing", ringing_id=made.id)
    return page(request, "demo/ring.html", {"form": form}, status=422 if form.is_bound else 200)


@require_GET
@login_not_required
@only_in_rehearsal
def ringing(request: HttpRequest, ringing_id: UUID) -> HttpResponse:
    """The caller's side: it rings until somebody answers or they hang up."""
    return page(request, "demo/ringing.html", {"call": ringing_for(by=TELEPHONE, id=ringing_id)})


@require_POST
@login_not_required
@only_in_rehearsal
def hang_up(request: HttpRequest, ringing_id: UUID) -> HttpResponse:
    try:
        give_up_ringing(ringing=ringing_for(by=TELEPHONE, id=ringing_id), by=TELEPHONE)
    except Refused as told:
        return refused(request, told, "demo:ringing", ringing_id)
    return redirect("demo:ringing", ringing_id=ringing_id)
