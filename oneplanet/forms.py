"""How every form of the portal is drawn.

``{{ field.as_field_group }}`` draws a whole field from templates/forms/field.html:
the label as a question, help under it, the error beside it. ``{{ form }}`` draws all of
them. A field that may stay empty in a draft but not in what is submitted carries
``needed_to_submit = True``.
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
    def is_asked_for(self) -> bool:
        """Whether an answer has to be given; of radios with one chosen it is."""
        is_chosen = self.widget_type == "radioselect" and self.value()
        return self.field.required and not is_chosen

    @property
    def asked_when(self) -> dict | None:
        """``after``, the answer it waits for, as the script reads it; whether it
        ``is_asked`` now; whether it is answered all the same (``is_left_out``).
        """
        condition = getattr(self.field, "asked_after", None)
        if condition is None:
            return None
        earlier = self.form[condition.after]
        is_asked = not condition.answers.isdisjoint(_texts(earlier.data))
        is_answered = any(text.strip() for text in _texts(self.data))
        return {
            "after": f"{earlier.html_name}={' '.join(sorted(condition.answers))}",
            "is_asked": is_asked,
            "is_left_out": is_answered and not is_asked,
        }


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
