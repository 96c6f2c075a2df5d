"""Rules of the style sheet and of the markup it works on."""

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings

from oneplanet.management.commands.join_css import join

ROOT = Path(settings.BASE_DIR)
PARTS = sorted((ROOT / "static/css").glob("[0-9]*.css"))
EDITORS = ROOT / "static/css/admin.css"  # Django's admin alone; outside the layers
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
PHYSICAL = re.compile(
    r"(?:margin|padding|border|inset|scroll-margin|scroll-padding)-(?:left|right)"
    r"|(?<![\w-])(?:left|right)\s*:"
    r"|(?:text-align|float|clear|justify-[a-z]+)\s*:\s*(?:left|right)"
    r"|border-(?:top|bottom)-(?:left|right)-radius"
    r"|(?<![\w-])(?:min-|max-)?(?:width|height)\s*:(?![^;{]*\))"
)
MARKUP = re.compile(
    r"""<style|<script(?![^>]*\b(?:src=|type="application/(?:ld\+)?json"))"""
    r"""|\sstyle=|\son[a-z]+=["']"""
)


def without_comments(css):
    return re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)


@pytest.mark.parametrize("part", [*PARTS, EDITORS], ids=lambda path: path.name)
def test_the_style_sheet_knows_no_left_and_right(part):
    assert PHYSICAL.findall(without_comments(part.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("part", PARTS, ids=lambda path: path.name)
def test_every_rule_stands_in_a_layer(part):
    css = without_comments(part.read_text(encoding="utf-8")).strip()
    assert css.startswith("@layer")
    depth, outside = 0, ""
    for char in css:
        depth += (char == "{") - (char == "}")
        outside += char if depth == 0 and char != "}" else ""
    assert re.sub(r"@layer [a-z, ]+;?", "", outside).strip() == ""


@pytest.mark.parametrize("part", [*PARTS, EDITORS], ids=lambda path: path.name)
def test_colours_are_tokens(part):
    if part.name != "20-tokens.css":
        css = without_comments(part.read_text(encoding="utf-8"))
        assert re.findall(r"#[0-9A-Fa-f]{3,8}\b|rgba?\(|hsla?\(", css) == []


def test_every_token_used_is_defined():
    css = "".join(part.read_text(encoding="utf-8") for part in [*PARTS, EDITORS])
    assert set(re.findall(r"var\(--([\w-]+)", css)) <= set(
        re.findall(r"--([\w-]+):", css)
    )


def test_numbered_lists_in_arabic_are_numbered_as_arabic_writes_numbers():
    assert "ol:not([class]):lang(ar){list-style-type: arabic-indic}" in join(PARTS)


def test_the_style_sheet_is_small():
    # With the document well within 60 kB.
    assert len(gzip.compress(join(PARTS).encode(), 9)) <= 12_250


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda p: p.relative_to(ROOT))
def test_templates_pass_the_content_security_policy(template):
    assert MARKUP.findall(template.read_text(encoding="utf-8")) == []
