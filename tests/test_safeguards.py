"""What the tests themselves rely on, and what no code may do unseen."""

import ast

import pytest
from django.conf import settings
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.template import Context, Engine, Origin, Template

from programmes.models import PublishedFigure, SourceDocument
from tests.emptying import STAY
from tests.our_code import MODULES, short
from tests.undefined_variables import UndefinedVariable


def render(text: str, *, file, **context) -> str:
    origin = Origin(name=str(file))
    template = Template(text, origin=origin, engine=Engine.get_default())
    return template.render(Context(context))


OURS = settings.BASE_DIR / "templates" / "page.html"
THEIRS = settings.BASE_DIR / ".venv/lib/site-packages/them/templates/page.html"


@pytest.mark.parametrize("text", ["{{ nothing }}", "{{ page.nothing|upper }}"])
def test_an_undefined_variable_of_ours_fails(text):
    with pytest.raises(UndefinedVariable, match="nothing is not defined in templates"):
        render(text, file=OURS, page={})


def test_a_lookup_that_ends_silently_fails_too():
    class Person:
        def greet(self, whom):
            return whom

    with pytest.raises(UndefinedVariable):
        render("{{ person.greet }}", file=OURS, person=Person())


def test_asking_whether_it_is_there_is_allowed_and_so_is_none():
    text = "{% if nothing %}a{% else %}b{% endif %}{{ known }}"
    assert render(text, file=OURS, known=None) == "bNone"


def test_other_packages_may_leave_variables_undefined():
    assert render("a{{ nothing }}b", file=THEIRS) == "ab"


@pytest.mark.django_db
def test_sqlite_is_tried_as_a_file_in_wal_mode():
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA journal_mode")
            assert cursor.fetchone() == ("wal",)


def test_a_test_that_does_not_ask_for_the_database_finds_it_closed():
    """As every test that runs on SQLite alone because it asks for none."""
    with pytest.raises(RuntimeError, match="Database access not allowed"):
        PublishedFigure.objects.count()


def make_figure():
    document = SourceDocument.objects.create(symbol="A/1", kind="report", title="A")
    return PublishedFigure.objects.create(
        code="one", document=document, paragraph="1", number=1, qualifier="exact"
    )


@pytest.mark.django_db(transaction=True)
def test_the_tables_are_emptied_past_the_seals_and_the_seals_hold_again():
    make_figure()
    call_command("flush", interactive=False, verbosity=0)
    assert PublishedFigure.objects.count() == 0
    with pytest.raises(DatabaseError, match="sealed"), transaction.atomic():
        make_figure().delete()


@pytest.mark.django_db(transaction=True)
def test_after_a_test_what_it_wrote_is_gone_and_what_django_wrote_is_as_it_was():
    kinds, permissions = ContentType.objects.count(), Permission.objects.count()
    make_figure()
    call_command("flush", interactive=False, verbosity=0, reset_sequences=False)
    assert 0 < kinds == ContentType.objects.count()
    assert 0 < permissions == Permission.objects.count()
    with connection.cursor() as cursor:
        for name in set(connection.introspection.django_table_names()) - STAY:
            cursor.execute(f"SELECT COUNT(*) FROM {name}")  # noqa: S608
            assert (name, *cursor.fetchone()) == (name, 0)
    with pytest.raises(DatabaseError, match="sealed"), transaction.atomic():
        make_figure().delete()


def test_three_views_alone_take_posts_without_the_token_of_a_form():
    """Mail programs stop mails by a signed address (RFC 8058); opened results of a
    search are counted from public pages, which carry no token."""
    exempt = {
        short(path)
        for path, _name, tree, _lines in MODULES
        for node in ast.walk(tree)
        if "csrf_exempt" in (getattr(node, "id", ""), getattr(node, "attr", ""))
    }
    assert exempt == {
        "knowledge_hubs/views/alert_stop.py",
        "knowledge_hubs/views/search.py",
        "programmes/views/unsubscribing.py",
    }
