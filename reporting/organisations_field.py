"""A question answered with organisations of the network, by name, word or acronym.

A name nobody has is answered with those like it, to tick: what is ticked is sent beside
the name as ``<question>-meant`` and takes its place. All of it works without scripts.
"""

from collections import defaultdict

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from oneplanet.text import numbers
from oneplanet.text.folding import fold
from programmes.models import Organisation
from reporting.naming import organisations_like, organisations_named, with_acronym

MOST = 40
MOST_ASKED = 5  # names that are asked about at a time
SPARE = 3  # empty places for a further one


def names_meant(data, name) -> list[str]:
    """The names posted for a question; what was ticked stands in their place."""
    meant = defaultdict(list)
    for text in data.getlist(f"{name}-meant"):
        code, _space, typed = text.partition(" ")
        meant[typed].append(code)
    typed = [text for text in data.getlist(name) if text.strip()]
    if not meant:
        return typed
    codes = {code for text in typed for code in meant[text][:MOST]}
    bodies = {b.code: str(b) for b in Organisation.objects.filter(code__in=codes)}
    found = []
    for text in typed:
        ticked = [bodies[code] for code in meant[text] if code in bodies]
        found += ticked or [text]
    return found


class NamesInput(forms.TextInput):
    """A line for each name, and some more: all are sent under the name of the field."""

    template_name = "forms/names.html"
    use_fieldset = True

    def value_from_datadict(self, data, files, name):
        return names_meant(data, name)

    def get_context(self, name, value, attrs):
        context = super().get_context(name, "", attrs)
        names = [str(text) for text in value or []]
        spare = max(0, min(SPARE, MOST - len(names)))
        context["widget"]["names"] = [*names, *[""] * spare]
        is_wrong = "aria-invalid" in context["widget"]["attrs"]
        context["widget"]["asked"] = _asked_about(names) if is_wrong else []
        return context

    def id_for_label(self, id_):
        """Each line has a label of its own."""
        return ""


def _asked_about(names) -> list[tuple]:
    """(name, choices) of the names nobody has and something is like; a choice is
    (what is sent, what is read)."""
    named = organisations_named(names)
    unknown = [name for name in dict.fromkeys(names) if name not in named]
    asked = []
    for name in unknown[:MOST_ASKED]:
        choices = [
            (f"{body.code} {name}", with_acronym(body))
            for body in organisations_like(name)
        ]
        if choices:
            asked.append((name, choices))
    return asked


def choices_after_saving(form) -> dict[str, str]:
    """Question → what of it may be ticked now, as HTML: empty where all is known."""
    found = {}
    for field in form:
        if isinstance(field.field, OrganisationsField):
            asked = _asked_about(field.value() or []) if field.errors else []
            given = {"name": field.html_name, "id": field.auto_id, "asked": asked}
            html = render_to_string("forms/names_meant.html", given)
            found[field.html_name] = html if asked else ""
    return found


class OrganisationsField(forms.Field):
    """Organisations of the network by any of their names; cleaned they are rows."""

    widget = NamesInput

    def clean(self, value):
        names = list(dict.fromkeys(" ".join(text.split()) for text in value))
        names = [name for name in names if fold(name)]
        if len(names) > MOST:
            text = _("Name at most %(number)s organisations.")
            raise ValidationError(text % {"number": numbers.number(MOST)})
        named = organisations_named(names)
        if unknown := [name for name in names if name not in named]:
            text = _(
                "No organisation of the network is called just so: %(name)s. Save, and "
                "choose from those like it; or write a word of its name, or its "
                "acronym."
            )
            raise ValidationError([text % {"name": name} for name in unknown])
        return list(dict.fromkeys(named[name] for name in names))
