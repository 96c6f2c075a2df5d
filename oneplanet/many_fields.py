"""An operation of migrations: plain fields put into a table together."""

from django.db.migrations.operations.base import Operation, OperationCategory


class AddFields(Operation):
    """``fields`` are (name, field) as CreateModel has them; none is a relation.

    Django's own takes one at a time and makes all models that are related to the table
    anew after each: for texts in six languages that costs a hundred times what the
    database does.
    """

    category = OperationCategory.ADDITION
    serialization_expand_args = ["fields"]

    def __init__(self, model_name: str, fields: list[tuple]):
        if any(field.is_relation for _name, field in fields):
            raise ValueError("Relations are added one by one, with AddField.")
        self.model_name = model_name
        self.fields = fields

    def deconstruct(self):
        given = {"model_name": self.model_name, "fields": self.fields}
        return type(self).__name__, [], given

    def state_forwards(self, app_label, state):
        key = app_label, self.model_name.lower()
        state.models[key].fields |= dict(self.fields)
        state.reload_model(*key, delay=True)

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        to_model = to_state.apps.get_model(app_label, self.model_name)
        if not self.allow_migrate_model(schema_editor.connection.alias, to_model):
            return
        model = from_state.apps.get_model(app_label, self.model_name)
        for name, field in self.fields:
            schema_editor.add_field(model, to_model._meta.get_field(name))
            # SQLite makes a table anew of the fields its model has.
            field.clone().contribute_to_class(model, name)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        model = from_state.apps.get_model(app_label, self.model_name)
        if not self.allow_migrate_model(schema_editor.connection.alias, model):
            return
        for name, _field in reversed(self.fields):
            schema_editor.remove_field(model, model._meta.get_field(name))

    def describe(self):
        names = ", ".join(name for name, _field in self.fields)
        return f"Add fields {names} to {self.model_name}"

    @property
    def migration_name_fragment(self):
        return f"{self.model_name.lower()}_fields"
