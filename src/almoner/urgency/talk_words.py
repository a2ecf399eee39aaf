"""What somebody means by a text message, as the key that they would press on a telephone."""

from __future__ import annotations

import re
import unicodedata

YES, NO, UNKNOWN, AGAIN, PERSON, BACK, END = "1", "2", "3", "0", "9", "*", "#"
WORDS = {
    YES: ("yes", "y", "yeah", "yep", "si", "claro", "نعم", "اي", "ايوه", "اجل"),
    NO: (
        "no", "n", "nope", "none", "none of them", "none of these", "not", "ninguna", "ninguno", "nada",
        "لا", "كلا", "لا شيء", "لا شي", "ولا واحد",
    ),
    UNKNOWN: (
        "dont know", "i dont know", "do not know", "i do not know", "not sure", "unsure", "no se", "no lo se",
        "لا اعرف", "لا ادري", "مش عارف", "مش عارفه", "ما بعرف",
    ),
    AGAIN: ("again", "repeat", "otra vez", "repetir", "de nuevo", "مره اخرى", "اعد", "كرر"),
    PERSON: (
        "person", "help", "nurse", "human", "somebody", "someone", "persona", "ayuda", "enfermera", "شخص", "مساعده",
        "ممرضه",
    ),
    BACK: ("back", "atras", "volver", "رجوع", "ارجع"),
}  # fmt: skip
_KEY_OF = {word: key for key, words in WORDS.items() for word in words}
_LETTERS = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ة": "ه", "ى": "ي"})


def keys_meant(text: str) -> str:
    """Digits, in whatever script, as digits; a word that means a key as that key; anything else as it was written."""
    plain = _plain(text)
    return _KEY_OF.get(plain, plain)


def _plain(text: str) -> str:
    """Small letters without accents, marks and signs, digits as 0 to 9."""
    shown = unicodedata.normalize("NFD", text.strip().casefold().translate(_LETTERS))
    kept = (str(unicodedata.digit(sign, sign)) for sign in shown if not unicodedata.combining(sign))
    joined = "".join(kept).replace("'", "").replace("’", "")
    return joined if joined in {BACK, END} else re.sub(r"[^\w]+", " ", joined).strip()
