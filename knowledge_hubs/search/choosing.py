"""Results that editors chose to lead a query: found by the address of their page, shown
as long as they are public.
"""

from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Q
from django.utils import translation

from knowledge_hubs.search.asking import Asked
from knowledge_hubs.search.kinds import BY_NAME, KINDS
from knowledge_hubs.search.said import Said
from oneplanet.search.documents import Key

MOST_ALIKE = 10  # records of a kind under one code


def chosen_for(asked: Asked, said: Said) -> Key | None:
    """What leads the first page of a query, as long as nothing narrows or orders it and
    everybody may read it. One query where editors chose something."""
    if not asked.has_words or asked.chosen or asked.sort or asked.page > 1:
        return None
    chosen = (key for key in said.chosen if key.kind in BY_NAME)
    return next((key for key in chosen if BY_NAME[key.kind].may_be_seen(key.id)), None)


def title_of(key: Key) -> str:
    """What readers see of it now; empty where it is not public."""
    shown = BY_NAME[key.kind].drawn([key.id]) if key.kind in BY_NAME else {}
    return str(shown[key.id].card["title"]) if key.id in shown else ""


def record_at(address: str) -> Key | None:
    """The public record whose page has this address, in whichever language; None where
    no record of ours has it."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:  # a bracket that nothing closes
        return None
    language, _slash, _rest = parts.path.strip("/").partition("/")
    if language not in dict(settings.LANGUAGES) or not _is_ours(parts):
        return None
    code = parts.path.strip("/").rpartition("/")[2]
    with translation.override(language):
        if parts.fragment:  # a word of the glossary, or a part of a page
            path = f"{parts.path}#{parts.fragment}"
            if key := _with_address(path, parts.fragment):
                return key
        return _with_address(parts.path, code)


def _with_address(path, code) -> Key | None:
    for kind in KINDS:
        for key, shown in _called(kind, code):
            if shown.card["url"] == path:
                return Key(kind.name, key)
    return None


def _is_ours(parts) -> bool:
    return not parts.netloc or parts.netloc == urlsplit(settings.SITE_URL).netloc


def _called(kind, code):
    """Its records with this code; those of a kind without codes are not found."""
    names = {"slug", "code"} & {field.name for field in kind.model._meta.fields}
    if not names:
        return ()
    called = Q(*((f"{name}__iexact", code) for name in names), _connector=Q.OR)
    rows = kind.model._base_manager.filter(called)
    ids = [str(pk) for pk in rows.values_list("pk", flat=True)[:MOST_ALIKE]]
    return kind.drawn(ids).items() if ids else ()
