"""Texts with marks: nothing that runs survives, and plain texts stay as they are."""

from html.parser import HTMLParser

import pytest
from django.conf import settings
from django.contrib.admin.options import InlineModelAdmin
from django.urls import reverse

from knowledge_hubs.admin.hub_blocks import ITEMS
from knowledge_hubs.models import BlockItem, Hub, HubBlock, SitePage
from oneplanet.admin import site
from oneplanet.curating import RecordAdmin
from oneplanet.desk import column
from oneplanet.rich_fields import RichTextField, RichTextWidget
from oneplanet.rich_text import TAGS, cleaned, for_the_editor, is_marked, look
from oneplanet.templatetags.page import rich
from programmes.models import Programme
from tests.admin_forms import filled
from tests.factories import make_block, make_page, make_record

PAYLOADS = r'''
<script>alert(1)</script>
<SCRIPT SRC=//evil.example/x.js></SCRIPT>
<scr<script>ipt>alert(1)</scr</script>ipt>
<script/x>alert(1)</script>
<script
>alert(1)</script>
<img src=x onerror=alert(1)>
<img/src=x/onerror=alert(1)>
<img src="x` `<script>alert(1)</script>"` `>
<IMG """><SCRIPT>alert(1)</SCRIPT>">
<image src=x onerror=alert(1)>
<svg onload=alert(1)>
<svg><script>alert(1)</script></svg>
<svg><animate onbegin=alert(1) attributeName=x dur=1s></svg>
<svg><a xlink:href="javascript:alert(1)"><text>x</text></a></svg>
<svg><foreignObject><iframe src="javascript:alert(1)"></foreignObject></svg>
<svg><use href="data:image/svg+xml,<svg id=x onload=alert(1)>#x"></svg>
<svg><style><img src=x onerror=alert(1)></style></svg>
<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></table></math>
<math href="javascript:alert(1)">x</math>
<math><maction actiontype="x#" xlink:href="javascript:alert(1)">x</maction></math>
<iframe src="javascript:alert(1)"></iframe>
<iframe srcdoc="<script>alert(1)</script>"></iframe>
<object data="javascript:alert(1)"></object>
<embed src="javascript:alert(1)">
<applet code=x></applet>
<base href="javascript:alert(1)//">
<link rel=stylesheet href="//evil.example/x.css">
<meta http-equiv=refresh content="0;url=javascript:alert(1)">
<form action="javascript:alert(1)"><button>x</button></form>
<button formaction="javascript:alert(1)">x</button>
<input autofocus onfocus=alert(1)>
<select autofocus onfocus=alert(1)><option>x</select>
<textarea autofocus onfocus=alert(1)></textarea>
<keygen autofocus onfocus=alert(1)>
<video><source onerror=alert(1)></video>
<video poster=javascript:alert(1)//></video>
<audio src=x onerror=alert(1)></audio>
<details open ontoggle=alert(1)>x</details>
<marquee onstart=alert(1)>x</marquee>
<body onload=alert(1)>
<a href="javascript:alert(1)">x</a>
<a href="JaVaScRiPt:alert(1)">x</a>
<a href="jav&#x09;ascript:alert(1)">x</a>
<a href="jav&#x0A;ascript:alert(1)">x</a>
<a href="&#106;&#97;&#118;&#97;&#115;&#99;&#114;&#105;&#112;&#116;&#58;alert(1)">x</a>
<a href=" &#14; javascript:alert(1)">x</a>
<a href="java\0script:alert(1)">x</a>
<a href="vbscript:msgbox(1)">x</a>
<a href="data:text/html,<script>alert(1)</script>">x</a>
<a href="data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==">x</a>
<a href="blob:https://example.org/x">x</a>
<a href="file:///etc/passwd">x</a>
<a href="https://example.org/" onclick="alert(1)" style="x:y" target=_blank>x</a>
<a href="//evil.example/">x</a>
<a href="/\evil.example/">x</a>
<a href="x.html">x</a>
<p style="background:url(javascript:alert(1))">x</p>
<p onmouseover=alert(1)>x</p>
<p class="x" id="y" data-x="z">x</p>
<h3 onclick=alert(1)>x</h3>
<div style="width:expression(alert(1))">x</div>
<style>@import "javascript:alert(1)";</style>
<style>*{background:url(javascript:alert(1))}</style>
<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>
<template><script>alert(1)</script></template>
<xss id=x tabindex=1 onfocus=alert(1)></xss>
<custom-element onclick=alert(1)>x</custom-element>
<!--<img src="--><img src=x onerror=alert(1)//">
<![CDATA[<script>alert(1)</script>]]>
<?xml version="1.0"?><script>alert(1)</script>
<!DOCTYPE x [<!ENTITY y "<script>alert(1)</script>">]>&y;
<p><!-- --!><img src=x onerror=alert(1)> --></p>
<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>
<plaintext><script>alert(1)</script>
<xmp><script>alert(1)</script></xmp>
<title><img src=x onerror=alert(1)></title>
<table background="javascript:alert(1)"><tr><td>x</table>
<bgsound src="javascript:alert(1)">
<isindex type=image src=1 onerror=alert(1)>
<portal src="javascript:alert(1)"></portal>
'''.strip().split("\n<")
PAYLOADS = [text if text.startswith("<") else f"<{text}" for text in PAYLOADS]
FORMS = ("{}", "<p>Before</p>{}", "<ul><li>{}</li></ul>", "<P>{}", "<h3>a</h3>\n{}")


