"""Letters as PDF, and the sound of calls."""

from __future__ import annotations

import shutil
import subprocess
import sys
import wave
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.cast import Cast
from tests.messaging.conftest import TOMORROW, Outbox

from almoner.messaging.channels.call import sound
from almoner.messaging.channels.letter.folder import pdf_of
from almoner.messaging.channels.letter.sheet import Letter, Sheet, lay_out
from almoner.messaging.models import Attempt


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings: Any) -> Path:
    settings.ALMONER_HOME = tmp_path
    return tmp_path


def letter(
    language: str = "en", body: str = "Hello Maya,\n\nBring:\n- your medicines", *, large: bool = False
) -> Letter:
    return Letter(
        language, "Riverside General", "Maya Osei", "12 Mill Lane, Riverside\nRV1 1AB", "Your visit", body,
        "V-7KQ4-M2W8", date(2026, 11, 23), large,
    )  # fmt: skip


def text_of(pdf: bytes, path: Path) -> str:
    path.write_bytes(pdf)
    made = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, check=True)
    return made.stdout.decode()


def test_a_letter_has_its_address_words_and_reference(home: Path) -> None:
    pdf, pages = lay_out(letter())
    said = text_of(pdf, home / "a.pdf")
    assert pages == 1
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    assert lines[:5] == ["Riverside General", "Maya Osei", "12 Mill Lane", "Riverside", "RV1 1AB"]
    assert "your medicines" in said
    assert "Reference: V-7KQ4-M2W8" in said
    assert "Page 1 of 1" in said


def test_ARR_3_a_letter_carries_the_code_to_scan_and_says_what_for(home: Path) -> None:
    plain, _pages = lay_out(letter())
    coded, pages = lay_out(replace(letter(), scan="https://hospital.example/here/link/" + "x" * 36 + "/"))
    assert (pages, len(coded) > len(plain)) == (1, True)
    arabic, pages = lay_out(replace(letter("ar"), scan="https://hospital.example/here/"))
    assert (pages, arabic[:5]) == (1, b"%PDF-")


def test_a_long_letter_goes_on_with_its_reference(home: Path) -> None:
    pdf, pages = lay_out(letter(body="\n\n".join(f"- number {number} of many" for number in range(80))))
    said = text_of(pdf, home / "a.pdf")
    assert pages >= 2
    assert said.count("Reference: V-7KQ4-M2W8") == pages
    assert f"Page {pages} of {pages}" in said


def test_large_print_is_larger(home: Path) -> None:
    body = "\n\n".join(["A sentence that is long enough to fill more than one line of the paper."] * 14)
    assert lay_out(letter(body=body))[1] < lay_out(letter(body=body, large=True))[1]


def test_arabic_is_shaped_and_begins_on_the_right(home: Path) -> None:
    pdf, _ = lay_out(letter("ar", "مرحبًا ليلى،\n\nاتصل بنا على الرقم \u2066+44 20 7946 0100\u2069."))
    assert b"NotoSansArabic" in pdf
    said = text_of(pdf, home / "a.pdf")
    assert "+44 20 7946 0100" in said
    assert "Mill Lane" in said


@pytest.mark.parametrize(
    ("name", "font"),
    [
        ("Юлия Щербакова", "NotoSans"), ("Ελένη Παπαδοπούλου", "NotoSans"), ("Nguyễn Thị Ngọc", "NotoSans"),
        ("李娜", "DroidSansFallback"), ("やまだ たろう", "DroidSansFallback"), ("김민준", "NanumGothic"),
        ("नेहा शर्मा", "NotoSansDevanagari"), ("রহিমা", "NotoSansBengali"), ("ਗੁਰਪ੍ਰੀਤ", "NotoSansGurmukhi"),
        ("પટેલ", "NotoSansGujarati"), ("தமிழ்செல்வி", "NotoSansTamil"), ("లక్ష్మి", "NotoSansTelugu"),
        ("ಲಕ್ಷ್ಮಿ", "NotoSansKannada"), ("ലക്ഷ്മി", "NotoSansMalayalam"), ("නිමල්", "NotoSansSinhala"),
        ("สมชาย", "NotoSansThai"), ("ສົມໄຊ", "NotoSansLao"), ("သီတာ", "NotoSansMyanmar"), ("ანა", "NotoSansGeorgian"),
        ("Անի", "NotoSansArmenian"), ("ሰላም", "NotoSansEthiopic"), ("សុខា", "NotoSansKhmer"),
        ("רבקה כהן", "NotoSansHebrew"),
    ],
)  # fmt: skip
def test_a_name_is_printed_in_the_script_in_which_it_is_written(name: str, font: str) -> None:
    """Every sign is drawn by a font that has it, in the address and in the greeting."""
    written = replace(letter(body=f"Hello {name},\n\nBring your medicines."), to=name)
    assert font.encode() in lay_out(written)[0]
    sheet = Sheet(written, 1)
    assert sheet.drawn(name) == name
    sheet.close_fonts()


