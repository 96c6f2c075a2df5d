"""Texts with marks: nothing that runs survives, and plain texts stay as they are."""

from html.parser import HTMLParser

import pytest

from oneplanet.rich_fields import RichTextField
from oneplanet.rich_text import TAGS, cleaned, is_marked
from oneplanet.templatetags.page import rich

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


def test_a_text_too_long_to_be_shown_is_refused():
    with pytest.raises(Exception, match="too long"):
        RichTextField().clean("x" * 100_001)
