"""Static files come whole and small, are kept by browsers, and say nothing of the machine."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.core.exceptions import SuspiciousFileOperation
from django.http import StreamingHttpResponse
from django.templatetags.static import static
from django.test import Client

from almoner.ui import bundling
from almoner.ui.static_files import file

FONT = "ui/fonts/atkinson-next-latin-400.woff2"


@pytest.fixture
def style() -> str:
    return static("ui/almoner.css")


def test_a_file_is_one_answer(client: Client) -> None:
    answer = client.get(static(FONT))
    assert (answer.status_code, answer["Content-Type"]) == (200, "font/woff2")
    assert not isinstance(answer, StreamingHttpResponse)
    assert answer.content == Path(str(finders.find(FONT))).read_bytes()
    assert int(answer["Content-Length"]) == len(answer.content)


def test_text_is_packed_for_those_who_can_unpack_it(client: Client, style: str) -> None:
    plain = client.get(style)
    packed = client.get(style, headers={"Accept-Encoding": "br, gzip"})
    assert (plain.headers.get("Content-Encoding"), packed["Content-Encoding"]) == (None, "gzip")
    assert plain["Vary"] == packed["Vary"] == "Accept-Encoding"
    assert gzip.decompress(packed.content) == plain.content
    assert len(packed.content) * 3 < len(plain.content)
    assert plain["ETag"] != packed["ETag"]


def test_a_browser_keeps_a_version_for_a_year_and_what_has_none_for_a_minute(client: Client, style: str) -> None:
    assert "immutable" in client.get(style)["Cache-Control"]
    for address in (style.partition("?")[0], style[:-1] + "-"):
        answer = client.get(address)
        assert (answer.status_code, answer["Cache-Control"]) == (200, "public, max-age=60")


def test_a_file_that_a_browser_has_is_not_sent_again(client: Client, style: str) -> None:
    known = client.get(style)
    again = client.get(style, headers={"If-None-Match": known["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["ui/absent.css", "ui", "ui/", "", "../settings.py", "%2e%2e/settings.py"])
def test_what_is_no_static_file_is_not_there(client: Client, name: str) -> None:
    assert client.get(f"/static/{name}").status_code in {400, 404}
    with pytest.raises((FileNotFoundError, SuspiciousFileOperation)):
        static(name)


@pytest.mark.django_db
def test_only_reading_is_answered(client: Client, style: str) -> None:
    assert client.head(style).status_code == 200
    assert client.post(style).status_code != 200


# ── One sheet, one script ────────────────────────────────────────────────────────────────────────────────────────────


def test_the_one_sheet_says_what_all_say_in_their_layers() -> None:
    css = file("ui/almoner.css").body.decode()
    assert "@import" not in css
    folder = Path(str(finders.find("ui/almoner.css"))).parent
    for name, layer in re.findall(r'url\("css/([\w-]+\.css)"\) layer\((\w+)\)', (folder / "almoner.css").read_text()):
        assert f"@layer {layer} {{\n{(folder / 'css' / name).read_text()}}}\n" in css, name
    assert css.count("{") == css.count("}")


def test_fonts_are_named_as_pages_name_them(style: str) -> None:
    named = re.findall(r'url\("([^"]+\.woff2[^"]*)"\)', file("ui/almoner.css").body.decode())
    assert len(named) > 10
    assert static(FONT) in {f"/static/ui/{address}" for address in named}


def test_the_one_script_holds_each_module_once_after_what_it_needs(tmp_path: Path) -> None:
    (tmp_path / "low.js").write_text(
        "const a = 1;\nexport function low() {\n  return a;\n}\nexport function* many() {}\n"
    )
    (tmp_path / "mid.js").write_text('import { low } from "./low.js";\nexport function mid() {\n  return low();\n}\n')
    top = 'import { low } from "./low.js";\nimport { mid as other } from "./mid.js";\nother(low());\n'
    (tmp_path / "top.js").write_text(top)
    whole = bundling.script(tmp_path / "top.js")
    assert "import" not in whole
    assert "export" not in whole
    assert whole.index("const $low =") < whole.index("const $mid =") < whole.index("other(low());")
    assert whole.count("const $low =") == 1
    assert "return { low, many };" in whole
    assert "const { mid: other } = $mid;" in whole


def test_every_module_is_in_the_one_script() -> None:
    scripts = Path(str(finders.find("ui/js/almoner.js"))).parent
    whole = file("ui/js/almoner.js").body.decode()
    assert re.findall(r"^(?:import|export)\b.*", whole, re.MULTILINE) == []
    assert [path.name for path in scripts.glob("*.js") if bundling._as_name(path.name) not in whole] == ["almoner.js"]


@pytest.mark.parametrize(
    "text",
    [
        'import low from "./low.js";\n',
        'import "./low.js";\n',
        "export const a = 1;\n",
        "export default function () {}\n",
    ],
)
def test_a_script_that_says_more_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "low.js").write_text("export function low() {}\n")
    (tmp_path / "top.js").write_text(text)
    with pytest.raises(bundling.CannotBundle):
        bundling.script(tmp_path / "top.js")


def test_a_sheet_that_says_more_is_refused(tmp_path: Path) -> None:
    (tmp_path / "top.css").write_text('@import "low.css" screen;\n')
    with pytest.raises(bundling.CannotBundle, match=r"low\.css"):
        bundling.style_sheet(tmp_path / "top.css", str)
