"""Blind double classification: what I am asked for, one record, where two differ."""

from functools import partial
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from oneplanet.idempotency import OtherBody, act_once, new_key
from oneplanet.typed import answers_of
from programmes.models import roles_of
from reporting.classification_form import ClassificationForm, RemarkForm
from reporting.classifying import ClassifyingRefused, ReasonMissing, give, remark
from reporting.disagreements import disagreements_in, numbers_in
from reporting.discussing import OPEN, Discussion
from reporting.draws import DRAWN_FROM
from reporting.models import (
    BlindClassification,
    ClassificationDraw,
    DrawnVersion,
    ReportingPeriod,
)
from reporting.views.steps import USED


@login_required
@require_safe
def classification_list(request):
    """What the person is asked to classify, and the draws they have a part in or, of
    the leads, read the result of."""
    roles = roles_of(request.user)
    if not (roles.is_reviewer or roles.is_staff or roles.leads):
        raise PermissionDenied
    mine = BlindClassification.objects.of(request.user)
    mine = mine.select_related("drawn__version", "drawn__draw__period")
    draws = ClassificationDraw.objects.visible_to(request.user).with_numbers()
    differing = numbers_in(DrawnVersion.objects.discussed_by(request.user))
    periods = ReportingPeriod.objects.of_activities().filter(
        state__in=DRAWN_FROM, classification_draw=None
    )
    context = {
        "waiting": mine.waiting(),
        "draws": [
            (draw, differing.get(draw.pk)) for draw in draws.select_related("period")
        ],
        "to_draw": periods.order_by("-starts_on") if roles.is_staff else (),
        "is_staff": roles.is_staff,
        "is_lead": bool(roles.leads),
    }
    return render(request, "reporting/classification_list.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def classification(request, pk):
    """One record's texts, results and files, without its classification; a post keeps
    what was chosen, for good."""
    mine = _mine(request, pk)
    if mine.given_at or mine.drawn.draw.closed_at:
        messages.info(request, _why_not(mine))
        return redirect("reporting:classification_list")
    form = ClassificationForm(request.POST or None)
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return _page(request, mine, form, status=status)
    try:
        return redirect(act_once(request, partial(_give, request, mine, form)))
    except OtherBody:
        return _show_again(request, pk, why=USED, status=422)
    except ClassifyingRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("reporting:classification_list")


def _mine(request, pk):
    rows = BlindClassification.objects.of(request.user)
    rows = rows.select_related("drawn__version", "drawn__draw__period")
    return get_object_or_404(rows, pk=pk)


def _why_not(mine) -> str:
    """There is nothing more to choose of this one."""
    if mine.given_at:
        return _("You have classified this one already.")
    return _("The draw is closed: this one is not classified any more.")


def _give(request, mine, form) -> str:
    give(mine, by=request.user, chosen=form.chosen)
    messages.success(request, _("Your classification is kept."))
    return reverse("reporting:classification_list")


def _page(request, mine, form, *, status):
    version = mine.drawn.version
    context = {
        "mine": mine,
        "version": version,
        "content": {
            "quantities": version.quantities.all(),
            "links": version.links.all(),
            "files": version.files.select_related("stored"),
        },
        "form": form,
        "once": new_key(),
    }
    return render(request, "reporting/classification.html", context, status=status)


def _show_again(request, pk, *, why, status):
    """What was chosen, after a post not carried out."""
    mine = _mine(request, pk)
    messages.warning(request, why)
    return _page(request, mine, ClassificationForm(request.POST), status=status)


classification.show_again = _show_again
classification.in_words = lambda data: answers_of(ClassificationForm(data))


# --- Where two differ -----------------------------------------------------------------


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def classification_disagreements(request, year):
    """The disagreements the person may discuss, narrowed and by activity; a post says
    something of one, or settles it."""
    draw = _draw(request, year)
    found = disagreements_in(draw.drawn.discussed_by(request.user))
    if request.method != "POST":
        return _discussed(request, draw, found)
    row = _about(request, found)
    if row is None:
        messages.warning(request, _("There is no disagreement about this."))
        return _discussed(request, draw, found, status=422)
    form = RemarkForm(request.POST, row=row)
    if not form.is_valid():
        return _discussed(request, draw, found, form=form, status=422)
    try:
        return redirect(act_once(request, partial(_remark, request, form)))
    except OtherBody:
        return _discuss_again(request, year, why=USED, status=422)
    except ReasonMissing as missing:
        form.add_error("text", str(missing))
        return _discussed(request, draw, found, form=form, status=422)
    except ClassifyingRefused as refusal:
        messages.error(request, str(refusal))
        return redirect(_address(request))


def _draw(request, year):
    rows = ClassificationDraw.objects.discussed_by(request.user)
    return get_object_or_404(rows.select_related("period"), period__year=year)


def _about(request, found):
    """The disagreement that was posted about, or None."""
    key = request.POST.get("about")
    return next((row for row in found if row.key == key), None)


def _address(request, **more) -> str:
    """The list, narrowed as it was."""
    asked = {name: request.GET.get(name) for name in ("show", "vocabulary")}
    query = {name: value for name, value in (asked | more).items() if value}
    return f"{request.path}?{urlencode(query)}" if query else request.path


def _remark(request, form) -> str:
    """Where to go on: at what was said, or where the list goes on once it is settled
    and no longer in it."""
    row, text = form.row, form.cleaned_data["text"]
    given = {"by": request.user, "text": text, "settled": form.codes}
    said = remark(row.drawn, row.vocabulary, **given)
    messages.success(request, _done(said))
    if said.settles and request.GET.get("show") == OPEN:
        return _address(request, page=request.GET.get("page"))
    return f"{_address(request, at=row.key)}#d-{row.key}"


def _done(said) -> str:
    """In words, what a remark has brought about."""
    if said.settles:
        return _("It is settled.")
    if said.proposes:
        return _("It is proposed, and settled once the other reviewer agrees.")
    return _("Your remark is kept.")


def _discussed(request, draw, found, *, form=None, status=200):
    key = form.row.key if form else request.GET.get("at", "")
    discussion = Discussion(found, request.GET, key=key)
    page_of = discussion.page
    forms = {
        row.key: RemarkForm(row=row)
        for _drawn, rows in page_of
        for row in rows
        if not row.settled
    }
    if form:
        forms[form.row.key] = form
    context = {
        "draw": draw,
        "discussion": discussion,
        "page_of": page_of,
        "groups": [
            (drawn, [(row, forms.get(row.key)) for row in rows])
            for drawn, rows in page_of
        ],
        "action": _address(request, page=page_of.number),
        "bad": [form] if form else [],
        "once": new_key(),
        "may_discuss": roles_of(request.user).is_reviewer,
    }
    page = "reporting/classification_disagreements.html"
    return render(request, page, context, status=status)


def _discuss_again(request, year, *, why, status):
    """The remark as typed, after a post not carried out."""
    draw = _draw(request, year)
    messages.warning(request, why)
    found = disagreements_in(draw.drawn.discussed_by(request.user))
    row = _about(request, found)
    form = RemarkForm(request.POST, row=row) if row and not row.settled else None
    return _discussed(request, draw, found, form=form, status=status)


def _remark_in_words(data):
    """The remark; the way it was to be settled is named by its place."""
    for name, texts in data.lists():
        if name.endswith("-text"):
            yield RemarkForm.base_fields["text"].label, texts


classification_disagreements.show_again = _discuss_again
classification_disagreements.in_words = lambda data: list(_remark_in_words(data))
