"""Lists as files: what is asked for, and the workbooks the worker makes."""

from django.http import QueryDict
from django.utils import translation

from knowledge_hubs.open_data import DOWNLOADS
from oneplanet import prepared
from oneplanet.open_data import asking, reading, tables
from oneplanet.open_data.asking import Asked
from oneplanet.prepared import PreparedFile


def asked_for(kind, query, language) -> Asked:
    """The whole list a query string asks for; its page does not matter. Raises Refused
    for what the list does not know."""
    query = query.copy()
    query.pop("page", None)
    asked = asking.asked(kind, query, paging=False)
    return Asked(kind, asked.narrowed, language)


def find(key: str) -> PreparedFile | None:
    """A workbook asked for. One made before something of its list was withdrawn is
    dropped first: what is public no more leaves in no file."""
    wanted = PreparedFile.objects.filter(key=key).first()
    if wanted and wanted.made_at and wanted.kind in DOWNLOADS:
        gone = DOWNLOADS[wanted.kind].gone()
        if gone.filter(withdrawn_at__gte=wanted.begun_at).exists():
            wanted.drop()
    return wanted


def make_next() -> bool:
    """Make the workbook asked for first; whether there was one."""
    return prepared.make_next(_write)


def _write(wanted, target) -> int:
    kind = DOWNLOADS[wanted.kind]
    with translation.override(wanted.language):
        asked = asked_for(kind, QueryDict(wanted.query), wanted.language)
        return tables.write_workbook(target, kind, reading.all_records(asked))
