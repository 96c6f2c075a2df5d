"""The curator's desk: what needs me, by hub and language."""

from django import forms
from django.template.response import TemplateResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from knowledge_hubs.curators_desk import Narrowed, sections
from knowledge_hubs.models import Hub
from oneplanet.admin import site
from oneplanet.text.languages import NAMES, name_of


def named_languages() -> list[tuple[str, str]]:
    return [(code, capfirst(name_of(code))) for code in NAMES]


class DeskForm(forms.Form):
    hub = forms.ModelChoiceField(
        Hub.objects.order_by("order", "pk"),
        to_field_name="code",
        required=False,
        label=gettext_lazy("Knowledge hub"),
        empty_label=gettext_lazy("All"),
    )
    language = forms.ChoiceField(
        choices=lambda: [("", _("All")), *named_languages()],
        required=False,
        label=gettext_lazy("Language"),
    )


def curators_desk(request):
    """What a choice nobody offers narrows to is everything."""
    form = DeskForm(request.GET)
    form.is_valid()
    chosen = getattr(form, "cleaned_data", {})
    at = Narrowed(chosen.get("hub"), chosen.get("language") or "")
    context = site.each_context(request) | {
        "title": _("What needs me"),
        "form": form,
        "sections": sections(at),
        "is_narrowed": bool(at.hub or at.language),
    }
    return TemplateResponse(request, "knowledge_hubs/admin/desk.html", context)


site.own_pages = (*site.own_pages, ("desk/", curators_desk, "curators_desk"))
