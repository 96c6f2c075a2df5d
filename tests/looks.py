"""Everything there is to look at in a browser: each page of tests/pages.py in the roles
that look at it, the states pages get into, account pages, the admin and errors.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from django.urls import reverse

from knowledge_hubs.models import Feedback, Hub, Resource, ValueChain
from oneplanet import errors
from programmes.models import (
    Coalition,
)
from tests.pages import looked_at
from tests.ways import (
    after_pressing,
    answered,
    asked,
    at,
    broken,
    brought,
    confirm_address,
    edit,
    from_template,
    named,
    new_password,
    overtaken,
    previewed,
    second_step,
    sent,
    shut,
    too_late,
    too_much,
    unexplained,
    wrong_password,
)

# Drawn by Django's own templates: axe finds nothing on them, but fields, borders and
# paper are as Django made them.
OF_DJANGO = {
    "admin",
    "admin, a list",
    "admin, a form",
    "admin, a record",
    "admin, a report",
    "admin, a history",
    "admin, a file",
    "admin, a preview",
    "admin, proposals",
    "admin, a proposal",
    "admin, words of readers",
    "admin, words of a reader",
    "admin, texts in languages",
}

# States of the search, by what its address asks.
SEARCHES = {
    "on a map": "q=a&view=map",
    "all values": "q=a&in=kind",
    "values looked through": "q=a&in=kind&find=zzzz",
    "some of the words": "q=zebra+nowhere",
}
# Pages of the editors that have what others have not, by their address.
OF_EDITORS = {
    "a list that says what it looks for": "knowledge_hubs/searchalert/",
    "a list that is cut": "reporting/activity/",
    "failing searches": "knowledge_hubs/askedquery/",
    "links": "reporting/linkcheck/",
    "a new hub": "knowledge_hubs/hub/add/",
    "several of a few": "programmes/figuretext/add/",
    "trusted organisations": "reporting/trustedorganisation/",
    "a new trusted organisation": "reporting/trustedorganisation/add/",
}
OF_DJANGO |= {f"admin, {name}" for name in OF_EDITORS}
OF_DJANGO |= {"admin, a hub", "admin, a value chain"}
MERGES = "admin/programmes/organisationmerge/"
OF_DJANGO |= {
    "admin, two to merge",
    "admin, a merge, looked at",
    "admin, a merge",
    "admin, an undoing",
}


@dataclass(frozen=True)
class Look:
    """One thing to look at. ``open(page, scene, language)`` brings a browser's page
    there; ``status`` is what the portal then answered. A role that is nobody in the
    scene is a visitor with a browser of their own.
    """

    name: str
    role: str
    open: Callable
    status: int = 200


# --- The list -------------------------------------------------------------------------


def pages():
    """Looks of the pages of tests/pages.py."""
    for row, role, state in looked_at():
        address = partial(_address, row, state)
        name = f"{row.name} {state}" if row.by_state else row.name
        yield Look(name, role, partial(at, address))


def _address(row, state, scene):
    return row.address(scene, state)


def _page_of(name):
    return lambda scene: getattr(scene, name).get_absolute_url()


def _states():
    """(name, role, way to get there, status)"""
    expired = named("programmes:invitation_accept", lambda s: s.expired.token)
    invitation = named("programmes:invitation_accept", lambda s: s.invitation.token)
    removed = named("reporting:activity_detail", _code_of("unpublished"))
    organisation = named(
        "admin:programmes_organisation_change", lambda s: s.organisation.pk
    )
    begin = "my/activities/new/"
    review = named("reporting:activity_review", _code_of("submitted"))
    withdraw = named(
        "reporting:activity_step", _code_of("returned"), lambda s: "withdraw"
    )
    yield "list, nothing found", "visitor", partial(at, "activities/?q=zzzz"), 200
    narrowed = "activities/?programme=SFS&year=2021&language=ar"
    yield "list, narrowed", "visitor", partial(at, narrowed), 200
    refused = f"activities/?q={'x' * 201}"
    yield "list, words refused", "visitor", partial(at, refused), 200
    yield "organisations, page 2", "visitor", partial(at, "organisations/?page=2"), 200
    yield "organisations, none", "visitor", partial(at, "organisations/?q=zzzz"), 200
    yield "search, found", "visitor", partial(at, "search/?q=a"), 200
    one_kind = "search/?q=a&kind=resource"
    yield "search, one kind", "visitor", partial(at, one_kind), 200
    yield "search, nothing", "visitor", partial(at, "search/?q=zzzz"), 200
    for name, asked_for in SEARCHES.items():
        yield f"search, {name}", "visitor", partial(at, f"search/?{asked_for}"), 200
    yield "search, alike", "visitor", partial(at, _like_a_resource), 200
    yield "glossary, found", "visitor", partial(at, "glossary/?q=waste"), 200
    yield "mine, no organisation", "newcomer", partial(at, "my/activities/"), 200
    yield "queue, nothing waits", "other_desk", partial(at, "review/"), 200
    yield "queue, followed", "lead", partial(at, "review/"), 200
    yield "review, followed", "lead", partial(at, review), 200
    no_note = named("reporting:activity_review", _code_of("waiting"))
    yield "return, not said why", "desk", partial(unexplained, no_note), 422
    again = named("reporting:activity_review", _code_of("asked again"))
    yield "review, in a later round", "desk", partial(at, again), 200
    yield "note, in a later round", "desk", partial(at, _note_in_a_later_round), 200
    yield "withdraw, asked first", "editor", partial(at, withdraw), 200
    yield "begin, not answered", "editor", partial(after_pressing, begin), 422
    yield "form, begun", "editor", partial(at, edit("begun")), 200
    twins = named("reporting:activity_twins", _code_of("twinned"))
    yield "twins, asked about", "editor", partial(at, twins), 200
    ours = named("reporting:activity_twins", _code_of("twin of ours"))
    yield "twins, one to be joined", "stranger", partial(at, ours), 200
    yield "twins, the desk is asked", "desk", partial(at, _twin_question), 200
    asking = named("reporting:activity_record", _code_of("asks the desk"))
    yield "record, the desk is asked", "editor", partial(at, asking), 200
    for name, of in (("asked", "participation"), ("ended", "joined")):
        yield f"taking part, {name}", "stranger", partial(at, _page_of(of)), 200
    undo = named("reporting:activity_separate", _code_of("merged"))
    yield "merge, both records", "desk", partial(at, _two_records), 200
    yield "merge, to undo", "desk", partial(at, undo), 200
    for name, state in {"gone": "merged", "stays": "full"}.items():
        record = named("reporting:activity_review", _code_of(state))
        yield f"merge, what {name}", "desk", partial(at, record), 200
    yield "form, checked", "editor", partial(at, edit("begun", "?check=1")), 200
    more = edit("begun", "?more=quantities")
    yield "form, more rows", "editor", partial(at, more), 200
    yield "form, overtaken", "editor", overtaken, 409
    yield "form, token gone", "editor", partial(too_late, edit("draft")), 403
    yield "form, shut", "editor", shut, 409
    yield "begin, token gone", "editor", partial(too_late, begin), 403
    decide = partial(too_late, review, selector=".decision button")
    yield "decision, token gone", "desk", decide, 403
    yield "profile, token gone", "desk", partial(too_late, "profile/"), 403
    yield "sign in, token gone", "hasty", partial(too_late, "account/login/"), 403
    mine = edit("draft")
    yield "signed out, typed", "hasty", partial(sent, mine), 403
    yield "send again, typed", "hasty", partial(sent, mine, token="forged"), 403
    closed = partial(sent, "my/activities/new/", begin="profile/")
    yield "not open to you, typed", "newcomer", closed, 403
    yield "not found, typed", "newcomer", partial(sent, mine, begin="profile/"), 404
    step = named("reporting:activity_step", _code_of("draft"), lambda s: "submit")
    yield "an address for forms", "editor", partial(at, step), 405
    yield "not open to you", "editor", partial(at, "review/"), 403
    yield "no such page", "visitor", partial(at, "nowhere/"), 404
    yield "no longer public", "visitor", partial(at, removed), 410
    yield "too much at once", "hasty", too_much, 413
    yield "broken", "visitor", broken, 500
    yield "bad request", "visitor", _answer(partial(asked, errors.bad_request)), 400
    yield "too often", "visitor", _answer(partial(from_template, "429.html", 429)), 429
    yield "back soon", "visitor", _answer(partial(from_template, "503.html", 503)), 503
    yield "invitation, expired", "visitor", partial(at, expired), 410
    yield "sign up", "invited", partial(after_pressing, invitation), 200
    yield "sign in", "visitor", partial(at, "account/login/"), 200
    yield "sign in, refused", "hasty", wrong_password, 200
    yield "sign in, second step", "guarded elsewhere", second_step, 200
    yield "sign up, closed", "visitor", partial(at, "account/signup/"), 200
    yield "forgotten", "visitor", partial(at, "account/password/reset/"), 200
    yield "forgotten, sent", "visitor", partial(at, "account/password/reset/done/"), 200
    yield "forgotten, new one", "forgetful", new_password, 200
    yield "address, to confirm", "visitor", confirm_address, 200
    yield "address, mail sent", "visitor", partial(at, "account/confirm-email/"), 200
    for path in (
        "account/email/",
        "account/password/change/",
        "account/2fa/",
        "account/2fa/totp/activate/",
        "account/2fa/webauthn/add/",
        "account/sessions/",
        "account/reauthenticate/",
        "account/logout/",
    ):
        yield path, "lead", partial(at, path), 200
    for path in (
        "account/2fa/",
        "account/2fa/totp/deactivate/",
        "account/2fa/recovery-codes/",
        "account/2fa/recovery-codes/generate/",
    ):
        yield f"{path} with an app", "guarded", partial(at, path), 200
    yield "admin", "administrator", partial(at, "admin/"), 200
    change_list = "admin/programmes/organisation/"
    yield "admin, a list", "administrator", partial(at, change_list), 200
    for name, path in OF_EDITORS.items():
        yield f"admin, {name}", "administrator", partial(at, f"admin/{path}"), 200
    for name, model in {"a hub": Hub, "a value chain": ValueChain}.items():
        yield f"admin, {name}", "administrator", partial(at, _the_first(model)), 200
    yield "admin, a form", "administrator", partial(at, organisation), 200
    record = named("admin:programmes_coalition_change", _a_coalition)
    yield "admin, a record", "administrator", partial(at, record), 200
    history = named("admin:programmes_coalition_history", _a_coalition)
    yield "admin, a history", "administrator", partial(at, history), 200
    report = named("admin:reporting_activity_change", lambda s: s.activities["full"].pk)
    yield "admin, a report", "administrator", partial(at, report), 200
    file = "admin/programmes/organisation/import/"
    yield "admin, a file", "administrator", partial(at, file), 200
    yield "admin, a preview", "administrator", partial(previewed, file), 200
    yield from _of_curators()


def _of_curators():
    """What waits for an editor, and translating."""
    for name, way in {
        "the desk": partial(at, "admin/desk/"),
        "the board": partial(at, "admin/translations/?language=fr"),
        "a translation": partial(at, _translation),
        "a workbook": partial(at, "admin/translations/import/"),
        "a workbook, looked at": brought,
        "texts in languages": partial(at, _of_word("change")),
        "proposals": partial(at, "admin/knowledge_hubs/proposal/"),
        "two to merge": partial(at, MERGES + "add/"),
        "a merge, looked at": partial(at, _two_to_merge),
        "a merge": partial(at, _of_the_merge("change")),
        "an undoing": partial(at, _of_the_merge("undo")),
        "a proposal": partial(
            at,
            named("admin:knowledge_hubs_proposal_change", lambda s: s.proposal.pk),
        ),
        "words of readers": partial(at, "admin/knowledge_hubs/feedback/"),
        "words of a reader": partial(
            at, named("admin:knowledge_hubs_feedback_change", _a_feedback)
        ),
    }.items():
        yield f"admin, {name}", "administrator", way, 200


def _two_to_merge(scene):
    two = f"?kept={scene.organisation.pk}&gone={scene.other_organisation.pk}"
    return MERGES + "add/" + two


def _of_the_merge(page):
    name = f"admin:programmes_organisationmerge_{page}"
    return named(name, lambda scene: scene.merge.pk)


def _of_word(page):
    name = f"admin:knowledge_hubs_glossaryterm_{page}"
    return named(name, lambda scene: scene.word.pk)


def _twin_question(scene):
    activity = scene.activities["asks the desk"]
    args = [activity.code, activity.twin_answers.get().pk]
    return reverse("reporting:activity_twin_reply", args=args)


def _translation(scene):
    """Of a word of which one text is outdated and one a machine's."""
    given = {"kind": "knowledge_hubs.glossaryterm", "pk": scene.word.pk}
    return reverse("admin:translation_record", kwargs=given | {"language": "ar"})


def _a_feedback(scene):
    return Feedback.objects.order_by("pk").first().pk


def _the_first(model):
    """Its page for editors: rows of it stand there as a table."""
    name = f"admin:knowledge_hubs_{model._meta.model_name}_change"
    return named(name, lambda scene: model.objects.order_by("pk").first().pk)


def _like_a_resource(scene):
    return f"search/?like=resource:{Resource.objects.published().first().pk}"


def _a_coalition(scene):
    """One with something in its history."""
    row = Coalition.objects.order_by("pk").first()
    if row.history.count() < 2:
        row.note_en = "Looked at once more."
        row.save()
    return row.pk


def _note_in_a_later_round(scene):
    return f"review/{scene.activities['asked again'].code}/notes/?field=title"


def _two_records(scene):
    gone, kept = (scene.activities[state].code for state in ("approved", "full"))
    return f"review/{gone}/merge/?with={kept}"


def _code_of(state):
    return lambda scene: scene.activities[state].code


def _answer(answer):
    return partial(answered, answer)


def states():
    """Looks of what pages.py does not list."""
    for name, role, way, status in _states():
        yield Look(name, role, way, status)


LOOKS = (*pages(), *states())
