"""Feeds to follow in a reader (Atom, RFC 4287): what changed last, newest first."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpResponse, QueryDict
from django.utils.feedgenerator import Atom1Feed, rfc3339_date
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from oneplanet.text.languages import tag

MOST = 50
NEVER = datetime(1970, 1, 1, tzinfo=UTC)  # when an empty feed changed
# What no XML document may hold, and halves of letters.
_REFUSED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Entry:
    """``key`` names it for ever, whatever its address becomes. Texts stand with the
    language they are in. ``author`` is "" where the portal itself speaks."""

    key: str
    url: str
    title: tuple[str, str]
    summary: tuple[str, str]
    updated: datetime
    published: datetime | None = None
    author: tuple[str, str] = ("", "")


def feed_response(entries, *, key, title, subtitle, url, feed_url) -> HttpResponse:
    """The answer to a feed's address. ``url`` is the list it follows."""
    feed = _Atom(
        title=_clean(f"{title} – {settings.SITE_NAME}"),
        link=settings.SITE_URL + url,
        description="",
        subtitle=_clean(str(subtitle)),
        language=tag(get_language()),
        author_name=_("One Planet network"),
        author_link=f"{settings.SITE_URL}/{get_language()}/",
        feed_url=settings.SITE_URL + feed_url,
        feed_guid=permanent_id(key),
        feed_copyright=_("{licence}; what belongs to others stays theirs.").format(
            licence=settings.DATA_LICENCE
        ),
    )
    for entry in entries:
        feed.add_item(entry.title, settings.SITE_URL + entry.url, "", entry=entry)
    answer = HttpResponse(content_type=feed.content_type)
    feed.write(answer, "utf-8")
    return answer


def permanent_id(key: str) -> str:
    """A tag (RFC 4151) for something in the language it is read in."""
    host = urlsplit(settings.SITE_URL).hostname
    return f"tag:{host},2021:{tag(get_language())}/{key}"


def narrowed(address: str, query: QueryDict, names) -> str:
    """An address with what narrows a list, and nothing else of the query."""
    kept = QueryDict(mutable=True)
    for name in names:
        if values := [v.replace("\x00", "") for v in query.getlist(name) if v]:
            kept.setlist(name, values)
    return f"{address}?{kept.urlencode()}" if kept else address


class _Atom(Atom1Feed):
    """Django's, with the language of each text and no moment of its own making."""

    def latest_post_date(self):
        return max((item["entry"].updated for item in self.items), default=NEVER)

    def add_item(self, title, link, description, *, entry):
        self.items.append({"link": link, "entry": entry})

    def add_item_elements(self, handler, item):
        entry = item["entry"]
        self._words(handler, "title", entry.title)
        where = {"rel": "alternate", "type": "text/html", "href": item["link"]}
        handler.addQuickElement("link", "", where)
        if entry.published:
            handler.addQuickElement("published", rfc3339_date(entry.published))
        handler.addQuickElement("updated", rfc3339_date(entry.updated))
        if entry.author[0]:
            handler.startElement("author", {})
            self._words(handler, "name", entry.author)
            handler.endElement("author")
        handler.addQuickElement("id", permanent_id(entry.key))
        self._words(handler, "summary", entry.summary)

    def _words(self, handler, name, words):
        """An element that says its language where that is not the feed's."""
        text, language = words[0], tag(words[1])
        marked = {} if language == self.feed["language"] else {"xml:lang": language}
        handler.addQuickElement(name, _clean(text), marked)


def _clean(text: str) -> str:
    return _REFUSED.sub("", text)
