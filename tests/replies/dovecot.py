"""A real IMAP server on the loopback: Dovecot, with a folder and a configuration of its own, ended with the test."""

from __future__ import annotations

import grp
import imaplib
import os
import pwd
import secrets
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent

from tests.engines import Missing, free_port

USER = "desk"
PATIENCE = 20.0


@dataclass
class Server:
    port: int
    folder: Path
    password: str

    def connect(self) -> imaplib.IMAP4:
        found = imaplib.IMAP4("127.0.0.1", self.port, timeout=10)
        try:
            found.login(USER, self.password)
        except imaplib.IMAP4.error:
            found.shutdown()
            raise
        return found

    def deliver(self, *mails: bytes) -> None:
        box = self.connect()
        for raw in mails:
            box.append("INBOX", "", "", raw)  # type: ignore[arg-type]
        box.logout()

    def count(self, folder: str) -> int:
        box = self.connect()
        status, said = box.select(f'"{folder}"', readonly=True)
        box.logout()
        return int(said[0] or b"0") if status == "OK" else -1


def settings_for(folder: Path, port: int, password: str, *, extra: str = "") -> str:
    owner = pwd.getpwuid(folder.stat().st_uid)
    group = owner.pw_gid
    return dedent(f"""\
        base_dir = {folder}/run
        state_dir = {folder}/run
        log_path = {folder}/dovecot.log
        protocols = imap
        listen = 127.0.0.1
        ssl = no
        disable_plaintext_auth = no
        auth_failure_delay = 0
        default_internal_user = {owner.pw_name}
        default_login_user = {owner.pw_name}
        default_internal_group = {grp.getgrgid(group).gr_name}
        first_valid_uid = 1
        first_valid_gid = 0
        mail_location = maildir:{folder}/mail
        mail_uid = {owner.pw_uid}
        mail_gid = {group}
        passdb {{
          driver = static
          args = password={password}
        }}
        userdb {{
          driver = static
          args = uid={owner.pw_uid} gid={group} home={folder}/home
        }}
        service imap-login {{
          chroot =
          inet_listener imap {{
            port = {port}
          }}
          inet_listener imaps {{
            port = 0
          }}
        }}
        service anvil {{
          chroot =
        }}
        service stats {{
          chroot =
        }}
        {extra}
        """)


@contextmanager
def dovecot(*, extra: str = "") -> Iterator[Server]:
    program = shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
    if program is None:
        raise Missing("Dovecot is not installed; on Debian: apt-get install dovecot-imapd")
    folder = Path(tempfile.mkdtemp(prefix="almoner-dovecot-"))
    server = Server(free_port(), folder, secrets.token_hex(12))
    as_user: list[str] = []
    try:
        for name in ("run", "mail", "home"):
            (folder / name).mkdir()
        if os.getuid() == 0:
            as_user = _give_to_nobody(folder)
        config = folder / "dovecot.conf"
        config.write_text(settings_for(folder, server.port, server.password, extra=extra), encoding="utf-8")
        config.chmod(0o644)
        with subprocess.Popen([*as_user, program, "-F", "-c", str(config)], stderr=subprocess.PIPE) as running:
            try:
                _wait_for(server, running)
                yield server
            finally:
                running.terminate()
                running.wait(timeout=20)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _give_to_nobody(folder: Path) -> list[str]:
    """Dovecot runs as an ordinary user; where the tests are root, as the user who owns nothing else."""
    nobody = pwd.getpwnam("nobody")
    for path in (folder, *folder.iterdir()):
        os.chown(path, nobody.pw_uid, nobody.pw_gid)
    return ["setpriv", f"--reuid={nobody.pw_uid}", f"--regid={nobody.pw_gid}", "--clear-groups"]


def _wait_for(server: Server, running: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if running.poll() is not None:
            break
        try:
            with socket.create_connection(("127.0.0.1", server.port), timeout=1):
                server.connect().logout()
                return
        except (OSError, imaplib.IMAP4.error):
            time.sleep(0.1)
    log = server.folder / "dovecot.log"
    raise Missing(f"Dovecot does not answer: {log.read_text()[-2000:] if log.exists() else 'no log'}")
