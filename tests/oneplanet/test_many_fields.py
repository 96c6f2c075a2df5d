"""Several plain fields put into a table by one step of a migration."""

import pytest
from django.db import connection, migrations, models
from django.db.migrations.state import ProjectState

from oneplanet.many_fields import AddFields

APP = "knowledge_hubs"
FIELDS = [
    ("message", models.CharField(max_length=9, default="none")),
    ("message_ar", models.CharField(max_length=9, null=True)),
    ("audience", models.TextField(default="")),
]


@pytest.mark.django_db(transaction=True)
def test_they_come_together_and_go_together():
    before = ProjectState()
    made = migrations.CreateModel("Thing", [("id", models.AutoField(primary_key=True))])
    made.state_forwards(APP, before)
    before.apps.get_model(APP, "Thing")  # all models are made, as in a migration
    step, after = AddFields("Thing", FIELDS), before.clone()
    step.state_forwards(APP, after)
    with connection.schema_editor() as editor:
        made.database_forwards(APP, editor, ProjectState(), before)
    try:
        old = before.apps.get_model(APP, "Thing").objects.create()
        with connection.schema_editor() as editor:
            step.database_forwards(APP, editor, before, after)
        now = after.apps.get_model(APP, "Thing").objects
        assert list(now.values()) == [
            {"id": old.pk, "message": "none", "message_ar": None, "audience": ""}
        ]
        with connection.schema_editor() as editor:
            step.database_backwards(APP, editor, after, before)
        assert columns() == ["id"]
    finally:
        with connection.schema_editor() as editor:
            made.database_backwards(APP, editor, before, ProjectState())


def columns():
    with connection.cursor() as cursor:
        table = connection.introspection.get_table_description(cursor, f"{APP}_thing")
        return [column.name for column in table]


def test_a_relation_is_refused():
    with pytest.raises(ValueError, match="one by one"):
        AddFields("Thing", [("of", models.ForeignKey("self", models.CASCADE))])
