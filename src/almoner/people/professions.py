"""Professions as people read them. Pure.

A profession is a word of the hospital's own, by which services name who can give them (`catalogue.Service.performers`).
Those below are known in every language that ships; any other is shown as the hospital wrote it. Where a language has
forms for men and women, the translation names the field instead: “Cardiología”.
"""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

_KNOWN: dict[str, str | Promise] = {
    "anaesthetist": pgettext_lazy("profession", "anaesthetist"),
    "audiologist": pgettext_lazy("profession", "audiologist"),
    "bed manager": pgettext_lazy("profession", "bed manager"),
    "call agent": pgettext_lazy("profession", "call agent"),
    "cardiac physiologist": pgettext_lazy("profession", "cardiac physiologist"),
    "cardiac sonographer": pgettext_lazy("profession", "cardiac sonographer"),
    "cardiac technician": pgettext_lazy("profession", "cardiac technician"),
    "cardiologist": pgettext_lazy("profession", "cardiologist"),
    "chemotherapy nurse": pgettext_lazy("profession", "chemotherapy nurse"),
    "dermatologist": pgettext_lazy("profession", "dermatologist"),
    "dermatology nurse": pgettext_lazy("profession", "dermatology nurse"),
    "dialysis nurse": pgettext_lazy("profession", "dialysis nurse"),
    "dietitian": pgettext_lazy("profession", "dietitian"),
    "endocrinologist": pgettext_lazy("profession", "endocrinologist"),
    "endoscopist": pgettext_lazy("profession", "endoscopist"),
    "ENT surgeon": pgettext_lazy("profession", "ENT surgeon"),
    "eye surgeon": pgettext_lazy("profession", "eye surgeon"),
    "eye technician": pgettext_lazy("profession", "eye technician"),
    "gastroenterologist": pgettext_lazy("profession", "gastroenterologist"),
    "gynaecologist": pgettext_lazy("profession", "gynaecologist"),
    "interventional cardiologist": pgettext_lazy("profession", "interventional cardiologist"),
    "lab assistant": pgettext_lazy("profession", "lab assistant"),
    "mammographer": pgettext_lazy("profession", "mammographer"),
    "manager": pgettext_lazy("profession", "manager"),
    "midwife": pgettext_lazy("profession", "midwife"),
    "nephrologist": pgettext_lazy("profession", "nephrologist"),
    "neurologist": pgettext_lazy("profession", "neurologist"),
    "neurophysiologist": pgettext_lazy("profession", "neurophysiologist"),
    "neurophysiology technologist": pgettext_lazy("profession", "neurophysiology technologist"),
    "nuclear medicine technologist": pgettext_lazy("profession", "nuclear medicine technologist"),
    "nurse": pgettext_lazy("profession", "nurse"),
    "nurse practitioner": pgettext_lazy("profession", "nurse practitioner"),
    "nurse specialist": pgettext_lazy("profession", "nurse specialist"),
    "oncologist": pgettext_lazy("profession", "oncologist"),
    "ophthalmologist": pgettext_lazy("profession", "ophthalmologist"),
    "orthopaedic doctor": pgettext_lazy("profession", "orthopaedic doctor"),
    "orthopaedic surgeon": pgettext_lazy("profession", "orthopaedic surgeon"),
    "paediatrician": pgettext_lazy("profession", "paediatrician"),
    "phlebotomist": pgettext_lazy("profession", "phlebotomist"),
    "physician": pgettext_lazy("profession", "physician"),
    "physiotherapist": pgettext_lazy("profession", "physiotherapist"),
    "podiatrist": pgettext_lazy("profession", "podiatrist"),
    "pre-assessment nurse": pgettext_lazy("profession", "pre-assessment nurse"),
    "psychiatrist": pgettext_lazy("profession", "psychiatrist"),
    "psychologist": pgettext_lazy("profession", "psychologist"),
    "radiographer": pgettext_lazy("profession", "radiographer"),
    "receptionist": pgettext_lazy("profession", "receptionist"),
    "respiratory physician": pgettext_lazy("profession", "respiratory physician"),
    "respiratory physiologist": pgettext_lazy("profession", "respiratory physiologist"),
    "service manager": pgettext_lazy("profession", "service manager"),
    "sleep technologist": pgettext_lazy("profession", "sleep technologist"),
    "sonographer": pgettext_lazy("profession", "sonographer"),
    "speech and language therapist": pgettext_lazy("profession", "speech and language therapist"),
    "surgeon": pgettext_lazy("profession", "surgeon"),
    "therapist": pgettext_lazy("profession", "therapist"),
    "triage nurse": pgettext_lazy("profession", "triage nurse"),
    "urologist": pgettext_lazy("profession", "urologist"),
    "ward nurse": pgettext_lazy("profession", "ward nurse"),
}


def profession_name(profession: str) -> str:
    """In the language in force."""
    return str(_KNOWN.get(profession, profession))
