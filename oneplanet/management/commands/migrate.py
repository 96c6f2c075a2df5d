"""Django's own command, quicker: see oneplanet/migrating.py."""

from django.core.management.commands import migrate

from oneplanet.migrating import Executor

migrate.MigrationExecutor = Executor  # what Django's command looks up when it runs


class Command(migrate.Command):
    pass
