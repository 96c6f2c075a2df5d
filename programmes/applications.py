"""How an organisation joins the network: it applies, proves an address, and the
secretariat decides.
"""

from datetime import timedelta

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from oneplanet import outbox
from programmes import invitations
from programmes.models import (
    Application,
    Appointment,
    Membership,
    Organisation,
    OrganisationName,
    Outcome,
    User,
)

MOST_LINKS = 3  # mailed to one address in a day, as long as none is confirmed


class AskingRefused(Exception):
    """The message is written for the person."""


def refuse_too_many_links(asked, email) -> None:
    """Nobody's mailbox is filled by somebody else."""
    day = timezone.now() - timedelta(days=1)
    rows = asked.filter(email=email, confirmed_at=None, asked_at__gt=day)
    if rows.count() >= MOST_LINKS:
        raise AskingRefused(
            _(
                "We have sent several links to this address today. Please open one of "
                "them, or try again tomorrow."
            )
        )


def post(asked, template, *, part, to=None, page=None) -> None:
    """Mail who asked about a row of the kind Asked; or the reader ``to``, whom the
    mail leads to a ``page``: the name of an address and what it takes."""
    language = to.language if to else asked.language
    with translation.override(language):
        path = reverse(page[0], args=page[1:]) if page else asked.get_absolute_url()
    link = settings.SITE_URL + path
    outbox.post(
        key=f"{asked._meta.model_name}-{asked.pk}-{part}",
        to=to.email if to else asked.email,
        language=language,
        time_zone=to.time_zone if to else "UTC",
        template=f"programmes/mail/{template}.txt",
        context={"asked": asked, "link": link, "reader": to},
        holds_secret=to is None,
    )


@transaction.atomic
def apply(*, key, names, programmes, email, **given) -> Application:
    """Keep an application and mail the link that confirms its address.

    ``names`` are (name, language) pairs, the main one first. The same ``key`` applies
    once. Raises AskingRefused.
    """
    email = email.strip().lower()
    if there := Application.objects.filter(key=key).first():
        return there
    refuse_too_many_links(Application.objects, email)
    application = Application.objects.create(key=key, email=email, **given)
    application.programmes.set(programmes)
    for order, (name, language) in enumerate(names):
        application.names.create(name=name, language=language, order=order)
    post(application, "application_confirm", part="confirm")
    return application


def _locked(application) -> Application:
    return Application.objects.select_for_update(of=("self",)).get(pk=application.pk)


@transaction.atomic
def confirm(application) -> Application:
    """The address is proven: the secretariat is told. Twice is once."""
    application = _locked(application)
    if not application.may_be_confirmed:
        return application
    application.confirmed_at = timezone.now()
    application.save(update_fields=["confirmed_at"])
    page = ("admin:programmes_application_change", application.pk)
    for reader in User.objects.appointed(Appointment.Role.SECRETARIAT):
        post(application, "application_waits", part=reader.pk, to=reader, page=page)
    return application


@transaction.atomic
def withdraw(application) -> Application:
    """By who applied. What has been decided stays so."""
    application = _locked(application)
    if application.is_waiting:
        _decide(application, Outcome.WITHDRAWN, by=None)
    return application


@transaction.atomic
def approve(*, by, application, code="", organisation=None) -> Organisation:
    """Make it an organisation of the network, unless it is this ``organisation``
    already, and invite who applied as its first admin.

    Raises AskingRefused, InvitationRefused, and PermissionDenied for all but staff.
    """
    application = _waiting(application, by)
    organisation = organisation or _organisation_of(application, code, by)
    invitations.invite(
        by=by,
        organisation=organisation,
        email=application.email,
        role=Membership.Role.ADMIN,
        language=application.language,
    )
    application.organisation = organisation
    _decide(application, Outcome.ACCEPTED, by=by)
    post(application, "application_answer", part="answer")
    return organisation


@transaction.atomic
def decline(*, by, application, reason) -> Application:
    """Raises AskingRefused, and PermissionDenied for all but staff."""
    application = _waiting(application, by)
    application.reason = reason
    _decide(application, Outcome.DECLINED, by=by)
    post(application, "application_answer", part="answer")
    return application


def _waiting(application, by) -> Application:
    if not by.roles.is_staff:
        raise PermissionDenied
    application = _locked(application)
    if not application.is_waiting:
        raise AskingRefused(_("This application is no longer waiting."))
    return application


def _decide(application, outcome, *, by):
    application.outcome, application.decided_by = outcome, by
    application.decided_at = timezone.now()
    application.save()


def _organisation_of(application, code, by) -> Organisation:
    main, *others = application.names.all()
    organisation = Organisation(
        code=code,
        name=main.name,
        name_language=main.language,
        type=application.type,
        country=application.country,
        website=application.website,
        is_sample=application.is_sample,
    )
    organisation._history_user = by
    organisation.save()
    official = OrganisationName.Kind.OFFICIAL
    for row in others:
        organisation.other_names.create(
            name=row.name, language=row.language, kind=official
        )
    return organisation


def twins_of(names):
    """Organisations of the network that are called like one of these already."""
    return Organisation.objects.called_alike(names).order_by("name_folded", "pk")


def forget(asked) -> int:
    """Remove what was never confirmed, and the name and address of who asked, where
    that has long been decided; how many."""
    gone, _by_kind = asked.never_confirmed().delete()
    old = asked.long_decided().exclude(email="")
    return gone + old.update(name="", email="")
