"""What editors write becomes HTML in one place, and only what is meant to."""

import pytest

from oneplanet.text.prose import as_html


@pytest.mark.parametrize(
    ("written", "html"),
    [
        ("", ""),
        (None, ""),
        ("One.", "<p>One.</p>"),
        ("One.\r\n\r\nTwo.", "<p>One.</p><p>Two.</p>"),
        ("One.\nTwo.", "<p>One.<br>Two.</p>"),
        ("## Title", "<h2>Title</h2>"),
        ("## Title\nText.\n\nMore.", "<h2>Title</h2><p>Text.</p><p>More.</p>"),
        ("- a\n- b", "<ul><li>a</li><li>b</li></ul>"),
        ("## Title\n- a\n- b", "<h2>Title</h2><ul><li>a</li><li>b</li></ul>"),
        ("- a\nb", "<p>- a<br>b</p>"),
        ("#No ##title", "<p>#No ##title</p>"),
        ("<b>&", "<p>&lt;b&gt;&amp;</p>"),
        ("## <b>", "<h2>&lt;b&gt;</h2>"),
        ("- <b>", "<ul><li>&lt;b&gt;</li></ul>"),
        (
            "See https://example.org/a?b=1&c=2.",
            '<p>See <bdi><a href="https://example.org/a?b=1&amp;c=2">'
            "https://example.org/a?b=1&amp;c=2</a>.</bdi></p>",
        ),
        ("http://example.org javascript:x", "<p>http://example.org javascript:x</p>"),
        (
            'https://e.org/"onload="x',
            '<p><bdi><a href="https://e.org/">https://e.org/</a>'
            "&quot;onload=&quot;x</bdi></p>",
        ),
    ],
)
def test_paragraphs_headings_lists_and_addresses(written, html):
    assert as_html(written) == html
