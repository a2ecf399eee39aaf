"""A letter on A4: address in the window, three folds marked, the reference on every page. Large print where needed."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import segno
from fpdf import FPDF
from fpdf.enums import Align
from fpdf.fonts import TTFFont

from almoner.messaging.channels.email.blocks import blocks
from almoner.messaging.channels.letter.letter import Letter
from almoner.messaging.channels.letter.scripts import fonts_for, runs_from_right
from almoner.messaging.moments import say_day

FONTS = Path(__file__).parents[2] / "fonts"
LATIN, ARABIC = "Atkinson", "Arabic"
TEAL, INK, QUIET = (11, 93, 90), (29, 43, 46), (85, 101, 106)
MARGIN, WINDOW_TOP, WINDOW_SIDE, TEXT_TOP = 22.0, 51.0, 22.0, 98.0
FOLDS = (105.0, 210.0)
SCAN = {
    "en": "When you are here, scan this and tell us, or say your name at the desk.",
    "es": "Cuando haya llegado, escanee este código y avísenos, o diga su nombre en el mostrador.",
    "ar": "عند وصولك، امسح هذا الرمز لتخبرنا، أو قل اسمك عند المكتب.",
}
CODE = 30.0
"""Side of the code in millimetres, its white margin with it."""
NUMBER_TOP, SMALL_CODE, CODE_SIDE, CODE_TOP = 46.0, 14.0, 94.0, 46.5
"""In the window: the letter's own reference above the address, and as a code beside it."""
SAYS = {
    "en": ("Reference: {}", "Page {} of {}"),
    "es": ("Referencia: {}", "Página {} de {}"),
    "ar": ("المرجع: \u2066{}\u2069", "صفحة {} من {}"),
}


class Sheet(FPDF):
    """The paper: head, foot and fold marks of each page."""

    def __init__(self, letter: Letter, pages: int) -> None:
        super().__init__(format="A4")
        self.pages_in_all = pages
        self.letter = letter
        self.from_right = letter.language == "ar"
        self.size = 16.0 if letter.large_print else 11.5
        for family, name in ((LATIN, "AtkinsonHyperlegibleNext"), (ARABIC, "NotoSansArabic")):
            self.add_font(family, "", FONTS / f"{name}-Regular.ttf")
            self.add_font(family, "B", FONTS / f"{name}-Bold.ttf")
        others = fonts_for("".join((letter.to, letter.address, letter.hospital, letter.subject, letter.body)))
        for name in others:
            self.add_font(name, "", FONTS / f"{name}-Regular.ttf")
        self.main = ARABIC if self.from_right else LATIN
        self.set_fallback_fonts([LATIN if self.from_right else ARABIC, *others], exact_match=False)
        self.signs = {point for font in self.fonts.values() if isinstance(font, TTFFont) for point in font.cmap}
        self.set_text_shaping(True, direction="rtl" if self.from_right else "ltr")
        self.set_margins(MARGIN, MARGIN, MARGIN)
        self.set_auto_page_break(auto=True, margin=26)
        self.set_title(letter.subject)
        self.set_lang(letter.language)

    def close_fonts(self) -> None:
        """Give back the open font files; a worker that prints all day would run out of them."""
        for font in self.fonts.values():
            if isinstance(font, TTFFont):
                font.ttfont.close()

    def drawn(self, text: str) -> str:
        """The text without signs that no font can draw, such as a small picture in a name: no empty boxes."""
        left = "".join(sign for sign in text if ord(sign) in self.signs or unicodedata.category(sign)[0] in "CZ")
        return text if left == text else " ".join(left.split())

    def take(self, font: str, size: float, *, bold: bool = False) -> None:
        """Set a font, and have it stand on the page by a blank. A line that begins in a font which stands in for it, as
        a foreign name does, would be taken for the font of all that follows: names, dates and numbers would be drawn
        with the signs of another font."""
        self.set_font(font, "B" if bold else "", size)
        x, y = self.x, self.y
        self.cell(1, 0, " ")
        self.set_xy(x, y)

    @property
    def start(self) -> Align:
        return Align.R if self.from_right else Align.L

    def write_line(
        self, text: str, size: float, *, bold: bool = False, colour: tuple[int, int, int] = INK, bullet: bool = False
    ) -> None:
        """A line that breaks where it must; behind a bullet it hangs."""
        self.take(self.main, size, bold=bold)
        self.set_text_color(*colour)
        hang = size * 0.45 if bullet else 0
        height = size * 0.53
        if bullet:
            self.set_fill_color(*TEAL)
            if self.will_page_break(height):
                self.add_page()
            dot = self.w - MARGIN - 1.4 if self.from_right else MARGIN
            self.ellipse(dot, self.y + height / 2 - 0.7, 1.4, 1.4, style="F")
        self.set_x(MARGIN if self.from_right else MARGIN + hang)
        width = self.w - 2 * MARGIN - hang
        self.multi_cell(width, height, self.drawn(text), align=self.start, new_x="LMARGIN", new_y="NEXT")

    def header(self) -> None:
        side = self.w - MARGIN - 7 if self.from_right else MARGIN
        self.set_draw_color(*TEAL)
        self.set_line_width(0.9)
        self.arc(side, 17, 7, 290, 250, clockwise=False)
        self.set_xy(MARGIN, 17)
        self.take(self.main, 13, bold=True)
        self.set_text_color(*TEAL)
        edge = MARGIN + 10
        self.set_xy(MARGIN if self.from_right else edge, 17)
        self.cell(self.w - edge - MARGIN, 7, self.drawn(self.letter.hospital), align=self.start)
        self.set_draw_color(*QUIET)
        self.set_line_width(0.2)
        if self.page_no() == 1:
            for fold in FOLDS:
                self.line(4, fold, 8, fold)
        self.set_xy(MARGIN, 32)

    def footer(self) -> None:
        reference, page = SAYS.get(self.letter.language, SAYS["en"])
        self.take(self.main, 9)
        self.set_text_color(*QUIET)
        self.set_y(-18)
        if self.letter.reference:
            self.cell(0, 5, reference.format(self.letter.reference), align=self.start)
        self.set_y(-18)
        self.cell(0, 5, page.format(self.page_no(), self.pages_in_all), align=Align.L if self.from_right else Align.R)


