from django.contrib import admin, messages
from django.contrib.admin import ActionLocation
from django.forms import model_to_dict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from oneplanet.admin import site
from oneplanet.curating import (
    CuratedForm,
    ForgivingAdmin,
    TranslatedAdmin,
    TranslatedInline,
)
from oneplanet.desk import Subject
from oneplanet.text import numbers
from programmes.models import FigureText, PublishedFigure, SourceDocument


@admin.register(SourceDocument, site=site)
class SourceDocumentAdmin(TranslatedAdmin):
    subject = Subject.SOURCES
    list_display = ["symbol", "title", "kind", "published_on", "to_check"]
    list_filter = ["kind", "to_check"]
    search_fields = ["symbol", "title_en"]
    permanent = ["symbol"]


class WordingInline(TranslatedInline):
    """A figure comes with its wording, which is edited on a page of its own."""

    model = FigureText
    min_num = max_num = 1
    autocomplete_fields = ["programmes", "countries"]


class FigureForm(CuratedForm):
    def last_place(self):
        """A row that mends a misprint takes the place of the one it replaces."""
        replaced = self.instance.replaces
        return replaced.order if replaced else super().last_place()


PRINTED = ["document", "paragraph", "number", "low", "high", "qualifier"]
PRINTED += ["unit", "period", "base"]


@admin.register(PublishedFigure, site=site)
class PublishedFigureAdmin(ForgivingAdmin):
    """Added and read, never changed: a figure is what was printed.

    A misprint of ours is mended by a new row that names the one it replaces.
    """

    subject = Subject.SOURCES
    form = FigureForm
    list_display = ["code", "shown", "unit", "document", "paragraph", "replaces"]
    list_filter = ["qualifier", "document"]
    search_fields = ["code", "text__label_en"]
    autocomplete_fields = ["document", "replaces"]
    inlines = [WordingInline]
    actions = ["replace"]

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        return rows.select_related("document", "replaces", "text")

    offered_with = ("text",)

    def offered(self, figure):
        """By its code and what it counts: nobody knows figures by their codes alone."""
        return str(getattr(figure, "text", figure))

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_fields(self, request, obj=None):
        if not obj:
            return ["replaces", "code", *PRINTED, "order"]
        said = [name for name in PRINTED if name not in ("number", "low", "high")]
        return ["code", "shown", *said, "order", "replaces"]

    def get_readonly_fields(self, request, obj=None):
        return self.get_fields(request, obj) if obj else []

    @admin.display(description=gettext_lazy("number"), ordering="number")
    def shown(self, figure):
        """As readers read it, in their language."""
        text = getattr(figure, "text", None) or FigureText()
        return format_html("<bdi>{}</bdi>", numbers.figure(figure, text))

    @admin.action(
        description=gettext_lazy("Mend a misprint: add the figure that replaces it"),
        location=[ActionLocation.CHANGE_LIST, ActionLocation.CHANGE_FORM],
        permissions=["add"],
    )
    def replace(self, request, queryset):
        figures = list(queryset.in_force()[:2])
        if len(figures) == 1:
            address = reverse("admin:programmes_publishedfigure_add")
            return redirect(f"{address}?replaces={figures[0].pk}")
        messages.warning(request, _("Choose one figure that no other has replaced."))
        return None

    def get_changeform_initial_data(self, request):
        """What the replaced row says, to be mended where it is wrong."""
        given = super().get_changeform_initial_data(request)
        if not (replaced := _replaced(request)):
            return {name: given[name] for name in given if name != "replaces"}
        printed = model_to_dict(replaced, fields=PRINTED)
        for name in ("number", "low", "high"):
            if printed[name] is not None:
                printed[name] = numbers.for_input(printed[name], "en")
        return printed | given

    def get_formset_kwargs(self, request, obj, inline, prefix):
        given = super().get_formset_kwargs(request, obj, inline, prefix)
        if request.method == "GET" and not obj.pk and (replaced := _replaced(request)):
            given["initial"] = [model_to_dict(replaced.text, exclude=["id", "figure"])]
        return given


def _replaced(request):
    """The figure that the address says is replaced, with its wording."""
    number = request.GET.get("replaces", "")
    figures = PublishedFigure.objects.in_force().select_related("text")
    return figures.filter(pk=number).first() if number.isdecimal() else None


@admin.register(FigureText, site=site)
class FigureTextAdmin(TranslatedAdmin):
    subject = Subject.SOURCES
    list_display = ["figure", "label", "to_check", "missing"]
    list_filter = ["to_check", "programmes"]
    list_select_related = ["figure"]
    search_fields = ["figure__code", "label_en"]
    autocomplete_fields = ["figure", "programmes", "countries"]
    permanent = ["figure"]

    def has_delete_permission(self, request, obj=None):
        return False
