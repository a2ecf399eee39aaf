"""The console's addresses: the front of the house, and the care within it."""

from __future__ import annotations

from almoner.console.urls_aftercare import aftercare_urls
from almoner.console.urls_arrivals import arrival_urls
from almoner.console.urls_care import care_urls
from almoner.console.urls_clinical import clinical_urls
from almoner.console.urls_desk import desk_urls
from almoner.console.urls_front import front_urls
from almoner.console.urls_house import house_urls
from almoner.console.urls_insight import insight_urls
from almoner.console.urls_people import people_urls
from almoner.console.urls_post import post_urls
from almoner.console.urls_rules import rule_urls
from almoner.console.urls_together import together_urls
from almoner.console.urls_triage import triage_urls
from almoner.console.urls_ward import ward_urls
from almoner.console.urls_words import words_urls

app_name = "console"
urlpatterns = [
    *front_urls,
    *people_urls,
    *desk_urls,
    *together_urls,
    *care_urls,
    *words_urls,
    *post_urls,
    *triage_urls,
    *rule_urls,
    *house_urls,
    *arrival_urls,
    *ward_urls,
    *clinical_urls,
    *aftercare_urls,
    *insight_urls,
]
