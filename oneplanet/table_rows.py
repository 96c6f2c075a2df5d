"""Rows of a form of the editors' pages as a table whose fields have names: Django
writes them into the heads alone, which no screen reader reads with a field.
"""

from django.contrib import admin
from django.forms import BaseInlineFormSet
from django.forms.utils import pretty_name


class NamedFields(BaseInlineFormSet):
    def add_fields(self, form, index):
        """The help of a field is in the head, too; a row that is still to come
        points to the heading of all, for it has no help of its own.
        """
        super().add_fields(form, index)
        for name, field in form.fields.items():
            said = [str(field.label or pretty_name(name)), str(field.help_text)]
            field.widget.attrs["aria-label"] = ": ".join(filter(None, said))
            if index is None:
                field.widget.attrs["aria-describedby"] = f"{self.prefix}-heading"
            else:
                field.help_text = ""


class TableInline(admin.TabularInline):
    """Django's table of rows; each head and each field of it says something."""

    template = "admin/edit_inline/rows.html"
    formset = NamedFields
