from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class OnePlanetConfig(AppConfig):
    """The kit and the wiring. Seals are remade around every migrate (sealing.py)."""

    name = "oneplanet"
    label = "oneplanet"

    def ready(self):
        from oneplanet import sealing

        pre_migrate.connect(sealing.before_migrate, sender=self)
        post_migrate.connect(sealing.after_migrate)
