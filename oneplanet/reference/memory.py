"""What the loader remembers between two runs."""

from django.db import models


class LoadedRow(models.Model):
    """What the loader last wrote into one row of reference data."""

    model = models.CharField(max_length=100)
    key = models.CharField(max_length=250)
    row = models.BigIntegerField()
    hashes = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["model", "key"], name="loadedrow_once")
        ]

    def __str__(self):
        return f"{self.model} {self.key}"
