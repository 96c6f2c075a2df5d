"""Rows a document listed: ended by a day and followed by a successor, never deleted."""

from urllib.parse import urlencode

from django import forms
from django.contrib import admin, messages
from django.contrib.admin import ActionLocation
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.forms import modelform_factory
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from oneplanet.admin import site
from oneplanet.curating import TranslatedAdmin
from oneplanet.forms import DayInput
from oneplanet.text import dates
from programmes.admin.keeping import WholeRowForm


class EndForm(WholeRowForm):
    until = forms.DateField(label=gettext_lazy("Ends on"), widget=DayInput)


class ListedAdmin(TranslatedAdmin):
    """``successor_keeps`` are the fields a row's successor takes over at first."""

    actions = ["end_today", "end_and_succeed"]
    successor_keeps: tuple[str, ...] = ()

    def has_delete_permission(self, request, obj=None):
        return False

    def get_urls(self):
        view = self.admin_site.admin_view(self.end_view)
        return [
            path("<path:object_id>/end/", view, name=self._named("end")),
            *super().get_urls(),
        ]

    @admin.action(
        description=gettext_lazy("End the chosen rows today"), permissions=["change"]
    )
    def end_today(self, request, queryset):
        for row in queryset.filter(until=None):
            row.until = dates.today()
            try:
                row.validate_constraints()
            except ValidationError as error:
                messages.error(request, f"{row}: {' '.join(error.messages)}")
            else:
                self._end(request, row)

    @admin.action(
        description=gettext_lazy("End it and add its successor"),
        description_plural=gettext_lazy("End the chosen row and add its successor"),
        location=[ActionLocation.CHANGE_LIST, ActionLocation.CHANGE_FORM],
        permissions=["change"],
    )
    def end_and_succeed(self, request, queryset):
        rows = list(queryset[:2])
        if len(rows) == 1:
            return redirect(f"admin:{self._named('end')}", rows[0].pk)
        messages.warning(request, _("Choose one row: each has a successor of its own."))
        return None

    def end_view(self, request, object_id):
        """Asks for the last day, then opens the form for the successor."""
        row = self.get_object(request, unquote(object_id))
        if row is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_change_permission(request, row):
            raise PermissionDenied
        form_class = modelform_factory(self.model, form=EndForm, fields=["until"])
        given = {"until": row.until or dates.today()}
        form = form_class(request.POST or None, instance=row, initial=given)
        if form.is_valid():
            self._end(request, form.instance)
            return redirect(self._successor_address(row))
        context = site.each_context(request) | {"opts": self.opts}
        context |= {"title": _("End it and add its successor"), "row": row}
        template = "programmes/admin/end.html"
        return TemplateResponse(request, template, context | {"form": form})

    @transaction.atomic
    def _end(self, request, row):
        """Write the row's last day, and who gave it."""
        row._history_user = request.user
        row.save(update_fields=["until"])
        self.log_change(request, row, [{"changed": {"fields": ["until"]}}])

    def _successor_address(self, row):
        kept = {name: row.serializable_value(name) for name in self.successor_keeps}
        kept = {name: value for name, value in kept.items() if value not in (None, "")}
        return f"{reverse(f'admin:{self._named("add")}')}?{urlencode(kept)}"

    def _named(self, page):
        return f"{self.opts.app_label}_{self.opts.model_name}_{page}"
