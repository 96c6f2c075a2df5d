"""What pages cost in processor time, as ratios to a bare view of the same run."""

import statistics
import tempfile
import time
from io import BytesIO
from pathlib import Path

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection
from django.test import Client
from django.test.utils import setup_databases, teardown_databases
from django.urls import reverse
from django.utils import translation

from knowledge_hubs.models import Hub
from oneplanet.open_data import reading
from programmes.models import Appointment, Programme, User
from reporting.bench import generate
from reporting.models import Activity

ROUNDS = 15
BARE_REQUESTS = 40
REQUESTS = 6


class Command(BaseCommand):
    help = (
        "Generate activities in a scratch database and print what the bare view (with "
        "all middleware), home, a programme, a hub, SDG 12, lists, a detail, an API "
        "list of 100 (api: its records remembered; api_cold: each written anew) and "
        "the admin cost in processor time per request. Pages are asked in turn, round "
        "by round; a ratio is the median of the rounds' own ratios. bench_cache "
        "measures pages kept by nginx."
    )

    def add_arguments(self, parser):
        parser.add_argument("--activities", type=int, default=10_000)

    def handle(self, *, activities, **options):
        with tempfile.TemporaryDirectory() as folder:
            connection.settings_dict["TEST"]["NAME"] = (
                str(Path(folder) / "bench.sqlite3")
                if connection.vendor == "sqlite"
                else "bench_pages"
            )
            old = setup_databases(verbosity=0, interactive=False)
            try:
                self._measure(activities)
            finally:
                teardown_databases(old, verbosity=0)

    def _measure(self, activities):
        began = time.monotonic()
        call_command("load_reference", verbosity=0)
        generate(activities)
        took = time.monotonic() - began
        self.stdout.write(
            f"{activities:,} activities on {connection.vendor}, made in {took:.0f} s"
        )
        pages = addresses()
        times = measure(pages)
        bare = statistics.median(times["bare"])
        ratios = {
            name: statistics.median(
                page / empty
                for page, empty in zip(times[name], times["bare"], strict=True)
            )
            for name in pages
            if name != "bare"
        }
        for name, ratio in ratios.items():
            self.stdout.write(
                f"{name:<10}{statistics.median(times[name]):7.2f} ms{ratio:7.1f} × bare"
            )
        words = " ".join(f"{name}={ratio:.1f}" for name, ratio in ratios.items())
        self.stdout.write(f"bare_ms={bare:.3f} {words}")


def addresses() -> dict[str, str]:
    with translation.override("en"):
        return {
            "bare": reverse("healthz"),
            "home": reverse("knowledge_hubs:home"),
            "programme": Programme.objects.first().get_absolute_url(),
            "hub": Hub.objects.published().first().get_absolute_url(),
            "sdg12": reverse("knowledge_hubs:sdg12"),
            "list": reverse("reporting:activity_list"),
            "resources": reverse("knowledge_hubs:resource_list"),
            "api": reverse("api:activities"),  # 100 of them
            "api_cold": reverse("api:activities"),
            "detail": Activity.objects.public().order_by("pk")[5].get_absolute_url(),
            "admin": reverse("admin:reporting_activity_changelist"),
            "search": reverse("admin:reporting_activity_changelist") + "?q=or",
            "versions": reverse("admin:reporting_activityversion_changelist"),
            "words": reverse("admin:reporting_activityversion_changelist") + "?q=agua",
            "bodies": reverse("admin:programmes_organisation_changelist"),
            "desk": reverse("admin:index"),
        }


def measure(pages) -> dict[str, list[float]]:
    """Milliseconds of processor time per request, one value per round and page."""
    handler, cookie = WSGIHandler(), staff_cookie()
    for path in pages.values():
        ask(handler, path, cookie)
    times = {name: [] for name in pages}
    for _round in range(ROUNDS):
        for name, path in pages.items():
            count = BARE_REQUESTS if name == "bare" else REQUESTS
            began = time.process_time()
            for _request in range(count):
                if name.endswith("_cold"):
                    reading.forget()
                ask(handler, path, cookie)
            times[name].append((time.process_time() - began) / count * 1000)
    return times


def staff_cookie() -> str:
    """Signs somebody of the secretariat in; for pages of the admin."""
    user = User.objects.create_user("bench@example.org", name="Bench")
    role = Appointment.Role.SECRETARIAT
    Appointment.objects.create(user=user, role=role, by=user)
    client = Client()
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    return f"{name}={client.cookies[name].value}"


def ask(handler, path, cookie="") -> bytes:
    """One GET through all middleware, as a visitor's browser sends it; pages of the
    admin with the cookie of somebody signed in."""
    path, _mark, query = path.partition("?")
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "8000",
        "HTTP_HOST": "localhost",
        "HTTP_ACCEPT_LANGUAGE": "en",
        **({"HTTP_COOKIE": cookie} if "/admin/" in path else {}),
        "wsgi.input": BytesIO(),
        "wsgi.url_scheme": "http",
        "wsgi.errors": BytesIO(),
    }
    status = []
    response = handler(environ, lambda line, headers: status.append(line))
    body = b"".join(response)
    response.close()
    if not status[0].startswith("200"):
        raise RuntimeError(f"{path} answered {status[0]}")
    return body
