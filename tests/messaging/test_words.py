"""The words: whole, known, private enough, and safe whatever is put into them."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from almoner.messaging import filling, wording
from almoner.messaging.names import CEILING, NAMES, Privacy, privacy
from almoner.messaging.proofreading import check_wording
from almoner.messaging.rendering import Setting, render

LONDON = ZoneInfo("Europe/London")
WHEN = datetime(2026, 12, 3, 9, 30, tzinfo=UTC)
HOSPITAL = {"hospital": "Riverside General", "service_desk": "+44 20 7946 0100", "emergency": "999"}
MOMENTS = {"when", "old_when", "new_when", "new_time", "answer_by", "due", "last_meal", "last_drink"}
DAYS = {"closes", "ends_on"}


def setting(language: str) -> Setting:
    return Setting(language, LONDON, "https://care.example", HOSPITAL, "Maya", "Maya Osei")


def values(kind: str) -> dict[str, Any]:
    """A value for every name: what is private carries its own name as a canary."""
    told: dict[str, Any] = {name: f"CANARY-{name}" for name in NAMES[kind].needs | NAMES[kind].may}
    told |= dict.fromkeys(MOMENTS & told.keys(), WHEN) | dict.fromkeys(DAYS & told.keys(), WHEN.date())
    return told | {"link": "/my/visits/1"}


def test_words_have_no_faults() -> None:
    assert check_wording() == []


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(wording.FOLDER, tmp_path / "wording"))


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("Reply 1 to confirm", "Reply CANCEL to leave", "asks for the reply CANCEL"),
        ("Reply 1 to confirm", "Text the word STOP", "asks for the reply STOP"),
        ("Before it: $prep_headline.", "At $where.", "$where tells too much"),
        ("Before it: $prep_headline.", "$nonsense", "unknown name $nonsense"),
        ("Before it: $prep_headline.", "It costs 5$ .", "$"),
        ("Before it: $prep_headline.", "Long. " * 60, "parts, at most"),
        ("$hospital: $first_name, your", "$hospital: your", "does not say for whom"),
        ("Ring $service_desk.\n", "", "does not say how to reach a human"),
        ('subject = "Your visit', 'subject = "$service visit', "$service tells too much"),
        ('menu = "visit"', 'menu = "opera"', "there is no menu opera"),
        ("[letter]", "[post]", "missing or broken"),
        ("Your visit is booked. We", "Your\\u0007 visit is booked. We", "control sign"),
        (
            "Your visit is booked. We",
            f"Your visit{' and another' * 12} is booked. We",
            "a sentence of more than 25 words",
        ),
    ],
)
def test_I_21c_faults_of_words_are_seen(folder: Path, old: str, new: str, fault: str) -> None:
    edit(folder / "en" / "appointment.confirmed.toml", old, new)
    found = check_wording(folder)
    assert any(fault in line and line.startswith("en/appointment.confirmed") for line in found), found


def test_missing_and_unknown_files_are_seen(folder: Path) -> None:
    (folder / "ar" / "offer.made.toml").unlink()
    (folder / "es" / "offer.unmade.toml").write_text("", encoding="utf-8")
    (folder / "en" / "common.toml").unlink()
    found = check_wording(folder)
    assert "ar/offer.made: there is no wording" in found
    assert "es/offer.unmade: no such kind" in found
    assert any(line.startswith("en/common") for line in found)


def test_common_words_must_give_the_numbers(folder: Path) -> None:
    edit(folder / "en" / "common.toml", "ring $emergency now", "ring for help now")
    edit(folder / "en" / "common.toml", '9 = "person"', '9 = "nobody"')
    found = check_wording(folder)
    assert "en/common: emergency: does not say the number for an emergency: put in $emergency" in found
    assert any("lacks what it says, 9 for a person" in line for line in found)


def test_I_21_the_key_for_a_wrong_number_is_told_and_means_nothing_else(folder: Path) -> None:
    edit(folder / "es" / "common.toml", "pulse 7", "pulse 8")
    edit(folder / "ar" / "common.toml", '2 = "change"', '7 = "change"')
    found = check_wording(folder)
    assert any(line.startswith("es/common: call_gate: does not say the key 7") for line in found)
    assert any(line.startswith("ar/common: menu visit: has the key 7") for line in found)


@pytest.mark.parametrize("language", wording.LANGUAGES)
@pytest.mark.parametrize("kind", NAMES)
def test_I_21c_nothing_private_where_others_look(kind: str, language: str) -> None:
    for channel, places in (
        ("text", ("text",)), ("call", ("call", "voicemail")),
        ("email", ("email", "subject")), ("letter", ("letter", "subject")),
    ):  # fmt: skip
        sent = render(kind, channel, [values(kind)], setting(language))
        said = {"subject": sent.subject, "voicemail": sent.voicemail}
        for place in places:
            text = said.get(place, sent.body)
            for name in NAMES[kind].all:
                if privacy(name) > CEILING[place]:
                    assert f"CANARY-{name}" not in text


@pytest.mark.parametrize("language", wording.LANGUAGES)
@pytest.mark.parametrize("kind", NAMES)
def test_every_message_says_how_to_reach_a_human_and_what_to_do_in_an_emergency(kind: str, language: str) -> None:
    bare = {name: value for name, value in values(kind).items() if name in NAMES[kind].needs}
    for channel in ("email", "letter"):
        sent = render(kind, channel, [bare], setting(language))
        assert HOSPITAL["service_desk"] in sent.body
        assert HOSPITAL["emergency"] in sent.body
        assert "$" not in sent.body + sent.subject
        assert sent.subject
    call = render(kind, "call", [bare], setting(language))
    assert "9" in call.script[-1]
    assert HOSPITAL["emergency"] in call.body
    assert HOSPITAL["service_desk"] in render(kind, "text", [bare], setting(language)).body


def test_a_paragraph_without_values_goes_with_its_heading() -> None:
    told = values("appointment.confirmed") | {"preparation": [], "bring": None}
    body = render("appointment.confirmed", "email", [told], setting("en")).body
    assert "How to prepare" not in body
    assert "Please bring" not in body
    assert "You can see, change or cancel" in body


def test_CNF_5_visits_of_one_day_are_told_in_one_message() -> None:
    first = values("appointment.confirmed") | {"preparation": ["a", "b"], "prep_headline": {"en": "no food."}}
    second = first | {
        "when": datetime(2026, 12, 3, 11, tzinfo=UTC),
        "preparation": ["b", "c"],
        "prep_headline": "no water",
    }
    sent = render("appointment.confirmed", "email", [second, first], setting("en"))
    assert sent.subject == "Your visit on Thursday 3 December at 09:30 and at 11:00"
    assert sent.body.index("at 09:30,") < sent.body.index("at 11:00,")
    assert [line for line in sent.body.splitlines() if line in {"- a", "- b", "- c"}] == ["- b", "- c", "- a"]
    text = render("appointment.confirmed", "text", [first, second], setting("en")).body
    assert "Before it: no food. no water." in text


def test_CNF_5_what_several_visits_ask_is_told_once_in_the_readers_language() -> None:
    first = values("appointment.confirmed") | {
        "preparation": {"en": ["a"], "es": ["á"]}, "bring": {"en": ["Your list"], "es": ["Su lista"]},
    }  # fmt: skip
    second = first | {
        "when": datetime(2026, 12, 3, 11, tzinfo=UTC),
        "preparation": {"en": ["a", "b"], "es": ["á", "b"]},
    }
    lines = render("appointment.confirmed", "email", [first, second], setting("es")).body.splitlines()
    assert [line for line in lines if line in {"- á", "- b", "- Su lista", "- - á"}] == ["- á", "- b", "- Su lista"]


def test_APT_8_a_part_that_tells_of_several_visits_is_unfolded() -> None:
    first = values("series.confirmed")
    second = first | {"when": datetime(2026, 12, 10, 9, 30, tzinfo=UTC)}
    sent = render("series.confirmed", "call", [first | {"each": [first, second]}], setting("en"))
    assert "Thursday 3 December at 09:30; Thursday 10 December at 09:30." in sent.script


def test_what_cannot_be_done_without_is_missed() -> None:
    with pytest.raises(filling.ValueMissing, match="where"):
        render("appointment.confirmed", "text", [{"when": WHEN}], setting("en"))


def test_links_lead_to_this_house_or_a_safe_one() -> None:
    for link, told in (("/my/1", "https://care.example/my/1"), ("//evil.example", ""), ("javascript:alert(1)", "")):
        sent = render("offer.taken", "email", [{"link": link}], setting("en"))
        assert sent.link == told


def test_numbers_in_arabic_are_held_together() -> None:
    body = render("question.answered", "text", [{}], setting("ar")).body
    assert "\u2066+44 20 7946 0100\u2069" in body


@given(st.text())
def test_T10_whatever_is_put_in_a_line_stays_in_that_line(text: str) -> None:
    told = filling.clean(text)
    assert len(told.splitlines()) <= 1
    assert not set(told) & {"\r", "\n", "\0", "\x1b", "\u202e", "\u2066", "\u2028"}


@given(st.text(), st.text())
def test_T10_names_in_values_are_not_filled_again(first: str, second: str) -> None:
    told = {"a": filling.clean(first) or "x", "b": filling.clean(second) or "y"}
    assert filling.line("$a|$b", told) == f"{told['a']}|{told['b']}"


@given(st.sampled_from(sorted(NAMES)), st.sampled_from(wording.LANGUAGES), st.text(min_size=1))
def test_T10_subject_is_one_line_whatever_a_value_holds(kind: str, language: str, text: str) -> None:
    told = values(kind) | {"reference": f"V{text}"}
    sent = render(kind, "email", [told], setting(language))
    assert len(sent.subject.splitlines()) == 1


def test_privacy_classes_are_ordered() -> None:
    assert privacy("first_name") == Privacy.OPEN < privacy("promise") == Privacy.PERSONAL < privacy("service")


def test_language_falls_back_to_the_site_and_then_to_english() -> None:
    assert [wording.language_for(*pair) for pair in (("ar-SY", "en"), ("so", "es"), ("so", "xx"))] == ["ar", "es", "en"]


@pytest.mark.parametrize("language", wording.LANGUAGES)
def test_WL_5_nobody_without_a_visit_hears_that_they_keep_it(language: str) -> None:
    told = values("offer.made")
    without = {name: value for name, value in told.items() if name != "old_when"}
    for channel in ("email", "call", "text"):
        with_visit = render("offer.made", channel, [told], setting(language))
        nothing = render("offer.made", channel, [without], setting(language))
        said = "\n".join(nothing.script) + nothing.body
        for keeps in ("You keep", "the time you have", "conserva", "يبقى موعدك", "بموعدك"):
            assert keeps not in said
        if channel != "text":
            assert with_visit.body != nothing.body
