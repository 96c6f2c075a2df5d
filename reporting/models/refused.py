from django.db import models


class Refused(models.Model):
    """A field's text as typed that could not be kept; shown again until mended."""

    field = models.CharField(max_length=80)
    text = models.TextField(blank=True)

    class Meta:
        abstract = True
        ordering = ["version", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "field"], name="%(class)s_once")
        ]

    def __str__(self):
        return self.field
