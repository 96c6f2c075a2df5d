"""Workbooks of the translation board: taken away, and brought back."""

import io

from django.contrib import messages
from django.core.signing import BadSignature
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from knowledge_hubs.admin.translations import in_order, query_of
from knowledge_hubs.translating import board, workbook
from knowledge_hubs.translating.forms import BoardForm, WorkbookForm
from knowledge_hubs.translating.incoming import (
    Brought,
    Overtaken,
    Verdict,
    judge,
    packed,
    read_rows,
    take,
    unpacked,
)
from oneplanet.admin import site
from oneplanet.sheets.reading import Unreadable
from oneplanet.text import numbers
from oneplanet.translations import TranslationMark

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def translation_workbook(request):
    """What is chosen on the board, in one language, as a workbook."""
    form = BoardForm(request.GET, request.user)
    code = form.chosen.get("language")
    if not code:
        return _back(request, form, _("Choose a language first."))
    rows = [row for row in board.lines(request.user) if form.keeps(row)]
    try:
        taken = workbook.texts_to_take(in_order(rows, form), code, form.states)
    except workbook.TooMany:
        most = numbers.number(workbook.MOST)
        text = _("More than %(n)s texts: please choose a kind, a hub or a state.")
        return _back(request, form, text % {"n": most})
    if not taken:
        return _back(request, form, _("There is nothing to take: no row is chosen."))
    target = io.BytesIO()
    workbook.write(target, taken, code)
    answer = HttpResponse(target.getvalue(), content_type=WORKBOOK)
    answer["Content-Disposition"] = f'attachment; filename="translations-{code}.xlsx"'
    return answer


def _back(request, form, why):
    messages.warning(request, why)
    return redirect(reverse("admin:translation_board") + query_of(form))


def translation_import(request):
    """A workbook is looked at; then the rows that were chosen are written."""
    if request.method != "POST":
        return _page(request, WorkbookForm())
    if "rows" in request.POST:
        return _take(request)
    form = WorkbookForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form, status=422)
    try:
        rows = read_rows(form.cleaned_data["file"])
    except Unreadable as unreadable:
        form.add_error("file", str(unreadable))
        return _page(request, form, status=422)
    judge(rows, request.user)
    return _page(request, form, rows=rows, origin=form.cleaned_data["origin"])


def _take(request):
    """Those that were ticked, all or none."""
    origin = request.POST.get("origin")
    if origin not in (TranslationMark.Origin.PERSON, TranslationMark.Origin.MACHINE):
        origin = TranslationMark.Origin.PERSON
    try:
        rows, stood = unpacked(request.POST["rows"])
    except BadSignature:
        messages.error(request, _("Please bring the workbook again."))
        return redirect("admin:translation_import")
    ticked = set(request.POST.getlist("take"))
    chosen = [row for row in rows if str(row.number) in ticked]
    if not chosen:
        judge(rows, request.user)
        why = _("Choose at least one row.")
        return _page(request, WorkbookForm(), rows, origin, 422, why)
    try:
        done = take(chosen, stood, by=request.user, origin=origin)
    except Overtaken:
        rows, _stood = unpacked(request.POST["rows"])
        judge(rows, request.user)
        why = _("Something has changed since this was shown, so nothing was written.")
        return _page(request, WorkbookForm(), rows, origin, 409, why)
    text = _("Translations written: %(n)s.") % {"n": numbers.number(done)}
    messages.success(request, text)
    return redirect("admin:translation_board")


def _page(request, form, rows: list[Brought] = (), origin="", status=200, why=""):
    context = site.each_context(request) | {
        "title": _("Bring back a workbook of translations"),
        "form": form,
        "rows": [row for row in rows if row.verdict != Verdict.SAME],
        "same": sum(row.verdict == Verdict.SAME for row in rows),
        "is_seen": bool(rows) or (form.is_bound and form.is_valid()),
        "packed": packed(rows),
        "can_write": any(row.can_be_written for row in rows),
        "origin": origin,
        "why": why,
    }
    template = "knowledge_hubs/admin/translation_import.html"
    return TemplateResponse(request, template, context, status=status)


translation_workbook.is_for_guests = translation_import.is_for_guests = True
site.own_pages = (
    *site.own_pages,
    ("translations/workbook/", translation_workbook, "translation_workbook"),
    ("translations/import/", translation_import, "translation_import"),
)
