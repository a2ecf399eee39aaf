"""Addresses of what follows a stay or a visit: calls, questions, feedback and complaints."""

from __future__ import annotations

from django.urls import path

from almoner.console import (
    follow_up,
    handbook,
    person_aftercare,
    person_questions,
    person_returns,
    question_box,
    voices,
)

aftercare_urls = [
    path("hospital/aftercare/", handbook.handbook, name="handbook"),
    path("follow-up-calls/", follow_up.follow_up_calls, name="follow_up_calls"),
    path("follow-up-calls/<uuid:step_id>/", follow_up.follow_up_call, name="follow_up_call"),
    path("follow-up-calls/<uuid:step_id>/<str:act>/", follow_up.follow_up_act, name="follow_up_act"),
    path("questions/", question_box.questions, name="questions"),
    path("questions/<uuid:question_id>/", question_box.question, name="question"),
    path("questions/<uuid:question_id>/<str:act>/", question_box.question_act, name="question_act"),
    path("feedback/", voices.feedback, name="feedback"),
    path("feedback/<uuid:feedback_id>/", voices.feedback_one, name="feedback_one"),
    path("feedback/<uuid:feedback_id>/<str:act>/", voices.feedback_act, name="feedback_act"),
    path("thanks/<uuid:thanks_id>/", voices.pass_on_thanks, name="pass_on_thanks"),
    path("complaints/<uuid:complaint_id>/", voices.complaint, name="complaint"),
    path("complaints/<uuid:complaint_id>/<str:act>/", voices.complaint_act, name="complaint_act"),
    path("people/<uuid:person_id>/returns/", person_returns.person_returns, name="person_returns"),
    path("people/<uuid:person_id>/returns/<str:deed>/", person_returns.person_returns_act, name="person_returns_act"),
    path("people/<uuid:person_id>/aftercare/", person_aftercare.person_aftercare, name="person_aftercare"),
    path(
        "people/<uuid:person_id>/questions/<uuid:question_id>/<str:act>/",
        person_questions.person_question_act,
        name="person_question_act",
    ),
    path(
        "people/<uuid:person_id>/aftercare/<str:deed>/",
        person_aftercare.person_aftercare_act,
        name="person_aftercare_act",
    ),
]
