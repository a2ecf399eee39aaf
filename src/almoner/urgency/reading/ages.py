"""The age of the person spoken of, where the words tell it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from almoner.urgency.reading.numerals import in_digits

CHILD_YEARS = 16.0
OLDEST_YEARS = 120.0
NEWBORN_DAYS = 18.0
_YEAR = 365.25
_DAYS = {
    "day": 1, "dia": 1, "يوم": 1, "ايام": 1, "week": 7, "wk": 7, "semana": 7, "اسبوع": 7, "اسابيع": 7,
    "month": 30.4, "mth": 30.4, "mo": 30.4, "mes": 30.4, "meses": 30.4, "شهر": 30.4, "اشهر": 30.4, "شهور": 30.4,
    "year": _YEAR, "yr": _YEAR, "y": _YEAR, "ano": _YEAR, "anito": _YEAR,
    "mesecito": 30.4, "mesesito": 30.4, "semanita": 7, "diita": 1, "diecita": 1, "سنه": _YEAR, "سنوات": _YEAR,
    "سنين": _YEAR, "عام": _YEAR, "اعوام": _YEAR,
}  # fmt: skip
_UNIT = (
    r"(days?|weeks?|wks?|months?|mths?|mos?|years?|yrs?|y|dias?|semanas?|mes(?:es)?|an(?:it)?os?"
    r"|يوم|ايام|اسبوع|اسابيع|شهر|اشهر|شهور|سنه|سنوات|سنين|عام|اعوام)"
)
_UNIT_ES = r"(dias?|diitas?|diecitas?|semanas?|semanitas?|mes(?:es)?|mes[ei][sc]itos?|an(?:it)?os?)"
_LONG_ES = r"(an(?:it)?os?|mes(?:es)?|mes[ei][sc]itos?|semanas?|semanitas?)"
_SMALL_UNIT = r"(days?|weeks?|wks?|months?|mths?)"
_CHILD_EN = r"(?:baby|son|daughter|boy|girl|infant|toddler|child|kid|grandson|granddaughter)"
_CHILD_ES = (
    r"(?:beb\w*|nen[ea]\w*|hij\w*|nin\w*|niet\w*|nacid\w*|chic[oa]|guagua|wawa|mij[oa]|cham\w*|criatura|peque\w*"
    r"|sobrin\w*|gemel\w*|melliz\w*)"
)
_CHILD_AR = r"(?:طفل|طفلي|طفلتي|رضيع|رضيعي|رضيعتي|ابني|بنتي|ابنتي|الرضيع|الطفل|الطفله|الرضيعه|ولدي|بيبي|البيبي)"
_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b(\d+)(?: and a half)? {_UNIT} olds?\b",
        rf"\bage[d]? (\d+) ?{_UNIT}?\b",
        rf"\b(?:hes|shes|he is|she is|{_CHILD_EN}(?: is)?) (?:only |just |about )?(\d+) {_SMALL_UNIT}\b(?! late)",
        rf"\b(\d+) {_UNIT} de (?:edad|nacid\w*|vidas?)\b",
        rf"\b{_CHILD_EN} of (?:only |just |about )?(\d+) {_UNIT}\b",
        rf"\b{_CHILD_ES} (?:\w+ )?de (\d+) {_UNIT_ES}\b",
        rf"\b(?:tiene|cumplio|cumplir) (?:casi |apenas |solo |ya )?(\d+) {_LONG_ES}\b(?! con| de)",
        rf"(?:عمره|عمرها|عمري|عمرو|بعمر|عمر) (\d+) {_UNIT}",
        rf"{_CHILD_AR} (?:\w+ )?(\d+) {_UNIT}",
        r"\b(\d+) (yo|y o|yrs old|yof|yom)\b",
    )
)
_DUALS = {
    "شهرين": 61.0,
    "اسبوعين": 14.0,
    "سنتين": 730.5,
    "يومين": 2.0,
    "شهر": 30.4,
    "اسبوع": 7.0,
    "سنه": _YEAR,
    "يوم": 1.0,
}
_DUAL = re.compile(rf"(?:عمره|عمرها|عمرو|عمر) ({'|'.join(_DUALS)})\b")
_NEWBORN = re.compile(r"\b(newborn|new born|recien nacid\w*|neonato|مولود|مولودي|حديث الولاده)\b")


def age_in(forms: Sequence[str], *, child: bool) -> float | None:
    """The age in years that the folded words tell, or None. Of a `child`: an age that a child can have."""
    text = " ".join(in_digits(form) or form for form in forms if form)
    fitting = (age for age in _ages(text) if age < CHILD_YEARS or not child)
    return next(fitting, None)


def _ages(text: str) -> Iterator[float]:
    dual = _DUAL.search(text)
    if dual:
        yield _DUALS[dual[1]] / _YEAR
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            age = float(match[1]) * _days(match[2] or "year") / _YEAR
            if age <= OLDEST_YEARS:
                yield age
    if _NEWBORN.search(text):
        yield NEWBORN_DAYS / _YEAR


def _days(unit: str) -> float:
    return _DAYS.get(unit) or _DAYS.get(unit.removesuffix("s")) or _YEAR