def lay_out(letter: Letter) -> tuple[bytes, int]:
    """The PDF, and its number of pages. Laid out again when it is more than one."""
    sheet = _laid_out(letter, 1)
    if sheet.pages_count > 1:
        sheet.close_fonts()
        sheet = _laid_out(letter, sheet.pages_count)
    pdf = bytes(sheet.output())
    sheet.close_fonts()
    return pdf, sheet.pages_count


def _laid_out(letter: Letter, pages: int) -> Sheet:
    sheet = Sheet(letter, pages)
    sheet.add_page()
    _window(sheet)
    sheet.set_y(TEXT_TOP)
    sheet.write_line(say_day(letter.day, letter.language) + f" {letter.day.year}", 10, colour=QUIET)
    sheet.ln(3)
    sheet.write_line(letter.subject, sheet.size * 1.3, bold=True)
    sheet.ln(3)
    for block in blocks(letter.body):
        for line in block.lines:
            sheet.write_line(line, sheet.size, bullet=block.kind == "list")
        sheet.ln(sheet.size * 0.26)
    if letter.scan:
        _code(sheet)
    return sheet


def _code(sheet: Sheet) -> None:
    """The code to scan, with what it is for."""
    if sheet.will_page_break(CODE + 14):
        sheet.add_page()
    sheet.ln(3)
    sheet.write_line(SCAN.get(sheet.letter.language, SCAN["en"]), sheet.size, bold=True)
    left = sheet.w - MARGIN - CODE if sheet.from_right else MARGIN
    top = sheet.y + 1
    _draw(sheet, sheet.letter.scan, left, top, CODE)
    sheet.set_y(top + CODE)


def _draw(sheet: Sheet, says: str, left: float, top: float, side: float) -> None:
    """A code of this side in millimetres; drawn, so that it prints sharp on anything."""
    matrix = segno.make(says, micro=False, error="m").matrix
    cell = side / (len(matrix) + 8)
    sheet.set_fill_color(0)
    for row, line in enumerate(matrix, start=4):
        for column, dark in enumerate(line, start=4):
            if dark:
                sheet.rect(left + column * cell, top + row * cell, cell, cell, style="F")


def _window(sheet: Sheet) -> None:
    """Name and address where the window of a long envelope shows them; always on the left, as the post wants it."""
    sheet.set_xy(WINDOW_SIDE, WINDOW_TOP)
    lines = [sheet.letter.to, *(line.strip() for line in sheet.letter.address.replace(",", "\n").splitlines())]
    sheet.set_text_color(*INK)
    if sheet.letter.number:
        _number(sheet)
    width = CODE_SIDE - WINDOW_SIDE - 2 if sheet.letter.number else 85.0
    for line in lines[:7]:
        if line:
            drawn = sheet.drawn(line)
            from_right = runs_from_right(drawn)
            sheet.take(ARABIC if from_right else LATIN, 11)
            sheet.set_text_shaping(use_shaping_engine=True, direction="rtl" if from_right else "ltr")
            sheet.set_font_size(11 * min(1, width / (sheet.get_string_width(drawn) + 2)))
            sheet.set_x(WINDOW_SIDE)
            sheet.cell(width, 5.4, drawn, new_x="LEFT", new_y="NEXT", align=Align.L)
    sheet.set_text_shaping(use_shaping_engine=True, direction="rtl" if sheet.from_right else "ltr")


def _number(sheet: Sheet) -> None:
    """The letter's own reference, to be read and to be scanned through the window of an envelope that came back."""
    _draw(sheet, sheet.letter.number, CODE_SIDE, CODE_TOP, SMALL_CODE)
    sheet.set_xy(WINDOW_SIDE, NUMBER_TOP)
    sheet.set_text_shaping(use_shaping_engine=True, direction="ltr")
    sheet.take(LATIN, 9)
    sheet.cell(60, 4, sheet.letter.number, align=Align.L)
    sheet.set_xy(WINDOW_SIDE, WINDOW_TOP)
