"""What the account pages ask, in our words. The forms are allauth's."""

import struct
import unicodedata

from allauth.account import forms as account
from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as second_factor
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as passkeys
from django import forms
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from programmes.accounts import invitation_of
from programmes.forms import NameField


class Asking:
    """Puts our questions in the place of labels and of greyed words in the fields."""

    questions = {}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            attrs = field.widget.attrs
            attrs.pop("placeholder", None)
            if isinstance(field, forms.EmailField):
                attrs["dir"] = "ltr"
            elif field.widget.__class__ is forms.TextInput:
                attrs.setdefault("dir", "auto")
            if attrs.get("autocomplete") == "current-password":
                field.help_text = ""  # the pages themselves lead to a new one
        for name, question in self.questions.items():
            self.fields[name].label = question


class SignInForm(Asking, account.LoginForm):
    questions = {
        "login": _("Your e-mail address"),
        "password": _("Your password"),
        "remember": _("Keep me signed in on this device"),
    }


class SignUpForm(Asking, account.SignupForm):
    name = NameField(label=_("What is your name?"))
    field_order = ["name", "email", "password1", "password2"]
    questions = {
        "email": _("Which e-mail address will you sign in with?"),
        "password1": _("Choose a password"),
        "password2": _("The same password once more"),
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        invitation = invitation_of(context.request)
        if invitation:
            self.fields["email"].initial = invitation.email

    def try_save(self, request):
        """Pressing the button twice opens one account."""
        try:
            with transaction.atomic():
                return super().try_save(request)
        except IntegrityError:
            self.account_already_exists = True
            return super().try_save(request)


class NewAddressForm(Asking, account.AddEmailForm):
    questions = {"email": _("New e-mail address")}


class ChangePasswordForm(Asking, account.ChangePasswordForm):
    questions = {
        "oldpassword": _("Your present password"),
        "password1": _("New password"),
        "password2": _("The new password once more"),
    }


class SetPasswordForm(Asking, account.SetPasswordForm):
    questions = {
        "password1": _("Choose a password"),
        "password2": _("The same password once more"),
    }


class ForgottenPasswordForm(Asking, account.ResetPasswordForm):
    questions = {"email": _("Which e-mail address do you sign in with?")}


class NewPasswordForm(Asking, account.ResetPasswordKeyForm):
    questions = {
        "password1": _("New password"),
        "password2": _("The new password once more"),
    }


class ConfirmPasswordForm(Asking, account.ReauthenticateForm):
    questions = {"password": _("Your password")}


class CodeField(forms.CharField):
    """A code of digits, in groups or not, in Latin or in other digits."""

    def __init__(self, **kwargs):
        attrs = {"autocomplete": "one-time-code", "inputmode": "numeric", "dir": "ltr"}
        super().__init__(max_length=40, widget=forms.TextInput(attrs), **kwargs)

    def to_python(self, value):
        value = "".join(super().to_python(value).split())
        return "".join(
            str(unicodedata.decimal(c)) if c.isdecimal() else c for c in value
        )


class SecondStepForm(second_factor.AuthenticateForm):
    code = CodeField(
        label=_("The code your app shows now"),
        help_text=_("Or one of your recovery codes; each works once."),
    )


class ConfirmCodeForm(second_factor.ReauthenticateForm):
    code = CodeField(
        label=_("The code your app shows now"),
        help_text=_("Or one of your recovery codes; each works once."),
    )


class ActivateAppForm(totp.ActivateTOTPForm):
    code = CodeField(label=_("The six digits your app shows now"))


# What reading an answer that no passkey ever gave may raise.
MALFORMED = (
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
    struct.error,
)


class Reading:
    """An answer that cannot be read is a wrong answer, not an error of ours."""

    def clean_credential(self):
        try:
            return super().clean_credential()
        except MALFORMED:
            raise get_adapter().validation_error("incorrect_code") from None


class PasskeyAloneForm(Reading, passkeys.LoginWebAuthnForm):
    pass


class PasskeyStepForm(Reading, passkeys.AuthenticateWebAuthnForm):
    pass


class ConfirmPasskeyForm(Reading, passkeys.ReauthenticateWebAuthnForm):
    pass


class AddPasskeyForm(Asking, passkeys.AddWebAuthnForm):
    name = forms.CharField(
        label=_("What shall it be called?"),
        help_text=_("So that you can tell your passkeys apart."),
        max_length=60,
        required=False,
    )
    passwordless = forms.BooleanField(
        label=_("Sign in with it alone, without my password"),
        help_text=_("Your device then asks for your finger, your face or its PIN."),
        required=False,
        initial=True,
    )

    def clean(self):
        try:
            return super().clean()
        except MALFORMED:
            raise get_adapter().validation_error("incorrect_code") from None


class RenamePasskeyForm(Asking, passkeys.EditWebAuthnForm):
    name = forms.CharField(label=_("What shall it be called?"), max_length=60)
