"""The page of somebody without an account who was asked to contribute, by link.

It knows nobody and keeps nothing in the browser but what the form's token needs; what
it says of the last save it reads from the row.
"""

from django.core.exceptions import ValidationError
from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from oneplanet.idempotency import new_key
from reporting import contributing, partner_names
from reporting.contributing import ContributionRefused, Overtaken
from reporting.forms import ROW_FORMS
from reporting.models import Contribution
from reporting.posted import bind, counter_of
from reporting.views.both_texts import answers_by_name, in_words
from reporting.views.form_page import MORE, SPARE
from reporting.views.form_parts import sections_of
from reporting.views.saved import remarks_of, unread_in_words, when_saved
from reporting.views.switching import NAME, language_after


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def contribute(request, token):
    """The parts of the form that were asked for; saved as often as one likes, sent
    once. A link that takes nothing more says why and shows what was typed; until its
    day, what was sent by it too, and what became of that."""
    named = ("activity__organisation", "asked_by")
    row = Contribution.objects.select_related(*named).of(token)
    if row is None:
        raise Http404
    if not row.is_open:
        return _closed(request, row)
    if request.method != "POST":
        return _page(request, row, contributing.posted_of(row.answers))
    return _save(request, row)


def _save(request, row):
    posted = request.POST
    try:
        row = contributing.save(row, posted, counter=counter_of(posted))
        if "send" in posted:
            contributing.send(row)
            return redirect(request.path)
    except Overtaken:
        row.refresh_from_db()
        text = _(
            "This link was saved in another window meanwhile. Below stands what you "
            "typed here; saving now puts it in the place of the other."
        )
        return _page(request, row, posted, problem=text, status=409)
    except ValidationError as error:
        return _page(request, row, posted, problem=error.message, status=422)
    except ContributionRefused as refusal:
        row.refresh_from_db()
        if not row.is_open:
            return _closed(request, row)
        return _page(request, row, posted, problem=str(refusal), status=422)
    if NAME in posted:
        with override(language_after(posted)):
            return redirect(row)
    more = posted.get("more")
    return redirect(
        f"{request.path}?more={more}#{more}" if more in ROW_FORMS else request.path
    )


@never_cache
@require_POST
def contribute_autosave(request, token):
    """Keep what is typed, as a save does; the link is the person."""
    row = Contribution.objects.of(token)
    if row is None:
        raise Http404
    posted = request.POST
    try:
        row = contributing.save(row, posted, counter=counter_of(posted))
    except Overtaken:
        return JsonResponse({"state": "conflict"}, status=409)
    except ContributionRefused:
        return JsonResponse({"state": "closed"}, status=409)
    except ValidationError:
        return JsonResponse({"state": "failed"}, status=422)
    bound = bind(contributing.posted_of(row.answers), may_move=False)
    state = {"state": "saved", "counter": row.edit_count}
    state |= {"unread": _unread(row, bound), "remarks": remarks_of(bound)}
    return JsonResponse(state | when_saved(row.saved_at))


def _unread(row, bound) -> str:
    """What cannot be read as data yet, in words; it is kept as typed."""
    rows = [
        f"{kind}-{number}"
        for kind, filled in bound.rows.items()
        for number, one in enumerate(filled)
        if not one.is_valid()
    ]
    asked, _kinds = contributing.questions_of(row.sections)
    fields = [name for name in bound.form.fields if name in bound.form.errors]
    return unread_in_words([n for n in fields if n in asked] + rows, bound)


def _page(request, row, data, *, problem="", status=200):
    bound = bind(data, may_move=False)
    for field in bound.form.fields.values():
        field.needed_to_submit = False  # nobody outside has to answer
        field.needed_after = None
    spare = MORE if request.GET.get("more") in ROW_FORMS else SPARE
    shown = []
    given = {"spare": spare, "files": (), "refused_files": (), "here": None}
    organisations = list(partner_names.named())
    partner_names.offer(bound.rows["partners"], organisations)
    for section in sections_of(bound, **given):
        if section.name in row.sections and (section.fields or section.rows):
            shown.append(section)
    context = {
        "row": row,
        "title": row.activity.versions.order_by("-number")[0],
        "sections": shown,
        "organisations": organisations,
        "counter": row.edit_count,
        "once": new_key(),
        "problem": problem,
        "is_typed": status != 200,
    }
    return render(request, "reporting/contribute.html", context, status=status)


def _closed(request, row):
    typed = in_words(request.POST) if request.method == "POST" else []
    context = {"row": row, "answers": typed} | _what_became_of(row)
    template = "reporting/contribution_closed.html"
    is_gone = typed or not row.is_readable
    return render(request, template, context, status=410 if is_gone else 200)


def _what_became_of(row) -> dict:
    """What was sent, answer by answer, and where it is public by now."""
    if not row.is_readable:
        return {"written": []}
    by_name = answers_by_name(contributing.posted_of(row.answers))
    fields, kinds = contributing.questions_of(row.sections)
    written = [
        {"question": question, "lines": lines, "is_taken": name in row.taken}
        for name, (question, lines) in by_name.items()
        if name in fields | kinds
    ]
    return {"written": written, "is_public": contributing.is_public(row)}


contribute.in_words = in_words
