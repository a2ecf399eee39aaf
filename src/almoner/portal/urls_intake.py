"""Addresses of “I feel unwell”. None of them says what somebody suffers from."""

from __future__ import annotations

from django.urls import path

from almoner.portal import intake, interview

intake_urls = [
    path("unwell/", intake.intake_danger, name="intake_danger"),
    path("unwell/words/", intake.intake_words, name="intake_words"),
    path("unwell/questions/", interview.intake_question, name="intake_question"),
    path("unwell/person/", interview.intake_person, name="intake_person"),
    path("unwell/done/", intake.intake_done, name="intake_done"),
    path("unwell/now/", intake.emergency, name="emergency"),
    path("unwell/talk/", intake.crisis, name="crisis"),
    path("unwell/leave/", intake.intake_leave, name="intake_leave"),
]
