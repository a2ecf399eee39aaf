"""The word forms of Arabic, written and spoken: what is joined before and after a word, and the person of a verb.

No dictionary: each form is a cheap guess, of which a lexicon knows one or none. The likeliest come first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

_BEFORE = ("وال", "بال", "فال", "كال", "عال", "هال", "مال", "لل", "ال", "ب", "ل", "ف", "ك", "ع", "ه", "و")
_AFTER = (
    "كما",
    "هما",
    "لها",
    "لهم",
    "لنا",
    "لك",
    "لي",
    "له",
    "ها",
    "هم",
    "هن",
    "كم",
    "نا",
    "ني",
    "ي",
    "ه",
    "ك",
    "و",
    "ا",
)
"""Pronouns, with the “to” that speech joins to verbs, and the ending of many."""

_WHOLE = frozenset(
    ("لما", "كما", "بما", "فيما", "عما", "هما", "كلا", "لان", "لكن", "بعد", "عند", "هنا", "انا", "هلا", "بلا", "كلها")
)
"""Small words in which nothing is joined: لما is “when”, not “to what”."""

_PERSON = re.compile(r"^ف?(?:[بكدحهتغ][يتنا]|س[يتا]|[يت]|[نا](?=.{3}))(?=.{2})")
"""What stands before the stem of a verb that is going on or to come: بيوجع, كتوجع, ديوجع, حيوجع, سيوجع, توجع …"""

_BARE_PERSON = re.compile(r"^ب(?=[^يتنا].)(?!رد|طن|دن|حر|عد|عض|كر|شر|قر|نت|لد|رج|را|لا|طي|خاخ)")
"""Speech drops the person where I am it: بقدر, بكح. Not in a noun that begins so: برد, بطن."""

_OWN_AND = re.compile(
    r"و(?:جع|جه|جيع|جن|رم|رك(?!ب)|رده$|ردي|رق(?:ه|تي|$)|ريد|راث|راه|را$|راي|قع(?!د)|قف|قت|قاي|قوع|قوف|لد|لاد|لا$|لات$|لكن|لاكن|ليد"
    r"|صف|صل|صول|ضع|ضح|ضوح|زن|زار|سط|سخ|سواس|ساوس|سع(?:$|ت)|سيع|حد|حم$|حيد|حام|خز|دم[هت]|دني|داني|دن$|ين(?:$|ه|ها|ك|كم|هم)$"
    r"|عي|عك|اعي|احد|اقع|اقف|اضح|اسع|ارم|ارف|اجد|ايد|اقي|اطي|الله|الدي|الدت|الده$|الدها$|الدك$|الدنا$|الدين|اجع|اجب|فاه|فات|هن$|هم[ي]?$"
    r"|سيل|ش(?:$|ي$|ه$|ها$|و$)|شم(?:$|ه)|داع|ظ|با(?:$|ء)|صيه|صي[هت]|ثق|ثي|ثا|مض|ميض|دن[يه]|دان|حش|حمه|ساي?د|اتس|اهن|اهي|طواط|كر$|رف|جود|شوش|شواش|ضيف|دع|الد$|لع|جد[تن]|اصل|اش$|طي|دي$|سايل|نش$|رشه|عايي|اي$|ربي|ز[هن]$|وكر|يسكي|ينتا)"
)
"""Words of which “و” is a letter of their own; before all others it is “and”."""

_NOT_GLUED = re.compile(r"^ما(?=[يتنابعكقحفشصوخجز].)(?:.{2,})$")
_KEEPS_MA = re.compile(
    r"ما(?:ء.*|ي(?:ل.*|و|ع.*|ه|كرو.*|وه|ي.*|جر.*|غر.*|حه)?|زوت|ت|تت|تو|توا|تع|ن|ني|نيش|نع.*|نا|نك|كو|كل.*|كين.*|كول.*|كر.*|شي.*|شا.*|شاء|جد|جستير"
    r"|زال.*|زلت.*|عز|عون|خذ.*|خد.*|خوذ.*|صه|ضي.*|هو|هي|ا|بي|كياج|تش|تيرنا|تش)"
)
_ENDS_NOT = re.compile(r"^م[بعفقكتشنحردلسيجوخصهط].{1,}ش$")
_KEEPS_SH = re.compile(
    r"م(?:شوش|تحرش|برقش|تعايش|غبش|فتش|رتعش|نعش|دهش|توحش|ندهش|عمش|همش|تعطش|نكمش|قرمش|كرمش|شمش|حشش|رعش|نتفش|طنش|تشوش|شاش|عاش|رش|غشوش|نقوش"
    r"|هووش|هوش|هيش|نيش|وحش|رتش|ش)"
)
_LA_GLUED = re.compile(r"^لا(?=[يتا].{2})(?!يت$|يك$|يكات|يع(?:ه|ين)?$|يده$|تيه$|تين|ايف)")
_NOT_AND_CAN = re.compile(r"^(مش|مو|مب)(?=(?:قادر|عارف|قادره|عارفه|طبيعي|كويس|فاهم)$)")


def split(form: str) -> list[tuple[int, str]]:
    """The word, cut where “and” or “not” is written together with it: how many letters each part has, and the part."""
    if form.startswith("و") and len(form) > 2 and not _OWN_AND.match(form):
        return [(1, "و"), *_without_not(form[1:])]
    return _without_not(form)


_HELPERS = frozenset(
    (
        "عم",
        "بقدر",
        "اقدر",
        "بعرف",
        "فيني",
        "بدي",
        "رح",
        "لازم",
        "قادر",
        "قادره",
        "عارف",
        "عارفه",
        "نقدر",
        "يقدر",
        "تقدر",
    )
)
_STEM = re.compile(r"[^يتناب].{1,3}")


def after_helper(helper: str, form: str) -> str | None:
    """A verb whose person speech drops after another verb, as “he” does it: بقدر نام, عم كح."""
    return f"ي{form}" if helper in _HELPERS and _STEM.fullmatch(form) else None


def _without_not(form: str) -> list[tuple[int, str]]:
    glued = _LA_GLUED.match(form) or _NOT_AND_CAN.match(form)
    if glued:
        return [(glued.end(), glued.group()), (len(form) - glued.end(), form[glued.end() :])]
    if _NOT_GLUED.match(form) and not _KEEPS_MA.fullmatch(form):
        return [(2, "ما"), (len(form) - 2, form[2:].removesuffix("ش"))]
    if form.startswith("معند") or (_ENDS_NOT.match(form) and not _KEEPS_SH.fullmatch(form)):
        return [(1, "ما"), (len(form) - 1, form[1:].removesuffix("ش"))]
    return [(len(form), form)]


@lru_cache(maxsize=50_000)
def forms_of(form: str) -> tuple[str, ...]:
    """The word as it stands, then without what is joined to it; a verb also as “he” does it: توجعني is also يوجع."""
    if form in _WHOLE:
        return (form,)
    forms = dict.fromkeys(_bases(form))
    bare = {base: [*_bare(base)] for base in forms}
    for base, stems in bare.items():
        forms.update(dict.fromkeys(stems))
        # A verb takes ني for me, so what lost a mere ي is no verb: احكي is not يحك.
        for verb in (base, *stems):
            if base != verb + "ي":
                forms.update(dict.fromkeys(_as_he(verb)))
    return tuple(forms)


def _bases(form: str) -> Iterator[str]:
    yield form
    for before in _BEFORE:
        least = 2 if before.endswith("ل") or before == "ب" else 3
        if form.startswith(before) and len(form) - len(before) >= least:
            yield form.removeprefix(before)


def _bare(form: str) -> Iterator[str]:
    """Without the “not” and the pronoun at the end; “my heat” is the heat again, with its own last letter."""
    if form.endswith("ش") and len(form) > 4:
        form = form.removesuffix("ش")
        yield form
    for after in _AFTER:
        stem = form.removesuffix(after)
        if stem == form or len(stem) < (3 if len(after) == 1 else 2):
            continue
        yield stem
        if stem.endswith("ت") and len(stem) > 2 and after != "و":
            yield stem[:-1] + "ه"


def _as_he(form: str) -> Iterator[str]:
    person = _PERSON.match(form)
    if person:
        yield "ي" + form[person.end() :]
        if person.end() > 1 and form[person.end() - 1] in "تنا":
            yield "ي" + form[person.end() - 1 :]
    if _BARE_PERSON.match(form):
        yield "ي" + form[1:]
