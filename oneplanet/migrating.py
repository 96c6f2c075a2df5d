"""Migrating without making every model anew at every step.

Beside the tables Django keeps the models as they were at that moment. A step that
changes one of them makes all others anew that a relation leads to, back and forth: here
nearly all, as the history of each knows people. Hundreds of steps cost minutes so.

The steps of NARROW read nothing but their own model and what that points to. They get
these models alone, made when they are asked for; a model that is missing among them is
refused by Django. All other steps, and migrating backwards, find every model as always.
"""

from django.db.migrations import operations
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import StateApps
from django.db.migrations.utils import resolve_relation

NARROW = {
    operations.AddConstraint: "model_name_lower",
    operations.AddField: "model_name_lower",
    operations.AddIndex: "model_name_lower",
    operations.AlterField: "model_name_lower",
    operations.AlterModelManagers: "name_lower",
    operations.AlterModelOptions: "name_lower",
    operations.CreateModel: "name_lower",
    operations.RemoveConstraint: "model_name_lower",
    operations.RemoveField: "model_name_lower",
    operations.RemoveIndex: "model_name_lower",
}


class Executor(MigrationExecutor):
    def migrate(self, *args, **kwargs):
        state = super().migrate(*args, **kwargs)
        _forget(state)
        return state

    def apply_migration(self, state, migration, fake=False, fake_initial=False):
        _forget(state)
        if not fake_initial:  # which looks at the steps themselves
            migration.operations = [Step(step) for step in migration.operations]
        state = super().apply_migration(state, migration, fake, fake_initial)
        _forget(state)
        state.apps = StateApps([], {})  # or all are made before the next migration
        return state


class Step:
    """One of a migration, as Django takes it."""

    def __init__(self, step):
        self.step = step

    def __getattr__(self, name):
        return getattr(self.step, name)

    def state_forwards(self, app_label, state):
        _forget(state)
        self.step.state_forwards(app_label, state)

    def database_forwards(self, app_label, schema_editor, before, after):
        if is_narrow(self.step):
            key = (app_label, getattr(self.step, NARROW[type(self.step)]))
            for state in (before, after):
                state.apps = StateApps([], _reached(state, key))
        else:
            _ = before.apps  # first, or a table made anew has another order of columns
        self.step.database_forwards(app_label, schema_editor, before, after)
        _forget(after)


def is_narrow(step) -> bool:
    """Whatever refers to a unique column changes with it."""
    concerns_others = isinstance(step, operations.AlterField) and step.field.unique
    return type(step) in NARROW and not concerns_others


def _reached(state, key) -> dict:
    """The model and all it points to, directly or not; empty before it is created."""
    found, ahead = {}, [key] if key in state.models else []
    while ahead:
        key = ahead.pop()
        if key not in found:
            found[key] = state.models[key]
            ahead += _pointed_to(found[key])
    return found


def _pointed_to(model):
    names = [base for base in model.bases if isinstance(base, str)]
    for field in model.fields.values():
        if field.is_relation:
            names.append(field.remote_field.model)
            names.append(getattr(field.remote_field, "through", None))
    here = model.app_label, model.name_lower
    return [resolve_relation(name, *here) for name in names if name]


def _forget(state):
    """The models made from it; its description of them stays."""
    state.__dict__.pop("apps", None)
