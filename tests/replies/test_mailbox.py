"""The mailbox for real, against Dovecot on the loopback; and killed in the middle of it."""

from __future__ import annotations

import json
import os
import random
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.replies.conftest import Line
from tests.replies.dovecot import USER, Server, dovecot
from tests.replies.mails import mail

from almoner.core import clock
from almoner.core.models import Setting
from almoner.messaging.channels.choice import REHEARSAL
from almoner.replies import mailbox
from almoner.replies.mailbox import Mailbox, MailboxFault
from almoner.replies.models import Received
from almoner.replies.postbox import Postbox
from almoner.replies.standing import how_mail_is_read, unread, what_the_relay_does

READ = "Almoner.read"
PROGRAM = Path(__file__).with_name("mailbox_process.py")


@pytest.fixture(scope="module")
def running() -> Iterator[Server]:
    with dovecot() as found:
        yield found


@pytest.fixture
def server(running: Server, settings: Any, line: Line) -> Server:
    """Empty, and known to us; the data are of a real hospital."""
    Setting.objects.filter(name=REHEARSAL).delete()
    empty(running)
    known(settings, running)
    return running


def known(settings: Any, server: Server) -> None:
    settings.IMAP_HOST, settings.IMAP_PORT, settings.IMAP_TLS = "127.0.0.1", server.port, "no"
    settings.IMAP_USER, settings.IMAP_PASSWORD, settings.IMAP_FOLDER = USER, server.password, "INBOX"


def empty(server: Server) -> None:
    box = server.connect()
    for name in ("INBOX", READ):
        status, said = box.select(f'"{name}"')
        if status == "OK" and int(said[0] or b"0"):
            box.store("1:*", "+FLAGS", r"(\Deleted)")
            box.expunge()
    box.logout()


def subjects() -> list[str]:
    return list(Received.objects.order_by("created_at", "id").values_list("subject", flat=True))


def test_each_is_heard_in_the_order_in_which_it_came_and_moved_aside(server: Server) -> None:
    server.deliver(*(mail("Hello", subject=f"nr {n}", sender=f"a{n}@example.net").as_bytes() for n in range(12)))
    assert Postbox().look() == 12
    assert sorted(subjects()) == sorted(f"nr {n}" for n in range(12))
    assert (server.count("INBOX"), server.count(READ)) == (0, 12)
    assert Postbox().look() == 0


def test_more_than_one_look_holds_is_read_in_several(server: Server) -> None:
    server.deliver(*(mail("Hello", subject=f"nr {n}").as_bytes() for n in range(30)))
    assert [Postbox().look() for _ in range(3)] == [25, 5, 0]


def test_in_a_rehearsal_nothing_is_read(server: Server) -> None:
    Setting.objects.create(name=REHEARSAL, value=True)
    server.deliver(mail("Hello").as_bytes())
    assert (Postbox().look(), server.count("INBOX"), Received.objects.count()) == (0, 1, 0)
    assert "no mailbox is read" in how_mail_is_read()


