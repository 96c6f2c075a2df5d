"""The form of a curated record, arranged: its texts language by language, what it is,
when it is public, where it comes from.

Without script that is a plain sequence of fieldsets; static/js/language_tabs.js makes
tabs of those of the languages, and says on each what its fields say of themselves:
whether a text is missing, outdated or a machine's.
"""

from django.conf import settings
from django.contrib.admin.utils import flatten_fieldsets
from django.forms import Textarea
from django.utils.html import format_html, format_html_join
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from modeltranslation.fields import TranslationField

from oneplanet.desk import OTHERS, SOURCE, column, text_lacks, translated_fields
from oneplanet.text import dates
from oneplanet.text.languages import tag
from oneplanet.translations import State, TranslationMark, marks_held, text_of

SHAPES = {State.MISSING: "○", State.OUTDATED: "◐", State.MACHINE: "◇"}
SAYS = {
    State.OUTDATED: _("Outdated: the English has changed since this was translated."),
    State.MACHINE: _("A machine translated this, and nobody has checked it yet."),
}
PUBLISHING = ("is_draft", "publish_at", "expire_at")
ORIGIN = ("document", "paragraph", "source", "basis", "to_check")


def arranged(fieldsets, model, row=None) -> list:
    """Django's fieldsets, in the order in which an editor works through them. Those an
    editor's page names itself keep their order; the texts follow the first of them.
    """
    names = flatten_fieldsets(fieldsets)
    texts = _texts(names, model, row)
    of_a_language = {name for _title, options in texts for name in options["fields"]}
    if len(fieldsets) != 1 or fieldsets[0][0] or fieldsets[0][1].get("description"):
        first, *others = [_without(of_a_language, *each) for each in fieldsets]
        sets = [first, *texts, *others]
    else:
        sets = [*texts, *_grouped([n for n in names if n not in of_a_language])]
    for _title, options in sets:
        if "is_draft" in options["fields"]:
            options["description"] = stands(row)
    return [each for each in sets if each[1]["fields"]]


def arranged_inline(fieldsets, model) -> list:
    """Of a row on the page of another: first what it is, then its texts."""
    names = flatten_fieldsets(fieldsets)
    texts = _texts(names, model, None)
    of_a_language = {name for _title, options in texts for name in options["fields"]}
    first, *others = _grouped([n for n in names if n not in of_a_language])
    return [each for each in (first, *texts, *others) if each[1]["fields"]]


def _without(left_out, title, options) -> tuple:
    names = flatten_fieldsets([(title, options)])
    return title, options | {"fields": [n for n in names if n not in left_out]}


def _grouped(names) -> list:
    """What it is, when it is public, where it comes from."""
    groups = (_("When it is public"), PUBLISHING), (_("Where it comes from"), ORIGIN)
    of_a_group = {name for _title, group in groups for name in group}
    first = (None, {"fields": [name for name in names if name not in of_a_group]})
    others = [
        (title, {"fields": [name for name in names if name in group]})
        for title, group in groups
    ]
    return [first, *others]


def _texts(names, model, row) -> list:
    """A fieldset for each language, the source first; it names what is missing."""
    fields = translated_fields(model)
    languages = sorted(settings.LANGUAGES, key=lambda each: each[0] != SOURCE)
    sets = []
    for code, language in languages:
        present = [c for name in fields if (c := column(name, code)) in names]
        lacking = [name for name in fields if row and text_lacks(row, name, code)]
        options = {"fields": present, "classes": ["language"]}
        if lacking:
            labels = [str(model._meta.get_field(name).verbose_name) for name in lacking]
            said = _("Not translated yet: %(fields)s")
            options["description"] = format_html(
                "{}", said % {"fields": ", ".join(labels)}
            )
        sets.append((language, options))
    return sets


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


def in_its_language(db_field, field):
    """A field of one language is written in that language and its direction; its
    fieldset names the language. One that holds a sentence is no higher than one.
    """
    if field is None or not isinstance(db_field, TranslationField):
        return field
    code = db_field.language
    direction = "rtl" if code == "ar" else "ltr"
    field.widget.attrs |= {"lang": tag(code), "dir": direction}
    if isinstance(field.widget, Textarea):
        field.widget.attrs["rows"] = 3 if db_field.max_length else 6
    field.label = capfirst(db_field.translated_field.verbose_name)
    return field


# --- What each text says of itself ----------------------------------------------------


def tell_states(form):
    """Each text of a form in another language than English says what is to be done with
    it: in words below it, and to the tab of its language. One query at most.
    """
    row = form.instance
    if not row.pk:
        return
    for name in translated_fields(type(row)):
        for code in OTHERS:
            if field := form.fields.get(column(name, code)):
                _tell(field, _states(row, name, code))


def _states(row, name, code) -> list[State]:
    if text_lacks(row, name, code):
        return [State.MISSING]
    mark = marks_held(row).get((name, code))
    if mark is None or not text_of(row, name, code):
        return []
    is_outdated = mark.source != text_of(row, name, SOURCE)
    is_machine = mark.origin == TranslationMark.Origin.MACHINE
    found = {State.OUTDATED: is_outdated, State.MACHINE: is_machine}
    return [state for state, holds in found.items() if holds]


def _tell(field, states):
    if not states:
        return
    said = [format_html("{} {}", SHAPES[state], state.label) for state in states]
    field.widget.attrs["data-states"] = "|".join(said)
    words = [field.help_text, *(SAYS[state] for state in states if state in SAYS)]
    field.help_text = format_html_join(" ", "{}", ((w,) for w in words if w))
