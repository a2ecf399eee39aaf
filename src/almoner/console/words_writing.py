"""Writing words in one language: the page with how they would leave, and where it goes on once they are kept. For the
words of a kind of message and for messages to many alike."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from almoner.console.answers import page
from almoner.console.gates import StaffRequest
from almoner.console.words_forms import WordsForm
from almoner.console.words_shown import direction, names_shown, previews
from almoner.messaging.written_words import name_of
from almoner.ui.answers import done


def writing_page(
    request: StaffRequest, form: WordsForm, *, kind: str, language: str, whole: Any, address: str, **shown: Any
) -> HttpResponse:
    """`whole`: the words as they are kept; `address`: where their e-mail, call and letter are shown. `shown`: `name`,
    `languages`, `crumbs`, and `theirs`, what somebody else wrote meanwhile, or nothing."""
    context = {
        "form": form,
        "in_language": language,
        "language_name": name_of(language),
        "runs": direction(language),
        "names": names_shown(kind, language),
        "preview": previews(kind, whole, language, address),
        **shown,
    }
    status = 422 if shown["theirs"] else 200
    return page(request, "console/write_words.html", context, here="words", status=status)


def went_on(request: StaffRequest, faults: int, *, here: tuple[Any, ...], whole: tuple[Any, ...]) -> HttpResponse:
    """`here` again, with what is wrong or how it looks; or on to the `whole`. Both are a route and its arguments."""
    if faults:
        said = ngettext("Kept. %d thing is to be mended.", "Kept. %d things are to be mended.", faults) % faults
        return done(request, said, *here)
    if request.POST.get("act") == "on":
        return done(request, _("Kept."), *whole)
    return done(request, _("Kept. Below is how it would leave."), *here)