class Reader(HTMLParser):
    """Every tag and attribute there is, as another parser than the cleaner's reads."""

    def __init__(self):
        super().__init__()
        self.wrong = []

    def handle_starttag(self, tag, attrs):
        if tag not in TAGS | {"bdi"}:  # around an address in plain text
            self.wrong.append(tag)
        for name, value in attrs:
            is_link = tag == "a" and name == "href"
            schemes = ("https://", "http://", "mailto:")
            fine = is_link and value.startswith(schemes)
            if not fine and (name, value) != ("rel", "noopener"):
                self.wrong.append((tag, name, value))

    def handle_comment(self, data):
        self.wrong.append("comment")

    def handle_decl(self, decl):
        self.wrong.append("declaration")

    def handle_pi(self, data):
        self.wrong.append("instruction")


def wrong_in(markup):
    reader = Reader()
    reader.feed(markup)
    reader.close()
    return reader.wrong


def test_the_reader_sees_what_is_wrong():
    assert wrong_in('<p onclick="x">a</p><!-- b --><script>') == [
        ("p", "onclick", "x"),
        "comment",
        "script",
    ]


def test_there_are_enough_payloads():
    assert len(PAYLOADS) >= 70


@pytest.mark.parametrize("payload", PAYLOADS)
def test_nothing_that_runs_survives_saving_or_showing(payload):
    for form in FORMS:
        text = form.format(payload)
        saved = RichTextField(required=False).clean(text)
        assert wrong_in(rich(saved)) == []
        assert wrong_in(rich(text)) == []  # though something wrote past the form
        assert cleaned(saved) == saved  # saved again, it stays


def test_what_an_editor_may_set_is_kept():
    text = (
        "<h3>Title</h3><p>One <strong>two</strong> <em>three</em> "
        '<a href="https://a.example/" rel="noopener">four</a> '
        '<a href="/en/activities/" rel="noopener">own</a></p>'
        "<ul><li><p>five</p></li></ul>"
        "<ol><li><p>six</p></li></ol><blockquote><p>seven<br>eight</p></blockquote>"
    )
    assert cleaned(text) == text
    assert rich(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "One paragraph.",
        "Two.\n\nParagraphs & a sign < that is none.",
        "A line\nand another.",
        "a < b and <b>not bold</b>",
        "",
    ],
)
def test_a_plain_text_stays_plain(text):
    assert cleaned(text) == text
    assert not is_marked(text)


def test_paragraphs_the_editor_made_of_plain_text_become_plain_again():
    assert cleaned("<p>One &amp; two</p><p>three<br>four</p>") == (
        "One & two\n\nthree\nfour"
    )
    assert cleaned("<p></p>") == ""


def test_nothing_in_a_plain_text_is_taken_for_html():
    assert rich("a <b>b</b>\n\nc") == "<p>a &lt;b&gt;b&lt;/b&gt;</p><p>c</p>"


# --- Plain texts with headings and lists ----------------------------------------------

PROSE = """First & second, at https://a.example/b.

## A heading
Right below it,
a line.

- one
- two < three

## Another"""


def written_by_the_editor(text):
    """As it leaves the editor: items of a list hold paragraphs there."""
    shown = for_the_editor(text)
    return shown.replace("<li>", "<li><p>").replace("</li>", "</p></li>")


def test_a_plain_text_leaves_the_editor_as_readers_see_it():
    back = RichTextField().clean(written_by_the_editor(PROSE))
    assert not is_marked(back)
    assert rich(back) == rich(PROSE)
    assert back == PROSE.replace("heading\n", "heading\n\n")


