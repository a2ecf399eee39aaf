"""What is refused about writing back, each in words fit for whoever asked."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from almoner.core.refusal import Refused, Unclear


class NotWritten(Refused):
    """The contact is no text or e-mail: there is nothing to write back to."""

    text = _("They did not write to us. Ring them.")


class NotTheirAddress(Refused):
    """It was made sure who it is, and the number or address is not the one by which they are written to."""

    text = _("What they wrote from is not the number or address that we have of them. Ring them.")


class NoMoreWriting(Refused):
    """They stopped it, or have been told as much as may be told in an hour."""

    text = _("Nothing may be written to this number or address now. Ring them.")


class AskedAlready(Refused):
    """They were asked to ring, and were not heard of since."""

    text = _("They have been asked to ring already.")


class NothingWritten(Unclear):
    """An answer without words, or longer than the channel carries."""

    text = _("Please write your answer, in at most %(most)s characters.")
