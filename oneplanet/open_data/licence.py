"""Under which terms the portal's data may be used: one setting, told everywhere."""

from django.conf import settings


def licence() -> dict[str, str]:
    return {"name": settings.DATA_LICENCE, "url": settings.DATA_LICENCE_URL}


def link() -> str:
    """For the ``Link`` header of whatever carries data."""
    return f'<{settings.DATA_LICENCE_URL}>; rel="license"'
