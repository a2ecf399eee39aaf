"""Addresses of what happens behind the front: the outbox, what came in, and the audit chain."""

from __future__ import annotations

from django.urls import path

from almoner.console import ahead, arriving, attempts, audit, outbox, received, told

care_urls = [
    path("outbox/", outbox.outbox, name="outbox"),
    path("outbox/ahead/", ahead.messages_ahead, name="messages_ahead"),
    path("outbox/arriving/", arriving.arriving, name="arriving"),
    path("outbox/<uuid:message_id>/", outbox.message, name="message"),
    path("outbox/<uuid:message_id>/ahead/e-mail/", ahead.message_ahead_email, name="message_ahead_email"),
    path("outbox/<uuid:message_id>/ahead/letter/", ahead.message_ahead_letter, name="message_ahead_letter"),
    path("outbox/e-mail/<uuid:attempt_id>/", attempts.message_email, name="message_email"),
    path("outbox/sound/<uuid:attempt_id>/<slug:part>/", attempts.message_sound, name="message_sound"),
    path("outbox/letter/<uuid:attempt_id>/", attempts.message_letter, name="message_letter"),
    path("received/", received.received, name="received"),
    path("received/<uuid:received_id>/", received.received_one, name="received_one"),
    path("people/<uuid:person_id>/told/", told.person_told, name="person_told"),
    path("audit/", audit.audit, name="audit"),
]
