"""Coming in without an appointment: what they say is gauged like any request for help, and they wait at its level."""

from __future__ import annotations

from almoner.catalogue.models import Service
from almoner.core.action import action
from almoner.core.actor import Actor
from almoner.people.models import Person, Site
from almoner.urgency.actions import report_danger, submit_request
from almoner.urgency.asked import About, Told
from almoner.urgency.danger import said_yes
from almoner.urgency.enums import RequestChannel
from almoner.visits.actions.arriving import note_arrival
from almoner.visits.models import Visit


@action
def walk_in(*, person: Person, site: Site, told: Told, service: Service | None = None, by: Actor) -> Visit:
    """Note who walked in, with danger signs asked first and their own words; the ticket is there at once (ARR-4).

    The level is a suggestion that a nurse decides on; the visit follows what is decided. Raises what
    `urgency.submit_request` and `note_arrival` raise.
    """
    if said_yes(told.danger_answers):
        request = report_danger(told=told, channel=RequestChannel.DESK, person=person, by=by)
    else:
        about = About(service_code=service.code if service else "")
        request = submit_request(told=told, channel=RequestChannel.DESK, person=person, about=about, by=by)
    visit = note_arrival(person=person, site=site, level=request.level, service=service, words=told.words, by=by)
    visit.request = request
    visit.save(update_fields=["request"])
    return visit
