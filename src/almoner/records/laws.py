"""Laws of the record."""

from __future__ import annotations

from django.db.models import Exists, OuterRef

from almoner.charter.models import Promise
from almoner.core.law import Law
from almoner.records.enums import DocumentState
from almoner.records.models import Allergy, Document, EarlyWarning, VitalSigns
from almoner.records.plausibility import impossible


def impossible_values() -> list[str]:
    """Sets that carry what nobody can have: they came in past the check."""
    return [
        f"set {one.id} carries an impossible {', '.join(wrong)}"
        for one in VitalSigns.objects.current().iterator(chunk_size=2000)
        if (wrong := impossible(one.values))
    ]


def corrections_of_another() -> list[str]:
    """A correction stands for a set of the same person at the same moment."""
    pairs = VitalSigns.objects.filter(corrects__isnull=False).select_related("corrects")
    return [
        f"set {one.id} corrects a set of another person or time"
        for one in pairs
        if (one.person_id, one.taken_at) != (one.corrects.person_id, one.corrects.taken_at)  # type: ignore[union-attr]
    ]


def released_unverified() -> list[str]:
    """Papers that a person can read and that nobody held against the paper."""
    open_to_all = Document.objects.filter(state=DocumentState.RELEASED, verified_at__isnull=True)
    return [f"document {paper.reference} was released and never checked" for paper in open_to_all.defer("content")]


def warnings_nobody_sees_to() -> list[str]:
    """Warnings that are open and for which nobody owes a look. With the dead, what they were owed ends."""
    owed = Promise.objects.live().filter(subject_id=OuterRef("id"))
    lost = EarlyWarning.objects.open().filter(~Exists(owed), person__died_on__isnull=True).order_by("id")
    return [f"warning {one.id} is open and nobody owes a look" for one in lost]


def reviewed_and_still_owed() -> list[str]:
    """Warnings that were looked into and whose promise still runs."""
    owed = Promise.objects.live().filter(subject_id=OuterRef("id"))
    done = EarlyWarning.objects.filter(Exists(owed), reviewed_at__isnull=False).order_by("id")
    return [f"warning {one.id} was looked into and its promise still runs" for one in done]


def allergies_unchecked() -> list[str]:
    """Allergies that nobody has checked and for which nobody owes it. With the dead, what they were owed ends."""
    owed = Promise.objects.live().filter(subject_id=OuterRef("id"))
    lost = Allergy.objects.live().filter(~Exists(owed), verified_at__isnull=True, person__died_on__isnull=True)
    return [f"allergy {one.id} is not checked and nobody owes it" for one in lost.order_by("id")]


LAWS = [
    Law("I-1", "An allergy that was written down is checked, or somebody owes it.", allergies_unchecked),
    Law("I-1", "Vital signs that ask for a clinician have a promise that one looks.", warnings_nobody_sees_to),
    Law("I-6", "Who was looked at is owed no further look for it.", reviewed_and_still_owed),
    Law("I-38", "A corrected set stays, and its correction is of the same person and moment.", corrections_of_another),
    Law("X-2", "No value is kept that nobody can have.", impossible_values),
    Law("X-3", "No paper is read as a person's before somebody held it against the source.", released_unverified),
]
