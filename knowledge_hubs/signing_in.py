"""Who comes with a session, and whether they edit a hub: in the same query."""

from django.db.models import Exists, OuterRef

from knowledge_hubs.models import HubEditor
from oneplanet.kept_questions import KeptQuestion
from programmes import signing_in


def person(pk):
    theirs = HubEditor.objects.current().filter(user=OuterRef("pk"))
    return signing_in.person(pk).annotate(edits_hubs=Exists(theirs))


class Backend(signing_in.Backend):
    who = KeptQuestion(person)
