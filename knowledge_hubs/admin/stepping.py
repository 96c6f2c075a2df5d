"""Rows that staff only look at and move on by steps: each a page that asks what the
step needs and calls its verb.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from oneplanet.curating import ForgivingAdmin


class NothingAsked(forms.Form):
    """A step that takes a press of its button alone."""

    def __init__(self, data=None, *, row, user):
        super().__init__(data)
        self.row, self.user = row, user

    def values(self) -> dict:
        return self.cleaned_data


@dataclass(frozen=True)
class Step:
    """``brings`` says on its page what it brings about, ``done`` that it is done;
    ``verb`` takes by=, the row by ``as_name`` and what the form gives."""

    label: Promise
    brings: Promise
    done: Promise
    form: type[NothingAsked]
    verb: Callable
    is_open: Callable = lambda row, user: row.is_open


class SteppedAdmin(ForgivingAdmin):
    """``steps`` by their names in addresses; ``refused`` are exceptions whose words are
    for the person; ``as_name`` is what verbs call the row."""

    steps: dict[str, Step] = {}
    refused: tuple = ()
    as_name = "row"
    change_form_template = "knowledge_hubs/admin/stepped.html"

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    has_delete_permission = has_change_permission

    @property
    def step_name(self):
        return f"{self.opts.app_label}_{self.opts.model_name}_step"

    def get_urls(self):
        view = self.admin_site.admin_view(self.step_view)
        where = "<path:object_id>/step/<slug:action>/"
        return [path(where, view, name=self.step_name), *super().get_urls()]

    def open_steps(self, row, user) -> list[tuple]:
        """(name, label) of those that can be taken now."""
        steps = self.steps.items()
        return [(name, s.label) for name, s in steps if s.is_open(row, user)]

    def change_view(self, request, object_id, form_url="", extra_context=None):
        row = self.get_object(request, unquote(object_id))
        steps = self.open_steps(row, request.user) if row else []
        more = {"steps": steps, "step_name": f"admin:{self.step_name}"}
        return super().change_view(
            request, object_id, form_url, more | (extra_context or {})
        )

    def step_view(self, request, object_id, action):
        row = self.get_object(request, unquote(object_id))
        if row is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_permission(request, row):
            raise PermissionDenied
        if action not in dict(self.open_steps(row, request.user)):
            messages.warning(request, _("This step cannot be taken now."))
            return self._back_to(row)
        step = self.steps[action]
        data = request.POST if request.method == "POST" else None
        form = step.form(data, row=row, user=request.user)
        if form.is_valid() and (where := self._taken(request, row, step, form)):
            messages.success(request, step.done)
            return where
        return self._asks(request, row, step, form)

    def _back_to(self, row):
        return redirect(
            f"admin:{self.opts.app_label}_{self.opts.model_name}_change", row.pk
        )

    def _taken(self, request, row, step, form):
        """Where to go once it is taken; None if it was refused."""
        try:
            made = step.verb(by=request.user, **{self.as_name: row}, **form.values())
        except self.refused as refusal:
            form.add_error(None, str(refusal))
            return None
        self.log_change(request, row, step.verb.__name__)
        return self.after(row, made)

    def after(self, row, made):
        return self._back_to(row)

    def _asks(self, request, row, step, form):
        context = self.admin_site.each_context(request) | {
            "opts": self.opts,
            "form": form,
            "title": step.label,
            "brings": step.brings,
            "row": row,
        }
        return TemplateResponse(request, "knowledge_hubs/admin/step.html", context)
