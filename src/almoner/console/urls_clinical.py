"""Addresses of the clinician's day, the record, who covers, papers, and records opened in an emergency."""

from __future__ import annotations

from django.urls import path

from almoner.console import allergies, clinical, emergency, my_day, papers, preparation, reach, vitals

clinical_urls = [
    path("my-day/", my_day.my_day, name="my_day"),
    path("my-day/live/", my_day.my_day_live, name="my_day_live"),
    path("people/<uuid:person_id>/clinical/", clinical.clinical, name="clinical"),
    path("people/<uuid:person_id>/allergies/", allergies.allergies, name="allergies"),
    path("allergies/<uuid:allergy_id>/<str:act>/", allergies.allergy_act, name="allergy_act"),
    path("people/<uuid:person_id>/vitals/", vitals.vitals, name="vitals"),
    path("vitals/<uuid:vitals_id>/correct/", vitals.correct_vitals, name="correct_vitals"),
    path("warnings/<uuid:warning_id>/review/", vitals.review_warning, name="review_warning"),
    path("reach/", reach.reach, name="reach"),
    path("reach/on-call/", reach.put_on_call, name="put_on_call"),
    path("reach/on-call/<uuid:cover_id>/take-over/", reach.take_over, name="take_over"),
    path("reach/on-call/<uuid:cover_id>/end/", reach.end_cover, name="end_cover"),
    path("reach/asked/<uuid:reach_id>/<slug:act>/", reach.reach_act, name="reach_act"),
    path("people/<uuid:person_id>/ask/", reach.ask_clinician, name="ask_clinician"),
    path("papers/", papers.papers, name="papers"),
    path("papers/new/", papers.receive_paper, name="receive_paper"),
    path("people/<uuid:person_id>/papers/new/", papers.receive_paper_for, name="receive_paper_for"),
    path("papers/<uuid:document_id>/", papers.paper, name="paper"),
    path("papers/<uuid:document_id>/content/", papers.paper_content, name="paper_content"),
    path("papers/<uuid:document_id>/<slug:act>/", papers.paper_act, name="paper_act"),
    path("preparation/", preparation.preparations, name="preparations"),
    path("preparation/<str:code>/", preparation.preparation, name="preparation"),
    path("preparation/<str:code>/approve/", preparation.approve, name="approve_preparation"),
    path("preparation/<str:code>/look-after/", preparation.look_after, name="look_after_preparation"),
    path("emergency/", emergency.open_record, name="open_record"),
    path("openings/", emergency.openings, name="openings"),
    path("openings/<uuid:opening_id>/review/", emergency.review_opening, name="review_opening"),
]
