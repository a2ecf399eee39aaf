"""The reader of people's own words, in three languages."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from almoner.urgency.reading import read
from almoner.urgency.reading.index import hopeful
from almoner.urgency.reading.lexicon import LANGUAGES, lexicon
from almoner.urgency.reading.phrases import find, parse
from almoner.urgency.reading.spelling import mended, spelt
from almoner.urgency.reading.words import fold, words_of


def present(text: str, language: str = "en") -> set[str]:
    found = read(text, language).findings
    return {one.concept for one in found if not (one.denied or one.past or one.family or one.asked)}


@pytest.mark.parametrize(
    ("text", "language", "concept"),
    [
        ("no chest pain", "en", "chest_pain"),
        ("I don't have any chest pain", "en", "chest_pain"),
        ("denies headache, chest pain, fever", "en", "chest_pain"),
        ("no fever, cough or chest pain", "en", "chest_pain"),
        ("chest pain: no", "en", "chest_pain"),
        ("without a fever", "en", "fever"),
        ("niega dolor de pecho", "es", "chest_pain"),
        ("no tengo fiebre", "es", "fever"),
        ("sin dolor de pecho", "es", "chest_pain"),
        ("لا يوجد ألم في الصدر", "ar", "chest_pain"),
        ("ما عندي حمى", "ar", "fever"),
        ("بدون حمى", "ar", "fever"),
    ],
)
def test_what_is_denied_does_not_count(text: str, language: str, concept: str) -> None:
    assert concept not in present(text, language)


@pytest.mark.parametrize(
    ("text", "language", "concept"),
    [
        ("no fever but chest pain", "en", "chest_pain"),
        ("no fever, I have chest pain", "en", "chest_pain"),
        ("no fever, vomiting blood since noon", "en", "vomiting_blood"),
        ("I'm not sure but I think it's chest pain", "en", "chest_pain"),
        ("the chest pain is no better", "en", "chest_pain"),
        ("chest pain, no relief from tablets", "en", "chest_pain"),
        ("he is not breathing", "en", "not_breathing"),
        ("I cannot breathe", "en", "breathless_severe"),
        ("I can not breathe", "en", "breathless_severe"),
        ("the bleeding does not stop", "en", "bleeding_severe"),
        ("no se me quita el dolor de pecho", "es", "chest_pain"),
        ("sin fiebre pero con dolor de pecho", "es", "chest_pain"),
        ("no puede respirar", "es", "breathless_severe"),
        ("لا أستطيع التنفس", "ar", "breathless_severe"),
        ("لا توجد حمى لكن عندي ألم في صدري", "ar", "chest_pain"),
        ("ألم في صدري لا يتحسن", "ar", "chest_pain"),
    ],
)
def test_a_no_reaches_only_what_it_denies(text: str, language: str, concept: str) -> None:
    assert concept in present(text, language)


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("cehst pian", "chest_pain"),
        ("shortnes of breth", "breathless"),
        ("I have diarhea", "diarrhoea"),
        ("my hed hurts, hedache", "headache"),
        ("dolor de pehco", "chest_pain"),
        ("vomitting everthing", "vomits_everything"),
        ("ALLERGIC REACTION!!", "hives"),
    ],
)
def test_misspelt_words_are_understood(text: str, concept: str) -> None:
    assert concept in present(text)


@pytest.mark.parametrize("text", ["I like a game of chess", "please change the address", "my heart is in it", "hello"])
def test_ordinary_words_are_not_taken_for_complaints(text: str) -> None:
    assert present(text) - {"administrative"} == set()


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("I had a heart attack 10 years ago", "en"),
        ("history of heart attack", "en"),
        ("tuve un infarto hace 10 años", "es"),
        ("أصبت بجلطة قلبية قبل سنوات", "ar"),
    ],
)
def test_what_was_long_ago_is_past(text: str, language: str) -> None:
    found = [one for one in read(text, language).findings if one.concept == "heart_attack"]
    assert found
    assert all(one.past for one in found)


@pytest.mark.parametrize(
    "text", ["I had a heart attack 10 years ago and now I have chest pain", "chest pain since 2 years ago, still there"]
)
def test_past_does_not_swallow_the_present(text: str) -> None:
    assert "chest_pain" in present(text)


@pytest.mark.parametrize(
    ("text", "language", "other"),
    [
        ("My father has chest pain", "en", "father"),
        ("My father is 70. He has chest pain", "en", "father"),
        ("a mi madre le duele el pecho", "es", "madre"),
        ("أبي عنده ألم في صدره", "ar", "ابي"),
    ],
)
def test_somebody_else_is_the_subject_and_is_not_ignored(text: str, language: str, other: str) -> None:
    found = next(one for one in read(text, language).findings if one.concept == "chest_pain")
    assert (found.other, found.denied, found.family) == (other, False, False)


def test_family_history_is_not_a_complaint() -> None:
    assert present("heart attack runs in my family, my mother died of a stroke") == set()


def test_speaker_comes_back_to_themselves() -> None:
    found = {one.concept: one.other for one in read("My husband has a cold. I have a headache").findings}
    assert (found["cold"], found["headache"]) == ("husband", "")


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("my 3 week old baby has a fever", 21 / 365.25),
        ("my 2 year old son is coughing", 2.0),
        ("mi bebé de 3 meses tiene fiebre", 91.2 / 365.25),
        ("mi hija tiene 4 años y tose", 4.0),
        ("ابني عمره ٣ سنوات وعنده حمى", 3.0),
        ("رضيعي عمره شهرين وعنده حمى", 61 / 365.25),
        ("my 3wk old wont feed", 21 / 365.25),
        ("4 month old with a cold", 121.6 / 365.25),
        ("82yo f, fall", 82.0),
        ("I am 45 and my 6 year old coughs", 6.0),
        ("bebita de 20 días con calentura", 20 / 365.25),
        ("my son has had a fever for 3 days", None),
        ("mi bebé tiene 3 días con fiebre", None),
        ("I have had this for 2 years", None),
    ],
)
def test_age_is_read_from_the_words(text: str, years: float | None) -> None:
    found = read(text).age_years
    assert found == (None if years is None else pytest.approx(years))


def test_SEL_10_words_are_kept_as_written() -> None:
    found = next(one for one in read("I've got TERRIBLE pain in my chest!").findings if one.concept == "chest_pain")
    assert found.words == "pain in my chest"


@pytest.mark.parametrize(
    ("one", "other"),
    [("Él", "el"), ("can’t", "cant"), ("cannot", "cant"), ("صُداع", "صداع"), ("٣٨", "38"), ("38,5", "38.5")],
)
def test_spellings_of_one_word_are_one(one: str, other: str) -> None:
    assert fold(one) == other


@given(st.text(max_size=200))
def test_any_text_can_be_read_and_places_hold(text: str) -> None:
    assert all(one.words in text for one in read(text).findings)
    assert all(text[word.start : word.end] for word in words_of(text))


@settings(max_examples=40)
@given(st.sampled_from(LANGUAGES), st.data())
def test_index_finds_the_phrases_that_a_walk_through_all_would(language: str, data: st.DataObject) -> None:
    lex = lexicon(language)
    known = sorted({word for words in lex.vocabulary.values() for word, _begins in words})
    words = data.draw(st.lists(st.sampled_from(known) | st.text(max_size=6), max_size=8))
    forms = {form for word in words for form in (word, f"{word}s")}
    walked = [
        number
        for number, (_concept, phrase) in enumerate(lex.concepts)
        if all(slot.fits(list(forms)) for part in phrase.parts for slot in part)
    ]
    assert list(hopeful(lex.concept_index, forms)) == walked


@pytest.mark.parametrize(
    ("phrase", "text", "stands"),
    [
        ("temp ~ 38..42.9", "my temp is 39.2", True),
        ("temp ~ 38..42.9", "temp 38,5", True),
        ("temp ~ 38..42.9", "temp ٣٩", True),
        ("temp ~ 38..42.9", "temp 37.9", False),
        ("temp ~ 38..42.9", "temp was high", False),
        ("for 2..8 weeks", "for three weeks", True),
        ("for 2..8 weeks", "for one week", False),
        ("180..260 110..150", "it read 190/110", True),
        ("8..10 10", "pain 9/10", True),
    ],
)
def test_a_span_fits_the_numbers_within_it(phrase: str, text: str, *, stands: bool) -> None:
    lex = lexicon("en")
    line = spelt(lex, words_of(text))
    assert any(list(find(one, line, lex.small)) for one in parse(phrase, {})) == stands


@pytest.mark.parametrize(
    ("text", "stands"),
    [
        ("my leg, white as a candle and cold, hurts", True),
        ("white leg, nothing else but the house is cold", False),
        ("my leg. It is white. And cold", False),
    ],
)
def test_only_a_phrase_of_three_parts_reaches_over_a_comma(text: str, *, stands: bool) -> None:
    lex = lexicon("en")
    line = spelt(lex, words_of(text))
    three, two = parse("leg ~ white ~ cold", {})[0], parse("leg ~ white", {})[0]
    assert bool(list(find(three, line, lex.small))) == stands
    assert not list(find(two, spelt(lex, words_of("my leg, white as a candle")), lex.small))


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("my chest is fine but my knee hurts", "chest_pain"),
        ("I bought a chest of drawers and my back hurts", "chest_pain"),
        ("I am dying for a holiday", "going_to_die"),
        ("I need a sick note", "vomiting"),
        ("I'll call again, we'll see", "unwell"),
        ("I will write an essay on sepsis (fever, confusion)", "confusion"),
    ],
)
def test_words_that_do_not_belong_together_tell_of_nothing(text: str, concept: str) -> None:
    assert concept not in present(text)


def test_a_turn_of_speech_takes_nothing_from_the_phrase_that_holds_it() -> None:
    assert "administrative" in present("I need a sick note")


@pytest.mark.parametrize(
    ("text", "language", "concept"),
    [
        ("pain, chest", "en", "chest_pain"),
        ("Abd. pain", "en", "abdominal_pain"),
        ("i. cant. breathe. please. hurry", "en", "breathless_severe"),
        ("no puedo. respirar. el aire. no me entra", "es", "breathless_severe"),
    ],
)
def test_stops_of_a_turned_note_or_of_gasps_are_read_through(text: str, language: str, concept: str) -> None:
    assert concept in present(text, language)


def test_what_a_stop_parts_is_still_denied_and_told_apart() -> None:
    assert present("No fever. No rash. Chest pain.") >= {"chest_pain"}
    assert not present("No fever. No rash. Chest pain.") & {"fever", "rash"}


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("sooooo dizzzzy", "dizziness"),
        ("chestpain since noon", "chest_pain"),
        ("I couldnt breathe", "breathless_severe"),
        ("she cannae breathe", "breathless_severe"),
        ("my temp is 39c", "fever"),
    ],
)
def test_stretched_joined_and_other_spellings_are_understood(text: str, concept: str) -> None:
    assert concept in present(text)


@pytest.mark.parametrize("word", ["meaning", "force", "wheelchair", "tried", "doing", "coursework", "interesting"])
def test_an_ordinary_word_is_not_mended(word: str) -> None:
    assert mended("en", word) is None


def test_notes_without_small_words_are_read_in_the_language_named() -> None:
    assert "chest_pain" in present("Crushing central CP, nausea, grey", "en")
