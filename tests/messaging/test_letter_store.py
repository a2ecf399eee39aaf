"""Letters for a store that speaks S3: the same key is the same object, whole or not at all; a refusal is told."""

from __future__ import annotations

import json
import os
import random
import socket
import subprocess
import sys
import time
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from tests.cast import Cast
from tests.messaging.conftest import Outbox, events
from tests.messaging.post_desk import laid, neighbours
from tests.messaging.s3_peer import BUCKET, Peer, peer, s3, wire

from almoner.core import clock
from almoner.core.actor import SYSTEM
from almoner.core.identifiers import new_id
from almoner.messaging import actions, laws, print_runs
from almoner.messaging.channels import choice
from almoner.messaging.channels.letter import store
from almoner.messaging.channels.letter.folder import pdf_of
from almoner.messaging.enums import Result, State
from almoner.messaging.models import Message, Pace, Posting
from almoner.messaging.outcome import Outcome
from almoner.messaging.post_work import see_to_letters

__all__ = ["s3"]
PROGRAM = Path(__file__).with_name("letters_process.py")
LETTERS, KILLS = 20, 4


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings: Any) -> Path:
    settings.ALMONER_HOME = tmp_path
    return tmp_path


def test_letters_lie_in_the_store_under_their_key_once(cast: Cast, outbox: Outbox, s3: Peer, home: Path) -> None:
    (letter,) = laid(outbox, cast.tom)
    attempt = letter.recorded
    name = f"letters/2026-11-23/{attempt.provider_key}.pdf"
    assert (s3.names(), attempt.evidence["object"], attempt.evidence["bucket"]) == ([name], name, BUCKET)
    assert s3.read(name)[:5] == b"%PDF-"
    assert s3.head(name)["ContentType"] == "application/pdf"
    assert not (home / "letters").exists()
    assert pdf_of(attempt)[:5] == b"%PDF-", "it can be printed here as well"
    assert (letter.pages, letter.state, attempt.answer) == (1, "waiting", "handed to the store, 1 pages")


def test_sealed_at_rest_where_that_is_set(cast: Cast, outbox: Outbox, s3: Peer, settings: Any) -> None:
    settings.LETTER_S3_ENCRYPTION, settings.LETTER_S3_PREFIX = "AES256", ""
    (letter,) = laid(outbox, cast.tom)
    (name,) = s3.names()
    assert name == f"2026-11-23/{letter.provider_key}.pdf"
    assert s3.head(name)["ServerSideEncryption"] == "AES256"


def handed(cast: Cast, outbox: Outbox) -> Any:
    """A letter that is about to be handed over, as a worker does it; each call hands it over."""
    subject = new_id()
    outbox.values[subject] = {"reference": "E-1"}
    outbox.plan(cast.tom, "letter", kind="recovery.check", subject_id=subject)
    claim = actions.claim_due(limit=1, by=SYSTEM)[0]
    handover = actions.hand_over(claim=claim, by=SYSTEM)
    assert handover
    return partial(store.LetterStore().send, handover.rendered, handover.address, handover.provider_key)


def test_handed_over_again_it_is_the_same_object(cast: Cast, outbox: Outbox, s3: Peer) -> None:
    send = handed(cast, outbox)
    first = send()
    with clock.at(clock.now() + timedelta(days=1)):
        assert send() == first
    assert len(s3.names()) == 1


def test_F6_an_answer_that_is_lost_leaves_one_object(cast: Cast, outbox: Outbox, s3: Peer, settings: Any) -> None:
    with wire(s3) as between:
        settings.LETTER_S3_ENDPOINT = between.address
        send = handed(cast, outbox)
        between.swallows = True
        lost: Outcome = send()
        assert (lost.result, lost.down) == (Result.NOT_NOW, True)
        assert len(s3.names()) == 1
        between.swallows = False
        assert send().result == Result.ACCEPTED
        assert len(s3.names()) == 1


def test_F6_half_a_letter_is_no_letter(cast: Cast, outbox: Outbox, s3: Peer, settings: Any) -> None:
    with wire(s3) as between:
        settings.LETTER_S3_ENDPOINT = between.address
        send = handed(cast, outbox)
        between.halves = True
        assert (send().result, s3.names()) == (Result.NOT_NOW, [])
        between.halves = False
        assert send().result == Result.ACCEPTED
        assert len(s3.names()) == 1


