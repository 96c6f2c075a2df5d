from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from oneplanet.admin import site
from oneplanet.curating import CuratedForm
from oneplanet.desk import Subject
from programmes.admin.listed import ListedAdmin
from programmes.models import ContactAddress, User


class ContactForm(CuratedForm):
    ordered_within = ("programme",)

    def clean_email(self):
        """Refuse what somebody signs in with: that is a person's address."""
        email = self.cleaned_data["email"]
        if User.objects.filter(email__iexact=email, is_active=True).exists():
            message = _("Somebody signs in with this address, so it is a person's own.")
            raise ValidationError(message, code="personal")
        return email


@admin.register(ContactAddress, site=site)
class ContactAddressAdmin(ListedAdmin):
    subject = Subject.NETWORK
    form = ContactForm
    list_display = ["role", "programme", "email", "order", "until", "missing"]
    list_filter = ["programme", ("until", admin.EmptyFieldListFilter)]
    list_select_related = ["programme"]
    search_fields = ["email", "role_en"]
    autocomplete_fields = ["programme"]
    successor_keeps = ("programme", "order")
