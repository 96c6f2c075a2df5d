"""Lists to take away: as tables, with what their columns mean."""

from tempfile import TemporaryFile

from django.conf import settings
from django.http import FileResponse, Http404, JsonResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from knowledge_hubs.downloads import asked_for, find
from knowledge_hubs.open_data import DOWNLOADS
from oneplanet import errors, limits, prepared, tokens
from oneplanet.open_data import asking, codebook, licence, reading, tables
from oneplanet.text import dates

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WAIT = 5  # seconds until the page of a file being made asks again


@require_safe
def list_download(request, name, ending):
    """A whole list, narrowed as its page is: CSV and JSON at once, long workbooks
    later."""
    kind = DOWNLOADS.get(name)
    if kind is None or ending not in MAKERS:
        raise Http404
    if refusal := _refusal(request):
        return refusal
    query = request.GET.copy()
    bom = "bom" in query if ending == "csv" else False
    if bom:
        del query["bom"]
    try:
        asked = asked_for(kind, query, get_language())
        return MAKERS[ending](asked, bom)
    except asking.Refused as refused:
        return errors.refused(request, text=refused.why, status=400)


def _refusal(request):
    """Why nothing is handed out now, as a page; None where all is well."""
    token = tokens.shown_by(request)
    allowance = limits.count(request, what="downloads", token=token)
    if allowance and allowance.is_used_up:
        page = render(request, "429.html", status=429)
        for header, value in allowance.headers().items():
            page.headers[header] = value
        return page
    return None


def _csv(asked, bom):
    rows = (tables.row_of(asked.kind, r) for r in reading.all_records(asked))
    heads = [head.name for head in asked.kind.heads]
    lines = tables.as_csv(heads, rows, bom=bom)
    return _file(StreamingHttpResponse(lines), asked.kind, "csv", "text/csv")


def _json(asked, bom):
    records = tables.as_json(reading.all_records(asked))
    return _file(StreamingHttpResponse(records), asked.kind, "json", "application/json")


def _workbook(asked, bom):
    """At once where it is short; else it is asked of the worker."""
    if asking.found(asked).count() > settings.MAX_ROWS_AT_ONCE:
        query = asked.narrowed.urlencode()
        wanted = prepared.ask(
            kind=asked.kind.name, query=query, language=asked.language
        )
        if wanted is None:
            raise asking.Refused(prepared.TOO_MANY)
        return redirect("knowledge_hubs:prepared_file", wanted.key)
    target = TemporaryFile()
    tables.write_workbook(target, asked.kind, reading.all_records(asked))
    target.seek(0)
    return _file(FileResponse(target), asked.kind, "xlsx", WORKBOOK)


MAKERS = {"csv": _csv, "json": _json, "xlsx": _workbook}


def _file(response, kind, ending, media_type, *, of=""):
    name = f"one-planet-{kind.name}{of}-{dates.today():%Y-%m-%d}.{ending}"
    text = "" if media_type == WORKBOOK else "; charset=utf-8"
    response.headers["Content-Type"] = media_type + text
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Link"] = licence.link()
    return response


@require_safe
def list_codebook(request, name, ending):
    """What each column of a list means."""
    kind = DOWNLOADS.get(name)
    if kind is None or ending not in ("csv", "json"):
        raise Http404
    if ending == "json":
        answer = JsonResponse(
            codebook.as_data(kind), json_dumps_params={"ensure_ascii": False}
        )
        return _file(answer, kind, "json", "application/json", of="-codebook")
    rows = [[tables.safe(text) for text in row] for row in codebook.rows(kind)]
    lines = StreamingHttpResponse(tables.as_csv(codebook.HEADS, rows, bom=True))
    return _file(lines, kind, "csv", "text/csv", of="-codebook")


@never_cache
@require_safe
def prepared_file(request, key):
    """A workbook that is being made, then the link to it. Asks again by itself."""
    wanted = find(key)
    if wanted is None:
        raise Http404
    context = {"wanted": wanted, "kind": DOWNLOADS.get(wanted.kind)}
    page = render(request, "knowledge_hubs/prepared_file.html", context)
    if wanted.made_at is None and not wanted.has_failed:
        page.headers["Refresh"] = str(WAIT)
    return page


@never_cache
@require_safe
def prepared_file_content(request, key):
    """The workbook itself; as long as it is not made, the page that says so."""
    wanted = find(key)
    if wanted is None:
        raise Http404
    if not wanted.made_at:
        return redirect("knowledge_hubs:prepared_file", key)
    return _file(
        FileResponse(wanted.content.open()), DOWNLOADS[wanted.kind], "xlsx", WORKBOOK
    )
