"""From which age words are read with ease: counted right, and right about words whose age is known."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.cast import Cast
from tests.messaging.words_of_ours import drafted

from almoner.messaging import rewording, wording
from almoner.messaging.names import NAMES
from almoner.messaging.proofreading import faults_of
from almoner.messaging.readability import (
    LEAST,
    MOST,
    counted,
    judged,
    length,
    letters,
    reading_age,
    syllables_en,
    syllables_es,
)
from almoner.messaging.refusals import FaultyWords
from almoner.messaging.wording import LANGUAGES, said_in

ENGLISH = {
    "the": 1, "time": 1, "people": 2, "visited": 3, "missed": 1, "changes": 2, "asked": 1, "needed": 2, "emergency": 4,
    "hospital": 3, "create": 2, "being": 2, "idea": 3, "area": 3, "table": 2, "house": 1, "houses": 2, "reply": 2,
    "cancelled": 2, "received": 2, "family": 3, "question": 2, "science": 2, "quiet": 2, "safely": 2, "january": 4,
    "information": 4, "are": 1, "reference": 3, "before": 2, "prescription": 3, "possible": 3, "our": 1, "tea": 1,
    "complaint": 2, "special": 2, "patient": 2, "care": 1, "theatre": 2, "fluid": 2, "period": 3, "various": 3,
    "don't": 1, "you’re": 1,
}  # fmt: skip
SPANISH = {
    "hola": 2, "cita": 2, "mensaje": 3, "emergencia": 4, "día": 2, "hoy": 1, "ahora": 3, "quien": 1, "guía": 2,
    "ciudad": 2, "país": 2, "oírlo": 3, "médico": 3, "ya": 1, "muy": 1, "y": 1, "siguiente": 3, "averigüe": 4,
    "cirugía": 4, "reunión": 2, "línea": 3, "vehículo": 4, "miércoles": 3, "rey": 1, "leyes": 2, "quiere": 2, "aquí": 2,
    "actúa": 3, "incluido": 3,
}  # fmt: skip

CHILD = {
    "en": "The cat sat on the mat. It was a warm day. We went to the shop. I had a red ball. " * 3,
    "es": "El gato come pan. Hoy hace sol. Yo voy a la casa. Mi mamá me da agua. Tú me ves. " * 3,
    "ar": "ذهب علي إلى دار عمه. أكل من ثمر. شرب من ماء. لعب مع أخ له. ثم نام في دفء. " * 3,
}
SCHOLAR = {
    "en": "Notwithstanding preliminary administrative considerations, institutional representatives necessitate "
    "comprehensive documentation substantiating individual eligibility determinations. " * 6,
    "es": "Consecuentemente, la administración hospitalaria considerará imprescindible la presentación documental "
    "correspondiente a las circunstancias extraordinarias anteriormente comunicadas. " * 6,
    "ar": "واستنادًا للاعتبارات الإدارية والتنظيمية يتوجب استكمال المستندات والاستمارات المطلوبة لاستحقاقاتكم. " * 6,
}


@pytest.mark.parametrize(("word", "count"), ENGLISH.items())
def test_english_syllables(word: str, count: int) -> None:
    assert syllables_en(word) == count


@pytest.mark.parametrize(("word", "count"), SPANISH.items())
def test_spanish_syllables(word: str, count: int) -> None:
    assert syllables_es(word) == count


def test_vowel_signs_and_strokes_are_no_letters() -> None:
    assert letters("مَوْعِدٌ") == letters("موعد") == letters("مـــوعد") == 4


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_children_read_is_young_and_what_offices_write_is_old(language: str) -> None:
    assert length(CHILD[language]) >= LEAST
    assert reading_age(CHILD[language], language) <= 8
    assert reading_age(SCHOLAR[language], language) > MOST


def test_formula_is_the_published_one() -> None:
    """Ten words in each sentence, one syllable each: 0.39 · 10 + 11.8 − 15.59 = 0.11, of age 5.11; twelve syllables
    in ten words: 0.39 · 10 + 14.16 − 15.59 = 2.47, of age 7.47."""
    assert reading_age("the cat sat on the mat and had a nap. " * 5, "en") == 6
    assert reading_age("the cat sat on the table and had a table. " * 5, "en") == 8


def test_names_make_sentences_longer_and_are_no_hard_words() -> None:
    told = counted("Hello $first_name, come on $when. It is near.")
    assert (told.words, told.in_sentences, told.sentences) == (("Hello", "come", "on", "It", "is", "near"), 8, 2)
    assert length("$hospital $where $when") == 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_short_words_are_judged_together_and_none_alone(language: str) -> None:
    hard, easy = SCHOLAR[language], CHILD[language]
    few = " ".join(hard.split()[:20])
    assert judged({"text": few}, language) == []
    (one,) = judged({"text": few, "subject": few, "call": " ".join(hard.split()[20:60])}, language)
    assert set(one.places) == {"text", "call"}
    assert one.age > MOST
    long, *rest = judged({"email": easy, "text": few}, language)
    assert (long.places, long.hardest, rest) == (("email",), "email", [])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", NAMES)
def test_shipped_words_are_read_by_everybody(kind: str, language: str) -> None:
    for one in judged(said_in(wording.words(language, kind)), language):
        assert one.age <= MOST, one


@pytest.mark.parametrize("language", LANGUAGES)
def test_shared_words_are_read_by_everybody(language: str) -> None:
    (one,) = judged(said_in(wording.common(language)), language)
    assert one.age <= MOST


@pytest.mark.parametrize("language", LANGUAGES)
def test_fault_says_how_to_mend_it(language: str) -> None:
    shipped = wording.words(language, "visit.missed")
    words = wording.reworded(shipped, {"email": SCHOLAR[language]})
    told = [str(one) for one in faults_of(words, "visit.missed", language, wording.common(language))]
    age = reading_age(SCHOLAR[language], language)
    assert f"email: shorter words and sentences: reads like for age {age}, at most 11" in told


def test_words_that_only_scholars_read_are_not_proposed(cast: Cast) -> None:
    change = drafted(cast.manager, letter=SCHOLAR["en"])
    with pytest.raises(FaultyWords, match="reads like for age"):
        rewording.propose_words(change=change, why="x", by=cast.manager)


@given(st.text(), st.sampled_from(LANGUAGES))
def test_whatever_is_written_has_an_age(text: str, language: str) -> None:
    assert reading_age(text, language) >= 6
    assert all(one.age >= 6 for one in judged({"email": text * 60, "text": text}, language))
