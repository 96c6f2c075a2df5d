"""Attached files: what is taken, what is not, who may read them, when they go."""

import io
import struct
import time
import tracemalloc
import zipfile
import zlib
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import translation
from PIL import Image

from reporting.drafts import file_problems, save_draft
from reporting.file_kinds import MAX_ENTRIES, MAX_SCANS, MEDIA_TYPES, Mistake
from reporting.models import StoredFile, VersionFile
from reporting.models.files import forget_unused
from reporting.uploads import check, checked, clean_name, keep
from reporting.workflow import Action, State
from tests.factories import make_activity, make_user, revise
from tests.reporting.writing import edit_url, make_writer, sent, typed

pytestmark = pytest.mark.django_db


# --- Small real files ---------------------------------------------------------------


def archive(parts: dict, method=zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return out.getvalue()


MAIN = {
    "docx": ("word/document.xml", "wordprocessingml.document.main+xml"),
    "xlsx": ("xl/workbook.xml", "spreadsheetml.sheet.main+xml"),
    "pptx": ("ppt/presentation.xml", "presentationml.presentation.main+xml"),
}


def office(ending, **more) -> bytes:
    """An office document; ``more`` are further parts, by names with dots as ``__``."""
    if ending in MAIN:
        part, kind = MAIN[ending]
        types = (
            '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/'
            f'package/2006/content-types"><Override PartName="/{part}" ContentType='
            f'"application/vnd.openxmlformats-officedocument.{kind}"/></Types>'
        )
        parts = {"[Content_Types].xml": types, part: "<x/>"}
    else:
        parts = {"mimetype": MEDIA_TYPES[ending], "content.xml": "<x/>"}
    return archive(parts | more.get("parts", {}))


def picture(kind="JPEG", size=(20, 10), **how) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, kind, **how)
    return out.getvalue()


def pdf(body=b"") -> bytes:
    return b"%PDF-1.4\n" + body + b"\ntrailer<</Root 1 0 R>>\n%%EOF\n"


TABLE = "country;tonnes\nPérou;1,5\n\N{ARABIC LETTER AIN};٢\n"
GOOD = {
    "a.pdf": pdf(),
    "a.docx": office("docx"),
    "a.xlsx": office("xlsx"),
    "a.pptx": office("pptx"),
    "a.odt": office("odt"),
    "a.ods": office("ods"),
    "a.odp": office("odp"),
    "utf8.csv": TABLE.encode(),
    "bom.csv": TABLE.encode("utf-8-sig"),
    "utf16.csv": TABLE.encode("utf-16"),
    "big-endian.csv": b"\xfe\xff" + TABLE.encode("utf-16-be"),
    "old.csv": "Pérou;1".encode("cp1252"),
    "a.jpg": picture(),
    "a.JPEG": picture(),
    "a.png": picture("PNG"),
}


def upload(name, content=b"x") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def mistake(name, content) -> Mistake | None:
    return check(upload(name, content)).mistake


def kept(name, content) -> StoredFile:
    return keep(check(upload(name, content)))


@pytest.fixture
def writer():
    return make_writer()


def save(writer, *uploads, **given):
    user, activity = writer
    given |= {"uploads": checked(uploads), "counter": activity.draft().edit_count}
    return save_draft(activity, by=user, data=typed(), **given)


def names(version) -> list:
    return sorted(version.files.values_list("name", flat=True))


def on_disk() -> list:
    folder = Path(settings.MEDIA_ROOT) / "attachments"
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


# --- What is taken ------------------------------------------------------------------


@pytest.mark.parametrize("name", GOOD)
def test_each_kind_is_taken(name):
    stored = kept(name, GOOD[name])
    content = stored.content.read()
    assert (stored.size, stored.content.size) == (len(content), len(content))
    if not name.lower().endswith(("jpg", "jpeg", "png")):
        assert content == GOOD[name]


def bomb() -> bytes:
    """A document of a few kB that would unpack to 4 GB, as its own list says."""
    packed = office("docx", parts={"word/a.xml": bytes(8_000_000)})
    return packed.replace(struct.pack("<L", 8_000_000), struct.pack("<L", 0xFFFFFFF0))


def many_entries() -> bytes:
    return office("docx", parts={f"word/{n}": b"" for n in range(MAX_ENTRIES)})


