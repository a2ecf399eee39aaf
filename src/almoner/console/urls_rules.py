"""Addresses of the rules of urgency."""

from __future__ import annotations

from django.urls import path

from almoner.console import rule_changes, rule_sign_off, rule_versions, rules

rule_urls = [
    path("urgency/rules/", rules.rules, name="rules"),
    path("urgency/rules/try/", rules.try_rules, name="try_rules"),
    path("urgency/rules/new/", rule_changes.add_rule, name="add_rule"),
    path("urgency/rules/ready/", rule_changes.read_cases_ahead, name="read_cases_ahead"),
    path("urgency/rules/changes/", rule_changes.rule_changes, name="rule_changes"),
    path("urgency/rules/changes/<uuid:change_id>/", rule_changes.rule_change, name="rule_change"),
    path("urgency/rules/changes/<uuid:change_id>/<str:act>/", rule_changes.rule_change_act, name="rule_change_act"),
    path("urgency/rules/versions/", rule_versions.rule_versions, name="rule_versions"),
    path("urgency/rules/versions/<slug:number>/rules.json", rule_versions.export_rules, name="export_rules"),
    path("urgency/rules/sign-off/", rule_sign_off.sign_off, name="sign_off"),
    path("urgency/rules/rule/<slug:rule_id>/", rules.rule, name="rule"),
    path("urgency/rules/rule/<slug:rule_id>/sign/", rule_sign_off.sign_rule, name="sign_rule"),
    path("urgency/rules/rule/<slug:rule_id>/change/", rule_changes.change_rule, name="change_rule"),
    path("urgency/rules/rule/<slug:rule_id>/off/", rule_changes.switch_off_rule, name="switch_off_rule"),
]
