"""The form of a curated record, arranged: its texts language by language, what it is,
when it is public, where it comes from.

Without script that is a plain sequence of fieldsets; static/js/language_tabs.js makes
tabs of those of the languages.
"""

from django.conf import settings
from django.contrib.admin.utils import flatten_fieldsets
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from modeltranslation.fields import TranslationField

from oneplanet.desk import SOURCE, column, translated_fields
from oneplanet.text import dates
from oneplanet.text.languages import tag

PUBLISHING = ("is_draft", "publish_at", "expire_at")
ORIGIN = ("document", "paragraph", "source", "basis", "to_check")


def arranged(fieldsets, model, row=None) -> list:
    """Django's fieldsets, in the order in which an editor works through them. Those
    an editor's page names itself stay as they are.
    """
    if len(fieldsets) != 1 or fieldsets[0][0]:
        return fieldsets
    names = flatten_fieldsets(fieldsets)
    texts = _texts(names, model, row)
    of_a_language = {name for _title, options in texts for name in options["fields"]}
    groups = (_("When it is public"), PUBLISHING), (_("Where it comes from"), ORIGIN)
    kept = of_a_language.union(*(group for _title, group in groups))
    first = (None, {"fields": [name for name in names if name not in kept]})
    others = [
        (title, {"fields": [name for name in names if name in group]})
        for title, group in groups
    ]
    if hasattr(model, "publishing_state"):
        others[0][1]["description"] = stands(row)
    return [each for each in (*texts, first, *others) if each[1]["fields"]]


def _texts(names, model, row) -> list:
    """A fieldset for each language, the source first; it names what is missing."""
    fields = translated_fields(model)
    languages = sorted(settings.LANGUAGES, key=lambda each: each[0] != SOURCE)
    sets = []
    for code, language in languages:
        present = [c for name in fields if (c := column(name, code)) in names]
        lacking = [name for name in fields if row and _lacks(row, name, code)]
        options = {"fields": present, "classes": ["language"]}
        if lacking:
            labels = [str(model._meta.get_field(name).verbose_name) for name in lacking]
            options["classes"] += ["is-missing"]
            said = _("Not translated yet: %(fields)s")
            options["description"] = format_html(
                "{}", said % {"fields": ", ".join(labels)}
            )
        sets.append((language, options))
    return sets


def _lacks(row, name, code) -> bool:
    source = getattr(row, column(name, SOURCE), "")
    return bool(source) and not getattr(row, column(name, code), "")


def stands(row) -> str:
    """Whether the public reads a record now, and the moments at which that changes."""
    moments = _("All moments are in UTC.")
    if not row or not row.pk:
        return format_html("{}", moments)
    words = {
        "draft": _("Now a draft: only editors see it."),
        "scheduled": _("Scheduled: public from %(from)s."),
        "public": _("Public now."),
        "expired": _("Taken off on %(until)s: its address answers “gone”."),
    }
    if row.publishing_state == "public" and row.expire_at:
        words["public"] = _("Public now, until %(until)s.")
    given = {
        "from": dates.moment_words(row.publish_at) if row.publish_at else "",
        "until": dates.moment_words(row.expire_at) if row.expire_at else "",
    }
    said = words[row.publishing_state] % given
    return format_html('<strong class="stands">{}</strong> {}', said, moments)


def in_its_language(db_field, field, *, label=False):
    """A field of one language is written in that language and its direction. With
    ``label`` the language is named by its tab alone.
    """
    if field is None or not isinstance(db_field, TranslationField):
        return field
    code = db_field.language
    direction = "rtl" if code == "ar" else "ltr"
    field.widget.attrs |= {"lang": tag(code), "dir": direction}
    if label:
        field.label = capfirst(db_field.translated_field.verbose_name)
    return field
