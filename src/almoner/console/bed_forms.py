"""Forms of beds: their state, who moves where, what a bed must have, and which one is given."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from almoner.console.bed_rows import match_label
from almoner.people.models import Staff
from almoner.ui.choices import Pills, RadioCards
from almoner.ui.templatetags.ui import LEVELS
from almoner.visits.actions.bedding import BY_HAND
from almoner.visits.beds import Match
from almoner.visits.enums import BedState, BlockReason, Care, Isolation
from almoner.visits.models import Bed, Ward
from almoner.visits.queries import BedOnBoard

_NONE = ("", "—")


class StateForm(forms.Form):
    """The states that may follow on the present one."""

    state = forms.ChoiceField(label=_("The bed is"), widget=Pills)
    block_reason = forms.ChoiceField(
        label=_("Why it cannot be used"),
        choices=[_NONE, *BlockReason.choices],
        required=False,
        help_text=_("Needed when you block it. Whoever it was given to goes back to those who wait."),
    )
    note = forms.CharField(label=_("Note"), max_length=200, required=False)

    def __init__(self, *args: Any, bed: Bed, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        allowed = [(one.value, one.label) for one in BedState if one in BY_HAND[bed.state]]
        self.fields["state"].choices = allowed  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("state") == BedState.BLOCKED and not cleaned.get("block_reason"):
            self.add_error("block_reason", _("Say why it cannot be used."))
        return cleaned


class MoveForm(forms.Form):
    bed = forms.ChoiceField(label=_("Which bed"), help_text=_("Clean beds, the best first."))
    reason = forms.CharField(label=_("Why"), max_length=300)

    def __init__(self, *args: Any, matches: Iterable[Match], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = [(str(one.bed.id), match_label(one, one.bed.ward)) for one in matches]
        self.fields["bed"].choices = [_NONE, *found]  # type: ignore[attr-defined]


class SwapForm(forms.Form):
    other = forms.ChoiceField(label=_("With whom"), help_text=_("Nobody is discharged for it."))
    reason = forms.CharField(label=_("Why"), max_length=300)

    def __init__(self, *args: Any, others: Iterable[BedOnBoard], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = [(str(one.bed.id), f"{one.bed.code} · {one.stay.person.name}") for one in others if one.stay]
        self.fields["other"].choices = [_NONE, *found]  # type: ignore[attr-defined]


class AskForBedForm(forms.Form):
    """What a bed must have (BED-2)."""

    level = forms.TypedChoiceField(
        label=_("How soon"),
        choices=[
            (1, f"{LEVELS[0]} · {_('now')}"),
            (2, f"{LEVELS[1]} · {_('within the hour')}"),
            (3, f"{LEVELS[2]} · {_('today')}"),
            (4, f"{LEVELS[3]} · {_('can wait some hours')}"),
            (5, f"{LEVELS[4]} · {_('planned')}"),
        ],
        coerce=int,
        initial=3,
    )
    reason = forms.CharField(
        label=_("Why they stay"), max_length=300, help_text=_("They read this. Write it for them.")
    )
    care = forms.TypedChoiceField(label=_("Care"), choices=Care.choices, coerce=int, initial=Care.WARD)
    isolation = forms.ChoiceField(label=_("Isolation"), choices=Isolation.choices, required=False)
    single_room = forms.BooleanField(label=_("A room of their own"), required=False)
    ward = forms.ChoiceField(label=_("Ward that suits best"), required=False)
    kit = forms.CharField(label=_("Equipment"), max_length=80, required=False, help_text=_("Parted by commas."))
    note = forms.CharField(label=_("Note for whoever gives the bed"), max_length=200, required=False)

    def __init__(self, *args: Any, wards: Sequence[Ward], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.wards = {str(ward.id): ward for ward in wards}
        self.fields["ward"].choices = [_NONE, *((key, ward.name) for key, ward in self.wards.items())]  # type: ignore[attr-defined]

    def clean_ward(self) -> Ward | None:
        return self.wards.get(self.cleaned_data["ward"])

    def clean_kit(self) -> list[str]:
        return [part.strip().lower() for part in self.cleaned_data["kit"].split(",") if part.strip()]


class AllotForm(forms.Form):
    """One of the beds that can be, the best first; what does not fit needs a reason."""

    bed = forms.ChoiceField(label=_("Which bed"), widget=RadioCards)
    override_reason = forms.CharField(
        label=_("Why this one although it does not fit"),
        max_length=300,
        required=False,
        help_text=_("Only where something does not fit."),
    )

    def __init__(self, *args: Any, matches: Sequence[Match], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labelled = [(str(one.bed.id), match_label(one, one.bed.ward)) for one in matches]
        self.fields["bed"].choices = labelled  # type: ignore[attr-defined]
        if labelled:
            self.fields["bed"].initial = labelled[0][0]


class AdmitForm(forms.Form):
    """They lie in the bed. Until then nobody is admitted (BED-3)."""

    named_nurse = forms.ChoiceField(label=_("Their nurse"), required=False)
    doctor = forms.ChoiceField(label=_("Their doctor"), required=False)
    expected_home_on = forms.DateField(
        label=_("Expected to go home on"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, *args: Any, nurses: Sequence[Staff], doctors: Sequence[Staff], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = {str(one.id): one for one in (*nurses, *doctors)}
        for name, staff in (("named_nurse", nurses), ("doctor", doctors)):
            self.fields[name].choices = [_NONE, *((str(one.id), one.name) for one in staff)]  # type: ignore[attr-defined]

    def clean_named_nurse(self) -> Staff | None:
        return self.known.get(self.cleaned_data["named_nurse"])

    def clean_doctor(self) -> Staff | None:
        return self.known.get(self.cleaned_data["doctor"])


class NotNeededForm(forms.Form):
    reason = forms.CharField(label=_("Why no bed is needed"), max_length=300, help_text=_("They can read this."))
