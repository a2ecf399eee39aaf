"""Settings of texts that are wrong stop the start with a sentence that says so."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from almoner.people import contact
from almoner.people.enums import ContactKind

CENTRE = {"SMPP_HOST": "smsc.example", "SMPP_SOURCE": "Riverside"}
BY_HTTP = {"TEXT_URL": "https://api.example", "TEXT_ACCOUNT": "a", "TEXT_TOKEN": "t", "TEXT_FROM": "+44"}


def start(home: Path, told: dict[str, str]) -> tuple[int, str]:
    env = {name: value for name, value in os.environ.items() if not name.startswith("ALMONER_")}
    env |= {f"ALMONER_{name}": value for name, value in told.items()} | {"ALMONER_HOME": str(home)}
    made = subprocess.run(
        [sys.executable, "-c", "from almoner import settings; print('well')"],
        env=env, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    return made.returncode, made.stdout + made.stderr


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({**CENTRE, **BY_HTTP}, "texts go by one provider"),
        ({"SMPP_HOST": "smsc.example"}, "texts need a number to come from"),
        ({**BY_HTTP, "TEXT_TOKEN": ""}, "texts need a number to come from"),
        ({**BY_HTTP, "TEXT_URL": "http://api.example"}, "must begin with https://"),
        ({**CENTRE, "SMPP_PASSWORD": "nine-long"}, "8 signs at most"),
        ({"REGION": "Mars"}, "ALMONER_REGION must be the two letters of a country"),
        ({"GATEWAY_SECRET": "short"}, "must have 32 signs at least"),
    ],
)
def test_wrong_settings_say_what_to_mend(tmp_path: Path, told: dict[str, str], said: str) -> None:
    status, words = start(tmp_path, told)
    assert status != 0
    assert said in words


@pytest.mark.parametrize("told", [CENTRE, BY_HTTP, {**BY_HTTP, "TEXT_URL": "http://127.0.0.1:9"}, {"REGION": "ES"}])
def test_right_settings_start(tmp_path: Path, told: dict[str, str]) -> None:
    assert start(tmp_path, told) == (0, "well\n")


@pytest.mark.parametrize(
    ("region", "written", "number"),
    [
        ("GB", "07700 900123", "+447700900123"),
        ("ES", "612 345 678", "+34612345678"),
        ("ES", "+44 7700 900123", "+447700900123"),
    ],
)
def test_number_without_a_country_is_of_the_hospitals(settings: object, region: str, written: str, number: str) -> None:
    settings.ALMONER_REGION = region  # type: ignore[attr-defined]
    assert contact.key(ContactKind.MOBILE, written) == number


@pytest.mark.parametrize(
    ("written", "international", "number"),
    [
        ("447700900123", False, "+447700900123"), ("34612345678", True, "+34612345678"),
        ("34612345678", False, "34612345678"), ("60300", False, "60300"), ("44789", False, "44789"),
        ("Riverside", False, "Riverside"), ("", False, ""), ("07700900123", False, "07700900123"),
    ],
)  # fmt: skip
def test_number_as_a_network_writes_it(written: str, *, international: bool, number: str) -> None:
    assert contact.from_network(written, international=international) == number
