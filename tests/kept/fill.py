"""Fill an empty database with a row of every kind; run by tools/keep_database.py.

It runs in the checked-out commit, on that commit's code. Its one argument is the moment
it is to be there.
"""

import sys

import django
import time_machine

COMMANDS = ("migrate", "createcachetable", "load_reference", "load_sample")


def fill():
    from django.core.management import call_command

    for command in COMMANDS:
        call_command(command)
    add_what_the_sample_lacks()


def add_what_the_sample_lacks():
    """Real activities in every state, with files, mails and answers that could not be
    read; a second factor; invitations; what the kit notes for itself."""
    from django.http import QueryDict

    from oneplanet import outbox
    from oneplanet.idempotency import once
    from programmes.models import Term
    from reporting.models import PolicyInstrument
    from tests import whole_scene

    scene = whole_scene.build()
    policy = PolicyInstrument.objects.earliest("pk")
    policy.types.set(Term.objects.filter(vocabulary="policy_type")[:2])
    outbox.beat()
    once(
        user=scene.people["editor"],
        key="kept",
        data=QueryDict("title=Kept"),
        act=lambda: "/en/my/activities/",
    )


if __name__ == "__main__":
    django.setup()
    with time_machine.travel(sys.argv[1]):
        fill()
