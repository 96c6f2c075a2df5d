"""Values of a hotspot tool: a version is described, its values are brought as a file,
looked at, and shown to readers once the version is published.
"""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from import_export.fields import Field
from import_export.widgets import DecimalWidget

from knowledge_hubs.models import HotspotRelease, HotspotValue
from oneplanet.admin import site
from oneplanet.curating import CuratedAdmin, ForgivingAdmin
from oneplanet.exchange import ByCode, CuratedResource, Exchanged
from oneplanet.text import numbers
from programmes.models import Country


class KnownOnce(ByCode):
    """Another record by its code, asked for once in a file."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.known = {}

    def clean(self, value, row=None, **kwargs):
        if value not in self.known:
            self.known[value] = super().clean(value, row, **kwargs)
        return self.known[value]


class HotspotResource(CuratedResource):
    """``release`` is the short name of a version that is not public yet."""

    release = Field("release", "release", KnownOnce(HotspotRelease, is_draft=True))
    country = Field("country", "country", KnownOnce(Country))
    value = Field("value", "value", DecimalWidget(coerce_to_string=True))

    class Meta(CuratedResource.Meta):
        model = HotspotValue
        fields = [
            "release",
            "country",
            "year",
            "indicator",
            "perspective",
            "sector",
            "value",
            "unit",
        ]
        import_id_fields = fields[:6]


@admin.register(HotspotRelease, site=site)
class HotspotReleaseAdmin(CuratedAdmin):
    list_display = ["version", "code", "publishing", "how_many", "brought_by"]
    list_select_related = ["brought_by"]
    search_fields = ["code", "version"]
    autocomplete_fields = ["resource"]
    permanent = ("code",)
    readonly_fields = ["how_many", "brought_at", "brought_by", "is_sample"]
    actions = ["empty"]

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        return rows.annotate(
            n=Count("values"), lands=Count("values__country", distinct=True)
        )

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.action(
        description=gettext_lazy("Take all values out of the chosen drafts"),
        permissions=["change"],
    )
    def empty(self, request, releases):
        """Of drafts alone, so that a file can be brought anew."""
        drafts = list(releases.filter(is_draft=True))
        values = HotspotValue.objects.filter(release__in=drafts)
        for release in drafts:
            self.log_change(request, release, _("All values were taken out."))
        n, _of_models = values.delete()
        told = _("Values taken out: %(n)s. Public versions stay as they are.")
        messages.success(request, told % {"n": numbers.number(n)})

    def save_model(self, request, obj, form, change):
        if not change:
            obj.brought_by = request.user
        super().save_model(request, obj, form, change)

    @admin.display(description=gettext_lazy("state"))
    def publishing(self, row):
        return row.publishing_state.label

    @admin.display(description=gettext_lazy("values"))
    def how_many(self, row):
        if not row.pk:
            return _("None yet: bring them as a file, in the list of hotspot values.")
        told = _("%(values)s values of %(countries)s countries")
        return told % {
            "values": numbers.number(row.n),
            "countries": numbers.number(row.lands),
        }


class ValueForm(forms.ModelForm):
    def clean_release(self):
        release = self.cleaned_data["release"]
        if not release.is_draft:
            raise ValidationError(_("Values of a public version stay as they are."))
        return release


@admin.register(HotspotValue, site=site)
class HotspotValueAdmin(Exchanged, ForgivingAdmin):
    """Brought as a file, and mended by bringing it again."""

    resource = HotspotResource
    form = ValueForm
    list_display = [
        "country",
        "year",
        "indicator",
        "perspective",
        "sector",
        "printed",
        "release",
    ]
    list_filter = ["release", "perspective"]
    list_select_related = ["country", "release"]
    search_fields = ["indicator", "sector", "country__code"]
    autocomplete_fields = ["country", "release"]
    ordering = ["release", "country", "indicator", "perspective", "year", "sector"]
    show_full_result_count = False

    @admin.display(description=gettext_lazy("value"))
    def printed(self, row):
        return f"{numbers.number(row.value.normalize())} {row.unit}"

    def may_bring(self, request) -> bool:
        return self.has_add_permission(request)

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