def test_what_cannot_be_heard_stays_and_the_others_are_heard(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    from almoner.replies import postbox

    real = postbox.receive

    def fails(**kwargs: Any) -> Any:
        if kwargs["incoming"].subject == "nr 1":
            raise OSError("no room on the disk")
        return real(**kwargs)

    monkeypatch.setattr(postbox, "receive", fails)
    server.deliver(*(mail("Hello", subject=f"nr {n}").as_bytes() for n in range(3)))
    assert (Postbox().look(), server.count("INBOX")) == (2, 1)
    monkeypatch.setattr(postbox, "receive", real)
    assert (Postbox().look(), server.count("INBOX")) == (1, 0)


def test_what_is_huge_or_no_mail_at_all_is_heard_too(server: Server) -> None:
    server.deliver(mail("x " * 2_000_000, subject="huge").as_bytes(), b"\xff\xfe no header\r\n", b"\r\n")
    assert (Postbox().look(), Received.objects.count()) == (3, 3)


def test_a_mailbox_that_does_not_open_is_left_alone_for_a_while(server: Server, settings: Any) -> None:
    settings.IMAP_PASSWORD = "another"
    server.deliver(mail("Hello").as_bytes())
    box = Postbox()
    with pytest.raises(MailboxFault), Mailbox():
        pass
    assert box.look() == 0
    settings.IMAP_PASSWORD = server.password
    assert box.look() == 0
    with clock.at(clock.now() + timedelta(minutes=6)):
        assert box.look() == 1


@pytest.mark.parametrize("wrong", [{"IMAP_FOLDER": "No such"}, {"IMAP_TLS": "yes"}, {"IMAP_TLS": "starttls"}], ids=str)
def test_what_is_set_wrong_is_a_fault_that_says_so(server: Server, settings: Any, wrong: dict[str, str]) -> None:
    for name, value in wrong.items():
        setattr(settings, name, value)
    with pytest.raises(MailboxFault, match=r"\w"), Mailbox():
        pass
    assert Postbox().look() == 0


def test_a_server_that_says_nothing_is_not_waited_for(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mailbox, "SECONDS", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings.IMAP_HOST, settings.IMAP_PORT, settings.IMAP_TLS = "127.0.0.1", silent.getsockname()[1], "no"
        begun = time.monotonic()
        with pytest.raises(MailboxFault), Mailbox():
            pass
        assert time.monotonic() - begun < 5


OLD = {
    "no MOVE": ("imap_capability = IMAP4rev1 UIDPLUS", READ),
    "neither": ("imap_capability = IMAP4rev1", READ),
    "slashes": ("namespace inbox {\n  inbox = yes\n  separator = /\n}", "Almoner/read"),
    "below the inbox": (
        "namespace inbox {\n  inbox = yes\n  separator = .\n  prefix = INBOX.\n}",
        "INBOX.Almoner.read",
    ),
}


@pytest.mark.parametrize("name", OLD)
def test_servers_of_other_kinds_are_served_too(line: Line, settings: Any, name: str) -> None:
    Setting.objects.filter(name=REHEARSAL).delete()
    extra, read = OLD[name]
    with dovecot(extra=extra) as old:
        known(settings, old)
        old.deliver(*(mail("Hello", subject=f"nr {n}").as_bytes() for n in range(3)))
        assert (Postbox().look(), old.count(read), Postbox().look()) == (3, 3, 0)


def test_the_check_says_how_mail_is_read_and_what_only_the_relay_can_show(server: Server, settings: Any) -> None:
    assert f"read from 127.0.0.1:{server.port}, folder INBOX; it goes unencrypted" in how_mail_is_read()
    settings.EMAIL_HOST, settings.DEFAULT_FROM_EMAIL = "relay.example", "Riverside <desk@riverside.example>"
    assert "dkim=pass for riverside.example" in what_the_relay_does()
    assert unread() == ""
    settings.IMAP_HOST = ""
    assert "answers to desk@riverside.example are read by nobody" in unread()
    assert "Stand-in" in how_mail_is_read()


# ── Killed ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def environment(home: Path, server: Server) -> dict[str, str]:
    root = Path(__file__).parents[2]
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ALMONER_")}
    return kept | {
        "ALMONER_HOME": str(home), "ALMONER_IMAP_HOST": "127.0.0.1", "ALMONER_IMAP_PORT": str(server.port),
        "ALMONER_IMAP_USER": USER, "ALMONER_IMAP_PASSWORD": server.password, "ALMONER_IMAP_TLS": "no",
        "DJANGO_SETTINGS_MODULE": "almoner.settings", "PYTHONPATH": f"{root / 'src'}:{root}",
    }  # fmt: skip


def run(command: str, env: dict[str, str]) -> str:
    made = subprocess.run(
        [sys.executable, str(PROGRAM), command], env=env, capture_output=True, text=True, check=True, timeout=120
    )
    return made.stdout


@pytest.mark.faults
def test_I_37_killed_between_hearing_and_moving_aside_it_is_read_again_and_heard_once(
    running: Server, tmp_path: Path
) -> None:
    empty(running)
    luck, mails, kills = random.Random(37), 12, 3
    env = environment(tmp_path, running)
    run("prepare", env)
    running.deliver(*(mail("Hello", subject=f"nr {n}", sender=f"a{n}@example.net").as_bytes() for n in range(mails)))
    for _ in range(kills):
        with subprocess.Popen([sys.executable, str(PROGRAM), "work"], env=env, stdout=subprocess.PIPE) as worker:
            assert worker.stdout
            assert worker.stdout.readline() == b"heard\n"
            time.sleep(luck.uniform(0, 0.3))
            worker.kill()
    run("finish", env)
    told = json.loads(run("report", env))
    assert told["subjects"] == sorted(f"nr {n}" for n in range(mails))
    assert (told["contacts"], told["promises"]) == (mails, mails)
    assert (running.count("INBOX"), running.count(READ)) == (0, mails)
    assert told["again"] >= 1
