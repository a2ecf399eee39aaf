"""What a visit needs, in the reader's words."""

from __future__ import annotations

from django.utils.translation import gettext as _

from almoner.catalogue.models import Service
from almoner.catalogue.room_kinds import room_kind_name
from almoner.people.professions import profession_name
from almoner.scheduling.enums import Kind
from almoner.scheduling.models import Resource
from almoner.scheduling.needs import Need
from almoner.scheduling.preferences import Preferences


def need_name(need: Need, service: Service, wish: Preferences) -> str:
    """“cardiologist”, “heart ultrasound room”; whom or what one wishes for is named with it."""
    if need.kind == Kind.ROOM:
        name = room_kind_name(need.what)
        return _("%(room)s without steps") % {"room": name} if wish.step_free else name
    if need.what:
        return profession_name(need.what)
    return _clinician(service, wish) if need.kind == Kind.CLINICIAN else str(need.label)


def _clinician(service: Service, wish: Preferences) -> str:
    if wish.clinician_id:
        named = Resource.objects.filter(staff_id=wish.clinician_id).values_list("name", flat=True).first()
        return named or str(_("a clinician"))
    who = " / ".join(profession_name(one) for one in service.performers) or _("a clinician")
    return _("%(who)s who meets the wishes") % {"who": who} if wish.sex or wish.language else who