def huge_picture() -> bytes:
    """A PNG of 32,000 × 32,000 points, as far as its first lines say."""
    size = struct.pack(">IIBBBBB", 32_000, 32_000, 8, 2, 0, 0, 0)
    chunk = b"IHDR" + size
    head = struct.pack(">I", len(size)) + chunk + struct.pack(">I", zlib.crc32(chunk))
    return b"\x89PNG\r\n\x1a\n" + head + picture("PNG")[33:]


MACRO_TYPES = (
    '<Types><Override PartName="/word/document.xml" ContentType="application/'
    'vnd.ms-word.document.macroEnabled.main+xml"/></Types>'
)
DISGUISED = {
    "program": ("a.pdf", b"MZ\x90\x00" + bytes(300), Mistake.CONTENT),
    "page": ("a.pdf", b"<html><script>alert(1)</script>", Mistake.CONTENT),
    "pdf behind a page": ("a.pdf", b"<html>" + pdf(), Mistake.CONTENT),
    "cut pdf": ("a.pdf", b"%PDF-1.4 and no end", Mistake.CONTENT),
    "program as table": ("a.csv", b"MZ\x90\x00\x03", Mistake.CONTENT),
    "odd utf-16": ("a.csv", b"\xff\xfea", Mistake.CONTENT),
    "controls in utf-16": ("a.csv", "a\x07".encode("utf-16"), Mistake.CONTENT),
    "svg": ("a.svg", b"<svg onload='alert(1)'/>", Mistake.KIND),
    "svg as png": ("a.png", b"<svg onload='alert(1)'/>", Mistake.CONTENT),
    "gif as png": ("a.png", picture("GIF"), Mistake.CONTENT),
    "png as jpeg": ("a.jpg", picture("PNG"), Mistake.CONTENT),
    "broken jpeg": ("a.jpg", picture()[:200], Mistake.CONTENT),
    "program before an archive": ("a.docx", b"MZ" + office("docx"), Mistake.CONTENT),
    "docx as xlsx": ("a.xlsx", office("docx"), Mistake.CONTENT),
    "odt as ods": ("a.ods", office("odt"), Mistake.CONTENT),
    "plain zip": ("a.docx", archive({"a.txt": "x"}), Mistake.CONTENT),
    "cut archive": ("a.docx", office("docx")[:-30], Mistake.CONTENT),
    "macro part": (
        "a.docx",
        office("docx", parts={"word/vbaProject.bin": "x"}),
        Mistake.MACROS,
    ),
    "docm renamed": (
        "a.docx",
        archive({"[Content_Types].xml": MACRO_TYPES, "word/document.xml": "x"}),
        Mistake.MACROS,
    ),
    "odt with basic": (
        "a.odt",
        office("odt", parts={"Basic/script-lc.xml": "x"}),
        Mistake.MACROS,
    ),
    "zip bomb": ("a.docx", bomb(), Mistake.CONTENT),
    "many entries": ("a.docx", many_entries(), Mistake.CONTENT),
    "picture bomb": ("a.png", huge_picture(), Mistake.PIXELS),
    "empty": ("a.csv", b"", Mistake.EMPTY),
    "a program by name": ("a.exe", b"MZ", Mistake.KIND),
    "two endings": ("a.pdf.exe", pdf(), Mistake.KIND),
    "no ending": ("pdf", pdf(), Mistake.KIND),
    "docm": ("a.docm", office("docx"), Mistake.KIND),
    "html": ("a.html", b"<p>", Mistake.KIND),
}


@pytest.mark.parametrize("what", DISGUISED)
def test_what_is_not_what_it_says_is_refused_at_once(what):
    name, content, expected = DISGUISED[what]
    tracemalloc.start()
    began = time.monotonic()
    assert mistake(name, content) == expected
    took, (_now, peak) = time.monotonic() - began, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert took < 2
    assert peak < 100 * 1024 * 1024
    assert StoredFile.objects.count() == 0


def test_the_bomb_is_one():
    assert len(bomb()) < 43_000
    entries = zipfile.ZipFile(io.BytesIO(bomb())).infolist()
    assert sum(entry.file_size for entry in entries) > 4_000_000_000


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2])
def test_a_part_larger_than_it_says_is_not_unpacked(method):
    """A few kB that would fill 200 MB, and say they fill one."""
    size = 200_000_000
    lying = archive({"[Content_Types].xml": bytes(size)}, method)
    lying = lying.replace(struct.pack("<L", size), struct.pack("<L", 1000))
    tracemalloc.start()
    assert mistake("a.docx", lying) == Mistake.CONTENT
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 20 * 1024 * 1024