def test_a_store_that_does_not_answer_is_left_alone_and_the_letter_waits(
    cast: Cast, outbox: Outbox, settings: Any
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as nobody:
        port = nobody.getsockname()[1]
    settings.LETTER_S3_BUCKET, settings.LETTER_S3_ENDPOINT = BUCKET, f"http://127.0.0.1:{port}"
    outcome: Outcome = handed(cast, outbox)()
    assert (outcome.result, outcome.down) == (Result.NOT_NOW, True)
    assert outcome.answer.startswith("the store does not answer: ")
    with clock.at(clock.now() + actions.LEASE * 2):
        outbox.send()
    message = Message.objects.get()
    assert (message.state, Pace.objects.get(channel="letter").failures) == (State.PLANNED, 1)
    assert list(Posting.objects.values_list("state", flat=True)) == ["laid"]
    assert laws.letters_do_not_add_up() == []


def test_refused_credentials_are_clear_in_the_answer(
    cast: Cast, outbox: Outbox, s3: Peer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The store checks them from now on: the key that was set is no key of it."""
    monkeypatch.setattr("moto.core.responses.ActionAuthenticatorMixin.request_count", 0)
    monkeypatch.setattr("moto.settings.INITIAL_NO_AUTH_ACTION_COUNT", 0)
    outcome: Outcome = handed(cast, outbox)()
    assert (outcome.result, outcome.down) == (Result.NOT_NOW, True)
    assert outcome.answer.startswith("the store refuses: 403 InvalidAccessKeyId")


def test_a_bucket_that_is_not_there_is_our_fault_and_no_address_is_stopped(
    cast: Cast, outbox: Outbox, s3: Peer, settings: Any
) -> None:
    settings.LETTER_S3_BUCKET = "nobodys-bucket"
    outcome: Outcome = handed(cast, outbox)()
    assert (outcome.result, outcome.down) == (Result.NOT_NOW, True)
    assert "404 NoSuchBucket" in outcome.answer
    assert events("contact.stopped") == []


def test_each_run_goes_with_a_list_once(cast: Cast, outbox: Outbox, s3: Peer, settings: Any) -> None:
    letters = laid(outbox, *neighbours(2, by=cast.receptionist))
    run = print_runs.take_run(by=cast.receptionist)
    working, settings.LETTER_S3_ENDPOINT = settings.LETTER_S3_ENDPOINT, "http://127.0.0.1:1"
    assert see_to_letters() == 0, "the store is away: the list is tried again"
    settings.LETTER_S3_ENDPOINT = working
    assert [see_to_letters(), see_to_letters()] == [1, 0]
    told = json.loads(s3.read(f"letters/runs/{run.reference}.json"))
    assert {name: told[name] for name in ("run", "letters", "pages", "sheets", "both_sides")} == {
        "run": run.reference, "letters": 2, "pages": 2, "sheets": 2, "both_sides": False,
    }  # fmt: skip
    assert {one["reference"] for one in told["list"]} == {one.reference for one in letters}
    assert [one["place"] for one in told["list"]] == [1, 2]
    assert {one["object"] for one in told["list"]} == {name for name in s3.names() if name.endswith(".pdf")}
    assert "Pat" not in s3.read(f"letters/runs/{run.reference}.json").decode(), "it names nobody"
    run.refresh_from_db()
    assert run.handed_over_at == clock.now()
    assert len(events("letters.listed")) == 1


def test_nothing_of_a_rehearsal_reaches_the_store(rehearsal: Cast, outbox: Outbox, s3: Peer) -> None:
    laid(outbox, rehearsal.tom)
    print_runs.take_run(by=rehearsal.receptionist)
    see_to_letters()
    assert s3.names() == []


def test_check_says_which_it_is(db: None, settings: Any) -> None:
    said = {state.channel: state.says for state in choice.check()}
    assert said["letter"] == "Letters are laid in the folder letters, to be printed and posted."
    settings.LETTER_S3_BUCKET, settings.LETTER_S3_ENDPOINT = BUCKET, "https://s3.example.org"
    said = {state.channel: state.says for state in choice.check()}
    assert said["letter"] == (
        "Letters are handed to the store print-house/letters (https://s3.example.org), to be printed and posted."
    )


@pytest.mark.parametrize(
    ("given", "complaint"),
    [
        ({"LETTER_S3_BUCKET": "b"}, "ALMONER_LETTER_S3_KEY_ID"),
        ({"LETTER_S3_ENDPOINT": "http://store.example.org"}, "ALMONER_LETTER_S3_ENDPOINT must begin with https://"),
        ({"LETTER_S3_ENCRYPTION": "rot13"}, "ALMONER_LETTER_S3_ENCRYPTION must be"),
    ],
)
def test_settings_that_are_wrong_stop_the_start(given: dict[str, str], complaint: str, tmp_path: Path) -> None:
    env = os.environ | {f"ALMONER_{name}": value for name, value in given.items()} | {"ALMONER_HOME": str(tmp_path)}
    made = subprocess.run(
        [sys.executable, "-c", "import almoner.settings"], env=env, capture_output=True, text=True, check=False
    )
    assert ImproperlyConfigured.__name__ in made.stderr
    assert complaint in made.stderr


def run(command: str, *more: str, env: dict[str, str]) -> str:
    asked = [sys.executable, str(PROGRAM), command, *more]
    return subprocess.run(asked, env=env, capture_output=True, text=True, check=True, timeout=90).stdout


@pytest.mark.faults
def test_F6_killed_around_the_handing_over_each_letter_is_one_object(tmp_path: Path) -> None:
    luck = random.Random(3)
    root = Path(__file__).parents[2]
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ALMONER_")}
    with peer() as there:
        env = kept | {
            "ALMONER_HOME": str(tmp_path), "ALMONER_LETTER_S3_BUCKET": BUCKET,
            "ALMONER_LETTER_S3_ENDPOINT": there.address, "ALMONER_LETTER_S3_KEY_ID": "a",
            "ALMONER_LETTER_S3_SECRET": "b", "DJANGO_SETTINGS_MODULE": "almoner.settings",
            "PYTHONPATH": f"{root / 'src'}:{root}",
        }  # fmt: skip
        run("prepare", str(LETTERS), env=env)
        for _ in range(KILLS):
            with subprocess.Popen([sys.executable, str(PROGRAM), "work"], env=env, stdout=subprocess.PIPE) as worker:
                assert worker.stdout
                assert worker.stdout.readline() == b"working\n"
                before, patience = len(there.names()), 200
                while len(there.names()) == before and patience:
                    time.sleep(0.02)
                    patience -= 1
                time.sleep(luck.uniform(0, 0.3))
                worker.kill()
        told = json.loads(run("finish", env=env))
        assert told["states"] == ["sent"] * LETTERS
        assert told["objects"] == there.names()
        assert (len(set(told["references"])), told["waiting"]) == (LETTERS, LETTERS)
        assert told["broken"] == []
