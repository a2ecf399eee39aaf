"""Addresses of what happens behind the front: the outbox, what came in, and the audit chain."""

from __future__ import annotations

from django.urls import path

from almoner.console import attempts, audit, outbox, received

care_urls = [
    path("outbox/", outbox.outbox, name="outbox"),
    path("outbox/<uuid:message_id>/", outbox.message, name="message"),
    path("outbox/e-mail/<uuid:attempt_id>/", attempts.message_email, name="message_email"),
    path("outbox/sound/<uuid:attempt_id>/<slug:part>/", attempts.message_sound, name="message_sound"),
    path("outbox/letter/<uuid:attempt_id>/", attempts.message_letter, name="message_letter"),
    path("received/", received.received, name="received"),
    path("received/<uuid:received_id>/", received.received_one, name="received_one"),
    path("audit/", audit.audit, name="audit"),
]
