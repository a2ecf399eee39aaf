"""The age of somebody spoken of, where the words tell it."""

from __future__ import annotations

import re

_NUMBERS = (
    ("one", "un", "una", "uno", "واحد"), ("two", "dos", "اثنين"), ("three", "tres", "ثلاثه", "ثلاث"),
    ("four", "cuatro", "اربعه", "اربع"), ("five", "cinco", "خمسه", "خمس"), ("six", "seis", "سته", "ست"),
    ("seven", "siete", "سبعه", "سبع"), ("eight", "ocho", "ثمانيه", "ثماني"), ("nine", "nueve", "تسعه", "تسع"),
    ("ten", "diez", "عشره", "عشر"), ("eleven", "once"), ("twelve", "doce"),
)  # fmt: skip
_VALUE = {word: str(value) for value, words in enumerate(_NUMBERS, start=1) for word in words}
_DAYS = {
    "day": 1, "dia": 1, "يوم": 1, "ايام": 1, "week": 7, "semana": 7, "اسبوع": 7, "اسابيع": 7, "month": 30.4,
    "mes": 30.4, "meses": 30.4, "شهر": 30.4, "اشهر": 30.4, "شهور": 30.4, "year": 365.25, "yr": 365.25, "ano": 365.25,
    "سنه": 365.25, "سنوات": 365.25, "سنين": 365.25, "عام": 365.25, "اعوام": 365.25,
}  # fmt: skip
_UNIT = (
    r"(days?|weeks?|months?|years?|yrs?|dias?|semanas?|mes(?:es)?|anos?"
    r"|يوم|ايام|اسبوع|اسابيع|شهر|اشهر|شهور|سنه|سنوات|سنين|عام|اعوام)"
)
_CHILD_ES = r"(?:bebe|hijo|hija|nino|nina|nieto|nieta|nacido|chico|chica)"
_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b(\d+)(?: and a half)? {_UNIT} old\b",
        rf"\bage[d]? (\d+) ?{_UNIT}?",
        rf"\b{_CHILD_ES} (?:\w+ )?de (\d+) {_UNIT}\b",
        r"\btiene (\d+) (anos|meses)\b",
        rf"(?:عمره|عمرها|عمري) (\d+) {_UNIT}",
        rf"(?:طفل|طفلي|طفلتي|رضيع|رضيعي|ابني|بنتي|ابنتي|الرضيع|الطفل) (?:\w+ )?(\d+) {_UNIT}",
        r"\b(\d+) (yo|y o)\b",
    )
)
_DUALS = {"شهرين": 61.0, "اسبوعين": 14.0, "سنتين": 730.5, "يومين": 2.0}
_DUAL = re.compile(r"(?:عمره|عمرها) (شهرين|اسبوعين|سنتين|يومين|شهر|اسبوع|سنه|يوم)\b")
_NEWBORN = re.compile(r"\b(newborn|recien nacid[oa]|مولود|حديث الولاده)\b")
NEWBORN_DAYS = 18.0


def age_in(forms: list[str]) -> float | None:
    """The age in years that the folded words tell, or None."""
    text = " ".join(_VALUE.get(form, form) for form in forms if form)
    dual = _DUAL.search(text)
    if dual:
        return (_DUALS.get(dual[1]) or _DAYS[dual[1]]) / 365.25
    for pattern in _PATTERNS:
        match = pattern.search(text)
        if match:
            unit = match[2] or "year"
            return float(match[1]) * _days(unit) / 365.25
    return NEWBORN_DAYS / 365.25 if _NEWBORN.search(text) else None


def _days(unit: str) -> float:
    if unit in {"yo", "y o"}:
        return 365.25
    return _DAYS.get(unit) or _DAYS[unit.removesuffix("s")]
