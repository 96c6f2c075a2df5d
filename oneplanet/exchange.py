"""Curated lists as files: what leaves, and what comes back after somebody worked on it
in a spreadsheet. Rows are known by their codes; nothing is written before its preview
was seen, and nothing at all where one row is wrong.
"""

import csv

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from import_export import resources, widgets

from oneplanet import searching
from oneplanet.brought_files import FileForm, safe
from oneplanet.text import numbers


class ByCode(widgets.ForeignKeyWidget):
    """Another record, by its code; one that is not there is a mistake of the cell."""

    def __init__(self, model, **narrowed):
        super().__init__(model, field="code")
        self.narrowed = narrowed

    def get_queryset(self, value, row, *args, **kwargs):
        return self.model.objects.filter(**self.narrowed)

    def clean(self, value, row=None, **kwargs):
        try:
            return super().clean(value, row, **kwargs)
        except self.model.DoesNotExist:
            raise ValueError(_("There is no “%(code)s”.") % {"code": value}) from None


class CuratedResource(resources.ModelResource):
    """A curated model by its code; checked as the editors' form would."""

    class Meta:
        import_id_fields = ["code"]
        clean_model_instances = True
        skip_unchanged = True
        report_skipped = True
        use_transactions = True

    def import_instance(self, instance, row, **kwargs):
        """An empty cell of a column that may hold nothing is nothing."""
        try:
            super().import_instance(instance, row, **kwargs)
        finally:
            for column in instance._meta.concrete_fields:
                if column.null and getattr(instance, column.attname) == "":
                    setattr(instance, column.attname, None)

    def skip_row(self, instance, original, row, import_validation_errors=None):
        """Whether it says what is there already; empty text and nothing are one."""
        return not import_validation_errors and all(
            (field.get_value(instance) or None) == (field.get_value(original) or None)
            for field in self.get_import_fields()
        )

    def before_save_instance(self, instance, row, **kwargs):
        instance._change_reason = _("from a file")

    def after_save_instance(self, instance, row, **kwargs):
        if not kwargs.get("dry_run"):
            searching.changed(instance)


class Exchanged:
    """For a page of the admin whose list leaves and comes back as a file, by its
    ``resource``.
    """

    resource: type[CuratedResource]
    change_list_template = "admin/exchanged_list.html"

    def get_urls(self):
        view = self.admin_site.admin_view
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        return [
            path("import/", view(self.import_view), name=f"{name}_import"),
            path("export/", view(self.export_view), name=f"{name}_export"),
            *super().get_urls(),
        ]

    def export_view(self, request):
        """The list as it is narrowed, every column, in an order that stays."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        rows = self.get_changelist_instance(request).get_queryset(request)
        by = self.resource._meta.import_id_fields
        table = self.resource().export(rows.order_by(*by))
        answer = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
        name = f"{self.opts.model_name}.csv"
        answer["Content-Disposition"] = f'attachment; filename="{name}"'
        writer = csv.writer(answer)
        writer.writerow(table.headers)
        writer.writerows([safe(str(cell or "")) for cell in row] for row in table)
        return answer

    def may_bring(self, request) -> bool:
        return self.has_add_permission(request) and self.has_change_permission(request)

    def import_view(self, request):
        """A file is chosen, its preview shown, and then it is written."""
        if not self.may_bring(request):
            raise PermissionDenied
        columns = [str(name) for name in self.resource._meta.fields]
        sent = (request.POST, request.FILES) if request.method == "POST" else ()
        keys = self.resource._meta.import_id_fields
        form, preview = FileForm(*sent, columns=columns, keys=keys), None
        if form.is_valid():
            rows, is_confirmed = form.cleaned_data["rows"], "confirmed" in request.POST
            result = self._take(rows, dry_run=not is_confirmed)
            if is_confirmed and not _wrong(result):
                self._log(request, result)
                return redirect(self._list_url())
            preview = self._preview(result, rows)
        context = self._context(request, form) | {"columns": columns}
        template = "admin/import_file.html"
        return TemplateResponse(request, template, context | {"preview": preview})

    def _context(self, request, form) -> dict:
        what = {"what": self.opts.verbose_name_plural}
        return self.admin_site.each_context(request) | {
            "opts": self.opts,
            "title": _("Bring back a file: %(what)s") % what,
            "form": form,
            "list_url": self._list_url(),
        }

    def _list_url(self):
        opts = self.opts
        return reverse(f"admin:{opts.app_label}_{opts.model_name}_changelist")

    def _take(self, rows, *, dry_run):
        """Nothing is written where one row is wrong."""
        with transaction.atomic(), searching.gathered():
            return self.resource().import_data(
                rows,
                dry_run=dry_run,
                use_transactions=True,
                rollback_on_validation_errors=True,
            )

    def _log(self, request, result):
        """What is new; and what has changed, where no history tells of it."""
        logs = {"new": self.log_addition}
        if not hasattr(self.model, "history"):
            logs["update"] = self.log_change
        for row in result.rows:
            if log := logs.get(row.import_type):
                log(request, self.model(pk=row.object_id), _("from a file"))
        counts = result.totals
        said = _("%(new)s added, %(changed)s changed, %(same)s as they were.")
        given = {
            "new": numbers.number(counts["new"]),
            "changed": numbers.number(counts["update"]),
            "same": numbers.number(counts["skip"]),
        }
        messages.success(request, said % given)

    def _preview(self, result, rows) -> dict:
        """Mistakes by line and column, and what would be written."""
        heads = rows.headers
        return {
            "mistakes": list(_mistakes(result, self.model)),
            "heads": heads,
            "counts": result.totals,
            "rows": [
                {"kind": row.import_type, "number": number, "cells": cells}
                for number, (row, cells) in enumerate(
                    zip(result.rows, rows, strict=True), 2
                )
                if row.import_type in ("new", "update")
            ],
        }


def _wrong(result) -> bool:
    return result.has_errors() or result.has_validation_errors()


def _mistakes(result, model):
    """(line, column, what is wrong) in the order of the file."""
    for row in result.invalid_rows:
        for name, texts in row.error_dict.items():
            for text in texts:
                yield row.number + 1, _head(model, name), text
    for number, errors in result.row_errors():
        for error in errors:
            yield number + 1, "", str(error.error)
    for error in result.base_errors:
        yield "", "", str(error.error)


def _head(model, name) -> str:
    names = {field.name: field.verbose_name for field in model._meta.fields}
    return capfirst(str(names[name])) if name in names else ""
