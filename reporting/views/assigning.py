"""Who has which reviews in hand: taken, handed on, given back."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from oneplanet.text.numbers import number
from programmes.models import roles_of
from reporting.assigning import AssignmentRefused, assign, takers
from reporting.chosen import MOST, chosen
from reporting.queue import cards_of, colleagues
from reporting.queue_filter import ME, NOBODY
from reporting.views.queue import TOO_MANY


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def review_assign(request):
    """Hand what was ticked to the person named; asks for one where none is named."""
    _handers_only(request)
    asked = request.POST if request.method == "POST" else request.GET
    rows = chosen(request.user, asked.getlist("of"))
    people = _people(request.user, rows)
    to = request.POST.get("to", "")
    if len(rows) > MOST:
        messages.error(request, TOO_MANY % {"most": number(MOST)})
        return _ask(request, rows[:MOST], people, status=422)
    if not rows or to not in people:
        return _ask(request, rows, people, status=422 if "to" in request.POST else 200)
    _assign_each(request, rows, people[to])
    if "one" in request.POST and len(rows) == 1:
        return redirect(rows[0].reported.page("review"))
    return redirect("reporting:review_queue")


def _handers_only(request):
    """Reviewers, and leads, who hand on what they were told nobody answers."""
    roles = roles_of(request.user)
    if not (roles.is_reviewer or roles.leads):
        raise PermissionDenied


def _people(user, rows) -> dict:
    """By what a form names them: colleagues, and who decides on what the person was
    told of; oneself and nobody where one decides on some of it."""
    able, is_all = takers(user, [one.reported for one in rows[:MOST]])
    found = [*colleagues(user), *able]
    people = {str(person.pk): person for person in found if person != user}
    return people if is_all else people | {ME: user, NOBODY: None}


def _assign_each(request, rows, person):
    done = 0
    for one in rows:
        try:
            assign(one.reported, to=person, by=request.user)
            done += 1
        except AssignmentRefused as refusal:
            messages.error(request, f"{one.reported.code}: {refusal}")
    if done:
        messages.success(request, _said(done, person))


def _said(done, person):
    given = {"shown": number(done), "name": person}
    if person is None:
        text = ngettext(
            "%(shown)s review is back with the desk.",
            "%(shown)s reviews are back with the desk.",
            done,
        )
    else:
        text = ngettext(
            "%(shown)s review is in hand with %(name)s.",
            "%(shown)s reviews are in hand with %(name)s.",
            done,
        )
    return text % given


def _ask(request, rows, people, *, status=200):
    """To whom? Those who decide where the person does; each record is asked again."""
    context = {
        "rows": cards_of([one.row for one in rows]),
        "people": [
            (key, person) for key, person in people.items() if key not in (ME, NOBODY)
        ],
        "may_take": ME in people,
        "error": _("Choose one of these.") if status == 422 and rows else "",
        "is_one": "one" in request.POST,
    }
    return render(request, "reporting/review_assign.html", context, status=status)


def _show_again(request, *, why, status):
    """What was ticked, after a post not carried out."""
    _handers_only(request)
    messages.warning(request, why)
    rows = chosen(request.user, request.POST.getlist("of"))
    people = _people(request.user, rows)
    return _ask(request, rows[:MOST], people, status=status)


review_assign.show_again = _show_again
review_assign.in_words = lambda data: [(_("Reports"), ", ".join(data.getlist("of")))]
