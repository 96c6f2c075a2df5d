"""What reporting costs: a spreadsheet of many rows against saving form by form; saving,
submitting and looking for likely twins as ratios to a bare view of the same run."""

import os
import statistics
import tempfile
import time
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection
from django.test import Client
from django.test.utils import (
    override_settings,
    setup_databases,
    teardown_databases,
)
from django.urls import reverse
from django.utils import translation

from oneplanet.sheets.writing import write_workbook
from programmes.models import Membership, Organisation, Term, User
from reporting.bench import generate
from reporting.bench_imports import form_data, sample_rows
from reporting.drafts import save_draft
from reporting.imports import accepting, looking, taking
from reporting.models import Activity, ActivityVersion, SheetUpload
from reporting.posted import data_of
from reporting.twin_keeping import keep_missing

FORMS = 300
ROUNDS = 9
REQUESTS = 4
TOLD = "language title summary results type scope started_on ended_on".split()


class Command(BaseCommand):
    help = (
        "In a scratch database: so many new rows of a workbook, of the sample's shape "
        "with six relations each, are looked at (preview), then validated again and "
        "written as drafts with their history (import); against saving form by form "
        "what 300 of them say. Saving a draft in the background and submitting are "
        "requests through all middleware, as ratios to a bare view; so is a check for "
        "likely twins, of drafts among many public activities. All in processor "
        "time, the database server's with it. The last line holds the figures."
    )

    def add_arguments(self, parser):
        parser.add_argument("--rows", type=int, default=10_000)
        parser.add_argument(
            "--activities",
            type=int,
            default=100_000,
            help="Public activities that likely twins are looked for among.",
        )

    def handle(self, *, rows, activities, **options):
        with tempfile.TemporaryDirectory() as folder:
            connection.settings_dict["TEST"]["NAME"] = (
                str(Path(folder) / "bench.sqlite3")
                if connection.vendor == "sqlite"
                else "bench_reporting"
            )
            old = setup_databases(verbosity=0, interactive=False)
            try:
                # With DEBUG each statement is kept, which nobody's portal does.
                with translation.override("en"), override_settings(DEBUG=False):
                    self._measure(rows, activities)
            finally:
                teardown_databases(old, verbosity=0)

    def _measure(self, count, activities):
        call_command("load_reference", verbosity=0)
        body, person = scene()
        figures = {"database": connection.vendor}
        figures |= self._import(body, person, count)
        figures["form_rows_per_s"] = round(FORMS / forms(body, person))
        figures |= requests(body, person)
        figures["twins"] = self._twins(body, person, activities)
        order = ("database", "import_rows_per_s", "form_rows_per_s")
        order += ("preview_rows_per_s", "autosave", "submit", "twins")
        self.stdout.write(" ".join(f"{name}={figures[name]}" for name in order))

    def _import(self, body, person, count) -> dict:
        upload = bring(body, person, count)
        preview = cost(lambda: looking.look(upload))
        if upload.rows.filter(outcome="added").count() != count:
            raise RuntimeError(f"{upload.state}: {upload.refusal}")
        accepting.choose(upload, by=person)
        upload = SheetUpload.objects.get(pk=upload.pk)
        took = cost(lambda: accepting.accept(upload))
        self._check(upload, count)
        self.stdout.write(
            f"{count:,} rows on {connection.vendor}, seconds of processor and by the "
            f"clock: looked at {preview}, validated and written {took}"
        )
        return {
            "import_rows_per_s": round(count / took.processor),
            "preview_rows_per_s": round(count / preview.processor),
        }

    def _twins(self, body, person, count) -> float:
        with override_settings(SAMPLE=True):
            generate(count)
        kept = cost(keep_missing)
        drafts = twins_of_public(body, person)
        found, ratio = check_twins(person, drafts)
        self.stdout.write(
            f"{count:,} public activities, kept for twins in {kept} s; of "
            f"{len(drafts)} drafts that tell of one of them, {found} found it"
        )
        return ratio

    def _check(self, upload, count):
        """Each row is a draft with its relations, and its row of history names it."""
        drafts = ActivityVersion.objects.filter(sealed_at=None)
        whole = drafts.exclude(quantities=None).exclude(partners=None)
        whole = whole.exclude(links=None).exclude(countries=None)
        told = upload.rows.exclude(activity=None).exclude(accepted_at=None)
        found = {whole.distinct().count(), told.count()}
        if found != {count}:
            raise RuntimeError(f"of {count} rows these were found whole: {found}")


@dataclass(frozen=True)
class Cost:
    """Seconds: of the processors, ours and the database server's; and by the clock."""

    processor: float
    clock: float

    def __str__(self):
        return f"{self.processor:.1f} ({self.clock:.1f})"


def cost(call) -> Cost:
    """What others do on the machine meanwhile does not count."""
    own, server, clock = time.process_time(), server_time(), time.perf_counter()
    children = os.times().children_user + os.times().children_system
    call()
    now = os.times().children_user + os.times().children_system
    processor = time.process_time() - own + server_time() - server + now - children
    return Cost(processor, time.perf_counter() - clock)


