"""Fields of the admin that offer rows by their names, drawn again after a post with
keys that no row could have: Django's own ask the database for them, and fail.
"""

from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.core.exceptions import ValidationError


def can_hold(column, given) -> bool:
    """Whether a column, or each row it leads to, could have this value."""
    column = column.target_field if column.is_relation else column
    try:
        for value in given if isinstance(given, list) else [given]:
            column.run_validators(column.to_python(value))
    except ValidationError:
        return False
    return True


class _Choices:
    def optgroups(self, name, value, attr=None):
        known = [key for key in value if not key or can_hold(self.field, key)]
        return super().optgroups(name, known, attr)


class RowChoice(_Choices, AutocompleteSelect):
    """One row."""


class RowChoices(_Choices, AutocompleteSelectMultiple):
    """Any number of rows. A number too large for a key is refused as text is."""

    def value_from_datadict(self, data, files, name):
        given = super().value_from_datadict(data, files, name) or []
        return [key if can_hold(self.field, key) else "?" for key in given]


class OffersRows:
    """An admin page, or rows on one, whose ``autocomplete_fields`` are such fields.

    What is chosen is called as in the list it is chosen from (``offered``, which may
    read rows beside it, ``offered_with``).
    """

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", RowChoice(db_field, self.admin_site))
        model = db_field.related_model
        if model._meta.default_manager.name != "objects":
            kwargs.setdefault("queryset", model.objects.all())  # what its lists show
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        return self._called(field, db_field)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", RowChoices(db_field, self.admin_site))
        field = super().formfield_for_manytomany(db_field, request, **kwargs)
        return self._called(field, db_field)

    def _called(self, field, db_field):
        chosen_from = self.admin_site._registry.get(db_field.related_model)
        if field and hasattr(chosen_from, "offered"):
            field.label_from_instance = chosen_from.offered
            if read_too := getattr(chosen_from, "offered_with", ()):
                field.queryset = field.queryset.select_related(*read_too)
        return field
