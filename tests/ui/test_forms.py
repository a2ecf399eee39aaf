"""Every form looks right without markup of its own."""

from datetime import date

import pytest
from django import forms
from django.http import QueryDict
from django.template import Context, Template

from almoner.ui.choices import Pills, RadioCards
from almoner.ui.dates import DayMonthYear


class Visit(forms.Form):
    name = forms.CharField(label="Name", help_text="As on your papers")
    born = forms.DateField(label="Born", widget=DayMonthYear(birth=True))
    way = forms.ChoiceField(
        label="Way", choices=[("a", "Ring"), ("b", "Write")], widget=RadioCards(hints={"b": "Two days"}), required=False
    )
    hour = forms.ChoiceField(
        label="Hour", choices=[("Morning", [("9", "09:00"), ("10", "10:00")])], widget=Pills(), required=False
    )


def draw(source: str, form: forms.Form) -> str:
    return Template("{% load ui %}" + source).render(Context({"form": form}))


def test_a_field_ties_label_hint_and_control_together() -> None:
    html = draw("{% field form.name %}", Visit())
    assert '<label class="field-label" for="id_name">Name' in html
    assert '<p class="field-hint" id="id_name_helptext">As on your papers</p>' in html
    assert 'aria-describedby="id_name_helptext"' in html


def test_a_field_that_came_back_says_what_is_wrong_beside_it() -> None:
    html = draw("{% field form.name %}", Visit({"name": ""}))
    assert 'id="id_name_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_name_helptext id_name_error"' in html


def test_a_label_can_be_for_screen_readers_only() -> None:
    assert 'class="field-label heard"' in draw("{% field form.name hide_label=True %}", Visit())


def test_the_summary_leads_to_the_first_control_of_each_wrong_field() -> None:
    html = draw("{% error_summary form %}", Visit({"name": "", "way": "z"}))
    assert 'href="#id_name"' in html
    assert 'href="#id_born_0"' in html
    assert 'href="#id_way_0"' in html
    assert "data-focus" in html


def test_there_is_no_summary_while_all_is_well() -> None:
    good = {"name": "Ana", "born_day": "1", "born_month": "2", "born_year": "1990"}
    assert draw("{% error_summary form %}", Visit(good)) == draw("{% error_summary form %}", Visit()) == ""


def test_a_whole_form_is_drawn_by_the_same_templates() -> None:
    html = str(Visit({"name": ""}))
    assert html.index("error-summary") < html.index('class="fields"')
    assert html.count('data-field="') == len(Visit().fields)


def test_choices_are_cards_with_hints() -> None:
    html = draw("{% field form.way %}", Visit())
    assert 'aria-describedby="id_way_1_hint"' in html
    assert '<p class="choice-hint" id="id_way_1_hint">Two days</p>' in html
    assert "(optional)" in html


def test_grouped_pills_stand_under_their_heading() -> None:
    html = draw("{% field form.hour %}", Visit())
    assert html.count('<p class="pills-group">Morning</p>') == 1
    assert html.count('class="pill"') == 2


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("born_day=27&born_month=3&born_year=1945", date(1945, 3, 27)),
        ("born_day=+7&born_month=03&born_year=1945", date(1945, 3, 7)),
        ("born=1945-03-27", date(1945, 3, 27)),
    ],
)
def test_a_date_is_read_from_its_three_fields(typed: str, found: date) -> None:
    form = Visit(QueryDict("name=Ana&" + typed))
    assert form.is_valid(), form.errors
    assert form.cleaned_data["born"] == found


@pytest.mark.parametrize("typed", ["born_day=31&born_month=2&born_year=1990", "born_day=&born_month=2&born_year=1990"])
def test_a_date_that_is_none_comes_back_as_it_was_typed(typed: str) -> None:
    form = Visit(QueryDict("name=Ana&" + typed))
    assert list(form.errors) == ["born"]
    assert 'value="1990"' in str(form["born"])


def test_an_empty_date_is_missing_not_wrong() -> None:
    form = Visit(QueryDict("name=Ana&born_day=&born_month=&born_year="))
    assert form.errors["born"].as_data()[0].code == "required"


def test_a_date_that_is_known_is_shown_in_its_parts() -> None:
    html = str(Visit(initial={"born": date(1945, 3, 27)})["born"])
    assert [f'value="{part}"' in html for part in (27, 3, 1945)] == [True, True, True]
    assert 'autocomplete="bday-day"' in html
