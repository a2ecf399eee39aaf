"""The laws of the core, held and broken."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings

from almoner.core import audit, clock
from almoner.core.actor import SYSTEM
from almoner.core.laws import LAWS
from almoner.core.models import AuditHead, CommandKey, Setting

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "ALMONER_HOME", tmp_path)


def broken() -> dict[str, list[str]]:
    return {law.id: found for law in LAWS if (found := law.broken())}


def test_laws_hold_on_an_empty_and_on_a_used_house() -> None:
    assert broken() == {}
    audit.seal([audit.Trace("test", SYSTEM, None, "done", {}, clock.now())])
    Setting.objects.create(name="a", value=1)
    CommandKey.objects.create(key="k", act="a", body_digest="", result_label="core.Setting", result_id="a")
    assert broken() == {}


def test_I_31_a_broken_chain_is_seen() -> None:
    audit.seal([audit.Trace("test", SYSTEM, None, "done", {}, clock.now())])
    AuditHead.objects.update(digest="0" * 64)
    assert broken() == {"I-31": ["the chain ends at entry 1, its head says 1"]}


def test_I_40_a_key_whose_answer_is_gone_is_seen() -> None:
    CommandKey.objects.create(key="k", act="a", body_digest="", result_label="core.Setting", result_id="gone")
    assert broken() == {"I-40": ["the answer core.Setting gone is gone"]}
