"""What a reader is asked who found something wrong on a page."""

from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, SignatureExpired, TimestampSigner
from django.urls import Resolver404, resolve
from django.utils.translation import gettext_lazy as _

from knowledge_hubs.models import Feedback
from oneplanet.context import SECRETS
from oneplanet.text.fields import PortalCharField

SECOND_LOOK = 3  # seconds; nobody reads and answers the form sooner
PAGE_OPEN = 24 * 3600
_stamps = TimestampSigner(salt="feedback")


def own_path(address: str) -> str | None:
    """The path of a page of ours, with its language and without its query; "" if the
    address is one person's secret, None if the page is not ours."""
    parts = urlsplit(address)
    if parts.netloc and f"{parts.scheme}://{parts.netloc}" != settings.SITE_URL:
        return None
    path = parts.path
    first = path.lstrip("/").partition("/")[0]
    if not path.startswith("/") or first not in dict(settings.LANGUAGES):
        return None
    return "" if is_secret(path) else path


def is_secret(path: str) -> bool:
    try:
        return not SECRETS.isdisjoint(resolve(path).kwargs)
    except Resolver404:
        return False


class FeedbackForm(forms.Form):
    """``website`` is a trap: people neither see it nor reach it by keyboard."""

    kind = forms.ChoiceField(
        label=_("What is it?"), choices=Feedback.Kind.choices, widget=forms.RadioSelect
    )
    words = PortalCharField(
        label=_("What should we know?"),
        help_text=_("Say where on the page it is, and how it should be."),
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    page = PortalCharField(
        label=_("On which page?"),
        help_text=_("Its address. Empty if it is about the whole portal."),
        max_length=500,
        required=False,
        widget=forms.TextInput({"dir": "ltr"}),
    )
    email = forms.EmailField(
        label=_("Your e-mail address, if you would like an answer"),
        help_text=_(
            "Only for the answer. We delete it once the matter is settled, and after "
            "90 days at the latest."
        ),
        max_length=254,
        required=False,
        widget=forms.EmailInput({"autocomplete": "email", "dir": "ltr"}),
    )
    opened = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_page(self):
        try:
            path = own_path(self.cleaned_data["page"].strip())
        except ValueError:  # an address no parser takes
            path = None
        if self.cleaned_data["page"] and path is None:
            raise ValidationError(
                _("This is no page of the portal. Copy its address, or leave it empty.")
            )
        return path or ""

    def clean(self):
        """Programs send at once, or what they fetched long ago: people press again."""
        given = super().clean()
        if not self.errors and not was_read(given["opened"]):
            raise ValidationError(
                _("Please read it once more and send it again: it came very quickly.")
            )
        return given

    @property
    def is_trapped(self) -> bool:
        return bool(self.data.get("website"))

    def values(self) -> dict:
        return {k: self.cleaned_data[k] for k in ("kind", "words", "page", "email")}


def stamp() -> str:
    """When the page was made, signed."""
    return _stamps.sign("page")


def was_read(text: str) -> bool:
    """Whether a page stamped so has been open for a while, and not for days."""
    try:
        _stamps.unsign(text, max_age=PAGE_OPEN)
    except BadSignature:
        return False
    try:
        _stamps.unsign(text, max_age=SECOND_LOOK)
    except SignatureExpired:
        return True
    return False
