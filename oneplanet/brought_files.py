"""A file of a curated list as it comes back: read strictly, every doubt told to who
brought it.
"""

import csv
import io

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import normalize_newlines
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from tablib import Dataset

LARGEST = 2 * 1024 * 1024  # bytes
MOST = 5000  # rows
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would reckon with


def safe(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def unsafe(cell: str) -> str:
    """The cell as it was before :func:`safe`."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA) else cell


class FileForm(forms.Form):
    """A file, or the text of one whose preview was seen."""

    file = forms.FileField(
        label=gettext_lazy("CSV file"),
        required=False,
        help_text=gettext_lazy(
            "UTF-8, up to 2 MB and 5,000 rows. Take the list as a file, change what is "
            "wrong, add rows at the end, and bring it back. Columns you leave out stay "
            "as they are; an empty cell empties the field."
        ),
    )
    text = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)

    def __init__(self, *args, columns, keys=("code",), **kwargs):
        self.columns, self.keys = columns, keys
        super().__init__(*args, **kwargs)

    def clean(self):
        given = super().clean()
        if not self.errors:
            given["text"] = given.get("text") or self._read(given.get("file"))
            given["rows"] = self._rows(given["text"])
        return given

    def _read(self, file) -> str:
        if not file:
            raise ValidationError(_("Choose a file."))
        if file.size > LARGEST:
            raise ValidationError(_("The file is larger than 2 MB."))
        try:
            return file.read().decode("utf-8-sig")
        except UnicodeDecodeError:
            raise ValidationError(_("The file is not in UTF-8.")) from None

    def _rows(self, text) -> Dataset:
        if len(text.encode()) > LARGEST:
            raise ValidationError(_("The file is larger than 2 MB."))
        text = normalize_newlines(text)
        try:
            lines = [
                line for line in csv.reader(io.StringIO(text), strict=True) if line
            ]
        except csv.Error as error:
            raise ValidationError(
                _("The file is no CSV: %(error)s") % {"error": error}
            ) from None
        if not lines:
            raise ValidationError(_("The file is empty."))
        heads, *lines = lines
        self._check(heads, lines)
        return Dataset(*([unsafe(c) for c in line] for line in lines), headers=heads)

    def _check(self, heads, lines):
        unknown = [head for head in heads if head not in self.columns]
        if unknown or len(set(heads)) < len(heads):
            names = ", ".join(unknown or heads)
            raise ValidationError(
                _("Unknown or repeated columns: %(names)s") % {"names": names}
            )
        for name in self.keys:
            if name not in heads:
                text = _("There is no column “%(name)s”.")
                raise ValidationError(text % {"name": name})
        if len(lines) > MOST:
            raise ValidationError(_("There are more than 5,000 rows."))
        for number, line in enumerate(lines, 2):
            if len(line) != len(heads):
                raise ValidationError(
                    _("Line %(number)s has another number of cells than the first.")
                    % {"number": number}
                )
        places = [heads.index(name) for name in self.keys]
        self._check_keys([tuple(line[at] for at in places) for line in lines])

    def _check_keys(self, keys):
        """What names a row names no other."""
        first = {}
        for number, key in enumerate(keys, 2):
            if any(key) and first.setdefault(key, number) != number:
                raise ValidationError(
                    _("Line %(number)s names the same as line %(first)s.")
                    % {"number": number, "first": first[key]}
                )
