"""What a message links to is a page that is there."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.urls import resolve

from almoner.scheduling.messages import link


def test_CNF_3_the_link_of_a_confirmation_leads_to_the_visit() -> None:
    path = link(UUID(int=7)).removeprefix(settings.ALMONER_PUBLIC_URL)
    assert resolve(path).view_name == "portal:visit"
