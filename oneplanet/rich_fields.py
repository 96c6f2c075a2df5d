"""The field in which editors write a text with marks; without script a text area."""

from django.core.exceptions import ValidationError
from django.forms import CharField, Media, Script, Textarea
from django.utils.text import normalize_newlines
from django.utils.translation import gettext_lazy as _
from django_prose_editor.widgets import AdminProseEditorWidget

from oneplanet import editor_words
from oneplanet.rich_text import cleaned, for_the_editor, is_marked, look

LONGEST = 100_000  # signs
EXTENSIONS = {
    "Bold": True,
    "Italic": True,
    "Heading": {"levels": [2, 3, 4]},
    "BulletList": True,
    "OrderedList": {"enableListAttributes": False},
    "ListItem": True,
    "Blockquote": True,
    "HardBreak": True,
    "Link": {"enableTarget": False, "protocols": ["https", "http", "mailto"]},
    "History": True,
}


class RichTextWidget(AdminProseEditorWidget):
    """The editor over a plain text area, which is what is there without script."""

    def __init__(self, attrs=None):
        super().__init__(
            attrs={"rows": 14, "cols": 80} | (attrs or {}),
            config={"extensions": EXTENSIONS},
            preset="configurable",
        )

    def get_context(self, name, value, attrs):
        """A plain text stays plain in the area; the editor finds it with its marks."""
        if value and not is_marked(value):
            attrs = (attrs or {}) | {"data-marked": for_the_editor(value)}
        return super().get_context(name, value, attrs)

    @property
    def media(self):
        words = {"data-words": editor_words.for_the_script()}
        return Media(js=[Script("js/rich_text.js", **words)]) + super().media


class RichTextField(CharField):
    """In the form of an editor's page."""

    widget = RichTextWidget
    default_error_messages = {"too_long": _("This text is too long to be shown well.")}

    def clean(self, value):
        text = normalize_newlines(super().clean(value) or "")
        if len(text) > LONGEST:
            raise ValidationError(self.error_messages["too_long"], code="too_long")
        return cleaned(text)


def with_marks(field, *, editor=True):
    """The same field of a form; with the editor, or as the plain area it was."""
    widget = RichTextWidget if editor else Textarea
    return RichTextField(
        label=field.label,
        required=field.required,
        help_text=field.help_text
        or _(
            "Headings, lists, quotations and links. An empty line parts paragraphs, a "
            "line that begins with ## is a heading, lines with - make a list."
        ),
        widget=widget(attrs=field.widget.attrs),
    )


def as_it_was(form, name, text) -> str:
    """The text a form began with, if readers would see no difference."""
    before = form.get_initial_for_field(form.fields[name], name) or ""
    return before if look(before) == look(text) else text