def test_an_archive_packed_as_no_office_program_does_is_refused():
    packed = office("docx", parts={"word/a.xml": b"<x/>"})
    with zipfile.ZipFile(out := io.BytesIO(packed), "a") as opened:
        opened.writestr("word/b.xml", "<x/>", zipfile.ZIP_LZMA)
    assert mistake("a.docx", packed) is None
    assert mistake("a.docx", out.getvalue()) == Mistake.CONTENT


def scanned(times: int, between=b"") -> bytes:
    """A JPEG that goes so often over its picture."""
    whole = picture(progressive=True)
    start, end = whole.rindex(b"\xff\xda"), whole.rindex(b"\xff\xd9")
    more = whole[start:end] * (times - whole.count(b"\xff\xda"))
    return whole[:end] + between + more + whole[end:]


SCAN = b"\xff\xda\x00\x02"
PADDING = b"\xff\x00\xff\xd0"
NO_LENGTH = b"\xff\x01\xff\xff"  # read as one it would pass over all that follows
PICTURES = {
    "as many scans as are taken": (scanned(MAX_SCANS), None),
    "one too many": (scanned(MAX_SCANS + 1), Mistake.CONTENT),
    "few behind padding": (scanned(20, PADDING), None),
    "many behind padding": (scanned(99, PADDING), Mistake.CONTENT),
    "few behind a mark without length": (scanned(20, NO_LENGTH), None),
    "many behind a mark without length": (scanned(99, NO_LENGTH), Mistake.CONTENT),
    "many behind padding at the start": (
        b"\xff\xd8\xff\x00" + scanned(99)[2:],
        Mistake.CONTENT,
    ),
    "many in the camera's own preview": (picture(comment=SCAN * 99), None),
    "many in the film behind it": (picture() + SCAN * 99, None),
}


@pytest.mark.parametrize("what", PICTURES)
def test_a_picture_drawn_over_and_over_is_refused(what):
    content, expected = PICTURES[what]
    assert mistake("a.jpg", content) == expected


@pytest.mark.parametrize(
    "behind", [b"<html><script>alert(1)</script>", archive({"a.js": "alert(1)"})]
)
def test_pictures_are_drawn_anew_without_what_was_hidden_in_them(behind):
    exif = Image.Exif()
    exif[0x0112] = 6  # on its side
    exif[0x010F] = "SecretCamera"
    exif.get_ifd(0x8825)[1] = "N"
    xmp = b"<x:xmpmeta>SecretPlace</x:xmpmeta>"
    jpeg = picture(exif=exif, xmp=xmp, comment=b"SecretComment") + behind
    drawn = kept("a.jpg", jpeg).content.read()
    assert b"Secret" in jpeg
    assert b"Secret" not in drawn
    assert b"alert" not in drawn
    shown = Image.open(io.BytesIO(drawn))
    assert (shown.size, dict(shown.getexif())) == ((10, 20), {})


def test_a_transparent_png_with_a_damaged_note_keeps_its_colours():
    out = io.BytesIO()
    Image.new("RGBA", (3, 3), (10, 20, 30, 40)).save(out, "PNG", exif=b"Exif\0\0Secret")
    drawn = Image.open(kept("a.png", out.getvalue()).content)
    assert drawn.getpixel((1, 1)) == (10, 20, 30, 40)


# --- Names --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\me\\a.pdf", "a.pdf"),
        ("a\x00b.pdf", "ab.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie: x.pdf"),
        ("fdp.\u202exe.pdf", "fdp.xe.pdf"),
        ("\u2066a\u2069\u200e\ufeff.pdf", "a.pdf"),
        ("می\u200cخواهم.pdf", "می\u200cخواهم.pdf"),
        ("报告 – été.pdf", "报告 – été.pdf"),
        ("half\ud800.pdf", "half.pdf"),
        ("x" * 300 + ".pdf", "x" * 140 + ".pdf"),
        ("x" * 300, "x" * 149),
        ("..", "file"),
        ("/", "file"),
        ("   ", "file"),
        ('a";evil.pdf', 'a";evil.pdf'),
    ],
)
def test_names_lose_folders_and_what_cannot_be_seen(given, kept):
    assert clean_name(given) == kept


