"""docs/operating.md tells the truth, as far as a program can see."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OPERATING = (ROOT / "docs/operating.md").read_text(encoding="utf-8")


def test_every_variable_is_in_the_table_and_no_other():
    settings = (ROOT / "oneplanet/settings.py").read_text(encoding="utf-8")
    gunicorn = (ROOT / "oneplanet/gunicorn.py").read_text(encoding="utf-8")
    read = set(re.findall(r"""\benv\.\w+\(\s*"(\w+)""", settings))
    read |= set(re.findall(r"""environ\.get\(["'](\w+)""", gunicorn))
    table = OPERATING.partition("## The environment")[2].partition("\n## ")[0]
    first_cells = "".join(re.findall(r"^\|([^|]*)\|", table, re.M))
    assert set(re.findall(r"`(\w+)`", first_cells)) == read


def test_every_command_named_exists():
    from django.core.management import get_commands

    named = re.findall(r"^(?:oneplanet|.*manage\.py) (\w+)", OPERATING, re.M)
    assert set(named) - set(get_commands()) == set()


def test_the_proxy_lets_through_what_the_portal_takes(settings):
    allowed = int(re.search(r"client_max_body_size (\d+)m;", OPERATING)[1]) * 1024**2
    files = settings.MAX_FILES * settings.MAX_FILE_SIZE
    assert allowed >= settings.MAX_FORM_TEXT + files
