"""The scene of everything a browser looks at: that of tests/scene.py, and the states
only pages show. The fixture ``served`` serves it.
"""

from datetime import date, timedelta

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.http import QueryDict
from django.utils import timezone

from programmes.models import (
    Country,
    Invitation,
    Membership,
    Organisation,
)
from reporting import participating, twin_answers
from reporting.drafts import save_draft
from reporting.models import Activity
from reporting.review_notes import write_note
from reporting.uniting import unite
from reporting.workflow import Action
from tests import scene as scenes
from tests.factories import (
    fill,
    make_draft,
    make_initiative_draft,
    make_organisation,
    make_user,
    make_word,
)


def build():
    """The scene of tests/scene.py, and what only browsers need."""
    scene = scenes.build()
    scene.initiatives["full"] = _full_initiative(scene)
    scene.word = _translated()
    scene.activities["full"] = _full(scene)
    scene.activities["begun"] = _begun(scene)
    scene.activities["waiting"] = _waiting(scene)
    scene.activities["asked again"] = _asked_again(scene)
    scene.activities["twinned"] = _twinned(scene)
    scene.activities["asks the desk"] = _asks_the_desk(scene)
    scene.activities["twin of ours"] = _twin_of_ours(scene)
    scene.joined = _joined(scene)
    scene.activities["merged"] = _merged(scene)
    scene.people["newcomer"] = make_user(name="Newcomer")
    scene.people["guarded"] = guarded = make_user(name="Guarded")
    guarded.emailaddress_set.create(email="later@example.org")
    TOTP.activate(guarded, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    RecoveryCodes.activate(guarded)
    scene.expired = Invitation.objects.create(
        organisation=scene.organisation,
        role=Membership.Role.ADMIN,
        email="late@example.org",
        language="ar",
        invited_by=scene.people["admin"],
        expires_at=timezone.now() - timedelta(days=1),
    )
    return scene


def _translated():
    """A word whose Arabic name is older than the English, its meaning a machine's."""
    word = make_word("Leftovers", word_ar="بقايا", meaning="Food that was not eaten.")
    word.word_en = "Leftovers of meals"
    word.save()
    word.meaning_ar, word._translated_by = "طعام لم يؤكل.", "machine"
    word.save()
    return word


def _full_initiative(scene):
    """In French, with four owners, as many countries, and approved a second time."""
    author, desk = scene.people["editor"], scene.people["desk"]
    initiative = make_initiative_draft(
        author=author,
        organisation=scene.organisation,
        programme=scene.programme,
        language="fr",
        title="Des cantines qui ne jettent rien",
        objectives="Moins de restes.\n\nPlus de goût.",
        owners=Organisation.objects.order_by("pk")[:4],
        countries=Country.objects.order_by("pk")[:4],
        ended_on=date(2027, 6, 30),
    )
    for action in (Action.SUBMIT, Action.APPROVE, Action.REVISE, Action.SUBMIT):
        by = desk if action == Action.APPROVE else author
        initiative.take(action, by=by, comment="C’est bien.")
    initiative.take(Action.APPROVE, by=desk)
    return initiative


def _full(scene):
    """Every part filled in, in Arabic, and approved a second time."""
    author, desk = scene.people["editor"], scene.people["desk"]
    activity = make_draft(
        author=author,
        organisation=scene.organisation,
        programme=scene.programme,
        initiative=scene.initiatives["full"],
        language="ar",
        title="مطابخ مدرسية بلا هدر",
        summary="درّبنا العاملين في ٤٢ مطبخًا مدرسيًا.\n\nثم قسنا ما يُرمى كل يوم.",
        results="صار ما يُرمى أقل من النصف.",
        ended_on=date(2021, 6, 30),
    )
    fill(activity.draft(), times=4)
    activity.take(Action.SUBMIT, by=author)
    activity.take(Action.RETURN, by=desk, comment="Which schools took part?")
    activity.take(Action.SUBMIT, by=author)
    activity.take(Action.APPROVE, by=desk)
    activity.take(Action.REVISE, by=author)
    draft = activity.draft()
    draft.title = "مطابخ مدرسية بلا هدر في عامها الثاني"
    draft.save()
    activity.take(Action.SUBMIT, by=author)
    activity.take(Action.APPROVE, by=desk)
    return activity


def _begun(scene):
    """A draft with little in it, and answers that could not be read."""
    author = scene.people["editor"]
    activity = Activity.begin(by=author, organisation=scene.organisation)
    data = QueryDict(mutable=True)
    data.update({"language": "en", "started_on": "soon", "quantities-count": "1"})
    data.update({"quantities-0-what": "Schools", "quantities-0-value": "many"})
    save_draft(activity, by=author, data=data, counter=0)
    return activity


def _waiting(scene):
    """Submitted, and no reviewer has written a note on it: notes say why themselves."""
    author = scene.people["editor"]
    given = {"organisation": scene.organisation, "programme": scene.programme}
    activity = make_draft(author=author, title="Repair in every street", **given)
    activity.take(Action.SUBMIT, by=author)
    return activity


def _asked_again(scene):
    """Returned with two notes and submitted anew: one field has changed, one not."""
    desk, author = scene.people["desk"], scene.people["editor"]
    given = {"organisation": scene.organisation, "programme": scene.programme}
    activity = make_draft(author=author, title="Kitchens of ten schools", **given)
    activity.take(Action.SUBMIT, by=author)
    for name in ("title", "countries"):
        say = {"field": name, "comment": "Which ones?"}
        write_note(activity, by=desk, number=1, **say)
    activity.take(Action.RETURN, by=desk)
    draft = activity.draft()
    draft.title = "Kitchens of twelve schools in Lyon"
    draft.save()
    activity.take(Action.SUBMIT, by=author)
    return activity


def _twinned(scene):
    """A draft that tells in English what the full activity says, with an answer to
    a twin of before that stands no more."""
    told = scene.activities["full"].latest_sealed()
    activity = make_draft(
        author=scene.people["editor"],
        organisation=scene.organisation,
        programme=scene.programme,
        title="School kitchens without waste",
        summary="Staff of 42 school kitchens were trained, then food waste weighed.",
        started_on=told.started_on,
        ended_on=told.ended_on,
        countries=told.countries.all(),
        sectors=told.sectors.all(),
    )
    other = scene.activities["approved"]
    by, reason = scene.people["editor"], "Another school."
    twin_answers.answer(activity, other, choice="apart", reason=reason, by=by)
    return activity


def _asks_the_desk(scene):
    """A submission whose authors ask whether it is the same as another."""
    activity = make_draft(
        author=scene.people["editor"],
        organisation=scene.organisation,
        programme=scene.programme,
        title="Kitchens of one street",
        summary="What the cooks of one street threw away, weighed.",
    )
    other = scene.activities["approved"]
    by, reason = scene.people["editor"], "Is it the same street?"
    twin_answers.answer(activity, other, choice="desk", reason=reason, by=by)
    activity.take(Action.SUBMIT, by=by)
    return activity


def _twin_of_ours(scene):
    """A draft of another organisation that tells what our full activity says."""
    told, by = scene.activities["full"].latest_sealed(), scene.people["stranger"]
    return make_draft(
        author=by,
        organisation=scene.other_organisation,
        programme=scene.programme,
        title="School kitchens without waste",
        summary="Staff of 42 school kitchens were trained, then food waste weighed.",
        started_on=told.started_on,
        ended_on=told.ended_on,
        countries=told.countries.all(),
        sectors=told.sectors.all(),
    )


def _joined(scene):
    """Another organisation takes part in our full activity."""
    by = scene.people["stranger"]
    body = {"author": by, "organisation": scene.other_organisation}
    given = {"draft": make_draft(**body), "by": by, "role": "technical"}
    row = participating.ask(scene.activities["full"], **given)
    row = participating.act(row, "accept", by=scene.people["editor"])
    return participating.act(row, "end", by=by, reason="Another took over.")


def _merged(scene):
    """What somebody else told of the full activity, merged into it."""
    author, full = make_user(), scene.activities["full"]
    activity = make_draft(
        author=author,
        organisation=make_organisation(editor=author),
        programme=scene.programme,
        title="Kitchens of schools weigh what they waste",
    )
    link = activity.draft().links.create(url="https://example.org/weighed")
    activity.take(Action.SUBMIT, by=author)
    activity.take(Action.APPROVE, by=scene.people["desk"])
    given = {"partners": [(activity.organisation, "technical")], "links": [link]}
    by, reason = scene.people["desk"], "One training, told twice."
    unite(gone=activity, kept=full, by=by, reason=reason, **given)
    return activity
