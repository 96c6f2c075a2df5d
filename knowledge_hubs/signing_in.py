"""Who comes with a session, and whether they edit a hub: in the same query."""

from functools import lru_cache

from django.db.models import Exists, OuterRef

from knowledge_hubs.models import HubEditor
from oneplanet.text import dates
from programmes import signing_in


class Backend(signing_in.Backend):
    def people(self):
        return _people(dates.today())


@lru_cache(1)
def _people(_day):
    """Put together once a day, for it is asked at each page: what follows a person asks
    a copy of it, and it depends on nothing but the day that is today."""
    theirs = HubEditor.objects.current().filter(user=OuterRef("pk"))
    return signing_in.Backend().people().annotate(edits_hubs=Exists(theirs))
