"""What the page for developers says of each kind of record and each limit."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from knowledge_hubs.open_data import KINDS
from knowledge_hubs.search.vocabulary import FACETS
from knowledge_hubs.tables import table
from oneplanet import limits
from oneplanet.open_data.asking import MOST
from oneplanet.open_data.kinds import Kind
from oneplanet.text.numbers import number

EXAMPLE = "resources"
ANSWER = """\
{
  "data_licence": {"name": "…", "url": "…"},
  "next": "…?limit=2&cursor=…",
  "results": [
    {"code": "…", "title": "…", "title_language": "en",
     "kind": "RT_REPORT", "kind_label": "…", "programmes": ["SFS"], …},
    …
  ]
}"""


@dataclass(frozen=True, slots=True)
class Limit:
    """What one line of the table of limits says."""

    what: str
    by_address: str
    by_token: str


def address(kind_name: str) -> str:
    return settings.SITE_URL + reverse(f"api:{kind_name}")


def table_of_kinds() -> dict:
    """``columns`` and ``rows`` of components/data_table.html."""
    heads = (_("What"), _("Address"), _("Narrowed by"), _("Whole list"))
    return table(heads, [_row(kind) for kind in KINDS])


def _row(kind: Kind) -> list:
    path = reverse(f"api:{kind.name}")
    names = format_html_join(" ", "<code>{}</code>", ((n,) for n in kind.filters))
    link = '<a href="{}"><code dir="ltr">{}</code></a>'
    return [kind.title, format_html(link, path, path), names or "–", _files(kind)]


def _files(kind):
    if not kind.is_download:
        return "–"
    links = [
        (_address_of(kind, ending), label)
        for ending, label in (("csv", "CSV"), ("json", "JSON"), ("xlsx", "XLSX"))
    ]
    codes = reverse("knowledge_hubs:list_codebook", args=[kind.name, "csv"])
    return format_html_join(
        " · ", '<a href="{}" rel="nofollow">{}</a>', [*links, (codes, _("Codebook"))]
    )


def _address_of(kind, ending):
    return reverse("knowledge_hubs:list_download", args=[kind.name, ending])


def example() -> dict:
    """An address with parameters, a command that asks it, and how it is answered."""
    query = f"?lang={get_language()}&limit=2"
    return {
        "answer": ANSWER,
        "search": f"curl '{address('search')}?q=food+waste&kind=resource'",
        "asked": f"curl '{address(EXAMPLE)}{query}'",
        "with_token": f"curl -H 'Authorization: Bearer opn_…' '{address(EXAMPLE)}'",
        "harvest": f"curl '{address(EXAMPLE)}?updated_since=2026-01-31T12:00:00Z'",
    }


def allowed() -> list[Limit]:
    named = {"api": _("Answers of the API"), "downloads": _("Downloads")}
    return [
        Limit(named[what], *(number(most) if most else _("no limit") for most in both))
        for what, both in settings.LIMITS.items()
        if what in named
    ]


def facts() -> dict:
    """Numbers and names the page says."""
    return {
        "most": number(MOST),
        "facets": list(FACETS),
        "minutes": number(limits.WINDOW // 60),
        "rows_at_once": number(settings.MAX_ROWS_AT_ONCE),
    }
