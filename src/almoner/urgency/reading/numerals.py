"""Numbers as people write them, in digits or in words."""

from __future__ import annotations

_ROWS = (
    ("1", "one", "un", "una", "uno", "واحد", "واحده"), ("2", "two", "dos", "اثنين", "اثنان", "ثنتين"),
    ("3", "three", "tres", "ثلاثه", "ثلاث"), ("4", "four", "cuatro", "اربعه", "اربع"),
    ("5", "five", "cinco", "خمسه", "خمس"), ("6", "six", "seis", "سته", "ست"), ("7", "seven", "siete", "سبعه", "سبع"),
    ("8", "eight", "ocho", "ثمانيه", "ثماني", "ثمان"), ("9", "nine", "nueve", "تسعه", "تسع"),
    ("10", "ten", "diez", "عشره", "عشر"), ("11", "eleven"), ("12", "twelve", "doce"), ("13", "thirteen", "trece"),
    ("14", "fourteen", "catorce"), ("15", "fifteen", "quince"), ("16", "sixteen"), ("18", "eighteen"),
    ("20", "twenty", "veinte", "عشرين", "عشرون"), ("30", "thirty", "treinta", "ثلاثين", "ثلاثون"),
    ("40", "forty", "cuarenta", "اربعين", "اربعون"), ("50", "fifty", "cincuenta", "خمسين", "خمسون"),
    ("60", "sixty", "sesenta", "ستين"), ("70", "seventy", "setenta", "سبعين"), ("80", "eighty", "ochenta", "ثمانين"),
    ("90", "ninety", "noventa", "تسعين"), ("100", "hundred", "cien", "ciento", "ميه", "مئه"),
)  # fmt: skip
_DIGITS = {word: row[0] for row in _ROWS for word in row[1:]}


def in_digits(form: str) -> str | None:
    """The digits that a folded number word stands for, or None."""
    return _DIGITS.get(form)


def value(form: str) -> float | None:
    """The number that a folded word written in digits is, or None."""
    if not form[:1].isdigit():
        return None
    try:
        return float(form)
    except ValueError:
        return None
