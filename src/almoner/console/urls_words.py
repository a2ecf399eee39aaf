"""Addresses of the words of messages."""

from __future__ import annotations

from django.urls import path

from almoner.console import notices, words, words_changes, words_previews

words_urls = [
    path("messages/words/", words.words, name="words"),
    path("messages/words/<str:kind>/", words.words_of, name="words_of"),
    path("messages/words/<str:kind>/begin/", words.begin_words, name="begin_words"),
    path("messages/words/<str:kind>/back/", words.restore_words, name="restore_words"),
    path("messages/words/<str:kind>/compare/", words.compare_words, name="compare_words"),
    path(
        "messages/words/<str:kind>/as-it-leaves/<slug:language>/<slug:part>/",
        words_previews.words_preview,
        name="words_preview",
    ),
    path("messages/changes/", words_changes.words_changes, name="words_changes"),
    path("messages/changes/<uuid:change_id>/", words_changes.words_change, name="words_change"),
    path("messages/changes/<uuid:change_id>/act/<slug:act>/", words_changes.words_change_act, name="words_change_act"),
    path("messages/changes/<uuid:change_id>/<slug:language>/", words_changes.write_words, name="write_words"),
    path(
        "messages/changes/<uuid:change_id>/<slug:language>/<slug:part>/",
        words_previews.change_preview,
        name="change_preview",
    ),
    path("messages/many/", notices.notices, name="notices"),
    path("messages/many/new/<slug:selection>/", notices.begin_notice, name="begin_notice"),
    path("messages/many/<uuid:notice_id>/", notices.notice, name="notice"),
    path("messages/many/<uuid:notice_id>/for/", notices.aim_notice, name="aim_notice"),
    path("messages/many/<uuid:notice_id>/live/", notices.notice_live, name="notice_live"),
    path("messages/many/<uuid:notice_id>/act/<slug:act>/", notices.notice_act, name="notice_act"),
    path("messages/many/<uuid:notice_id>/<slug:language>/", notices.write_notice, name="write_notice"),
    path("messages/many/<uuid:notice_id>/<slug:language>/<slug:part>/", notices.notice_preview, name="notice_preview"),
]