@pytest.mark.parametrize(
    "name",
    ["../../a.pdf", 'a"; filename="evil.html.pdf', "报告 été.pdf", "a%0d%0aX: y#?.pdf"],
)
def test_a_name_as_sent_comes_back_in_the_header(client, writer, name):
    user, activity = writer
    client.force_login(user)
    data = sent(typed(activity)) | {"files": [upload(name, pdf())]}
    client.post(edit_url(activity), data)
    row = VersionFile.objects.get()
    answer = client.get(reverse("reporting:activity_file", args=[row.pk, row.name]))
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith("attachment; filename")
    assert not {"X", "Set-Cookie"} & set(answer.headers)
    assert "/" not in row.name


def test_wild_names_never_fail(client, writer):
    user, activity = writer
    client.force_login(user)
    wild = ["\x00", "\x1b[31m", "..", "....//", "con", "a" * 5000, "﷽", "🦄"]
    for name in wild:
        data = sent(typed(activity)) | {"files": [upload(f"{name}.pdf", pdf())]}
        assert client.post(edit_url(activity), data).status_code == 302
        for row in VersionFile.objects.all():
            address = reverse("reporting:activity_file", args=[row.pk, row.name])
            assert client.get(address).status_code == 200
            save(writer, remove=[str(row.pk)])


# --- In the form --------------------------------------------------------------------


def test_refused_files_are_named_in_the_reader_s_language(client, writer):
    user, activity = writer
    version = save(
        writer, upload("a.exe"), upload("<b>.pdf"), upload("good.pdf", pdf())
    )
    assert names(version) == ["good.pdf"]
    with translation.override("fr"):
        french = file_problems(version)
    assert [("a.exe" in french[0]), ("<b>.pdf" in french[1])] == [True, True]
    client.force_login(user)
    page = client.get(edit_url(activity)).content.decode()
    assert "“a.exe” is not a kind of file we take." in page
    assert "“&lt;b&gt;.pdf” does not hold what its name says" in page
    assert 'href="#files"' in page
    assert file_problems(save(writer)) == []


def test_a_file_of_thirty_megabytes_is_refused_in_words(client, writer):
    user, activity = writer
    client.force_login(user)
    large = upload("large.pdf", pdf(bytes(30 * 1024 * 1024)))
    data = sent(typed(activity)) | {"files": [large, upload("b.csv", b"a,b")]}
    answer = client.post(edit_url(activity), data, follow=True)
    assert answer.status_code == 200
    assert "“large.pdf” is larger than 20 MB." in answer.content.decode()
    version = activity.draft()
    assert (version.title, names(version)) == ("Cooking at school", ["b.csv"])


def test_the_eleventh_file_is_one_too_many(writer):
    uploads = [upload(f"{n}.csv", f"{n}".encode()) for n in range(11)]
    version = save(writer, *uploads)
    assert len(names(version)) == 10
    assert file_problems(version) == ["“10.csv” is one file too many: ten at most."]
    gone = version.files.get(name="3.csv").pk
    version = save(writer, uploads[10], remove=[str(gone)])
    assert "10.csv" in names(version)
    assert (len(names(version)), file_problems(version)) == (10, [])


def test_the_same_bytes_are_kept_once(writer):
    version = save(writer, upload("a.csv", b"1"), upload("b.csv", b"1"))
    version = save(writer, upload("a.csv", b"1"))
    assert names(version) == ["a.csv", "b.csv"]
    assert StoredFile.objects.count() == 1


def test_bytes_that_pass_for_two_kinds_are_sent_as_each_is_called(client, writer):
    client.force_login(writer[0])
    save(writer, upload("a.csv", pdf()))
    version = save(writer, upload("a.pdf", pdf()))
    types = {}
    for row in version.files.all():
        address = reverse("reporting:activity_file", args=[row.pk, row.name])
        types[row.name] = client.get(address).headers["Content-Type"]
    assert types == {"a.csv": "text/csv", "a.pdf": "application/pdf"}
    assert StoredFile.objects.count() == 1


def test_more_files_than_a_draft_takes_are_not_even_looked_into():
    sent = [upload(f"{n}.csv", b"\x00") for n in range(12)]
    assert [file.mistake for file in checked(sent)] == [
        *[Mistake.CONTENT] * 10,
        *[Mistake.TOO_MANY] * 2,
    ]


def test_a_file_of_another_draft_is_not_removed(writer):
    other = make_writer()
    row = save(other, upload("a.csv", b"1")).files.get()
    wild = [str(row.pk), "9" * 30, "9" * 5000, "x", "", "-1", "٣", "1e3", "\x00"]
    save(writer, remove=wild)
    assert VersionFile.objects.filter(pk=row.pk).exists()


