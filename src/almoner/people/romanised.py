"""Names of other scripts in Latin letters, roughly: enough to find مايا by “Maya”, never to write a name by."""

from __future__ import annotations

_ARABIC = dict(
    zip("ابتثجحخدذرزسشصضطظعغفقكلمنهوي",
        ["a", "b", "t", "th", "j", "h", "kh", "d", "dh", "r", "z", "s", "sh", "s", "d", "t", "z", "a", "gh", "f", "q",
         "k", "l", "m", "n", "h", "w", "y"], strict=True)
) | {"پ": "p", "چ": "ch", "ژ": "zh", "گ": "g", "ک": "k", "ی": "y", "ء": ""}  # fmt: skip
_CYRILLIC = dict(
    zip("абвгдежзийклмнопрстуфхцчшщъыьэюя",
        ["a", "b", "v", "g", "d", "e", "zh", "z", "i", "y", "k", "l", "m", "n", "o", "p", "r", "s", "t", "u", "f", "kh",
         "ts", "ch", "sh", "sh", "", "y", "", "e", "yu", "ya"], strict=True)
) | {"і": "i", "ґ": "g", "є": "ye", "ђ": "d", "ћ": "c", "љ": "l", "њ": "n", "џ": "j", "ј": "y"}  # fmt: skip
_GREEK = dict(
    zip("αβγδεζηθικλμνξοπρσςτυφχψω",
        ["a", "v", "g", "d", "e", "z", "i", "th", "i", "k", "l", "m", "n", "x", "o", "p", "r", "s", "s", "t", "i", "f",
         "kh", "ps", "o"], strict=True)
)  # fmt: skip
_LETTERS = str.maketrans(_ARABIC | _CYRILLIC | _GREEK)

_SOUNDS = (("ph", "f"), ("kh", "k"), ("gh", "g"), ("sh", "s"), ("zh", "s"), ("ch", "k"), ("th", "t"), ("dh", "d"),
           ("ck", "k"), ("x", "ks"))  # fmt: skip
_ALIKE = str.maketrans("pvwqczj", "bffkksg")
_SILENT = set("aeiouyhw")


def romanised(folded: str) -> str:
    """A folded name (`people.names.key`) in Latin letters; letters of scripts without a table stay as they are."""
    return folded.translate(_LETTERS)


def sound(word: str) -> str:
    """The bare sound of one word: its consonants, those that are misheard for each other as one, none twice running.

    “Mohammed”, “Muhamad” and محمد all sound `md`. Empty where a word has no consonants.
    """
    text = romanised(word)
    for written, heard in _SOUNDS:
        text = text.replace(written, heard)
    heard_letters: list[str] = []
    for sign in text:
        letter = sign.translate(_ALIKE)
        if sign not in _SILENT and (not heard_letters or heard_letters[-1] != letter):
            heard_letters.append(letter)
    return "".join(heard_letters)
