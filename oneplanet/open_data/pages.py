"""The column that leads from a record to its page."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from oneplanet.open_data.columns import Column, Head

PLACE = "0code0"  # stands in no code


@dataclass(frozen=True)
class Page(Column):
    """The address of the record's page, in the language in force.

    ``name`` is the page's URL name; the address is made once for all rows.
    """

    meaning: str = _("The address of its page.")
    source: str = "code"

    def prepare(self, keys, language, once):
        return settings.SITE_URL + reverse(self.name, args=[PLACE])

    def write(self, record, row, known):
        record["page"] = known.replace(PLACE, row[self.path])

    @property
    def heads(self):
        return (Head("page", self.meaning, "uri", is_empty=False),)
