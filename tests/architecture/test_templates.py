"""Templates compile, escape what they show, and hold no script, style or handler of their own."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.template.loader import get_template
from tests.architecture.tree import modules, parsed, short, templates

RAW_HTML_MAY_BE_MADE_IN = "src/almoner/ui/templatetags/"
"""The design system's tags put together what templates and `format_html` have escaped."""

FORBIDDEN = {
    "style attribute": re.compile(r"<[a-z][^<>]*\sstyle\s*=", re.IGNORECASE),
    "inline handler": re.compile(r"<[a-z][^<>]*\son[a-z]+\s*=", re.IGNORECASE),
    "inline script": re.compile(r"<script(?![^>]*\ssrc=)(?![^>]*type=\"application/json\")[^>]*>", re.IGNORECASE),
    "style element": re.compile(r"<style[\s>]", re.IGNORECASE),
    "unescaped value": re.compile(r"\|\s*safe(seq)?\b|\{%\s*autoescape\s+off"),
    "address as script": re.compile(r"javascript:", re.IGNORECASE),
}
IN_EMAIL = {"style attribute", "style element"}
"""Mail programs know no style sheets beside the letter, and no content security policy of ours."""
IN_PLAIN_TEXT = {"unescaped value"}
"""Nothing in plain text is markup, so nothing is escaped there."""
COMMENTS = re.compile(r"\{%\s*comment.*?endcomment\s*%\}|\{#.*?#\}|<!--.*?-->", re.DOTALL)


def faults(text: str) -> list[str]:
    bare = COMMENTS.sub("", text)
    return [name for name, pattern in FORBIDDEN.items() if pattern.search(bare)]


def raw_html_in(tree: ast.Module) -> Iterator[str]:
    """Where text is declared safe. `SafeString` as a type of `format_html`'s results is no such place."""
    for node in ast.walk(tree):
        called = ast.unparse(node.func) if isinstance(node, ast.Call) else ""
        named = node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""
        if named == "mark_safe" or called.endswith(("SafeString", "SafeText")):
            yield f"line {getattr(node, 'lineno', 0)}: {named or called}"


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ('<p class="a" style="color: red">', "style attribute"),
        ('<button onclick="go()">', "inline handler"),
        ("<script>go()</script>", "inline script"),
        ("<style>p {}</style>", "style element"),
        ("{{ name|safe }}", "unescaped value"),
        ("{% autoescape off %}", "unescaped value"),
        ('<a href="javascript:go()">', "address as script"),
    ],
)
def test_fault_is_seen(text: str, fault: str) -> None:
    assert faults(text) == [fault]


@pytest.mark.parametrize(
    "text", ['<script src="a.js"></script>', "{# style= #}<p data-on='x'>", '<script id="x" type="application/json">']
)
def test_what_is_allowed_is_allowed(text: str) -> None:
    assert faults(text) == []


@pytest.mark.parametrize("source", ["mark_safe(x)", "html.SafeString(x)", "filter(mark_safe)"])
def test_raw_html_is_seen(source: str) -> None:
    assert list(raw_html_in(ast.parse(source)))


@pytest.mark.parametrize("path", templates(), ids=short)
def test_template_compiles_and_holds_nothing_inline(path: Path) -> None:
    place = next(parent for parent in path.parents if parent.name == "templates")
    get_template(str(path.relative_to(place)))
    allowed = {".txt": IN_PLAIN_TEXT}.get(path.suffix) or (IN_EMAIL if "email" in path.name else set())
    assert set(faults(path.read_text(encoding="utf-8"))) - allowed == set()


def test_raw_html_is_made_in_few_places() -> None:
    paths = [path for path in modules() if not short(path).startswith(RAW_HTML_MAY_BE_MADE_IN)]
    assert [f"{short(path)} {fault}" for path in paths for fault in raw_html_in(parsed(path))] == []


FORM_INSIDE = re.compile(r"\{%\s*csrf_token\s*%\}")
INCLUDED_ALONE = re.compile(r'\{%\s*include\s+"([^"]+)"(?P<given>[^%]*)\bonly\s*%\}')


def test_form_that_is_included_alone_is_given_its_token() -> None:
    """`only` leaves the token behind: the form would be drawn, and its button would do nothing."""
    texts = {str(path).split("/templates/")[1]: path.read_text(encoding="utf-8") for path in templates()}
    needing = {name for name, text in texts.items() if FORM_INSIDE.search(text)}
    faulty = [
        f"{name} includes {found[1]}"
        for name, text in texts.items()
        for found in INCLUDED_ALONE.finditer(text)
        if found[1] in needing and "csrf_token=csrf_token" not in found["given"]
    ]
    assert faulty == []
