"""A hospital brings its own aftercare through a page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.cast import Cast
from tests.console.reading import words

import almoner.demo
from almoner.aftercare.models import HandbookVersion

PAGE = "/desk/hospital/aftercare/"
FILE = Path(almoner.demo.__file__).parent / "hospital" / "aftercare.toml"
Browser = Callable[[str], Client]


def upload(browser: Client, content: bytes, how: str = "load") -> object:
    return browser.post(PAGE, {"upload": SimpleUploadedFile("own.toml", content), "how": how})


def test_handbook_is_checked_then_put_in_force(cast: Cast, as_: Browser) -> None:
    manager = as_("manager")
    assert "Nobody who goes home is rung" in words(manager.get(PAGE))
    assert "Nothing was changed yet" in words(upload(manager, FILE.read_bytes(), "check"))
    assert not HandbookVersion.objects.exists()
    upload(manager, FILE.read_bytes())
    assert "Matron for discharge" in words(manager.get(PAGE))


@pytest.mark.parametrize("content", [b"[handbook", b"\xff\xfe", b"", b"[handbook]\nversion = '1'"])
def test_faults_are_told_and_nothing_changed(cast: Cast, as_: Browser, content: bytes) -> None:
    answer = upload(as_("manager"), content)
    assert answer.status_code == 422  # type: ignore[attr-defined]
    assert not HandbookVersion.objects.exists()


@pytest.mark.parametrize("who", ["doctor", "agent", "maya"])
def test_I_22_page_is_for_who_keeps_the_catalogue(cast: Cast, as_: Browser, who: str) -> None:
    assert as_(who).get(PAGE).status_code == 404