def test_a_plain_text_with_a_mark_more_keeps_its_headings_lists_and_links():
    text = written_by_the_editor(PROSE).replace("second", "<em>second</em>")
    assert rich(cleaned(text)) == (
        '<p>First &amp; <em>second</em>, at <a href="https://a.example/b" '
        'rel="noopener">https://a.example/b</a>.</p><h2>A heading</h2>'
        "<p>Right below it,<br>a line.</p><ul><li><p>one</p></li>"
        "<li><p>two &lt; three</p></li></ul><h2>Another</h2>"
    )


@pytest.mark.parametrize(
    "text",
    [
        "<h3>Smaller</h3>",
        "<ol><li>a</li></ol>",
        "<p>- no list</p>",
        "<p>## no heading</p>",
        "<p>&lt;p&gt;no markup</p>",
        "<ul><li>a<ul><li>b</li></ul></li></ul>",
        "<ul><li><p>a</p><p>b</p></li></ul>",
        "<ul><li>a<br>b</li></ul>",
        '<p><a href="https://a.example/">words</a></p>',
        "<blockquote><p>a</p></blockquote>",
    ],
)
def test_what_plain_text_cannot_say_keeps_its_marks(text):
    assert is_marked(cleaned(text)) and look(cleaned(text)) == look(text)


# --- Wherever readers are shown such a text -------------------------------------------

RICH = [(HubBlock, "text"), (SitePage, "body"), (Programme, "description")]
RICH += [
    (model, "body")
    for model, page in site._registry.items()
    if isinstance(page, RecordAdmin) and model is not Hub  # a hub has blocks instead
]


def test_every_language_of_every_such_text_has_the_editor_and_is_cleaned():
    found = {
        (model, name, code): type(
            site._registry[model]
            .formfield_for_dbfield(model._meta.get_field(column(name, code)), None)
            .widget
        )
        for model, name in RICH
        for code, _language in settings.LANGUAGES
    }
    assert found == dict.fromkeys(found, RichTextWidget)
    assert len(found) == 13 * 6


def test_so_are_the_words_of_moments_and_key_messages_without_it():
    for inline in (ITEMS["timeline"], ITEMS["messages"]):
        page: InlineModelAdmin = inline(HubBlock, site)
        for code, _language in settings.LANGUAGES:
            db_field = BlockItem._meta.get_field(column("text", code))
            field = page.formfield_for_dbfield(db_field, None)
            assert isinstance(field, RichTextField)
            assert not isinstance(field.widget, RichTextWidget)


@pytest.mark.django_db
def test_what_was_stored_past_the_form_is_shown_clean_on_the_public_pages(client):
    hub = make_record(Hub, "hub", is_draft=False, title="Hub")
    stored = "<p>Seen</p>" + "".join(PAYLOADS)
    make_block(hub, text_en=stored)
    said = make_block(hub, kind="messages", text_en="")
    BlockItem.objects.create(block=said, text_en=stored)
    page = make_page("about", body_en=stored)
    whole = BodyReader()
    for row in (hub, page):
        whole.feed(client.get(row.get_absolute_url()).text)
    assert whole.seen == 3 and whole.wrong == []


class BodyReader(Reader):
    """What is wrong inside the boxes of such texts alone."""

    seen = depth = 0

    def handle_starttag(self, tag, attrs):
        is_box = {"prose", "says"} & {*(dict(attrs).get("class") or "").split()}
        if self.depth:
            super().handle_starttag(tag, attrs)
            self.depth += tag == "div"
        elif is_box:
            self.depth = 1

    def handle_endtag(self, tag):
        self.depth -= bool(self.depth) and tag == "div"

    def handle_data(self, data):
        self.seen += bool(self.depth) and data == "Seen"

    def handle_decl(self, decl):
        if self.depth:
            super().handle_decl(decl)


@pytest.mark.django_db
@pytest.mark.parametrize("model", [HubBlock, SitePage])
def test_saved_as_the_editor_wrote_it_a_text_is_what_it_was(client, editor, model):
    name = "text" if model is HubBlock else "body"
    if model is HubBlock:
        row = make_block(make_record(Hub, "hub", title="Hub"), text_en=PROSE)
    else:
        row = make_page("about", body_en=PROSE)
    opts = model._meta
    address = reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[row.pk])
    form = filled(client.get(address), **{f"{name}_en": written_by_the_editor(PROSE)})
    assert client.post(address, form).status_code == 302
    row.refresh_from_db()
    assert getattr(row, f"{name}_en") == PROSE
    form |= {f"{name}_fr": ["<h2>Titre</h2><script>x</script><p>Un <b>mot</b></p>"]}
    client.post(address, form)
    row.refresh_from_db()
    assert getattr(row, f"{name}_fr") == "## Titre\n\nUn mot"


def test_a_text_too_long_to_be_shown_is_refused():
    with pytest.raises(Exception, match="too long"):
        RichTextField().clean("x" * 100_001)
