"""The row of an edition on the page of its resource, with the file it may have."""

from dataclasses import dataclass

from django import forms
from django.contrib.admin.widgets import AdminFileWidget
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from knowledge_hubs.models import Edition
from oneplanet.curating import CuratedForm, TranslatedInline
from reporting.uploads import Upload, check, in_words, keep


@dataclass(frozen=True)
class KeptFile:
    """What the form shows of the file that is there."""

    name: str
    url: str

    def __str__(self):
        return self.name


class EditionForm(CuratedForm):
    """A new file takes the place of the old one, whose bytes stay for the history."""

    file = forms.FileField(
        label=_("file"),
        required=False,
        widget=AdminFileWidget,
        help_text=_(
            "Only what the network may hand out. Up to 20 MB as PDF, DOCX, XLSX, PPTX, "
            "ODT, ODS, ODP, CSV, JPEG or PNG; for anything larger give its address."
        ),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.stored_id:
            self.initial["file"] = KeptFile(
                self.instance.file_name, self.instance.file_url
            )

    def clean_file(self):
        sent = self.cleaned_data["file"]
        if not isinstance(sent, UploadedFile):
            return sent
        upload = check(sent)
        if upload.mistake:
            raise ValidationError(in_words(upload.mistake, upload.name))
        return upload

    def save(self, commit=True):
        sent = self.cleaned_data.get("file")
        if isinstance(sent, Upload):
            self.instance.stored, self.instance.file_name = keep(sent), sent.name
        elif sent is False:  # the box that takes the file away
            self.instance.stored, self.instance.file_name = None, ""
        return super().save(commit)


class EditionInline(TranslatedInline):
    model = Edition
    form = EditionForm
    exclude = ["stored", "file_name"]