def test_another_file_with_the_same_words_is_not_taken_for_a_repeated_post(
    client, writer
):
    user, activity = writer
    client.force_login(user)
    fields = sent(typed(activity)) | {"once": ["key"]}
    for content in (b"one", b"one", b"two"):
        data = fields | {"files": [upload("a.csv", content)]}
        answer = client.post(edit_url(activity), data)
        assert answer.status_code == (422 if content == b"two" else 302)
    assert "The files have to be chosen again." in answer.text
    assert names(activity.draft()) == ["a.csv"]
    assert activity.draft().edit_count == 1


# --- Who may read, and until when ---------------------------------------------------


def attach(activity, name="a.csv", content=b"one"):
    return activity.draft().files.create(stored=kept(name, content), name=name)


def status(row, user=None) -> int:
    client = Client()
    if user:
        client.force_login(user)
    address = reverse("reporting:activity_file", args=[row.pk, row.name])
    return client.get(address).status_code


def test_a_file_is_private_until_its_version_is_public():
    author, desk = make_user(), make_user()
    activity = make_activity(state=State.DRAFT, author=author)
    desk = activity.reviewers().get()
    row = attach(activity)
    assert [status(row), status(row, desk), status(row, author)] == [404, 404, 200]
    activity.take(Action.SUBMIT, by=author)
    assert [status(row), status(row, desk), status(row, author)] == [404, 200, 200]
    activity.take(Action.APPROVE, by=desk)
    assert [status(row), status(row, desk), status(row, author)] == [200, 200, 200]


def test_a_successor_shares_the_bytes_and_its_own_files_stay_private():
    author = make_user()
    activity = make_activity(state=State.DRAFT, author=author)
    desk = activity.reviewers().get()
    public = attach(activity)
    activity.take(Action.SUBMIT, by=author)
    activity.take(Action.APPROVE, by=desk)
    draft = revise(activity, author=author, title="Later")
    copy, new = draft.files.get(), attach(activity, "new.csv", b"new")
    assert (copy.stored, copy.pk != public.pk) == (public.stored, True)
    assert [status(public), status(copy), status(new)] == [200, 404, 404]


def test_the_address_of_a_file_takes_no_other_name(client):
    author = make_user()
    row = attach(make_activity(state=State.DRAFT, author=author))
    client.force_login(author)
    for name in ("b.csv", "a.html", "a.csv%00", "a.csv\n"):
        address = reverse("reporting:activity_file", args=[row.pk, name])
        assert client.get(address).status_code == 404
    huge = reverse("reporting:activity_file", args=[10**40, "a.csv"])
    assert client.get(huge).status_code == 404


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("page.csv", b"<script>alert(1)</script>"),
        ("both.pdf", pdf(b"<script>x</script>")),
    ],
)
def test_a_file_is_never_shown_inside_the_portal(client, name, content):
    author = make_user()
    row = attach(make_activity(state=State.DRAFT, author=author), name, content)
    client.force_login(author)
    answer = client.get(reverse("reporting:activity_file", args=[row.pk, name]))
    assert b"".join(answer.streaming_content) == content
    assert {key: answer.headers[key] for key in HEADERS} == HEADERS | {
        "Content-Type": MEDIA_TYPES[name.rpartition(".")[2]],
        "Content-Disposition": f'attachment; filename="{name}"',
    }


HEADERS = {
    "Content-Type": "",
    "Content-Disposition": "",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
    "Cache-Control": "private, no-store",
}


def test_bytes_missing_on_the_server_are_said_to_be(client):
    author = make_user()
    row = attach(make_activity(state=State.DRAFT, author=author))
    row.stored.content.storage.delete(row.stored.content.name)
    client.force_login(author)
    answer = client.get(reverse("reporting:activity_file", args=[row.pk, row.name]))
    assert answer.status_code == 503
    assert "The file is missing on the server." in answer.content.decode()


def test_bytes_go_when_no_version_names_them(
    writer, django_capture_on_commit_callbacks
):
    other = make_writer()
    row = save(writer, upload("a.csv", b"shared once")).files.get()
    theirs = save(other, upload("b.csv", b"shared once")).files.get()
    assert (row.stored, row.stored.sha256 in on_disk()) == (theirs.stored, True)
    with django_capture_on_commit_callbacks(execute=True):
        save(writer, remove=[str(row.pk)])
    assert row.stored.sha256 in on_disk()
    with django_capture_on_commit_callbacks(execute=True):
        save(other, remove=[str(theirs.pk)])
    assert (StoredFile.objects.count(), row.stored.sha256 in on_disk()) == (0, False)


