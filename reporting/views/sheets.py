"""Spreadsheets: taken away, and brought back."""

from io import BytesIO

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import FileResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, get_language_bidi
from django.views.decorators.http import require_http_methods

from oneplanet.idempotency import act_once, new_key, post_with_files
from oneplanet.sheets import writing
from oneplanet.text import dates
from oneplanet.typed import answers_of
from programmes.models import Organisation
from reporting.imports import looking, taking, working
from reporting.imports.standing import standing_of
from reporting.models import SheetUpload
from reporting.sheet_forms import BringForm, TakeForm

PER_PAGE = 25
WAIT = 3  # seconds until the page of a file being worked on asks again
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


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

    answer = taken_once(request, act)
    for upload in brought:
        if looking.is_short(upload):  # else the worker reads it
            working.work_on(upload)
    return answer


def taken_once(request, act):
    """Do it once for this page; another file is another post."""
    return redirect(act_once(request, act, data=post_with_files(request)))


def _sheets_page(request, organisations, form, *, status=200, take=None):
    uploads = SheetUpload.objects.visible_to(request.user).with_what_waits()
    pages = Paginator(uploads.select_related("organisation", "by"), PER_PAGE)
    page = pages.get_page(request.GET.get("page"))
    context = {
        "form": form,
        "take": take or TakeForm(organisations=organisations, prefix="take"),
        "uploads": page,
        "standings": [(upload, standing_of(upload)) for upload in page],
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
    body, rows = given["organisation"], []
    if given["what"] == "activities":
        heads, rows = taking.take(
            organisation=body, by=request.user, language=get_language()
        )
    else:
        heads = taking.template(body)
    return file_of(heads, rows, name=given["what"], ending=given["ending"])


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


def file_of(heads, rows, *, name, ending):
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
