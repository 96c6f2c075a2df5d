"""How an organisation joins the network: it applies, proves an address, and the
secretariat decides.
"""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from oneplanet import searching
from programmes import invitations
from programmes.asking import (
    AskingRefused,
    decide,
    locked,
    post,
    refuse_too_many_links,
)
from programmes.models import (
    Application,
    Appointment,
    Membership,
    Organisation,
    OrganisationName,
    Outcome,
    User,
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


@transaction.atomic
def confirm(application) -> Application:
    """The address is proven: the secretariat is told. Twice is once."""
    application = locked(application)
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
    application = locked(application)
    if application.is_waiting:
        decide(application, Outcome.WITHDRAWN, by=None)
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
    decide(application, Outcome.ACCEPTED, by=by)
    post(application, "application_answer", part="answer")
    return organisation


@transaction.atomic
def decline(*, by, application, reason) -> Application:
    """Raises AskingRefused, and PermissionDenied for all but staff."""
    application = _waiting(application, by)
    application.reason = reason
    decide(application, Outcome.DECLINED, by=by)
    post(application, "application_answer", part="answer")
    return application


def _waiting(application, by) -> Application:
    if not by.roles.is_staff:
        raise PermissionDenied
    application = locked(application)
    if not application.is_waiting:
        raise AskingRefused(_("This application is no longer waiting."))
    return application


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
    searching.changed(organisation)
    return organisation


def twins_of(names):
    """Organisations of the network that are called like one of these already."""
    return Organisation.objects.called_alike(names).order_by("name_folded", "pk")
