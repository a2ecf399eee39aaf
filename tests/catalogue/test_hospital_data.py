"""The rehearsal hospital's catalogue holds all that it should, whole and in three languages."""

from __future__ import annotations

import re

import pytest
from tests.catalogue.hospital import data, file

from almoner.catalogue.lexicon import LANGUAGES

# code, minutes, minutes of the whole visit, hours without food and without clear drinks, self-booked, ordered, escort
FACTS = (
    ("GEN-NEW", 30, 30, None, None, True, False, False),
    ("GEN-FUP", 15, 15, None, None, True, False, False),
    ("GEN-URG", 20, 20, None, None, False, False, False),
    ("GEN-VAC", 15, 15, None, None, True, False, False),
    ("CAR-NEW", 40, 40, None, None, False, True, False),
    ("CAR-ECHO", 45, 45, None, None, False, True, False),
    ("CAR-ETT", 60, 60, 3, None, False, True, False),
    ("CAR-HOLT", 20, 20, None, None, True, True, False),
    ("CAR-ANG", 60, 60, 6, 2, False, True, True),
    ("RES-NEW", 30, 30, None, None, False, True, False),
    ("RES-PFT", 45, 45, None, None, False, True, False),
    ("RES-SLEEP", 600, 600, None, None, False, True, False),
    ("GAS-NEW", 30, 30, None, None, False, True, False),
    ("GAS-OGD", 30, 180, 6, 2, False, True, True),
    ("GAS-COL", 45, 240, 24, 2, False, True, True),
    ("GAS-UBT", 40, 40, 6, 1, True, True, False),
    ("END-NEW", 40, 40, None, None, True, False, False),
    ("END-FOOT", 20, 20, None, None, True, False, False),
    ("NEU-NEW", 40, 40, None, None, False, True, False),
    ("NEU-EEG", 60, 60, None, None, False, True, False),
    ("NEU-NCS", 45, 45, None, None, False, True, False),
    ("NEP-NEW", 30, 30, None, None, False, True, False),
    ("NEP-HD", 240, 240, None, None, False, True, False),
    ("ORT-NEW", 30, 30, None, None, False, True, False),
    ("ORT-FRAC", 20, 20, None, None, False, True, False),
    ("ORT-INJ", 20, 20, None, None, False, True, False),
    ("SUR-NEW", 20, 20, None, None, False, True, False),
    ("SUR-PRE", 45, 45, None, None, True, True, False),
    ("SUR-DAY", 90, 420, 6, 2, False, True, True),
    ("SUR-DRESS", 15, 15, None, None, True, False, False),
    ("OBG-BOOK", 60, 60, None, None, True, False, False),
    ("OBG-SCAN", 30, 30, None, None, False, True, False),
    ("OBG-SMEAR", 15, 15, None, None, True, False, False),
    ("OBG-COLP", 30, 30, None, None, False, True, False),
    ("PED-NEW", 30, 30, None, None, True, False, True),
    ("PED-VAC", 15, 15, None, None, True, False, True),
    ("PED-MRI", 60, 300, 6, 2, False, True, True),
    ("OPH-NEW", 60, 60, None, None, False, True, True),
    ("OPH-CAT", 30, 180, None, None, False, True, True),
    ("OPH-VF", 30, 30, None, None, True, True, False),
    ("ENT-NEW", 20, 20, None, None, False, True, False),
    ("ENT-AUD", 40, 40, None, None, True, False, False),
    ("DER-NEW", 20, 20, None, None, False, True, False),
    ("DER-BIOP", 30, 30, None, None, False, True, False),
    ("DER-PATCH", 30, 30, None, None, False, True, False),
    ("URO-NEW", 30, 30, None, None, False, True, False),
    ("URO-CYS", 20, 90, None, None, False, True, False),
    ("ONC-NEW", 45, 45, None, None, False, True, False),
    ("ONC-CHEMO", 240, 240, None, None, False, True, False),
    ("MH-NEW", 60, 60, None, None, False, False, False),
    ("MH-THER", 50, 50, None, None, True, True, False),
    ("IMG-XR", 15, 15, None, None, True, True, False),
    ("IMG-USA", 30, 30, 6, None, False, True, False),
    ("IMG-USP", 30, 30, None, None, False, True, False),
    ("IMG-CT", 30, 30, 4, None, False, True, False),
    ("IMG-MRI", 45, 45, None, None, False, True, False),
    ("IMG-MAM", 20, 20, None, None, True, False, False),
    ("IMG-PET", 120, 120, 6, None, False, True, False),
    ("LAB-BLD", 10, 10, None, None, True, True, False),
    ("LAB-FAST", 10, 10, 10, None, True, True, False),
    ("LAB-OGTT", 150, 150, 10, None, False, True, False),
    ("LAB-URI", 10, 10, None, None, True, True, False),
    ("RHB-PT", 45, 45, None, None, True, False, False),
    ("RHB-SLT", 45, 45, None, None, False, True, False),
    ("RHB-DIET", 40, 40, None, None, True, False, False),
)  # fmt: skip


