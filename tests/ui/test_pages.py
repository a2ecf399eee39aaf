"""Pages for when something is not as hoped, and the frame of an e-mail."""

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from almoner.core.refusal import NotAllowed


@pytest.mark.parametrize("name", ["404.html", "403.html", "403_csrf.html", "500.html", "ui/error_offline.html"])
def test_an_error_page_needs_nothing_and_leads_on(name: str) -> None:
    html = render_to_string(name)
    assert "Ring the emergency number of your country now" in html
    assert '<a class="button" href="' in html
    assert "<script" not in html


@pytest.mark.parametrize(
    ("context", "said"),
    [
        ({"refusal": NotAllowed()}, "You are not allowed to do that."),
        ({"text": "Somebody was faster."}, "Somebody was faster."),
        ({}, "We could not do that."),
    ],
)
def test_a_refusal_says_why_and_that_nothing_was_changed(context: dict[str, object], said: str) -> None:
    html = render_to_string("ui/error_refused.html", context)
    assert said in html
    assert "Nothing was changed." in html


def test_an_error_page_says_the_numbers_of_the_hospital_when_it_knows_them() -> None:
    html = render_to_string("500.html", {"emergency_number": "112", "service_desk_number": "555 0100"})
    assert 'href="tel:112"' in html
    assert 'href="tel:555 0100"' in html


@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("ar", "rtl")])
def test_an_email_runs_as_its_language_does(language: str, direction: str) -> None:
    with translation.override(language):
        html = render_to_string("ui/email_base.html", {"hospital_name": "St Brendan", "subject": "Your visit"})
    assert f'<html lang="{language}" dir="{direction}">' in html
    assert "<title>Your visit</title>" in html
    assert "St Brendan" in html
