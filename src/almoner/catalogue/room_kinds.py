"""Kinds of room as people read them. Pure.

A kind is a word of the hospital's own, by which services name where they can be given (`Service.room_kinds`). Those
below are known in every language that ships; any other is shown as the hospital wrote it.
"""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

_KNOWN: dict[str, str | Promise] = {
    "antenatal": pgettext_lazy("kind of room", "antenatal room"),
    "cath_lab": pgettext_lazy("kind of room", "heart catheter lab"),
    "chemo_chair": pgettext_lazy("kind of room", "chemotherapy chair"),
    "child_consulting": pgettext_lazy("kind of room", "children's consulting room"),
    "child_treatment": pgettext_lazy("kind of room", "children's treatment room"),
    "consulting": pgettext_lazy("kind of room", "consulting room"),
    "ct": pgettext_lazy("kind of room", "CT scanner"),
    "day_bay": pgettext_lazy("kind of room", "day bed"),
    "dialysis": pgettext_lazy("kind of room", "dialysis place"),
    "ecg": pgettext_lazy("kind of room", "ECG room"),
    "echo": pgettext_lazy("kind of room", "heart ultrasound room"),
    "eeg": pgettext_lazy("kind of room", "EEG room"),
    "endoscopy": pgettext_lazy("kind of room", "endoscopy room"),
    "ent": pgettext_lazy("kind of room", "ear, nose and throat room"),
    "eye": pgettext_lazy("kind of room", "eye room"),
    "eye_test": pgettext_lazy("kind of room", "eye test room"),
    "eye_theatre": pgettext_lazy("kind of room", "eye theatre"),
    "flow": pgettext_lazy("kind of room", "bladder test room"),
    "lung_lab": pgettext_lazy("kind of room", "lung test room"),
    "mammography": pgettext_lazy("kind of room", "mammography room"),
    "minor_procedure": pgettext_lazy("kind of room", "room for small procedures"),
    "mri": pgettext_lazy("kind of room", "MRI scanner"),
    "neurophysiology": pgettext_lazy("kind of room", "nerve test room"),
    "pet": pgettext_lazy("kind of room", "PET scanner"),
    "phlebotomy": pgettext_lazy("kind of room", "blood test chair"),
    "phlebotomy_lounge": pgettext_lazy("kind of room", "blood test lounge"),
    "physio": pgettext_lazy("kind of room", "physiotherapy room"),
    "plaster": pgettext_lazy("kind of room", "plaster room"),
    "preassessment": pgettext_lazy("kind of room", "pre-assessment room"),
    "procedure": pgettext_lazy("kind of room", "procedure room"),
    "quiet": pgettext_lazy("kind of room", "quiet room"),
    "recovery": pgettext_lazy("kind of room", "recovery place"),
    "sample_desk": pgettext_lazy("kind of room", "sample desk"),
    "sleep": pgettext_lazy("kind of room", "sleep room"),
    "sound_booth": pgettext_lazy("kind of room", "hearing test booth"),
    "stress_lab": pgettext_lazy("kind of room", "exercise test room"),
    "theatre": pgettext_lazy("kind of room", "operating theatre"),
    "therapy": pgettext_lazy("kind of room", "therapy room"),
    "treatment": pgettext_lazy("kind of room", "treatment room"),
    "ultrasound": pgettext_lazy("kind of room", "ultrasound room"),
    "urgent_bay": pgettext_lazy("kind of room", "urgent care bay"),
    "xray": pgettext_lazy("kind of room", "X-ray room"),
}


def room_kind_name(kind: str) -> str:
    """In the language in force."""
    return str(_KNOWN.get(kind, kind.replace("_", " ")))
