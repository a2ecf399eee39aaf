"""Preparation said in the languages of the messages, each time on the clock. Pure, but for the site's zone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from almoner.catalogue.enums import PreparationKind
from almoner.core import clock
from almoner.messaging.moments import say_moment
from almoner.scheduling.fasting import Limits
from almoner.scheduling.preparation import Preparation, Step

LANGUAGES = ("en", "es", "ar")
BRING = PreparationKind.BRING
NO_FOOD = {
    "en": "no food after {food}",
    "es": "no coma nada después del {food}",
    "ar": "لا تأكل شيئًا بعد {food}",
}
NO_WATER = {
    "en": "no water after {water}",
    "es": "no beba agua después del {water}",
    "ar": "لا تشرب الماء بعد {water}",
}
WATER = {
    "en": "water is allowed",
    "es": "puede beber agua",
    "ar": "يمكنك شرب الماء",
}
ASK_US = {
    "en": "two of your visits ask for different things, so we will ring you",
    "es": "dos de sus citas piden cosas distintas, así que le llamaremos",
    "ar": "زيارتان من زياراتك تتطلبان أمرين مختلفين، لذلك سنتصل بك",
}
LAST_MEAL = {"en": "Last meal: {at}", "es": "Última comida: {at}", "ar": "آخر وجبة: {at}"}
LAST_WATER = {"en": "Last water: {at}", "es": "Última agua: {at}", "ar": "آخر شربة ماء: {at}"}
BY = {"en": "{at}: {text}", "es": "{at}: {text}", "ar": "{at}: {text}"}

Words = dict[str, str]


def in_all(say: Callable[[str], str]) -> Words:
    return {language: say(language) for language in LANGUAGES}


def _at(moment: datetime, language: str) -> str:
    return say_moment(moment, language, clock.of_reader())


def headline(prepared: Preparation) -> Words:
    """The rule that matters most, in one line of each language; empty when there is none."""
    limits = prepared.limits
    if limits is None:
        return {}
    return in_all(lambda language: _headline(limits, language, clash=bool(prepared.clashes)))


def _headline(limits: Limits, language: str, *, clash: bool) -> str:
    food = NO_FOOD[language].format(food=_at(limits.food_until, language))
    if limits.clear_until:
        drink = NO_WATER[language].format(water=_at(limits.clear_until, language))
    else:
        drink = WATER[language]
    parts = [food, drink, *([ASK_US[language]] if clash else [])]
    return ("، " if language == "ar" else ", ").join(parts)


def last_meal(limits: Limits) -> datetime:
    return limits.food_until


def last_drink(limits: Limits) -> datetime | Words:
    """The last water, or that water is always allowed."""
    return limits.clear_until or WATER


def lines(by_language: dict[str, Preparation]) -> dict[str, list[str]]:
    """Every step on a line of its own, with its clock time where it has one, in each language."""
    return {
        language: [_line(step, prepared, language) for step in prepared.steps]
        for language, prepared in by_language.items()
    }


Asked = tuple[Words, dict[str, Preparation]]
"""What a visit is for, and what it asks, both by language."""


def day_lines(visits: Sequence[Asked]) -> dict[str, list[str]]:
    """The steps of several visits of one day: by the clock first, each once; then what each visit asks besides, under
    its name. What to bring is told apart from them."""
    return {language: _day_lines(visits, language) for language in LANGUAGES}


def _day_lines(visits: Sequence[Asked], language: str) -> list[str]:
    steps = [(name[language], each[language], step) for name, each in visits for step in each[language].steps]
    timed = sorted((one for one in steps if one[2].at), key=lambda one: str(one[2].at))
    lines = [_line(step, prepared, language) for _name, prepared, step in timed]
    own = [f"{name}: {step.text}" for name, _prepared, step in steps if not step.at and step.kind != BRING]
    return list(dict.fromkeys([*lines, *own]))


def _line(step: Step, prepared: Preparation, language: str) -> str:
    if step.at is None:
        return str(step.text)
    at = _at(step.at, language)
    if prepared.limits and step.rule == "food":
        return LAST_MEAL[language].format(at=at)
    if prepared.limits and step.rule == "clear":
        return LAST_WATER[language].format(at=at)
    return BY[language].format(at=at, text=step.text)