def test_a_deleted_draft_takes_its_files_along(
    writer, django_capture_on_commit_callbacks
):
    user, activity = writer
    sha256 = save(writer, upload("a.csv", b"to go")).files.get().stored.sha256
    with django_capture_on_commit_callbacks(execute=True):
        activity.delete_draft(by=user)
    assert (StoredFile.objects.count(), sha256 in on_disk()) == (0, False)


def test_a_discarded_revision_leaves_the_public_file(
    django_capture_on_commit_callbacks,
):
    author = make_user()
    activity = make_activity(state=State.DRAFT, author=author)
    desk, public = activity.reviewers().get(), attach(activity)
    activity.take(Action.SUBMIT, by=author)
    activity.take(Action.APPROVE, by=desk)
    revise(activity, author=author, title="Later")
    with django_capture_on_commit_callbacks(execute=True):
        activity.take(Action.DISCARD, by=author)
    assert status(public) == 200
    forget_unused([public.stored_id])
    assert StoredFile.objects.filter(pk=public.stored_id).exists()


# --- One by one, while the form is open -----------------------------------------------


def attach_url(activity):
    return reverse("reporting:activity_attach", args=[activity.code])


def test_a_file_sent_alone_is_added_and_the_counter_stays(client):
    user, activity = make_writer()
    save_draft(activity, by=user, data=typed(), counter=0)
    client.force_login(user)
    for _twice in range(2):
        answer = client.post(attach_url(activity), {"file": upload("a.csv", b"a,b\n")})
    row = VersionFile.objects.get()
    where = reverse("reporting:activity_file", args=[row.pk, "a.csv"])
    assert answer.json() == {
        "state": "added",
        "name": "a.csv",
        "size": "4\xa0B",
        "pk": row.pk,
        "address": where,
    }
    draft = activity.draft()
    assert (draft.edit_count, draft.title) == (1, "Cooking at school")
    assert save_draft(activity, by=user, data=typed(title="On"), counter=1)
    assert [file.name for file in draft.files.all()] == ["a.csv"]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.exe", b"MZ", "is not a kind of file we take"),
        ("a.csv", b"", "is empty"),
        ("a.pdf", b"no pdf", "does not hold what its name says"),
    ],
)
def test_a_file_refused_alone_takes_no_other_with_it(client, name, content, words):
    user, activity = make_writer()
    client.force_login(user)
    client.post(attach_url(activity), {"file": upload("good.csv", b"a,b\n")})
    answer = client.post(attach_url(activity), {"file": upload(name, content)})
    assert (answer.status_code, answer.json()["state"]) == (422, "refused")
    assert words in answer.json()["words"]
    assert [row.name for row in VersionFile.objects.all()] == ["good.csv"]
    assert not activity.draft().refused_fields.exists()


def test_an_eleventh_file_sent_alone_is_refused(client):
    user, activity = make_writer()
    client.force_login(user)
    for number in range(settings.MAX_FILES + 1):
        file = upload(f"{number}.csv", b"a,b\n")
        answer = client.post(attach_url(activity), {"file": file})
    assert "one file too many" in answer.json()["words"]
    assert VersionFile.objects.count() == settings.MAX_FILES


def test_nobody_else_adds_a_file_and_none_comes_to_what_was_submitted(client):
    user, activity = make_writer()
    save_draft(activity, by=user, data=typed(), counter=0)
    activity.take(Action.SUBMIT, by=user)
    statuses = []
    for person in (None, make_user(), user):
        if person:
            client.force_login(person)
        file = upload("a.csv", b"a,b\n")
        statuses.append(client.post(attach_url(activity), {"file": file}).status_code)
    assert statuses == [401, 404, 409]
    assert not VersionFile.objects.exists()


def test_a_script_with_an_old_token_is_given_a_fresh_one():
    user, activity = make_writer()
    client = Client(enforce_csrf_checks=True)
    client.force_login(user)
    answer = client.post(attach_url(activity), {"file": upload("a.csv", b"a,b\n")})
    assert (answer.status_code, answer.json()["state"]) == (403, "again")
    assert answer.json()["token"]


def test_the_limit_the_script_knows_is_the_portal_s(client):
    user, activity = make_writer()
    client.force_login(user)
    page = client.get(edit_url(activity)).text
    assert f'data-most="{settings.MAX_FILE_SIZE}"' in page
