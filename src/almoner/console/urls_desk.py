"""Addresses of promises, the desk, people, booking and triage."""

from __future__ import annotations

from django.urls import path

from almoner.console import appointments, booking, contacts, desk, displaced, people, promises, writing_back

desk_urls = [
    path("promises/", promises.promises, name="promises"),
    path("promises/live/", promises.promises_live, name="promises_live"),
    path("promises/<str:reference>/", promises.promise, name="promise"),
    path("promises/<str:reference>/<str:act>/", promises.promise_act, name="promise_act"),
    path("displaced/", displaced.displaced, name="displaced"),
    path("displaced/<uuid:change_id>/", displaced.displaced_by, name="displaced_by"),
    path("contacts/", desk.desk, name="desk"),
    path("contacts/take/", desk.take_contact, name="take_contact"),
    path("telephone/", desk.my_telephone, name="my_telephone"),
    path("contacts/given-up/", desk.note_abandoned_call, name="note_abandoned_call"),
    path("contacts/<uuid:contact_id>/", contacts.contact, name="contact"),
    path("contacts/<uuid:contact_id>/who/<uuid:person_id>/", contacts.contact_who, name="contact_who"),
    path("contacts/<uuid:contact_id>/carer/<uuid:person_id>/", contacts.contact_carer, name="contact_carer"),
    path("contacts/<uuid:contact_id>/end/", contacts.end_contact, name="end_contact"),
    path("contacts/<uuid:contact_id>/rung-back/", contacts.call_back, name="call_back"),
    path("contacts/<uuid:contact_id>/write/", writing_back.write_back, name="write_back"),
    path("contacts/<uuid:contact_id>/ask-to-ring/", writing_back.ask_to_ring, name="ask_to_ring"),
    path("people/", people.people, name="people"),
    path("people/register/", people.register_person, name="register_person"),
    path("people/<uuid:person_id>/", people.person, name="person"),
    path("people/<uuid:person_id>/book/", booking.find_service, name="find_service"),
    path("people/<uuid:person_id>/book/<str:code>/", booking.choose_time, name="choose_time"),
    path("people/<uuid:person_id>/wait/<str:code>/", booking.join_waiting_list, name="join_waiting_list"),
    path("holds/<uuid:hold_id>/", booking.confirm_time, name="confirm_time"),
    path("appointments/<uuid:visit_id>/", appointments.appointment, name="appointment"),
    path("appointments/<uuid:visit_id>/confirm/", appointments.confirm_appointment, name="confirm_appointment"),
    path("appointments/<uuid:visit_id>/later/", appointments.come_later, name="come_later"),
    path("appointments/<uuid:visit_id>/said-back/", appointments.read_back, name="read_back"),
    path("appointments/<uuid:visit_id>/cancel/", appointments.cancel_appointment, name="cancel_appointment"),
    path("appointments/<uuid:visit_id>/cancel-by-us/", appointments.cancel_by_hospital, name="cancel_by_hospital"),
]
