"""What measures reporting, with few rows: that it runs and what its last line holds."""

import re
from io import StringIO

import pytest
from django.db import connection

from oneplanet.management.commands import bench_reporting
from reporting.models import ActivityVersion, HistoryEntry

pytestmark = pytest.mark.django_db


HTTPS = {
    "SITE_URL": "https://portal.example.org",
    "ALLOWED_HOSTS": ["portal.example.org"],
    "SECURE_SSL_REDIRECT": True,
    "SECURE_PROXY_SSL_HEADER": ("HTTP_X_FORWARDED_PROTO", "https"),
}


@pytest.mark.parametrize("site", [{}, HTTPS], ids=["http", "https"])
def test_its_last_line_holds_every_figure(reference, monkeypatch, settings, site):
    for name, value in site.items():
        setattr(settings, name, value)
    monkeypatch.setattr(bench_reporting, "FORMS", 2)
    monkeypatch.setattr(bench_reporting, "ROUNDS", 2)
    monkeypatch.setattr(bench_reporting, "REQUESTS", 1)
    command = bench_reporting.Command(stdout=StringIO())
    command._measure(4, 5)  # as handle() does in the scratch database it has made
    last = command.stdout.getvalue().splitlines()[-1]
    assert re.fullmatch(
        rf"database={connection.vendor} import_rows_per_s=\d+ form_rows_per_s=\d+ "
        r"preview_rows_per_s=\d+ autosave=\d+\.\d submit=\d+\.\d twins=\d+\.\d",
        last,
    )
    # four imported, two by the form, five public and two that tell of these again
    assert ActivityVersion.objects.count() == 4 + 2 + 5 + 2
    assert HistoryEntry.objects.count() == 2 + 10  # of what was submitted
    assert command.stdout.getvalue().splitlines()[-2].endswith("2 found it")
