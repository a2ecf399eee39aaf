"""Names in any script, folded so that one spelling finds another."""

from __future__ import annotations

import unicodedata

from almoner.people.romanised import romanised, sound

_SAME = str.maketrans(
    {"ß": "ss", "ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ı": "i",
     "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ة": "ه", "ى": "ي", "ؤ": "و", "ئ": "ي", "ـ": None}
)  # fmt: skip


def key(*parts: str) -> str:
    """The parts of a name as one searchable line: no case, no accents, no vowel signs, one blank between words.

    Scripts are kept: a name in Arabic is found by Arabic letters, whichever form of alef or ya was typed.
    """
    text = " ".join(parts).casefold().translate(_SAME)
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
    return " ".join("".join(sign if sign.isalnum() else " " for sign in bare).split())


WHOLE, BEGINNING, SOUND, NEAR_SOUND = 8, 4, 3, 1
"""What finding a name by one form of a word is worth, compared with the others."""


def search_keys(*parts: str) -> dict[str, int]:
    """The forms under which a name is found, with what each is worth: a few for each word, made for an index.

    A slip in a vowel or a doubled letter keeps the sound, one in a consonant keeps the beginning or one of the near
    sounds, in which one consonant is left out.
    """
    keys: dict[str, int] = {}
    for word in key(*parts).split():
        heard = sound(word)
        forms = [(f"w:{word}", WHOLE), (f"b:{romanised(word)[:3]}", BEGINNING), (f"s:{heard or word}", SOUND)]
        if len(heard) >= 3:
            forms += [(f"n:{heard[:place]}{heard[place + 1 :]}", NEAR_SOUND) for place in range(len(heard))]
            forms.append((f"n:{heard}", NEAR_SOUND))
        for form, worth in forms:
            keys[form[:60]] = max(worth, keys.get(form[:60], 0))
    return keys
