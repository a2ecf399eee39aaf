"""Professions as people read them. Pure.

A profession is a word of the hospital's own, by which services name who can give them (`catalogue.Service.performers`).
Those below are known in every language that ships; any other is shown as the hospital wrote it. Where a language has
forms for men and women, the translation names the field instead: “Cardiología”.
"""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_KNOWN: dict[str, str | Promise] = {
    "anaesthetist": _("anaesthetist"),
    "audiologist": _("audiologist"),
    "bed manager": _("bed manager"),
    "call agent": _("call agent"),
    "cardiac physiologist": _("cardiac physiologist"),
    "cardiac sonographer": _("cardiac sonographer"),
    "cardiac technician": _("cardiac technician"),
    "cardiologist": _("cardiologist"),
    "chemotherapy nurse": _("chemotherapy nurse"),
    "dermatologist": _("dermatologist"),
    "dermatology nurse": _("dermatology nurse"),
    "dialysis nurse": _("dialysis nurse"),
    "dietitian": _("dietitian"),
    "endocrinologist": _("endocrinologist"),
    "endoscopist": _("endoscopist"),
    "ENT surgeon": _("ENT surgeon"),
    "eye surgeon": _("eye surgeon"),
    "eye technician": _("eye technician"),
    "gastroenterologist": _("gastroenterologist"),
    "gynaecologist": _("gynaecologist"),
    "interventional cardiologist": _("interventional cardiologist"),
    "lab assistant": _("lab assistant"),
    "mammographer": _("mammographer"),
    "midwife": _("midwife"),
    "nephrologist": _("nephrologist"),
    "neurologist": _("neurologist"),
    "neurophysiologist": _("neurophysiologist"),
    "neurophysiology technologist": _("neurophysiology technologist"),
    "nuclear medicine technologist": _("nuclear medicine technologist"),
    "nurse": _("nurse"),
    "nurse practitioner": _("nurse practitioner"),
    "nurse specialist": _("nurse specialist"),
    "oncologist": _("oncologist"),
    "ophthalmologist": _("ophthalmologist"),
    "orthopaedic doctor": _("orthopaedic doctor"),
    "orthopaedic surgeon": _("orthopaedic surgeon"),
    "paediatrician": _("paediatrician"),
    "phlebotomist": _("phlebotomist"),
    "physician": _("physician"),
    "physiotherapist": _("physiotherapist"),
    "podiatrist": _("podiatrist"),
    "pre-assessment nurse": _("pre-assessment nurse"),
    "psychiatrist": _("psychiatrist"),
    "psychologist": _("psychologist"),
    "radiographer": _("radiographer"),
    "receptionist": _("receptionist"),
    "respiratory physician": _("respiratory physician"),
    "respiratory physiologist": _("respiratory physiologist"),
    "service manager": _("service manager"),
    "sleep technologist": _("sleep technologist"),
    "sonographer": _("sonographer"),
    "speech and language therapist": _("speech and language therapist"),
    "surgeon": _("surgeon"),
    "therapist": _("therapist"),
    "triage nurse": _("triage nurse"),
    "urologist": _("urologist"),
    "ward nurse": _("ward nurse"),
}


def profession_name(profession: str) -> str:
    """In the language in force."""
    return str(_KNOWN.get(profession, profession))
