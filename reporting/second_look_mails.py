"""Tell reviewers what they are asked for beside decisions: to classify again, blind, or
to bring a submitted version into another language; and who asked that it is there. Of a
disagreement tell the two what is said of it.

Of a blind classification nothing is told but how many, and of which period: neither
what is classified, nor by whom else, nor whether they are done.
"""

from collections import Counter

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from oneplanet import outbox
from programmes.models import User
from reporting.models import BlindClassification, ClassificationDraw

KIND = "reviews"  # of oneplanet.message_kinds
DRAWN, ASKED = "classificationdraw", "translationrequest"  # begin the keys of mails
REMARK = "classificationremark"


def tell_drawn(draw) -> None:
    """One message to each who classifies something of the draw, in its transaction."""
    rows = BlindClassification.objects.filter(drawn__draw=draw).order_by()
    numbers = Counter(rows.values_list("reviewer", flat=True))
    for reader in with_a_mailbox(numbers):
        post(
            reader,
            key=f"{DRAWN}-{draw.pk}-{reader.pk}",
            template="drawn",
            page="classification_list",
            context={"number": numbers[reader.pk], "period": draw.period},
        )


def with_a_mailbox(people):
    """Those of these keys that are told; sample people by a sample portal alone."""
    readers = User.objects.active().filter(pk__in=people)
    if not settings.SAMPLE:
        readers = readers.filter(is_sample=False)
    return readers.order_by("pk")


def tell_remark(said) -> None:
    """The two reviewers, but who says it, of a ClassificationRemark, while they have
    that duty; once all second looks of the draw are there. The record is not named."""
    drawn, key = said.drawn, f"{said.drawn_id}-{said.vocabulary}"
    if not ClassificationDraw.objects.discussed().filter(pk=drawn.draw_id).exists():
        return
    two = set(drawn.classifications.values_list("reviewer", flat=True)) - {said.by_id}
    for reader in with_a_mailbox(two):
        if reader.roles.is_reviewer:
            post(
                reader,
                key=f"{REMARK}-{said.pk}-{reader.pk}",
                template="remarked",
                page="classification_disagreements",
                args=[drawn.draw.period.year],
                at=f"?at={key}#d-{key}",
                context={"said": said, "period": drawn.draw.period},
            )


def tell_asked(request) -> None:
    """Who is asked for a translation, each once, with the request's transaction."""
    of = request.version.activity
    for reader in request.readers().order_by("pk"):
        post(
            reader,
            key=f"{ASKED}-{request.pk}-asked-{reader.pk}",
            template="translation_asked",
            page="activity_translate",
            args=[of.code, request.language],
            context={
                "activity": of,
                "version": request.version,
                "asked": request,
                "is_reminder": False,
            },
        )


def tell_translated(request, given) -> None:
    """Who asked, that it is ``given`` (a ReviewTranslation)."""
    of = request.version.activity
    post(
        request.asked_by,
        key=f"{ASKED}-{request.pk}-given-{request.asked_by_id}",
        template="translation_given",
        page="activity_review",
        args=[of.code],
        at="#translations",
        context={"activity": of, "version": request.version, "given": given},
    )


def post(reader, *, key, template, page, context, args=(), at=""):
    """``page`` is the name of the address it leads to, ``at`` what follows that."""
    with translation.override(reader.language):
        link = settings.SITE_URL + reverse(f"reporting:{page}", args=args) + at
    outbox.post(
        key=key,
        to=reader.email,
        language=reader.language,
        time_zone=reader.time_zone,
        kind=KIND,
        template=f"reporting/mail/{template}.txt",
        context={"reader": reader, "link": link} | context,
    )
