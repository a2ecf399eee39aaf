"""Spanish as people speak and write it: regions, voices, spelling, denial, and words that only sound dangerous."""

from __future__ import annotations

import tomllib
from collections import Counter
from importlib.resources import files

import pytest

from almoner.urgency.reading import read


def present(text: str) -> set[str]:
    found = read(text, "es").findings
    return {one.concept for one in found if not (one.denied or one.past or one.family or one.asked)}


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        # Spain
        ("me duele la tripa y estoy hecho polvo", "abdominal_pain"),
        ("se ha atragantado con una aceituna y no puede toser", "choking"),
        # Mexico and Central America
        ("traigo calentura desde ayer", "fever"),
        ("mi chamaco está bien desguanzado", "floppy"),
        ("ando con chorrillo y retortijones", "diarrhoea"),
        ("me agarró un vahído en el mercado", "faint"),
        # the Caribbean, Colombia, Venezuela
        ("mi chamita tiene lechina", "chickenpox"),
        ("me siento maluco", "unwell"),
        ("boto sangre al toser", "coughing_blood"),
        # the Andes and Chile
        ("a mi guagua se le hunden las costillitas", "grunting"),
        ("tengo la guata hinchada y me duele", "abdominal_pain"),
        ("ando estítica hace una semana", "constipation"),
        # Argentina and Uruguay
        ("estoy descompuesta, arrojé todo", "vomiting"),
        ("el nene está chuchento, con chuchos de frío", "rigors"),
        ("vos no sabés, no puedo respirar", "breathless_severe"),
    ],
)
def test_every_region_is_understood(text: str, concept: str) -> None:
    assert concept in present(text)


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("m duele el pehco", "chest_pain"),
        ("toy vomitando sangre", "vomiting_blood"),
        ("ya no kiero vivir", "self_harm"),
        ("bomito todo", "vomits_everything"),
        ("se me incho la lengua", "throat_swelling"),
        ("combulsiono dos veces", "seizure"),
        ("tengo la tencion alta", "high_pressure"),
        ("me duele mucho la cabesa", "headache"),
        ("mi vb tiene fievre", "fever"),
        ("DOLOOOOR DE PECHO", "chest_pain"),
    ],
)
def test_spelling_as_it_sounds_and_texting_is_understood(text: str, concept: str) -> None:
    assert concept in present(text)


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("se me durmió y no lo puedo despertar", "unresponsive"),
        ("le dio un ataque y se sacudía todo", "seizure"),
        ("a mi papá se le torció la boca", "stroke_signs"),
        ("no me entra el aire", "breathless_severe"),
        ("el bebé se nos puso moradito", "blue"),
        ("me aprieta el pecho", "chest_pain"),
        ("me falta el aire", "breathless"),
        ("no ha querido comer nada", "drinks_poorly"),
        ("se le salió el hombro", "dislocation"),
    ],
)
def test_pronouns_between_and_after_verbs_do_not_hide_a_sign(text: str, concept: str) -> None:
    assert concept in present(text)


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("no me duele el pecho", "chest_pain"),
        ("no se le ha hinchado la cara", "face_swelling"),
        ("ya no tiene fiebre", "fever"),
        ("cero fiebre", "fever"),
        ("nunca se ha desmayado", "faint"),
        ("sin dolor de cabeza ni vómitos", "vomiting"),
        ("no presenta fiebre, tos ni disnea", "breathless"),
        ("no quiero morirme", "self_harm"),
        ("nada me duele", "pain"),
        ("fiebre: no", "fever"),
    ],
)
def test_a_denial_is_heard(text: str, concept: str) -> None:
    assert concept not in present(text)


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("no puedo dormir por el dolor de pecho", "chest_pain"),
        ("no sé si es grave el dolor de pecho", "chest_pain"),
        ("no se me quita el dolor de cabeza", "headache"),
        ("nunca me había dolido así la cabeza", "headache"),
        ("no quiero molestar pero me duele el pecho", "chest_pain"),
        ("ni el paracetamol le baja la fiebre", "fever"),
        ("no aguanto el dolor de barriga", "abdominal_pain"),
        ("sin fiebre pero le duele mucho el oído", "earache"),
    ],
)
def test_a_no_that_denies_nothing_is_passed_over(text: str, concept: str) -> None:
    assert concept in present(text)


