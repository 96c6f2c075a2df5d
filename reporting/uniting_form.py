"""What reviewers enter to merge two records, and to undo it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from oneplanet.text.fields import PortalCharField
from reporting.models import MergePartner, Participation, VersionPartner


def _why(help_text):
    return PortalCharField(
        label=_("Why?"),
        help_text=help_text,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class UniteForm(forms.Form):
    """What comes along from the version that goes, and why the two are one.

    Nothing is ticked that was not asked for: what is left stays in the merged record.
    """

    role = forms.ChoiceField(
        label=_("How shall the organisation that reported it be named?"),
        choices=[*VersionPartner.Role.choices, ("", _("Not at all"))],
        widget=forms.RadioSelect,
        required=False,
    )
    partners = forms.MultipleChoiceField(
        label=_("Which of its partners are named, too?"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    files = forms.ModelMultipleChoiceField(
        queryset=None,
        label=_("Which of its files are shown with the record that stays?"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    links = forms.ModelMultipleChoiceField(
        queryset=None,
        label=_("Which of its links?"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    reason = _why(_("Both partners read it. It stays in the history."))

    def __init__(self, data=None, *, gone, kept, **kwargs):
        """``gone`` and ``kept`` are versions."""
        super().__init__(data, **kwargs)
        self.organisation = gone.activity.organisation
        known = {kept.activity.organisation_id, *_partners_of(kept)}
        self.rows = {
            key: row
            for key, row in _taking_part(gone).items()
            if row.organisation_id not in known | {self.organisation.pk}
        }
        self.fields["partners"].choices = [
            (key, f"{row.organisation} · {row.get_role_display()}")
            for key, row in self.rows.items()
        ]
        self.fields["files"].queryset = gone.files.all()
        self.fields["links"].queryset = gone.links.all()
        if self.organisation.pk in known:
            del self.fields["role"]
        else:
            self.fields["role"].initial = VersionPartner.Role.IMPLEMENTING
        self._leave_out_empty()

    def _leave_out_empty(self):
        offered = {
            "partners": self.rows,
            "files": self.fields["files"].queryset,
            "links": self.fields["links"].queryset,
        }
        for name, rows in offered.items():
            if not rows:
                del self.fields[name]

    def coming_along(self) -> dict:
        """As :func:`reporting.uniting.unite` takes it."""
        data, role = self.cleaned_data, self.cleaned_data.get("role")
        partners = [(self.organisation, role)] if role else []
        named = {self.organisation.pk}
        for key in data.get("partners", ()):
            row = self.rows[key]
            if row.organisation_id not in named:
                named.add(row.organisation_id)
                partners.append((row.organisation, row.role))
        return {
            "partners": partners,
            "files": data.get("files", ()),
            "links": data.get("links", ()),
        }


def _partners_of(version) -> set:
    """Keys of the organisations named with a public record, however they came to it."""
    with_it = MergePartner.objects.filter(
        merge__kept=version.activity, merge__undone_at=None
    )
    joined = Participation.objects.joined().filter(activity=version.activity)
    named = version.partners.exclude(organisation=None)
    return {
        pk
        for rows in (named, joined, with_it)
        for pk in rows.values_list("organisation", flat=True)
    }


def _taking_part(version) -> dict:
    """Organisations the version names, and those that joined its record, by the key the
    form knows them by."""
    named = version.partners.exclude(organisation=None).select_related("organisation")
    joined = Participation.objects.joined().filter(activity=version.activity)
    found = {str(row.pk): row for row in named}
    rows = joined.select_related("organisation")
    return found | {f"joined-{row.pk}": row for row in rows}


class SeparateForm(forms.Form):
    """Why the two are two after all."""

    reason = _why(_("Both partners read it. It stays in the history."))
