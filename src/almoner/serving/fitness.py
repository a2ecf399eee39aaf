"""Whether this installation can work; each fault is one sentence that says what to mend."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core.checks import ERROR, run_checks
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import override

from almoner.messaging.channels import choice
from almoner.messaging.channels.choice import in_rehearsal
from almoner.messaging.live_words import overtaken
from almoner.people.models import Site
from almoner.replies.believed import Standing
from almoner.replies.standing import believed, how_mail_is_read, unread, what_the_relay_does
from almoner.urgency.rule_queries import unsigned_rules


def faults() -> list[str]:
    home = Path(settings.ALMONER_HOME)
    return [*_system_faults(), *_table_faults(), *_folder_faults(home), *_program_faults(), *_telephone_faults()]


def warnings() -> list[str]:
    """What is no fault of the installation and yet must not stay so. Ask only where there are no faults."""
    if in_rehearsal() or not Site.objects.exists():
        return []
    used_up = [state.says for state in choice.check() if state.full]
    doubted = [one.says for one in believed() if one.standing == Standing.WRONG]
    said = [*_rules_warnings(), *_words_warnings(), unread(), *used_up, *doubted]
    return [warning for warning in said if warning]


def notes() -> list[str]:
    """What leaves by each channel, how e-mail is read, and what of it cannot be seen from here. Ask only where there
    are no faults."""
    leaves = dict.fromkeys(state.says for state in choice.check())
    relay = [what_the_relay_does()] if settings.EMAIL_HOST and not in_rehearsal() else []
    told = [one.says for one in believed() if one.standing != Standing.WRONG]
    return [*leaves, how_mail_is_read(), *relay, *told]


def _rules_warnings() -> Iterator[str]:
    if unsigned := unsigned_rules():
        said = f"{unsigned} rules of urgency are in force for which no clinician answers today"
        yield f"{said}; before they gauge real people, sign them at /desk/urgency/rules/sign-off/"


def _words_warnings() -> Iterator[str]:
    """Words of the hospital's own that no longer pass, as after an update. Messages go out all the same."""
    with override("en"):
        for version, faults in overtaken():
            said = f"the hospital's own words of {version.kind} no longer pass, and the shipped ones are sent instead"
            yield f"{said} ({faults[0]}); mend them at /desk/messages/words/{version.kind}/"


def _system_faults() -> Iterator[str]:
    """What the rooms' own checks say; the charter is read by one of them."""
    for message in run_checks(include_deployment_checks=False):
        if message.level >= ERROR:
            yield " ".join(f"{message.id}: {message.msg} {message.hint or ''}".split())


def _table_faults() -> Iterator[str]:
    try:
        executor = MigrationExecutor(connection)
    except OperationalError as trouble:
        yield f"The database does not answer: {' '.join(str(trouble).split())}"
        return
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        yield f"{len(waiting)} changes to the tables wait; run: almoner migrate"


def _folder_faults(home: Path) -> Iterator[str]:
    if not home.is_dir() or not os.access(home, os.W_OK | os.X_OK):
        yield f"The data folder {home} cannot be written to; make it, or set ALMONER_HOME."
        return
    if home.stat().st_mode & 0o007:
        yield f"Everybody on this machine can look into the data folder; run: chmod 700 {home}"


def _program_faults() -> Iterator[str]:
    if connection.vendor == "postgresql" and not shutil.which("pg_dump"):
        yield "pg_dump is missing, so backups cannot be made; on Debian: apt-get install postgresql-client"


def _telephone_faults() -> Iterator[str]:
    if settings.CALL_FROM and not (settings.TEXT_URL and settings.ALMONER_PUBLIC_URL.startswith("https://")):
        yield "ALMONER_CALL_FROM needs a provider (ALMONER_TEXT_URL) that reaches us (ALMONER_PUBLIC_URL with https)."
    if settings.SIP_ANSWER and not (settings.SIP_DOMAIN and settings.CALL_DESK):
        yield "ALMONER_SIP_ANSWER needs a line (ALMONER_SIP_DOMAIN) and a telephone of the desk (ALMONER_CALL_DESK)."
