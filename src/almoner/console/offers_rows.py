"""Open offers and pauses as the templates take them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from almoner.catalogue.models import Service
from almoner.console.offers_forms import StopOffersForm
from almoner.core.languages import of_reader
from almoner.scheduling import series_words, turn_words
from almoner.scheduling.models import OfferPause
from almoner.scheduling.offering import Rules
from almoner.scheduling.offers_now import Batch
from almoner.scheduling.times import Time
from almoner.ui.moments import minutes_in_words


def choices_of(services: Iterable[Service]) -> list[tuple[str, str]]:
    return sorted(((one.code, one.name_in(of_reader())) for one in services), key=lambda pair: pair[1])


def time_choices(times: Sequence[Time]) -> list[tuple[str, str]]:
    """Times by their keys, the next that suits standing first."""
    return [("", _("The next that suits")), *series_words.choices_of(times)]


def _where(room: str, site: str, *, several: bool) -> str:
    return f"{room}, {site}" if room and several else room or site


def batch_row(batch: Batch, *, several: bool) -> dict[str, Any]:
    """`several`: what is shown is at more than one site, so each says at which."""
    name, sample = batch.service.name_in(of_reader()), batch.sample
    given = {"service": batch.service.code, "time_key": batch.time_key}
    form = StopOffersForm(services=[(batch.service.code, name)], initial=given, auto_id=f"stop-{sample.id.hex}_%s")
    return {
        "batch": batch,
        "service": name,
        "clinician": sample.clinician.name,
        "where": _where(sample.room.name if sample.room else "", sample.site.name, several=several),
        "kept": sample.hold_id is not None,
        "people": [
            {
                "name": offer.entry.person.name,
                "href": reverse("console:waiting_entry", args=[offer.entry_id]),
                "by_hand": turn_words.by_hand(offer.order_reason),
            }
            for offer in batch.offers
        ],
        "form": form,
        "given": given,
    }


def pause_row(pause: OfferPause) -> dict[str, Any]:
    return {
        "pause": pause,
        "of": pause.service.name_in(of_reader()) if pause.service else pause.person.name if pause.person else "",
        "person": pause.person,
    }


def rules_row(rules: Rules) -> dict[str, Any]:
    """The rules in words and lengths."""
    lengths = {
        "near": rules.anyone_within,
        "between": rules.between_waves,
        "to_answer": rules.to_answer,
        "by_phone": rules.to_answer_by_phone,
        "stops": rules.stops_before,
    }
    said = {name: minutes_in_words(int(length.total_seconds() // 60)) for name, length in lengths.items()}
    return {
        **said,
        "begins": rules.begins.isoformat("minutes"),
        "ends": rules.ends.isoformat("minutes"),
        "wave": rules.wave,
    }