def test_what_follows_a_name_in_another_script_is_as_it_was_written(home: Path) -> None:
    for name in ("李娜", "Anna 李娜", "김민준", "Юлия"):
        said = text_of(lay_out(replace(letter(), to=name))[0], home / "a.pdf")
        assert "12 Mill Lane" in said, name
        assert "RV1 1AB" in said, name


def test_a_picture_in_a_name_leaves_no_empty_box(home: Path) -> None:
    pdf, _pages = lay_out(replace(letter(), to="Tom 🌈 Archer"))
    assert "Tom Archer" in " ".join(text_of(pdf, home / "a.pdf").split())


def test_letters_lie_in_the_folder_of_the_day_once(cast: Cast, outbox: Outbox, home: Path) -> None:
    message = outbox.plan(cast.tom, "letter", kind="visit.missed")
    assert message.subject_id
    outbox.values[message.subject_id] = {"when": TOMORROW.replace(year=2025)}
    outbox.send()
    files = list((home / "letters").rglob("*.*"))
    attempt = Attempt.objects.get()
    assert [path.suffix for path in files] == [".pdf"]
    assert files[0].parent.name == "2026-11-23"
    assert (attempt.evidence["file"], attempt.evidence["pages"]) == (str(files[0].relative_to(home)), 1)
    assert pdf_of(attempt) == files[0].read_bytes()
    files[0].unlink()
    assert "3 Weir Close" in text_of(pdf_of(attempt), home / "again.pdf")


def test_a_letter_of_the_rehearsal_is_made_when_somebody_looks(rehearsal: Cast, outbox: Outbox, home: Path) -> None:
    message = outbox.plan(rehearsal.tom, "letter", kind="recovery.check")
    assert message.subject_id
    outbox.values[message.subject_id] = {"reference": "E-1"}
    outbox.send()
    assert not (home / "letters").exists()
    assert "Reference: E-1" in text_of(pdf_of(Attempt.objects.get()), home / "a.pdf")


@pytest.mark.parametrize(("language", "words"), [("en", "Hello Maya"), ("es", "Hola María"), ("ar", "مرحبا ليلى")])
def test_a_call_is_spoken_once_and_kept(language: str, words: str) -> None:
    path = sound.sound_of(words, language)
    with wave.open(str(path)) as file:
        assert file.getnframes() > file.getframerate() / 3
    made = path.stat().st_mtime_ns
    assert sound.sound_of(words, language) == path
    assert path.stat().st_mtime_ns == made
    assert [other.suffix for other in path.parent.iterdir()] == [".wav"]


def test_without_the_program_the_library_speaks_in_its_own_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    monkeypatch.setenv("PYTHONPATH", str(Path(sound.__file__).parents[4]))
    with wave.open(str(sound.sound_of("Hello from the library", "en"))) as file:
        assert file.getnframes() > file.getframerate() / 2


def test_without_any_voice_it_says_so(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    monkeypatch.setattr(sound, "_program", lambda _voice, _path: [sys.executable, "-c", "raise SystemExit(3)"])
    with pytest.raises(sound.NoVoice):
        sound.sound_of("Hello", "en")
    assert list((home / "sound").iterdir()) == []
