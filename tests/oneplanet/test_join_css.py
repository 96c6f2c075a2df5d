import pytest
from django.core.management import CommandError, call_command

from oneplanet.management.commands import join_css


@pytest.mark.parametrize(
    ("written", "smaller"),
    [
        ("a  b\n{ color : red ; }", "a b{color : red;}"),
        ("/* why */ a, b { } /* end */", "a,b{}"),
        (".a/* both */.b c/**/d{}", ".a/**/.b c/**/d{}"),
        (
            "p{content: '/* ; */  x' ; quotes:\"«  \"}",
            "p{content: '/* ; */  x';quotes:\"«  \"}",
        ),
        (r"p{content:'it\'s  a  {' }", r"p{content:'it\'s  a  {'}"),
        ("p{background:url( a,  b.png )}", "p{background:url( a,  b.png )}"),
        ("a :hover, ul > li + li{}", "a :hover,ul > li + li{}"),
        ("p{width:calc( 1px  +  2px )}", "p{width:calc( 1px + 2px )}"),
        (":root{--empty: ; --full: 1px}", ":root{--empty: ;--full: 1px}"),
        (
            "@layer reset , base;\n\n@media (a) and (b) {\n p{} }",
            "@layer reset,base;@media (a) and (b){p{}}",
        ),
    ],
)
def test_only_what_means_nothing_is_left_out(written, smaller):
    assert join_css.smaller(written) == smaller


def test_the_parts_are_joined_in_the_order_of_their_names(tmp_path, monkeypatch):
    monkeypatch.setattr(join_css, "FOLDER", tmp_path)
    (tmp_path / "20-base.css").write_text("b { }")
    (tmp_path / "10-tokens.css").write_text("a { }\n")
    (tmp_path / "print.css").write_text("not a part")
    call_command("join_css")
    banner, *parts = (tmp_path / "site.css").read_text().splitlines()
    assert "from: 10-tokens.css 20-base.css." in banner
    assert parts == ["a{}", "b{}"]


def test_a_stylesheet_without_parts_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(join_css, "FOLDER", tmp_path)
    with pytest.raises(CommandError, match="no part of the stylesheet"):
        call_command("join_css")
