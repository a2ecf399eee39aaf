"""Forms about the hospital itself."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from almoner.core.zones import of_places
from almoner.people.models import Site
from almoner.ui.choices import CheckCards, Pills

MANY_FILES, MOST_BYTES = 20, 1_000_000


def _telephone(label: Any, *, required: bool = False, **more: Any) -> forms.CharField:
    widget = forms.TextInput(attrs={"dir": "ltr", "inputmode": "tel"})
    return forms.CharField(label=label, max_length=30, required=required, widget=widget, **more)


class SiteForm(forms.Form):
    """What every page, letter and call says of the hospital."""

    name = forms.CharField(label=_("Name"), max_length=120)
    address = forms.CharField(
        label=_("Postal address"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
    email = forms.EmailField(label=_("E-mail of the service desk"), required=False)
    service_desk_number = _telephone(_("Service desk: where people reach a human"), required=True)
    emergency_number = _telephone(_("Emergency number of the country"), required=True)
    crisis_number = _telephone(_("Crisis line"), help_text=_("For people who think of harming themselves."))
    crisis_text_number = _telephone(_("Crisis line by text message"))
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        help_text=_(
            "All hours of this site are by this clock. If you change it, visits keep the hour that people were told, "
            "and they are told so; offers that are open are taken back."
        ),
    )
    clock_meant = forms.BooleanField(label=_("Yes, the clock of this site goes so"), required=False)
    opens_at = forms.TimeField(label=_("Opens"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    closes_at = forms.TimeField(label=_("Closes"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    working_days = forms.TypedMultipleChoiceField(
        label=_("Working days"), choices=WEEKDAYS.items(), coerce=int, widget=CheckCards
    )
    own_record_age = forms.IntegerField(
        label=_("From this birthday a child's record is their own"),
        min_value=8,
        max_value=18,
        help_text=_("Parents then still book and see visits that are not private, and no more."),
    )
    of_age = forms.IntegerField(
        label=_("From this birthday a parent acts for them no longer"), min_value=8, max_value=18
    )
    private_topics = forms.MultipleChoiceField(
        label=_("Private visits"),
        required=False,
        help_text=_("Visits of these specialties are not shown to parents from that birthday on."),
        widget=CheckCards,
    )
    leave_notice_days = forms.IntegerField(
        label=_("Days of notice before a carer's leave ends"), min_value=1, max_value=180
    )

    def __init__(self, *args: Any, site: Site, specialties: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        facts = {name: getattr(site, name) for name in self.base_fields if name != "clock_meant"}
        self.site, self.asks_clock = site, False
        kwargs["initial"] = facts
        super().__init__(*args, **kwargs)
        zones = [(zone, zone) for zone in sorted({*of_places(), site.time_zone})]
        self.fields["time_zone"].choices = zones  # type: ignore[attr-defined]
        self.fields["private_topics"].choices = list(specialties)  # type: ignore[attr-defined]
        if not self.fields["private_topics"].choices:  # type: ignore[attr-defined]
            del self.fields["private_topics"]

    @property
    def changes(self) -> dict[str, Any]:
        return {name: said for name, said in self.cleaned_data.items() if name != "clock_meant"}

    def is_clock_meant(self, coming: int) -> bool:
        """Whether the zone stays, or nobody comes, or it was said that it is meant; else it is asked."""
        said = self.cleaned_data
        if said["time_zone"] == self.site.time_zone or said["clock_meant"] or not coming:
            return True
        self.asks_clock = True
        told = ngettext(
            "%(count)d visit to come keeps its hour by the new clock, and that is told. Please tick that it is so.",
            "%(count)d visits to come keep their hours by the new clock, and everybody is told. Please tick that it is "
            "so.",
            coming,
        )
        self.add_error("time_zone", told % {"count": coming})
        return False


class Files(forms.ClearableFileInput):
    allow_multiple_selected = True


class ManyFiles(forms.FileField):
    """One or several files; cleaned, a list of them."""

    def clean(self, data: Any, initial: Any = None) -> Any:
        several = data if isinstance(data, list) and data else [data]
        return [super(ManyFiles, self).clean(one, initial) for one in several]


class CatalogueForm(forms.Form):
    """TOML files, one or several. They are read and checked; nothing of them is kept as a file."""

    upload = ManyFiles(
        label=_("Files of the catalogue"),
        help_text=_("All the TOML files at once: specialties, services, rooms, approvals."),
        widget=Files(attrs={"accept": ".toml"}),
    )
    how = forms.ChoiceField(
        label=_("What to do"),
        choices=[("check", _("Only check")), ("load", _("Check and load"))],
        initial="check",
        widget=Pills,
    )

    @property
    def contents(self) -> dict[str, bytes]:
        """The files by name; raises ValidationError where they are too many or too large."""
        found = self.cleaned_data["upload"]
        if len(found) > MANY_FILES or sum(one.size for one in found) > MOST_BYTES:
            raise forms.ValidationError(_("At most twenty files, and together no more than a million signs."))
        return {str(one.name): one.read() for one in found}
