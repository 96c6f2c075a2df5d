"""Uploaded files, kept once under the hash of their content."""

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


def _path(stored, _name):
    return f"attachments/{stored.sha256[:2]}/{stored.sha256}"


class StoredFile(models.Model):
    """The bytes of a file, private, named by their SHA-256."""

    sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveIntegerField(_("size in bytes"))
    content = models.FileField(upload_to=_path, max_length=120)
    stored_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("stored file")
        verbose_name_plural = _("stored files")

    def __str__(self):
        return self.sha256[:12]


def forget_unused(ids) -> None:
    """Delete files that no row names any more, bytes included."""
    for stored in StoredFile.objects.select_for_update().filter(pk__in=list(ids)):
        if not _is_named(stored):
            storage, name = stored.content.storage, stored.content.name
            stored.delete()
            transaction.on_commit(lambda s=storage, n=name: _delete_bytes(s, n))


def _is_named(stored) -> bool:
    """By a version, by an edition of a resource, or by what an edition once was."""
    named_by = StoredFile._meta.get_fields(include_hidden=True)
    return any(
        relation.related_model._base_manager.filter(**{relation.field.name: stored})
        .order_by()
        .exists()
        for relation in named_by
        if relation.auto_created and relation.is_relation
    )


def _delete_bytes(storage, name):
    """Once it is certain; somebody may have stored the same content again."""
    if not StoredFile.objects.filter(content=name).exists():
        storage.delete(name)
