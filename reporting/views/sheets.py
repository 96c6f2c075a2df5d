"""Spreadsheets: taken away, brought back, looked at, taken over, undone."""

from io import BytesIO

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import FileResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language, get_language_bidi, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from oneplanet.idempotency import OtherBody, act_once, new_key, post_with_files
from oneplanet.sheets import writing
from oneplanet.text import dates, numbers
from oneplanet.typed import answers_of
from programmes.models import Organisation
from reporting.imports import accepting, answering, looking, taking, working
from reporting.imports.showing import chosen_of, counts, shown_rows
from reporting.imports.undoing import undo
from reporting.models import SheetUpload, UploadedRow
from reporting.sheet_forms import BringForm, TakeForm
from reporting.workflow import StepRefused

PER_PAGE = 25
WAIT = 3  # seconds until the page of a file being worked on asks again
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


# --- Taken away -----------------------------------------------------------------------


def _organisations(request):
    found = Organisation.objects.with_members(request.user)
    if not found:
        raise PermissionDenied
    return found


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def my_sheets(request):
    """What can be taken away and brought back, and what became of it."""
    organisations = _organisations(request)
    form = BringForm(
        request.POST or None, request.FILES or None, organisations=organisations
    )
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return _sheets_page(request, organisations, form, status=status)

    brought = []

    def act():
        given = form.cleaned_data | {"by": request.user, "language": get_language()}
        given["sent"] = given.pop("file")
        brought.append(looking.bring(**given))
        return brought[0].get_absolute_url()

    answer = _act_once(request, act, otherwise=request.path)
    for upload in brought:
        if looking.is_short(upload):  # else the worker reads it
            working.work_on(upload)
    return answer


def _act_once(request, act, *, otherwise):
    """Do it once for this page; where it had been used for something else, say so."""
    try:
        return redirect(act_once(request, act, data=post_with_files(request)))
    except OtherBody:
        messages.warning(
            request, _("This page has been used already. Please try again.")
        )
        return redirect(otherwise)


def _sheets_page(request, organisations, form, *, status=200, take=None):
    uploads = SheetUpload.objects.visible_to(request.user)
    page = Paginator(uploads.select_related("organisation", "by"), PER_PAGE)
    context = {
        "form": form,
        "take": take or TakeForm(organisations=organisations, prefix="take"),
        "uploads": page.get_page(request.GET.get("page")),
        "once": new_key(),
    }
    return render(request, "reporting/my_sheets.html", context, status=status)


def _bring_again(request, *, why, status):
    organisations = _organisations(request)
    messages.warning(request, why)
    form = BringForm(request.POST, organisations=organisations)
    return _sheets_page(request, organisations, form, status=status)


my_sheets.show_again = _bring_again
my_sheets.in_words = lambda data: answers_of(
    BringForm(data, organisations=Organisation.objects.all())
)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def sheet_take(request):
    """The file itself. Posted: what is in it is kept, to be compared with later."""
    if request.method != "POST":
        return redirect("reporting:my_sheets")
    organisations = _organisations(request)
    form = TakeForm(request.POST, organisations=organisations, prefix="take")
    if not form.is_valid():
        bring = BringForm(organisations=organisations)
        return _sheets_page(request, organisations, bring, status=422, take=form)
    given = form.cleaned_data
    heads, rows = taking.heads(), []
    if given["what"] == "activities":
        heads, rows = taking.take(
            organisation=given["organisation"], by=request.user, language=get_language()
        )
    return _file(heads, rows, name=given["what"], ending=given["ending"])


def _take_again(request, *, why, status):
    organisations = _organisations(request)
    messages.warning(request, why)
    take = TakeForm(request.POST, organisations=organisations, prefix="take")
    bring = BringForm(organisations=organisations)
    return _sheets_page(request, organisations, bring, status=status, take=take)


sheet_take.show_again = _take_again
sheet_take.in_words = lambda data: answers_of(
    TakeForm(data, organisations=Organisation.objects.all(), prefix="take")
)


def _file(heads, rows, *, name, ending):
    name = f"one-planet-{name}-{dates.today():%Y-%m-%d}.{ending}"
    if ending == "csv":
        lines = writing.csv_lines(heads, rows)
        answer = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
        answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        return answer
    target, titles = BytesIO(), taking.titles()
    is_bidi = get_language_bidi()
    writing.write_workbook(target, heads, rows, titles=titles, right_to_left=is_bidi)
    target.seek(0)
    return FileResponse(
        target, as_attachment=True, filename=name, content_type=WORKBOOK
    )


# --- Brought back ---------------------------------------------------------------------


def _own(request, pk):
    mine = SheetUpload.objects.visible_to(request.user)
    return get_object_or_404(mine.select_related("organisation", "by"), pk=pk)


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
    counted = counts(upload)
    outcome, page = _page_of_rows(request, upload, counted)
    context = {
        "upload": upload,
        "counts": counted,
        "outcome": outcome,
        "page_of_rows": page,
        "rows": shown_rows(page.object_list, typed=request.POST, undecided=undecided),
        "undecided": undecided,
        "once": new_key(),
    }
    answer = render(request, "reporting/sheet.html", context, status=status)
    if upload.is_busy:
        answer.headers["Refresh"] = str(WAIT)
    return answer


def _page_of_rows(request, upload, counted):
    """The outcome that is shown alone, or "", and a page of its rows."""
    outcome = request.GET.get("show", "")
    rows = upload.rows.select_related("activity").by_outcome()
    if outcome in UploadedRow.Outcome:
        rows, among = rows.filter(outcome=outcome), {outcome}
    else:
        rows, outcome = rows.exclude(outcome=UploadedRow.Outcome.SAME), ""
        among = set(UploadedRow.Outcome) - {UploadedRow.Outcome.SAME}
    pages = Paginator(rows, PER_PAGE)
    pages.count = sum(row["rows"] for row in counted if row["outcome"] in among)
    return outcome, pages.get_page(request.GET.get("page"))


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
        answer = _act_once(request, act, otherwise=upload.get_absolute_url())
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
    return _file(heads, rows, name="rows-to-mend", ending="xlsx")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def sheet_undo(request, pk):
    """Ask whether the whole import shall be undone; a post undoes it."""
    upload = _own(request, pk)
    if request.method != "POST":
        if not upload.can_be_undone:
            return redirect(upload)
        context = {"upload": upload, "counts": counts(upload), "once": new_key()}
        return render(request, "reporting/sheet_undo.html", context)

    def act():
        undone, left = undo(upload, by=request.user)
        given = {"undone": numbers.number(undone), "left": numbers.number(left)}
        text = _("Undone: %(undone)s rows. Left as they are: %(left)s.")
        messages.success(request, text % given)
        return upload.get_absolute_url()

    try:
        return _act_once(request, act, otherwise=reverse("reporting:my_sheets"))
    except StepRefused as refusal:
        messages.error(request, refusal)
        return redirect(upload)
