"""The translation board: what waits in which language, each row beside its source."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from knowledge_hubs.translating import board
from knowledge_hubs.translating.forms import BoardForm, form_class
from knowledge_hubs.translating.kinds import BY_LABEL, rows_of
from knowledge_hubs.translating.texts import seen, texts_of, write
from knowledge_hubs.translating.words import words_in
from oneplanet.admin import site
from oneplanet.desk import OTHERS
from oneplanet.text.languages import NAMES, direction, tag
from oneplanet.translations import State

PER_PAGE = 50
SHAPES = {
    State.MISSING: "○",
    State.MACHINE: "◇",
    State.OUTDATED: "◐",
    State.DONE: "●",
    State.NOTHING: "–",
}


def translation_board(request):
    """Rows by languages, narrowed; what is public and outdated comes first."""
    rows = board.lines(request.user)
    form = BoardForm(request.GET, request.user)
    kept = [row for row in rows if form.keeps(row)]
    found = in_order(kept, form)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return _answer(
        request,
        "knowledge_hubs/admin/translation_board.html",
        _("Translation board"),
        {
            "form": form,
            "counts": _counted(kept, form),
            "languages": form.languages,
            "page_obj": page,
            "pages": page.paginator.get_elided_page_range(page.number),
            "rows": [(row, _cells(row, form)) for row in page],
            "total": len(found),
            "query": query_of(form),
        },
    )


def in_order(rows, form) -> list:
    """Those in a state that was asked for; the public reads the first of them."""
    states, languages = form.states, form.languages
    found = [r for r in rows if any(states & r.states[code] for code in languages)]
    return sorted(found, key=lambda r: (not r.is_public, -r.waits_in(languages)))


def query_of(form, **more) -> str:
    asked = urlencode(form.chosen | more)
    return f"?{asked}" if asked else ""


def _counted(rows, form) -> list:
    """(language, its code, [(state, how many, what narrows to them)])"""
    counted = board.count(rows)
    told = []
    for code in OTHERS:
        numbers = counted[code]
        each = [
            (state, number, query_of(form, language=code, state=state.value))
            for state, number in (
                (State.MISSING, numbers.missing),
                (State.OUTDATED, numbers.outdated),
                (State.MACHINE, numbers.machine),
                (State.DONE, numbers.done),
            )
        ]
        told.append((NAMES[code], code, [(SHAPES[s], s, *more) for s, *more in each]))
    return told


def _cells(row, form) -> list:
    """(language, where it is translated, its states with their shapes)"""
    return [
        (code, record_url(row.kind, row.pk, code, form), _said(row.states[code]))
        for code in form.languages
    ]


def _said(states) -> list:
    return [(SHAPES[state], state.label) for state in State if state in states]


def record_url(kind, pk, code, form) -> str:
    return kind.url(pk, code) + query_of(form)


# --- A row in a language --------------------------------------------------------------


def translation_record(request, kind, pk, language):
    """The source on one side, the translation on the other."""
    kind, row = _found(request, kind, pk, language)
    if request.method != "POST":
        texts = texts_of(row, language)
        form = _form(kind, row, language, texts, initial={"base": seen(texts)})
        return _record_page(request, kind, row, form)
    with transaction.atomic():
        row = _locked(kind, row)
        texts = texts_of(row, language)
        form = _form(kind, row, language, texts, data=request.POST)
        if request.POST.get("base") != seen(texts):
            return _overtaken(request, kind, row, form)
        if not form.is_valid():
            return _record_page(request, kind, row, form, status=422)
        return _saved(request, kind, form)


def _found(request, label, pk, language):
    kind = BY_LABEL.get(label)
    if kind is None or language not in OTHERS:
        raise Http404
    row = rows_of(kind, request.user).filter(pk=pk).first()
    if row is None:
        raise Http404
    return kind, row


def _locked(kind, row):
    locked = kind.model._base_manager.select_for_update().filter(pk=row.pk).first()
    if locked is None:
        raise Http404
    return locked


def _form(kind, row, language, texts, **given):
    made = form_class(kind, language, [text.name for text in texts])
    return made(instance=row, texts=texts, code=language, **given)


def _overtaken(request, kind, row, form):
    """Somebody saved meanwhile: both texts are shown, and nothing is written."""
    form.data = form.data.copy()
    form.data["base"] = seen(form.texts)
    return _record_page(request, kind, row, form, status=409, is_overtaken=True)


def _saved(request, kind, form):
    right = form.right
    if "all_right" in request.POST:
        right = [text.name for text in form.texts if text.is_to_check]
    row = form.instance
    changed = write(row, form.code, was=form.texts, by=request.user, right=right)
    _tell(request, changed, right)
    return redirect(_onward(request, kind, row, form.code))


def _tell(request, changed, right):
    if changed:
        messages.success(request, _("The translation is saved."))
    elif right:
        messages.success(request, _("It is marked as still right."))
    else:
        messages.info(request, _("Nothing has changed, so nothing was saved."))


def _onward(request, kind, row, code):
    """The same page again, or the next row of the board that waits."""
    rows = board.lines(request.user)
    form = BoardForm(request.GET, request.user)
    if "next" not in request.POST:
        return record_url(kind, row.pk, code, form)
    following = _next(rows, form, kind, row.pk, code)
    if following:
        return record_url(following.kind, following.pk, code, form)
    messages.info(request, _("Nothing else waits here in this language."))
    return reverse("admin:translation_board") + query_of(form)


def _next(rows, form, kind, pk, code):
    """After this one in the order of the board, else from its beginning."""
    kept = in_order([row for row in rows if form.keeps(row)], form)
    places = [n for n, row in enumerate(kept) if (row.kind, row.pk) == (kind, pk)]
    start = places[0] + 1 if places else 0
    waiting = (r for r in kept[start:] + kept[:start] if r.waits_in([code]))
    return next((r for r in waiting if (r.kind, r.pk) != (kind, pk)), None)


def _record_page(request, kind, row, form, *, status=200, is_overtaken=False):
    code = form.code
    sources = [text.source for text in form.texts]
    filtered = BoardForm(request.GET, request.user)
    whole = kind.whole(row)
    title = _("%(record)s: %(language)s")
    return _answer(
        request,
        "knowledge_hubs/admin/translation_record.html",
        title % {"record": _name(form.texts, row), "language": NAMES[code]},
        {
            "kind": kind,
            "row": row,
            "form": form,
            "lang": tag(code),
            "dir": direction(code),
            "language": NAMES[code],
            "words": words_in(sources, code, besides=row),
            "part_of": whole if whole is not row else None,
            "mend_url": kind.mend_url(row),
            "is_overtaken": is_overtaken,
            "shapes": SHAPES,
            "query": query_of(filtered),
        },
        status=status,
    )


def _show_again(request, kind, pk, language, *, why, status):
    """The texts as typed, after a post not carried out; None to who is not let in."""
    if not site.has_permission(request):
        return None
    kind, row = _found(request, kind, pk, language)
    texts = texts_of(row, language)
    form = _form(kind, row, language, texts, data=request.POST)
    messages.warning(request, why)
    return _record_page(request, kind, row, form, status=status)


translation_record.show_again = _show_again
translation_board.is_for_guests = translation_record.is_for_guests = True


def _name(texts, row):
    return (texts[0].source if texts else "")[:80] or str(row)


def _answer(request, template, title, context, status=200):
    given = site.each_context(request) | {"title": title} | context
    return TemplateResponse(request, template, given, status=status)


site.own_pages = (
    *site.own_pages,
    ("translations/", translation_board, "translation_board"),
    (
        "translations/<str:kind>/<int:pk>/<str:language>/",
        translation_record,
        "translation_record",
    ),
)
