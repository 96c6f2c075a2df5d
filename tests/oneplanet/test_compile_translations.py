import gettext
import os

import pytest
from django.core.management import CommandError, call_command

ARABIC = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && "
"n%100<=10 ? 3 : n%100>=11 && n%100<=99 ? 4 : 5;\\n"

msgid "partner"
msgstr "شريك"

#, fuzzy
msgid "programme"
msgstr "برنامج"

msgid "month"
msgstr ""

msgctxt "verb"
msgid "report"
msgstr "أبلغ"

msgid "%d day"
msgid_plural "%d days"
msgstr[0] "لا أيام"
msgstr[1] "يوم"
msgstr[2] "يومان"
msgstr[3] "%d أيام"
msgstr[4] "%d يوماً"
msgstr[5] "%d يوم"
"""


@pytest.fixture
def catalogue(tmp_path, settings):
    settings.LOCALE_PATHS = [tmp_path]
    path = tmp_path / "ar" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    path.write_text(ARABIC, encoding="utf-8")
    return path


def test_a_catalogue_is_compiled_whole_but_for_what_is_unsure(catalogue):
    call_command("compile_translations")
    with catalogue.with_suffix(".mo").open("rb") as file:
        words = gettext.GNUTranslations(file)
    assert words.gettext("partner") == "شريك"
    assert words.pgettext("verb", "report") == "أبلغ"
    assert [words.ngettext("%d day", "%d days", n) for n in (0, 1, 2, 3, 11, 100)] == [
        "لا أيام",
        "يوم",
        "يومان",
        "%d أيام",
        "%d يوماً",
        "%d يوم",
    ]
    assert words.gettext("programme") == "programme"
    assert words.gettext("month") == "month"


def test_only_what_changed_is_compiled_again(catalogue, capsys):
    call_command("compile_translations")
    call_command("compile_translations")
    os.utime(catalogue, (4e9, 4e9))
    call_command("compile_translations")
    assert capsys.readouterr().out.splitlines() == [
        "1 catalogues, 1 compiled",
        "1 catalogues, 0 compiled",
        "1 catalogues, 1 compiled",
    ]


def test_a_broken_catalogue_is_named(catalogue):
    catalogue.write_text('mgsid "partner"')
    with pytest.raises(CommandError, match=r"django\.po cannot be read"):
        call_command("compile_translations")
