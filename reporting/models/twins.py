"""What likely twins are found by: made from sealed versions, and made anew when the way
it is made changes. Nothing in it is content; all of it may be thrown away.
"""

from django.db import models


class TwinProfile(models.Model):
    """A sealed version, ready to be compared with others (reporting.twins.profile)."""

    version = models.OneToOneField(
        "reporting.ActivityVersion",
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="twin_profile",
    )
    made_by = models.PositiveSmallIntegerField()  # twins.keeping.MADE_BY of that time
    said = models.JSONField()

    def __str__(self):
        return f"version {self.version_id}"


class TwinKey(models.Model):
    """Something twins have in common: when and where, who and when, the title."""

    profile = models.ForeignKey(TwinProfile, models.CASCADE, related_name="keys")
    key = models.CharField(max_length=64)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["key", "profile"], name="twinkey_of")]

    def __str__(self):
        return self.key
