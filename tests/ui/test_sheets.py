"""Laws of the style sheets, scripts, pictures and templates."""

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from almoner import ui
from almoner.ui.gallery import ICONS, PICTURES

ROOT = Path(ui.__file__).parent
STATIC = ROOT / "static" / "ui"
SHEETS = sorted(STATIC.rglob("*.css"))
SCRIPTS = sorted(STATIC.rglob("*.js"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
PHYSICAL = re.compile(
    r"(?<![\w-])(?:(?:margin|padding|border|inset|scroll-margin|scroll-padding)-(?:left|right|top|bottom)[\w-]*"
    r"|left|right|top|bottom|width|height|(?:min|max)-(?:width|height)|border-(?:top|bottom)-(?:left|right)-radius)\s*:"
    r"|(?:float|clear|text-align)\s*:\s*(?:left|right)"
)
NUMBERED_COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b(?![^{]*\{)|(?:rgba?|hsla?|oklch|lab)\(")


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def without_comments(css: str) -> str:
    return re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)


@pytest.mark.parametrize("sheet", SHEETS, ids=name)
def test_a_sheet_knows_no_left_or_right(sheet: Path) -> None:
    css = re.sub(r"@media[^{]*", "", without_comments(sheet.read_text()))
    assert PHYSICAL.findall(css) == []


@pytest.mark.parametrize("sheet", [sheet for sheet in SHEETS if sheet.name != "tokens.css"], ids=name)
def test_a_sheet_takes_its_colours_from_the_tokens(sheet: Path) -> None:
    assert NUMBERED_COLOUR.findall(without_comments(sheet.read_text())) == []


@pytest.mark.parametrize("sheet", SHEETS, ids=name)
def test_every_custom_property_that_a_sheet_uses_is_given_somewhere(sheet: Path) -> None:
    given = {found for other in SHEETS for found in re.findall(r"(--[\w-]+)\s*:", other.read_text())}
    used = set(re.findall(r"var\((--[\w-]+)", sheet.read_text()))
    assert used - given == set()


@pytest.mark.parametrize("file", [*SHEETS, *SCRIPTS], ids=name)
def test_a_file_stays_small(file: Path) -> None:
    assert len(file.read_text().splitlines()) <= 250


def test_each_sheet_but_that_for_paper_is_named_in_the_one_that_pages_load() -> None:
    named = set(re.findall(r'url\("css/([\w-]+\.css)"\)', (STATIC / "almoner.css").read_text()))
    assert named == {sheet.name for sheet in SHEETS} - {"almoner.css", "print.css"}


def test_the_dark_palette_of_the_device_is_the_same_as_the_chosen_one() -> None:
    blocks = re.findall(r"color-scheme: dark;(.*?)\}", (STATIC / "css" / "tokens.css").read_text(), flags=re.DOTALL)
    assert len(blocks) == 2
    assert blocks[0].split() == blocks[1].split()


def test_each_font_that_is_named_is_there_and_the_fonts_stay_light() -> None:
    named = set(re.findall(r'fonts/([\w-]+\.woff2)"', (STATIC / "css" / "fonts.css").read_text()))
    fonts = list((STATIC / "fonts").glob("*.woff2"))
    assert named == {font.name for font in fonts}
    assert sum(font.stat().st_size for font in fonts) < 1_200_000


def test_each_picture_is_well_formed_and_each_icon_drawn() -> None:
    for picture in STATIC.rglob("*.svg"):
        ElementTree.parse(picture)  # noqa: S314 - a file of our own
    sprite = ElementTree.parse(STATIC / "img" / "icons.svg")  # noqa: S314 - a file of our own
    drawn = [symbol.get("id") for symbol in sprite.getroot()]
    assert sorted(map(str, drawn)) == sorted(ICONS)
    assert {file.stem for file in (ROOT / "templates" / "ui" / "illustrations").iterdir()} == set(PICTURES)


@pytest.mark.parametrize("template", TEMPLATES, ids=name)
def test_a_template_holds_no_script_handler_or_style_of_its_own(template: Path) -> None:
    html = template.read_text()
    assert re.findall(r"\son\w+=|\sstyle=|javascript:|<script(?![^>]*\ssrc=)", html) == []
    assert ("<style" in html) is (template.name == "email_base.html")


@pytest.mark.parametrize("template", TEMPLATES, ids=name)
def test_a_template_asks_only_for_icons_that_exist(template: Path) -> None:
    asked = set(re.findall(r"{% icon \"([\w-]+)\"", template.read_text()))
    assert asked - set(ICONS) == set()