def test_SEL_7_all_65_services_carry_their_facts() -> None:
    told = {
        (
            row["code"], row["minutes"], row["visit_minutes"], row.get("fast_food_hours"), row.get("fast_clear_hours"),
            row["self_book"], row["needs_order"], row["escort"],
        )
        for row in data()["service"]
    }  # fmt: skip
    assert len(FACTS) == 65
    assert told == set(FACTS)


def test_there_are_20_specialties_each_led_by_one_service() -> None:
    codes = [row["code"] for row in data()["specialty"]]
    leads = [row["specialty"] for row in data()["service"] if row.get("leads_specialty")]
    assert len(codes) == 20
    assert sorted(leads) == sorted(codes)


def test_there_are_8_wards_with_120_beds() -> None:
    wards = file("wards")
    assert [(ward["code"], ward["beds"]) for ward in wards["ward"]] == [
        ("AMU", 18), ("MED1", 24), ("SURG", 20), ("ORTH", 16), ("CCU", 8), ("ICU", 8), ("MAT", 12), ("CHILD", 14),
    ]  # fmt: skip
    assert sum(ward["beds"] for ward in wards["ward"]) == wards["beds"] == 120
    assert [rounds["ward"] for rounds in wards["rounds"]] == ["MED1", "SURG", "ICU"]
    assert all(span["from"] < span["to"] for rounds in wards["rounds"] for span in rounds["daily"])


def test_the_rest_of_the_facts_are_there() -> None:
    stay, after = file("stay"), file("aftercare")
    assert len(stay["visiting_rules"]) == 6
    assert stay["meal_times"] == {"breakfast": "08:00", "lunch": "12:30", "tea": "15:30", "supper": "18:00"}
    assert len(stay["diet"]) == 15
    assert len(after["discharge_topics"]) == 12
    assert [flag["code"] for flag in after["red_flag"]] == ["RF1", "RF2", "RF3", "RF4", "RF5"]
    assert len(after["pathway"]) == 12
    assert len(after["question"]) == 6
    assert len(file("rooms")["room_type"]) == 9


def test_every_room_that_a_service_needs_is_there() -> None:
    kinds = {row["kind"] for row in data()["room"]}
    assert {kind for row in data()["service"] for kind in row["rooms"]} == kinds


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_said_in_each_language(language: str) -> None:
    for row in data()["service"]:
        texts = [row["name"], row["summary"], *(item["text"] for item in row["preparation"])]
        assert all(text[language].strip() for text in texts), row["code"]
        assert row["needs"][language], row["code"]


def test_arabic_is_in_arabic_script() -> None:
    arabic = re.compile(r"[\u0600-\u06ff]")
    for row in data()["service"]:
        assert all(arabic.search(text["ar"]) for text in (row["name"], row["summary"])), row["code"]
        assert all(arabic.search(item["text"]["ar"]) for item in row["preparation"]), row["code"]


def test_summaries_are_short_and_speak_to_the_person() -> None:
    for row in data()["service"]:
        summary = row["summary"]["en"]
        assert summary.startswith("You "), row["code"]
        assert max(len(sentence.split()) for sentence in summary.split(". ")) <= 24, row["code"]


def test_who_needs_a_referral_has_a_first_step_without_one() -> None:
    services = {row["code"]: row for row in data()["service"]}
    for row in services.values():
        if row["needs_order"]:
            step = services[row["first_step"]]
            assert not step["needs_order"], row["code"]


def test_the_preparation_is_approved_in_every_language_by_name() -> None:
    assert {row["language"] for row in data()["approval"]} == set(LANGUAGES)
    assert all(row["approved_by"] for row in data()["approval"])


def test_the_child_scan_is_read_back() -> None:
    assert [row["code"] for row in data()["service"] if row.get("needs_readback")] == ["PED-MRI"]
