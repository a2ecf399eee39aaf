"""Arabic as it is written and spoken: the forms of its words, its dialects, and what denies in them."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest

from almoner.urgency.assessment import assess
from almoner.urgency.case import Case
from almoner.urgency.reading import read
from almoner.urgency.reading.arabic import forms_of, split
from almoner.urgency.reading.phrases import Phrase, parse
from almoner.urgency.reading.words import fold, words_of


def present(text: str) -> set[str]:
    found = read(text, "ar").findings
    return {one.concept for one in found if not (one.denied or one.past or one.family or one.asked)}


@pytest.mark.parametrize(
    ("word", "form"),
    [
        ("بيوجعني", "يوجع"),
        ("كتوجعها", "يوجع"),
        ("ديوجعني", "يوجع"),
        ("حيوجعه", "يوجع"),
        ("بقدر", "يقدر"),
        ("حرارتي", "حراره"),
        ("بالصدر", "صدر"),
        ("عالارض", "ارض"),
        ("هالوجع", "وجع"),
        ("شفايفو", "شفايف"),
    ],
)
def test_word_is_also_what_stands_in_it(word: str, form: str) -> None:
    assert form in forms_of(fold(word))


@pytest.mark.parametrize(
    ("word", "form"), [("احكي", "يحك"), ("بمشي", "مش"), ("برد", "يرد"), ("لما", "ما"), ("نوم", "يوم")]
)
def test_word_is_not_taken_for_one_that_only_looks_alike(word: str, form: str) -> None:
    assert form not in forms_of(fold(word))


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("وصدري", ["و", "صدري"]),
        ("وجعني", ["وجعني"]),
        ("والدتي", ["والدتي"]),
        ("مابيتنفسش", ["ما", "بيتنفس"]),
        ("مبقدرش", ["ما", "بقدر"]),
        ("ومابتردش", ["و", "ما", "بترد"]),
        ("لايستطيع", ["لا", "يستطيع"]),
        ("مشوش", ["مشوش"]),
        ("مايل", ["مايل"]),
        ("ماء", ["ماء"]),
    ],
)
def test_and_and_not_are_parted_from_their_word(word: str, parts: list[str]) -> None:
    assert [part for _length, part in split(fold(word))] == parts


def test_places_hold_where_one_word_is_read_as_several() -> None:
    text = "بنتي ومابتتنفسش"
    assert [text[word.start : word.end] for word in words_of(text)] == ["بنتي", "و", "ما", "بتتنفسش"]


@pytest.mark.parametrize(
    ("one", "other"),
    [("مُؤْلِم", "مولم"), ("جدااااا", "جدا"), ("ظهري", "ضهري"), ("گلبي", "قلبي"), ("٣٨٫٥", "38.5"), ("سوداء", "سودا")],
)
def test_spellings_of_one_arabic_word_are_one(one: str, other: str) -> None:
    assert fold(one) == other


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        # Chest, breath and mind, from one end of the Arab world to the other.
        ("في حد قاعد على صدري من ساعة", "chest_pain"),
        ("كيضرني صدري بزاف", "chest_pain"),
        ("صدري يعورني وگلبي يدگ", "chest_pain"),
        ("راني نحس بثقل فوق صدري", "chest_pain"),
        ("مش قادرة آخد نفسي", "breathless_severe"),
        ("ما اگدر اتنفس", "breathless_severe"),
        ("ما كنقدرش نتنفس", "breathless_severe"),
        ("كيتنفس بالزز", "breathless_severe"),
        ("الوالد ما يرد علينا ولا يصحى", "unresponsive"),
        ("ماما طاحت وما بقاتش كتجاوب", "unresponsive"),
        ("تمه مال على جنب وحكيه مو مفهوم", "stroke_signs"),
        ("إيدها اليمين مش بتتحرك من الصبح", "stroke_signs"),
        ("فمي معوج ويدي ما قادش نهزها", "stroke_signs"),
        ("جدتي ما عادت تعرفنا من البارح", "confusion"),
        # Blood and water.
        ("الدم مش راضي يقف من الجرح", "bleeding_severe"),
        ("نزيف هواي وما يوگف", "bleeding_severe"),
        ("بيرجع دم من الصبح", "vomiting_blood"),
        ("الحفاظ ناشف من امس", "dehydration"),
        # Children.
        ("رضيعي مرتخي وما يرضع", "floppy"),
        ("يافوخها طالع لفوق", "fontanelle"),
        ("ضلوعه تدخل لجوا مع كل نفس", "grunting"),
        ("ولدي شرب نفط بالغلط", "poisoning"),
        ("حرارتها ٣٩٫٢", "fever"),
        ("السخانة ما بغاتش تهبط", "fever"),
        # Women.
        ("الطلق كل دقيقتين", "labour_active"),
        ("ما حسيت بحركة الجنين من امس", "baby_moves_less"),
        # Despair and violence.
        ("ناوي أخلص على حياتي الليلة", "self_harm"),
        ("نحب نموت", "self_harm"),
        ("ياريت انام وما اصحى", "passive_death"),
        ("جوزي بيضربني كل يوم", "abuse"),
        # What can wait.
        ("بغيت ناخد رنديفو مع الطبيب", "administrative"),
        ("شوكت موعدي الجاي", "administrative"),
        ("بدي جدد الروشتة", "administrative"),
        ("طلعتلي حبة البرد على شفتي", "minor_selfcare"),
        ("كيف ابطل دخان", "lifestyle"),
    ],
)
def test_dialects_are_understood(text: str, concept: str) -> None:
    assert concept in present(text)


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("ما عندي ألم بصدري", "chest_pain"),
        ("معنديش سخونية", "fever"),
        ("مافيش نزيف", "bleeding"),
        ("ما استفرغ ولا مرة", "vomiting"),
        ("مو حامل", "pregnant"),
        ("بدون حرارة ولا كحة", "cough"),
        ("ينفي ألم الصدر وضيق التنفس", "breathless"),
        ("لا يعاني من حمى", "fever"),
        ("لا أفكر في إيذاء نفسي", "self_harm"),
    ],
)
def test_what_is_denied_in_any_dialect_does_not_count(text: str, concept: str) -> None:
    assert concept not in present(text)


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("ما نمت من وجع صدري", "chest_pain"),
        ("ما عندي حرارة وصدري يوجعني", "chest_pain"),
        ("ما في كحة بس صدري يوجعني", "chest_pain"),
        ("الوجع ما يخف بصدري", "chest_pain"),
        ("لا أستطيع النوم بسبب ألم صدري", "chest_pain"),
    ],
)
def test_denial_ends_before_what_it_does_not_deny(text: str, concept: str) -> None:
    assert concept in present(text)


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("قلبي معكم", "chest_pain"),
        ("ميت من الجوع", "going_to_die"),
        ("صدر القرار امس", "chest_pain"),
        ("محد يرد علي بالتلفون", "unresponsive"),
        ("وقعت على الاستمارة", "fall"),
        ("سحب الدم الساعة كم", "bleeding"),
        ("الدوا بيريح شوية", "major_trauma"),
        ("الجو برد اليوم", "unresponsive"),
        ("حرارته طبيعية ٣٦٫٨", "fever"),
    ],
)
def test_turns_of_speech_and_look_alikes_are_no_complaint(text: str, concept: str) -> None:
    assert concept not in present(text)


def test_every_phrase_of_the_lexicon_adds_something() -> None:
    data = tomllib.loads(files("almoner.urgency.rulebook").joinpath("lexicon_ar.toml").read_text("utf-8"))
    idle = []
    for concept, texts in data["concepts"].items():
        said: set[Phrase] = set()
        for text in texts:
            phrases = set(parse(text, data["words"]))
            idle += [(concept, text)] if phrases <= said else []
            said |= phrases
    assert idle == []


@pytest.mark.parametrize(
    "text",
    [
        "ابوي عنده تليف بالكبد هل الملح ممنوع عليه",
        "ولدي اكل نص صحن وخلص وما يبي زيادة",
        "سامحوني على الازعاج الليلة بس بغيت اسأل عن الدوام",
        "كتبت رسالة عن فاتورة الغاز وما جاني رد",
        "سالني مين انت موظف الاستقبال وما رد علي",
        "فك المقفول صار عندي طقة بالفك من الجرح القديم",
        "المريض يسأل وين احنا لازم ننتظر",
        "ممكن اصرف دوا الشهر كله مرة وحدة",
        "كلامه واضح قال ارجع بعد ساعة",
        "نطلع السطح نرتاح كل ليلة من الحر",
    ],
)
def test_everyday_words_that_an_emergency_also_uses_ring_no_bell(text: str) -> None:
    assert assess(Case(text=text, language="ar")).level >= 3
