"""Which public hubs feature a record, asked with the record itself."""

from dataclasses import dataclass

from django.db.models import CharField, OuterRef, StringAgg, Subquery, Value
from django.db.models.functions import Coalesce, Concat
from django.urls import reverse
from django.utils.translation import get_language

from knowledge_hubs.models import Hub
from oneplanet.text.folding import fold

BETWEEN, APART = "\n", "\t"  # stand in no code and no title


@dataclass(frozen=True, slots=True)
class HubLink:
    """``language`` is that of the title."""

    url: str
    title: str
    language: str


def with_hubs(rows, name):
    """Records that know the hubs which feature them. ``name`` is the column of an item
    that names such a record.
    """
    path = f"blocks__items__{name}"
    wanted = (get_language() or "en").replace("-", "_")
    titles = [Coalesce(f"title_{code}", Value("")) for code in (wanted, "en")]
    told = Concat("code", Value(APART), titles[0], Value(APART), titles[1])
    hubs = Hub.objects.published().filter(**{path: OuterRef("pk")}).order_by()
    joined = hubs.values(path).annotate(
        told=StringAgg(told, Value(BETWEEN), output_field=CharField())
    )
    return rows.annotate(told_hubs=Subquery(joined.values("told")))


def hubs_of(record) -> list[HubLink]:
    """The hubs of a record read with_hubs(), each once, by title. No query."""
    told = dict.fromkeys(filter(None, (record.told_hubs or "").split(BETWEEN)))
    links = [_link(*line.split(APART)) for line in told]
    return sorted(links, key=lambda link: fold(link.title))


def _link(code, title, in_english) -> HubLink:
    url = reverse("knowledge_hubs:hub_detail", args=[code])
    language = (get_language() or "en") if title else "en"
    return HubLink(url, title or in_english or code, language)
