"""How every form of the portal is drawn.

``{{ field.as_field_group }}`` draws a whole field from templates/forms/field.html:
the label as a question, help under it, the error beside it. ``{{ form }}`` draws all of
them. A field that may stay empty in a draft but not in what is submitted carries
``needed_to_submit = True``; one that may not after a certain answer, ``needed_after``.
"""

from django import forms
from django.forms.renderers import TemplatesSetting

# Django's widget templates that are drawn by templates of ours.
OURS = {
    "django/forms/errors/list/default.html": "forms/errors.html",
    "django/forms/errors/list/ul.html": "forms/errors.html",
    "django/forms/widgets/checkbox_select.html": "forms/checkboxes.html",
    "django/forms/widgets/clearable_file_input.html": "forms/file.html",
    "django/forms/widgets/radio.html": "forms/radios.html",
    "django/forms/widgets/select.html": "forms/select.html",
}


class PortalBoundField(forms.BoundField):
    """A field of a form, which may be asked after a certain answer alone.

    Its field says so by ``asked_after``: ``after``, the name of the earlier one, and
    the ``answers`` to it.
    """

    @property
    def says_how_read(self) -> bool:
        """Whether an answer may be read in more than one way (a field's remark_on)."""
        return hasattr(self.field, "remark_on")

    @property
    def remark(self) -> str:
        """How the answer was read, where it could be read otherwise. A form may bring
        what was said of it when it was saved: ``remarks``, by the names of fields."""
        if not self.says_how_read or not self.form.is_bound or self.errors:
            return ""
        said = getattr(self.form, "remarks", {}).get(self.html_name)
        return said or self.field.remark_on(self.data or "")

    @property
    def notes(self) -> str:
        """What others have said of the answer, drawn. A form may bring it: ``notes``,
        by the names of fields."""
        return getattr(self.form, "notes", {}).get(self.name, "")

    @property
    def aria_describedby(self):
        ids = super().aria_describedby
        if ids is None or not self.auto_id:
            return ids
        more = [("notes", self.notes), ("remark", self.says_how_read)]
        said = [f"{self.auto_id}_{name}" for name, is_there in more if is_there]
        return " ".join([ids, *said]).strip()

    @property
    def is_settled(self) -> bool:
        """Whether one of its options is chosen, and can only be changed for another."""
        field, chosen = self.field, self.value()
        is_one = not getattr(field.widget, "allow_multiple_selected", True)
        if not is_one or not isinstance(field, forms.ChoiceField):
            return False
        if isinstance(field, forms.ModelChoiceField):
            return False  # not worth a query
        return bool(chosen) and field.valid_value(chosen)

    @property
    def needed_when(self) -> dict | None:
        """``after``, the answer after which it is needed before submitting, as the
        script reads it; whether it ``is_needed`` now, and is not ``instead`` of it."""
        condition = getattr(self.field, "needed_after", None)
        if condition is None:
            return None
        earlier = self.form[condition.after]
        return {
            "after": _for_the_script(earlier, condition),
            "is_needed": not condition.answers.isdisjoint(_texts(earlier.data)),
            "instead": self.form[condition.instead] if condition.instead else None,
        }

    @property
    def is_needed(self) -> bool:
        """Whether it stands between the form as it is and its submission, if empty."""
        is_always = getattr(self.field, "needed_to_submit", False)
        if is_always or not (when := self.needed_when):
            return is_always
        is_given = when["instead"] is not None and _is_answered(when["instead"])
        return when["is_needed"] and not is_given

    @property
    def asked_when(self) -> dict | None:
        """``after``, the answer it waits for, as the script reads it; whether it
        ``is_asked`` now: an answer given stays asked while the earlier one has none;
        whether it is answered all the same (``is_left_out``).
        """
        condition = getattr(self.field, "asked_after", None)
        if condition is None:
            return None
        earlier = self.form[condition.after]
        is_answered, given = _is_answered(self), _texts(earlier.data)
        is_asked = not condition.answers.isdisjoint(given) or (
            is_answered and not _is_answered(earlier)
        )
        return {
            "after": _for_the_script(earlier, condition),
            "is_asked": is_asked,
            "is_left_out": is_answered and not is_asked,
        }


def _for_the_script(earlier, condition) -> str:
    return f"{earlier.html_name}={' '.join(sorted(condition.answers))}"


def _is_answered(field) -> bool:
    return any(text.strip() for text in _texts(field.data))


def _texts(data) -> list[str]:
    return data if isinstance(data, list) else [data or ""]


class PortalRenderer(TemplatesSetting):
    bound_field_class = PortalBoundField
    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"

    def get_template(self, template_name):
        return super().get_template(OURS.get(template_name, template_name))


class DayInput(forms.DateInput):
    """A day. Browsers show it in the reader's way and send it as 2026-11-23."""

    input_type = "date"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%d")
