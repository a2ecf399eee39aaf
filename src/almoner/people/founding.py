"""What founding a hospital brings about."""

from __future__ import annotations

from dataclasses import dataclass

from almoner.people.invitations import Invitation
from almoner.people.models import Site, Staff


@dataclass(frozen=True, slots=True)
class Founded:
    """`invitation` lets the first manager in; it is said this once and kept nowhere."""

    site: Site
    manager: Staff
    invitation: Invitation
