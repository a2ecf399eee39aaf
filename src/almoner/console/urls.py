"""The console's addresses: the front of the house, and the care within it."""

from __future__ import annotations

from almoner.console.urls_care import care_urls
from almoner.console.urls_clinical import clinical_urls
from almoner.console.urls_desk import desk_urls
from almoner.console.urls_triage import triage_urls

app_name = "console"
urlpatterns = [*desk_urls, *care_urls, *triage_urls, *clinical_urls]
