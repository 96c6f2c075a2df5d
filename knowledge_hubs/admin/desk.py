"""The curator's desk: what needs me, by hub and language."""

from django import forms
from django.conf import settings
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from knowledge_hubs.curators_desk import Narrowed, sections
from knowledge_hubs.models import Hub
from oneplanet.admin import site


class DeskForm(forms.Form):
    hub = forms.ModelChoiceField(
        Hub.objects.order_by("order", "pk"),
        to_field_name="code",
        required=False,
        label=gettext_lazy("Knowledge hub"),
        empty_label=gettext_lazy("All"),
    )
    language = forms.ChoiceField(
        choices=[("", gettext_lazy("All")), *settings.LANGUAGES],
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
