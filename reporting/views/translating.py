"""A submitted version in another language, for its reviewers: asked for, given."""

from functools import partial

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from oneplanet.idempotency import OtherBody, act_once, new_key
from oneplanet.typed import answers_of, whole_number
from reporting.models import Activity
from reporting.review_translating import (
    ask,
    may_translate,
    originals_of,
    take_back,
    translate,
    translations_of,
    words_of,
)
from reporting.review_translation_forms import AskForm, TranslationForm
from reporting.views.steps import USED
from reporting.workflow import StepRefused


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def activity_translations(request, code):
    """What of it is there in other languages, and what is asked for; a post asks for
    one more, or takes that back."""
    activity, version = _found(request, code)
    language = request.POST.get("take_back")
    if language in dict(settings.LANGUAGES):
        return _carry_out(request, activity, partial(_take_back, language=language))
    form = AskForm(request.POST or None, written_in=version.language)
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return _page(request, activity, version, form, status=status)
    return _carry_out(request, activity, partial(_ask, **form.cleaned_data))


def _found(request, code):
    """What the person reads as a reviewer, and its version under review."""
    readable = Activity.objects.read_by_reviewers(request.user)
    rows = readable.select_related("organisation", "programme")
    activity = get_object_or_404(rows, code=code)
    if not may_translate(activity, request.user):
        raise Http404
    return activity, activity.latest_sealed()


def _carry_out(request, activity, act):
    try:
        return redirect(act_once(request, partial(act, request, activity)))
    except OtherBody:
        messages.warning(request, USED)
    except StepRefused as refusal:
        messages.error(request, str(refusal))
    version = activity.latest_sealed()
    form = AskForm(request.POST, written_in=version.language)
    return _page(request, activity, version, form, status=422)


def _ask(request, activity, *, language, why) -> str:
    ask(activity, language=language, by=request.user, why=why)
    messages.success(request, _("It is asked for; it stands in the queue."))
    return _address(activity)


def _take_back(request, activity, *, language) -> str:
    take_back(activity, language, by=request.user)
    messages.success(request, _("It is asked for no longer."))
    return _address(activity)


def _address(activity) -> str:
    return reverse("reporting:activity_translations", args=[activity.code])


def _page(request, activity, version, form, *, status):
    names = dict(settings.LANGUAGES)
    context = {
        "activity": activity,
        "version": version,
        "asked": version.translation_requests.open().select_related("asked_by"),
        "languages": [code for code in names if code != version.language],
        "there": translations_of(words_of(version), first=request.LANGUAGE_CODE),
        "form": form,
        "once": new_key(),
    }
    page = "reporting/activity_translations.html"
    return render(request, page, context, status=status)


def _show_again(request, code, *, why, status):
    """What was asked for, after a post not carried out."""
    activity, version = _found(request, code)
    messages.warning(request, why)
    form = AskForm(request.POST, written_in=version.language)
    return _page(request, activity, version, form, status=status)


activity_translations.show_again = _show_again
activity_translations.in_words = lambda data: answers_of(AskForm(data))


# --- Given ----------------------------------------------------------------------------


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def activity_translate(request, code, language):
    """A field for each text beside the original; a post keeps the translation."""
    activity, version = _found(request, code)
    if language not in dict(settings.LANGUAGES) or language == version.language:
        raise Http404
    content = words_of(version)
    originals = originals_of(content)
    form = TranslationForm(
        request.POST or None,
        originals=originals,
        initial=_standing(content, language),
    )
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return _form_page(request, activity, version, language, form, status=status)
    act = partial(_translate, request, activity, language, form)
    try:
        return redirect(act_once(request, act))
    except OtherBody:
        messages.warning(request, USED)
    except StepRefused as refusal:
        messages.error(request, str(refusal))
    return _form_page(request, activity, version, language, form, status=409)


def _standing(content, language) -> dict:
    """What the translation that stands says, to be mended."""
    there = content.version.review_translations.standing().filter(language=language)
    row = there.prefetch_related("texts").first()
    return {text.field: text.text for text in row.texts.all()} if row else {}


def _translate(request, activity, language, form) -> str:
    translate(
        activity,
        number=whole_number(request.POST.get("number", "")),
        language=language,
        origin=form.cleaned_data["origin"],
        texts=form.texts,
        by=request.user,
    )
    messages.success(request, _("The translation stands beside the original now."))
    return f"{activity.page('review')}#translations"


def _form_page(request, activity, version, language, form, *, status):
    context = {
        "activity": activity,
        "version": version,
        "language": language,
        "form": form,
        "number": request.POST.get("number", version.number),
        "once": new_key(),
    }
    return render(request, "reporting/activity_translate.html", context, status=status)


def _form_again(request, code, language, *, why, status):
    """The translation as typed, after a post not carried out."""
    activity, version = _found(request, code)
    messages.warning(request, why)
    originals = originals_of(words_of(version))
    form = TranslationForm(request.POST, originals=originals)
    return _form_page(request, activity, version, language, form, status=status)


def _in_words(data):
    """The texts as typed, by the names of their fields."""
    skipped = {"csrfmiddlewaretoken", "once", "number", "origin", "made_for"}
    for name, texts in data.lists():
        if name not in skipped and any(texts):
            yield name, texts


activity_translate.show_again = _form_again
activity_translate.in_words = lambda data: list(_in_words(data))
