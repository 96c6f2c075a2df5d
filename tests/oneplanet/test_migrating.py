"""Migrating with few models at hand writes what Django's own way writes."""

import pytest
from django.core.management import get_commands, load_command_class
from django.core.management.commands import migrate
from django.db import connection, migrations, models
from django.db.migrations.state import ProjectState

from oneplanet import migrating

pytestmark = pytest.mark.django_db(transaction=True)  # or SQLite edits no tables


def with_key(**fields) -> list:
    named = {"name": models.CharField(max_length=9)}
    return [*({"id": models.BigAutoField(primary_key=True)} | named | fields).items()]


def to(name, **options):
    return models.ForeignKey(f"tried.{name}", models.CASCADE, **options)


def every_model_is_there(apps, schema_editor):
    place = apps.get_model("tried", "Place")
    assert {field.name for field in place._meta.get_fields()} == {
        "id",
        "code",
        "name",
        "body",  # this and what follows points to it
        "place",
        "visits",
        "near",
    }


IS_NAMED = models.CheckConstraint(condition=~models.Q(name=""), name="named")
ONCE = models.UniqueConstraint(fields=["name", "place"], name="once")
OPEN = models.UniqueConstraint(
    fields=["place"], condition=models.Q(is_open=True), name="one_open"
)
STEPS = [
    migrations.CreateModel(
        "Place",
        with_key(
            code=models.CharField(max_length=3, unique=True),
            near=models.ManyToManyField("tried.Place"),
        ),
    ),
    migrations.CreateModel("Body", with_key(place=to("Place", to_field="code"))),
    migrations.CreateModel("Part", [], bases=("tried.Body",)),
    migrations.AddField("Body", "is_open", models.BooleanField(default=False)),
    migrations.AddField("Body", "above", to("Body", null=True)),
    migrations.AddField(
        "Body", "seen", models.ManyToManyField("tried.Place", related_name="visits")
    ),
    migrations.AddConstraint("Body", IS_NAMED),
    migrations.AddConstraint("Body", ONCE),
    migrations.AddConstraint("Body", OPEN),
    migrations.AddIndex("Body", models.Index(fields=["name"], name="by_name")),
    migrations.AlterModelOptions("Body", {"ordering": ["name"]}),
    migrations.AlterModelManagers("Body", [("others", models.Manager())]),
    migrations.AlterField(
        "Body", "name", models.CharField(max_length=9, help_text=".")
    ),
    migrations.AlterField("Body", "name", models.CharField(max_length=90, default="?")),
    migrations.AlterField("Body", "place", to("Place", to_field="code", null=True)),
    migrations.RunPython(every_model_is_there),
    # What points to a unique column changes with it.
    migrations.AlterField("Place", "id", models.AutoField(primary_key=True)),
    migrations.AlterField("Place", "code", models.CharField(max_length=5, unique=True)),
    migrations.RemoveIndex("Body", "by_name"),
    migrations.RemoveConstraint("Body", "one_open"),
    migrations.RemoveField("Body", "above"),
    migrations.RemoveField("Body", "seen"),
    migrations.RenameField("Body", "name", "title"),
    migrations.DeleteModel("Part"),
]


def statements(steps) -> list[str]:
    """What these steps would have the database do."""
    state = ProjectState()
    with connection.schema_editor(collect_sql=True) as editor:
        for step in steps:
            before = state.clone()
            step.state_forwards("tried", state)
            step.database_forwards("tried", editor, before, state)
    return [str(statement) for statement in editor.collected_sql]


def test_the_database_is_told_the_same():
    narrow = [step for step in STEPS if migrating.is_narrow(step)]
    assert {type(step) for step in narrow} == set(migrating.NARROW)
    assert statements(map(migrating.Step, STEPS)) == statements(STEPS)


def test_it_is_how_the_portal_migrates():
    command = load_command_class(get_commands()["migrate"], "migrate")
    assert isinstance(command, migrate.Command)
    assert migrate.MigrationExecutor is migrating.Executor