@pytest.mark.parametrize(
    "text",
    [
        "me muero de ganas de verlos",
        "casi me da un infarto con la factura",
        "estoy ahogada de trabajo",
        "cuesta un ojo de la cara",
        "mi hermano tiene el corazón roto",
        "necesito un análisis de sangre",
        "la vacuna de la fiebre amarilla",
        "se me cayó el celular",
        "cita de revisión del infarto",
    ],
)
def test_figures_of_speech_and_requests_are_no_emergency(text: str) -> None:
    calm = {"administrative", "fasting_travel", "for_days", "low_mood", "grief_stress", "for_hours"}
    assert present(text) - calm == set()


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("mi bebé no come bien", "child_well"),
        ("no me siento bien", "self_well"),
        ("no camina bien desde ayer", "walks_ok"),
        ("no veo bien", "sees_ok"),
    ],
)
def test_what_does_not_go_well_is_no_reassurance(text: str, concept: str) -> None:
    assert concept not in present(text)


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("tuve un infarto hace diez años", "heart_attack"),
        ("mi padre murió de un derrame", "stroke_signs"),
        ("¿cuáles son los síntomas de un infarto?", "heart_attack"),
        ("si un alumno convulsiona, ¿qué hacemos?", "seizure"),
    ],
)
def test_past_family_and_mere_questions_are_not_now(text: str, concept: str) -> None:
    assert concept not in present(text)


def test_pain_that_began_long_ago_and_lasts_is_present() -> None:
    assert "back_pain" in present("me duele la espalda hace años")


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("lo tengo desde hace tres semanas", "for_weeks"),
        ("me duele desde el lunes", "for_days"),
        ("empezó hace dos horas", "for_hours"),
        ("así llevo cinco meses", "for_months"),
        ("tengo esto desde hace 10 años", "for_years"),
        ("sigue igual que siempre", "unchanged"),
        ("ya voy mejor", "improving"),
    ],
)
def test_the_course_is_understood(text: str, concept: str) -> None:
    assert concept in present(text)


def test_an_age_is_no_course() -> None:
    assert present("mi hija tiene 3 años") & {"for_years", "for_months", "for_weeks"} == set()


def test_no_phrase_stands_twice_under_a_concept() -> None:
    written = tomllib.loads(files("almoner.urgency.rulebook").joinpath("lexicon_es.toml").read_text("utf-8"))
    twice = {name: [text for text, n in Counter(texts).items() if n > 1] for name, texts in written["concepts"].items()}
    assert {name: texts for name, texts in twice.items() if texts} == {}


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("no me golpeé la cabeza", "head_injury"),
        ("no se golpeó la cabeza", "head_injury"),
        ("no me duele el pecho, solo el hombro", "chest_pain"),
        ("quiero otra pluma de adrenalina, la mía caducó", "anaphylaxis"),
        ("me torcí el pie, lo tengo hinchado y morado", "skin_dying"),
        ("el pie se me puso morado del golpe y duele", "cold_limb"),
        ("me salieron ampollitas que queman en el pecho", "burn_severe"),
        ("se me murió el celular y no llegan los avisos", "unresponsive"),
        ("hace un año tuve un ictus", "stroke_signs"),
    ],
)
def test_denied_bygone_and_harmless_likenesses_are_not_heard(text: str, concept: str) -> None:
    assert concept not in present(text)


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("doce puffs del salbutamol y nada", "breathless_severe"),
        ("le asoma una cuerda por la vagina y late", "cord_out"),
        ("lo chuzaron en la espalda", "major_trauma"),
        ("le volcó el tractor encima", "major_trauma"),
        ("tiene las cejas chamuscadas", "fumes"),
        ("mi nieta se comió las pastillas del azúcar de la abuela", "poisoning"),
        ("ya tengo la soga", "suicide_plan"),
        ("está helado, ya no tirita y balbucea", "hypothermia"),
        ("la cortada echa sangre a brincos", "bleeding_severe"),
        ("mi vecino no resuella", "not_breathing"),
        ("lo hemos encontrado en el suelo", "unresponsive"),
        ("me salpicó sosa a los ojos", "chemical_eye"),
    ],
)
def test_what_bystanders_see_is_heard_in_every_region(text: str, concept: str) -> None:
    assert concept in present(text)
