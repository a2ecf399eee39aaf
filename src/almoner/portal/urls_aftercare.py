"""Addresses of what comes after: no name, and nothing of anybody's health, stands in them."""

from __future__ import annotations

from django.urls import path

from almoner.portal import aftercare, leaving, questions, returns, tell_us

aftercare_urls = [
    path("aftercare/", aftercare.aftercare, name="aftercare"),
    path("aftercare/<uuid:plan_id>/", aftercare.say_how, name="say_how"),
    path("aftercare/come-back/<uuid:return_id>/<str:act>/", returns.come_back, name="come_back"),
    path("how-are-you/<str:token>/", aftercare.how_are_you, name="how_are_you"),
    path("how-was-it/<str:token>/", aftercare.how_was_it, name="how_was_it"),
    path("questions/", questions.questions, name="questions"),
    path("questions/ask/", questions.ask_question, name="ask_question"),
    path("questions/ask/words/", questions.ask_words, name="ask_words"),
    path("questions/<uuid:question_id>/", questions.question, name="question"),
    path("questions/<uuid:question_id>/<str:act>/", questions.question_act, name="question_act"),
    path("messages/leave/<str:token>/", leaving.leave, name="leave"),
    path("tell-us/", tell_us.tell_us, name="tell_us"),
    path("tell-us/<uuid:complaint_id>/", tell_us.complaint, name="complaint"),
]
