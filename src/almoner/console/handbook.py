"""The hospital's own aftercare: which handbook is in force, and reading a new one."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from almoner.aftercare import actions, queries
from almoner.aftercare.handbook import Handbook, handbook_from
from almoner.aftercare.reading import read_text
from almoner.console.answers import page
from almoner.console.gates import StaffRequest, staff
from almoner.console.hospital_file import file_read
from almoner.core import clock
from almoner.core.permissions import Permission
from almoner.ui.answers import done


@require_http_methods(["GET", "POST"])
@staff(Permission.MANAGE_CATALOGUE)
def handbook(request: StaffRequest) -> HttpResponse:
    """The handbook in force, and reading a new one."""
    file = file_read(
        request,
        _("File of the handbook"),
        read=_read,
        put_in_force=lambda found: actions.load_handbook(data=found[0], by=request.actor),
    )
    if file.in_force:
        return done(request, _("Version %s is in force.") % file.in_force.version, "console:handbook")
    stored = queries.handbook_in_use(by=request.actor)
    context = {
        "file": file,
        "checked": f"{file.checked[1].version} · {file.checked[1].owner}" if file.checked else "",
        "stored": stored,
        "overdue": bool(stored and stored.review_on < clock.today()),
        "crumbs": [(_("Hospital"), reverse("console:hospital")), (_("Aftercare"), "")],
    }
    return page(request, "console/handbook.html", context, here="hospital", status=file.status)


def _read(content: bytes) -> tuple[dict[str, Any], Handbook]:
    """As it is kept, and as it is understood. Raises FaultyHandbook."""
    data = read_text(content)
    return data, handbook_from(data)