def server_time() -> float:
    """Processor seconds of the server's process that answers us; none on SQLite, which
    works in ours."""
    if connection.vendor == "sqlite":
        return 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        pid = cursor.fetchone()[0]
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def scene():
    """An organisation and somebody who reports for it."""
    kind = Term.objects.filter(vocabulary="stakeholder_type").first()
    body = Organisation.objects.create(
        code="sample-bench", name="Bench", name_language="en", type=kind, is_sample=True
    )
    person = User.objects.create_user("bench@example.org", name="Bench")
    Membership.objects.create(user=person, organisation=body, role="editor")
    return body, person


def bring(body, person, count) -> SheetUpload:
    """A workbook with so many new rows, sent by the person."""
    target = BytesIO()
    heads = taking.template(body)
    write_workbook(target, heads, sample_rows(count), titles=taking.titles())
    sent = SimpleUploadedFile("bench.xlsx", target.getvalue())
    return looking.bring(by=person, organisation=body, sent=sent, language="en")


def forms(body, person) -> float:
    """Processor time of saving FORMS forms, each begun and saved as the page does."""
    versions = ActivityVersion.objects.order_by("-pk")[:FORMS]
    posted = [data_of(version) for version in versions]

    def save():
        for data in posted:
            activity = Activity.begin(by=person, organisation=body, title=data["title"])
            save_draft(activity, by=person, data=data, counter=0)

    return cost(save).processor


def requests(body, person) -> dict:
    """Ratios of the median of the rounds, asked in turn."""
    client = signed_in(person)
    drafts = ActivityVersion.objects.filter(sealed_at=None).order_by("pk")
    drafts = list(drafts.select_related("activity")[: ROUNDS * REQUESTS])
    times = {"bare": [], "autosave": [], "submit": []}
    for start in range(0, ROUNDS * REQUESTS, REQUESTS):
        few = (
            list(drafts[start : start + REQUESTS]) if start else list(drafts[:REQUESTS])
        )
        times["bare"].append(timed([lambda: client.get(reverse("healthz"))] * 40, 200))
        times["autosave"].append(timed([_autosave(client, d) for d in few], 200))
        times["submit"].append(timed([_submit(client, d) for d in few], 302))
    bare = times.pop("bare")
    return {
        name: round(statistics.median(t / b for t, b in zip(ts, bare, strict=True)), 1)
        for name, ts in times.items()
    }


def signed_in(person) -> Client:
    """Asks the portal at its own address, be it http or https."""
    site = urlsplit(settings.SITE_URL)
    client = Client(headers={"host": site.hostname, "x-forwarded-proto": site.scheme})
    client.force_login(person)
    return client


def _autosave(client, draft):
    data = form_data(draft) | {"title": [f"{draft.title} again"]}
    where = reverse("reporting:activity_autosave", args=[draft.activity.code])
    return lambda: client.post(where, data)


def _submit(client, draft):
    data = form_data(draft, counter=draft.edit_count + 1) | {"submit": ["1"]}
    where = reverse("reporting:activity_edit", args=[draft.activity.code])
    return lambda: client.post(where, data)


def twins_of_public(body, person) -> list[tuple]:
    """(draft, version): drafts that tell of public activities once more, spread over
    all there are."""
    public = ActivityVersion.objects.current().order_by("pk")
    ids = list(public.values_list("pk", flat=True))
    chosen = ids[:: max(1, len(ids) // (ROUNDS * REQUESTS))][: ROUNDS * REQUESTS]
    told = public.filter(pk__in=chosen).select_related("activity__programme")
    drafts = []
    for version in told:
        content = {name: getattr(version, name) for name in TOLD}
        programme = version.activity.programme
        activity = Activity.begin(
            by=person, organisation=body, programme=programme, **content
        )
        draft = activity.draft()
        for name in version.lists:
            getattr(draft, name).set(getattr(version, name).all())
        drafts.append((draft, version))
    return drafts


def check_twins(person, drafts) -> tuple[int, float]:
    """How many of these found what they tell of; and the ratio of one check, as the
    form asks for it while one types, to a bare view."""
    client = signed_in(person)
    found, ratios = 0, []
    for start in range(0, len(drafts), REQUESTS):
        few = drafts[start : start + REQUESTS]
        bare = timed([lambda: client.get(reverse("healthz"))] * 40, 200)
        asked = [_check_of(client, draft) for draft, _version in few]
        ratios.append(timed(asked, 200) / bare)
        for call, (_draft, version) in zip(asked, few, strict=True):
            found += version.activity.code in call().content.decode()
    return found, round(statistics.median(ratios), 1)


def _check_of(client, draft):
    where = reverse("reporting:activity_twins_found", args=[draft.activity.code])
    return lambda: client.get(where)


def timed(calls, status) -> float:
    """Processor time of one of these requests, the server's with it."""
    answers = []
    took = cost(lambda: answers.extend(call() for call in calls)).processor / len(calls)
    for answer in answers:
        if answer.status_code != status:
            raise RuntimeError(f"answered {answer.status_code}: {answer.content[:300]}")
    return took
