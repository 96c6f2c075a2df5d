"""What the admin pages of people and duties have in common: nothing is deleted.

Memberships and appointments end, invitations are withdrawn, accounts are closed and
made anonymous.
"""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError

from oneplanet.curating import ForgivingAdmin
from oneplanet.desk import Subject


class KeptAdmin(ForgivingAdmin):
    """Rows that are added and ended by what they are, never changed or deleted."""

    subject = Subject.PEOPLE
    view_on_site = False

    def has_delete_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        form.acting = request.user
        return form

    def take(self, request, rows, verb, *, name, refused, **given):
        """Call a verb on each row, as ``name``; say which of them were refused."""
        for row in rows:
            try:
                verb(by=request.user, **{name: row}, **given)
            except refused as refusal:
                messages.error(request, f"{row}: {refusal}")
            else:
                self.log_change(request, row, verb.__name__)


class WholeRowForm(forms.ModelForm):
    """Checks the constraints on columns it does not show as well."""

    def _post_clean(self):
        super()._post_clean()
        if not self.errors:
            try:
                self.instance.validate_constraints()
            except ValidationError as error:
                self.add_error(None, error)
