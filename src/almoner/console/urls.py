"""The console's addresses: the front of the house, and the care within it."""

from __future__ import annotations

from almoner.console.urls_desk import desk_urls

app_name = "console"
urlpatterns = [*desk_urls]
