"""How accounts are opened and kept: by invitation, with mails through the outbox.

Nobody is told whether an address has an account, unless they read its mail.
"""

from io import BytesIO
from urllib.parse import urlencode, urlsplit

import qrcode
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.password_validation import MinimumLengthValidator
from django.db import transaction
from django.urls import translate_url
from django.utils import timezone, translation
from django.utils.crypto import get_random_string
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from qrcode.image.svg import SvgPathFillImage

from oneplanet import outbox
from oneplanet.text import zones
from oneplanet.text.numbers import digits
from programmes.models import Appointment, Invitation, InvitationClosed, User

INVITED = "invitation"  # session key: the token somebody came with


def invitation_of(request) -> Invitation | None:
    """The open invitation this visitor came with, if any."""
    token = request.session.get(INVITED) if request else None
    return Invitation.find(token) if token else None


class LengthValidator(MinimumLengthValidator):
    """Django's, with its number in the reader's digits."""

    def get_help_text(self):
        return digits(super().get_help_text())

    def get_error_message(self):
        return digits(super().get_error_message())


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": gettext_lazy(
            "This address and this password do not go together. Please try again, "
            "or ask for a new password."
        ),
        "too_many_login_attempts": gettext_lazy(
            "There were too many attempts. Please wait five minutes and try again."
        ),
    }

    def is_open_for_signup(self, request):
        return invitation_of(request) is not None

    def is_email_verified(self, request, email):
        """The invitation's mail has proved the address it was sent to, no other."""
        invitation = invitation_of(request)
        return invitation is not None and invitation.email == email.lower()

    def save_user(self, request, user, form, commit=True):
        user = super().save_user(request, user, form, commit=False)
        user.name = form.cleaned_data["name"]
        user.language = get_language()
        if commit:
            user.save()
        return user

    def confirm_email(self, request, email_address):
        """Refused where another account has the address without having proved it."""
        others = User.objects.exclude(pk=email_address.user_id)
        if others.filter(email=email_address.email).exists():
            template = "account/messages/email_confirmation_failed.txt"
            context = {"email": email_address.email}
            self.add_message(request, messages.ERROR, template, context)
            return False
        with transaction.atomic():
            return super().confirm_email(request, email_address)

    def post_login(self, request, user, *, signup, **kwargs):
        """Who has just signed up has come to accept; others are asked first."""
        invitation = invitation_of(request)
        if signup and invitation:
            accept(request, invitation)
        return super().post_login(request, user, signup=signup, **kwargs)

    def get_login_redirect_url(self, request):
        invitation = invitation_of(request)
        if invitation:
            return invitation.get_accept_url()
        return super().get_login_redirect_url(request)

    def get_email_confirmation_url(self, request, emailconfirmation):
        """Leads back to the invitation, also in another browser."""
        url = super().get_email_confirmation_url(request, emailconfirmation)
        invitation = invitation_of(request)
        if invitation:
            url += "?" + urlencode({"next": invitation.get_accept_url()})
        return url

    def send_notification_mail(self, template_prefix, user, context=None, email=None):
        context = {"user": user} | (context or {})
        super().send_notification_mail(template_prefix, user, context, email)

    def send_mail(self, template_prefix, email, context):
        """Write the mail into the outbox, in its reader's language and time zone. One
        with a link is wiped once it has left, and its text is in no inbox."""
        reader = context.get("user") or User.objects.filter(email=email.lower()).first()
        language = reader.language if reader else get_language()
        zone = zones.find(reader.time_zone if reader else "UTC")
        links = {
            name: _our_address(value, language)
            for name, value in context.items()
            if name.endswith("_url")
        }
        context = {"email": email, "site_url": settings.SITE_URL} | context | links
        with translation.override(language), timezone.override(zone):
            message = self.render_mail(template_prefix, email, context)
        outbox.queue(
            key=f"account-{get_random_string(32)}",
            to=email,
            language=language,
            subject=message.subject,
            body=message.body,
            holds_secret=bool(links),
            kind="account",
            reader=reader,
        )


class SecondFactorAdapter(DefaultMFAAdapter):
    def generate_authenticator_name(self, user, type):
        number = user.authenticator_set.filter(type=type).count() + 1
        return _("Passkey %(number)s") % {"number": number}

    def build_totp_svg(self, url):
        """Black on white, also on a dark page."""
        file = BytesIO()
        qrcode.make(url, image_factory=SvgPathFillImage).save(file)
        return file.getvalue().decode()

    def _get_site_name(self):
        return str(settings.SITE_NAME)


def accept(request, invitation: Invitation) -> bool:
    """Accept for the signed-in person, and say so; False if it is closed by now."""
    request.session.pop(INVITED, None)
    try:
        given = invitation.accept(by=request.user)
    except InvitationClosed:
        return False
    messages.success(request, _welcome(given))
    return True


def _welcome(given) -> str:
    if isinstance(given, Appointment):
        text = _("You now have this duty on this portal: %(duty)s.")
        return text % {"duty": given.in_words}
    text = _("You now work for %(organisation)s on this portal, as: %(role)s.")
    role = given.get_role_display()
    return text % {"organisation": given.organisation, "role": role}


def _our_address(url: str, language: str) -> str:
    """The page in this language at the portal's own address, whatever was asked."""
    parts = urlsplit(url)
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    return settings.SITE_URL + translate_url(path, language)
