"""A spreadsheet that was brought back: looked at, taken over, undone."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from oneplanet.idempotency import new_key
from oneplanet.text import numbers
from reporting.imports import accepting, answering
from reporting.imports.showing import chosen_of, shown_rows
from reporting.imports.standing import EVERYTHING, groups, rows_of, standing_of
from reporting.imports.undoing import NOTHING_WRITTEN, undo
from reporting.models import SheetUpload, UploadedRow
from reporting.views.sheets import file_of, taken_once
from reporting.workflow import StepRefused

PER_PAGE = 25
WAIT = 3  # seconds until the page of a file being worked on asks again


def _own(request, pk):
    mine = SheetUpload.objects.visible_to(request.user).with_what_waits()
    people = mine.select_related("organisation", "by", "undone_by")
    return get_object_or_404(people, pk=pk)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request, pk):
    """What each row would change, and the choice to take it over."""
    upload = _own(request, pk)
    if request.method == "POST":
        return _take_over(request, upload)
    return _sheet_page(request, upload)


def _sheet_page(request, upload, *, status=200, undecided=()):
    found = groups(upload)
    group, page = _page_of_rows(request, upload, found)
    context = {
        "upload": upload,
        "standing": standing_of(upload),
        "groups": found,
        "numbers": {g.code: g.rows for g in found},
        "group": group,
        "page_of_rows": page,
        "rows": shown_rows(
            page.object_list, upload, typed=request.POST, undecided=undecided
        ),
        "undecided": undecided,
        "once": new_key(),
    }
    answer = render(request, "reporting/sheet.html", context, status=status)
    if upload.is_busy:
        answer.headers["Refresh"] = str(WAIT)
    return answer


def _page_of_rows(request, upload, found):
    """The group that is shown alone, or "", and a page of its rows."""
    numbers = {group.code: group.rows for group in found}
    group = request.GET.get("show", "")
    group = group if group in numbers else EVERYTHING
    pages = Paginator(rows_of(upload, group).select_related("activity"), PER_PAGE)
    pages.count = numbers.pop(group, None) or sum(
        rows for code, rows in numbers.items() if code != UploadedRow.Outcome.SAME
    )
    return group, pages.get_page(request.GET.get("page"))


def _take_over(request, upload):
    posted = request.POST
    rows, chosen = chosen_of(posted)

    def act():
        accepting.choose(
            upload,
            by=request.user,
            rows=None if "all" in posted else rows,
            chosen=chosen,
        )
        return upload.get_absolute_url()

    try:
        answer = taken_once(request, act)
    except accepting.Undecided as undecided:
        return _sheet_page(request, upload, status=422, undecided=undecided.rows)
    except StepRefused as refusal:
        messages.error(request, refusal)
        return redirect(upload)
    _write_at_once(request, upload)
    return answer


def _write_at_once(request, upload):
    """Few rows are written now; many by the worker, while the page says so."""
    upload.refresh_from_db()
    if upload.state != upload.State.WRITING or not accepting.is_short(upload):
        return
    try:
        count = accepting.accept(upload)
    except (accepting.Overtaken, StepRefused):
        text = _(
            "Somebody has changed something since you looked: nothing was written. "
            "Please look at the rows again."
        )
        messages.warning(request, text)
        return
    if not count:
        messages.info(request, _("Nothing was added: the rows were left out."))
        return
    text = ngettext("%(shown)s row accepted.", "%(shown)s rows accepted.", count) % {
        "shown": numbers.number(count)
    }
    messages.success(request, text)


def _look_again(request, pk, *, why, status):
    upload = _own(request, pk)
    messages.warning(request, why)
    return _sheet_page(request, upload, status=status)


sheet.show_again = _look_again
sheet.in_words = lambda data: []


@never_cache
@login_required
@require_safe
def sheet_waiting(request, pk):
    """The rows that still wait, as a workbook with mistakes beside their cells."""
    heads, rows = answering.waiting(_own(request, pk))
    return file_of(heads, rows, name="rows-to-mend", ending="xlsx")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def sheet_undo(request, pk):
    """Ask whether the whole import shall be undone; a post undoes it."""
    upload = _own(request, pk)
    if request.method != "POST":
        if not upload.can_be_undone:
            return redirect(upload)
        rows = upload.rows.wrote().count()
        context = {"upload": upload, "rows": rows, "once": new_key()}
        context["nothing"] = NOTHING_WRITTEN
        return render(request, "reporting/sheet_undo.html", context)

    def act():
        undone, left = undo(upload, by=request.user)
        given = {"undone": numbers.number(undone), "left": numbers.number(left)}
        text = _("Rows undone: %(undone)s. Rows left as they are: %(left)s.")
        messages.success(request, text % given)
        return upload.get_absolute_url()

    try:
        return taken_once(request, act)
    except StepRefused as refusal:
        messages.error(request, refusal)
        return redirect(upload)
