"""Documents made up for tests of the engine; a test names only what it is about."""

from datetime import UTC, date, datetime

from oneplanet.search.documents import Document, Request, Text

AT = datetime(2026, 6, 1, 12, tzinfo=UTC)


def document(id, title="food", body="", *, kind="activity", language="en", **more):
    texts = more.pop("texts", {language: Text(title, body)})
    more = {"date": date(2026, 1, 1)} | more
    return Document(kind, str(id), texts=texts, **more)


def request(query="", **more):
    return Request(query, **{"count": ("kind",), "at": AT} | more)


def ids(answer):
    return [hit.key.id for hit in answer.hits]
