"""A file of the hospital's own, such as its menu: read and checked, then put in force; never while it is faulty."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django import forms
from django.utils.translation import gettext_lazy as _

from almoner.console.gates import StaffRequest
from almoner.core.refusal import Faulty
from almoner.ui.choices import Pills

MOST_BYTES = 1_000_000
Read = TypeVar("Read")


class FileForm(forms.Form):
    """A TOML file. It is read and checked; nothing of it is kept as a file."""

    upload = forms.FileField(widget=forms.FileInput(attrs={"accept": ".toml"}))
    how = forms.ChoiceField(
        label=_("What to do"),
        choices=[("check", _("Only check")), ("load", _("Check and put in force"))],
        initial="check",
        widget=Pills,
    )

    def __init__(self, *said: Any, label: str) -> None:
        super().__init__(*said)
        self.fields["upload"].label = label

    def clean_upload(self) -> Any:
        found = self.cleaned_data["upload"]
        if found.size > MOST_BYTES:
            raise forms.ValidationError(_("No more than a million signs."))
        return found


@dataclass(frozen=True, slots=True)
class FileRead:
    """What came of it: at most one of the last three. `checked` is what was read, and is not in force yet."""

    form: FileForm
    faults: Sequence[str] = ()
    checked: Any = None
    in_force: Any = None

    @property
    def status(self) -> int:
        return 422 if self.form.errors or self.faults else 200


def file_read(
    request: StaffRequest, label: str, *, read: Callable[[bytes], Read], put_in_force: Callable[[Read], Any]
) -> FileRead:
    """Ask for the file, or read what was sent. `read` and `put_in_force` raise Faulty."""
    said = (request.POST, request.FILES) if request.method == "POST" else ()
    form = FileForm(*said, label=label)
    if not form.is_valid():
        return FileRead(form)
    try:
        found = read(form.cleaned_data["upload"].read())
        if form.cleaned_data["how"] == "load":
            return FileRead(form, in_force=put_in_force(found))
    except Faulty as fault:
        return FileRead(form, faults=fault.faults)
    return FileRead(form, checked=found)
