"""The telephone and the text messages of the rehearsal hospital: the interview by keys, each prompt heard."""

from __future__ import annotations

import io
import wave
from typing import Any

import pytest
from django.test import Client
from tests.demo.test_step_in import hospital, rehearsal

from almoner.desk.models import Contact, Talk
from almoner.messaging.channels.call.sound import NoVoice
from almoner.urgency.models import Request

__all__ = ["hospital", "rehearsal"]
BEGIN = "/rehearsal/talk/"


def begun(browser: Client, channel: str = "call") -> str:
    answer = browser.post(BEGIN, {"channel": channel, "who": "other", "number": "07700 900999"})
    return str(answer["Location"])


def press(browser: Client, where: str, keys: str) -> str:
    for key in keys:
        browser.post(f"{where}key/", {"said": key})
    return browser.get(where).content.decode()


def test_one_of_the_cast_completes_it_by_the_keys_of_the_page(rehearsal: None) -> None:
    browser = Client()
    assert "Maya Osei" in browser.get(BEGIN).content.decode()
    where = begun(browser)
    shown = browser.get(where).content.decode()
    for expected in ("For English press 1.", "Para español pulse 2.", "للعربية اضغط 3.", 'data-key="#"'):
        assert expected in shown, expected
    shown = press(browser, where, "1122222" + "31" + "34")
    assert ">34</p>" in shown
    shown = press(browser, where, "#" + "2" * 6)
    assert "Thank you. A nurse has what you told us." in shown
    assert Request.objects.get().contact_given == "07700 900999"
    browser.post(f"{where}hang-up/")
    assert Request.objects.get().reference in browser.get(where).content.decode()
    assert not Contact.objects.exists()


def test_silence_is_a_key_of_the_page_too(rehearsal: None) -> None:
    browser = Client()
    where = begun(browser)
    press(browser, where, "1")
    for _time in range(3):
        browser.post(f"{where}key/", {"said": "silence"})
    assert "It rings at the desk now." in browser.get(where).content.decode()


def test_a_text_is_answered_by_text(rehearsal: None) -> None:
    browser = Client()
    where = begun(browser, "text")
    for said in ("1", "yes", "2"):
        browser.post(f"{where}key/", {"said": said})
    shown = browser.get(where).content.decode()
    assert "Ring 999 now." in shown
    assert Request.objects.get().level == 1
    assert browser.get(f"{where}sound/").status_code == 404


def test_each_prompt_is_heard_in_one_piece(rehearsal: None) -> None:
    answer = Client().get(f"{begun(Client())}sound/")
    assert answer["Content-Type"] == "audio/wav"
    with wave.open(io.BytesIO(answer.content)) as sound:
        assert sound.getnframes() / sound.getframerate() > 10


def test_without_a_voice_the_words_stand_on_the_page(rehearsal: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def silent(*_args: Any) -> None:
        raise NoVoice

    monkeypatch.setattr("almoner.demo.talking.sound_of", silent)
    assert Client().get(f"{begun(Client())}sound/").status_code == 503


def test_a_talk_of_a_real_hospital_is_not_there(hospital: None) -> None:
    talk = Talk.objects.create(channel="call", state={}, heard_at="2026-11-23T09:00:00Z")
    for part in ("", "key/", "hang-up/", "sound/"):
        how = Client().post if part in {"key/", "hang-up/"} else Client().get
        assert how(f"{BEGIN}{talk.id}/{part}").status_code == 404, part
