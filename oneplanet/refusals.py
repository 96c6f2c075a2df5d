"""What must not start, as far as only the database knows.

What the environment alone shows is refused in ``settings.py``. Called by ``wsgi.py``,
because system checks do not run where the server starts.
"""

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.exceptions import ImproperlyConfigured
from django.db import Error, OperationalError, connection

STYLESHEET = "css/site.css"


def refuse_uncollected_files() -> None:
    """Raise ImproperlyConfigured where every page would fail for its stylesheet."""
    if not settings.WHITENOISE_USE_FINDERS:
        try:
            staticfiles_storage.url(STYLESHEET)
        except ValueError as error:
            raise ImproperlyConfigured(
                "The static files have not been collected. Run `python manage.py "
                "join_css`, then `python manage.py collectstatic`, and start again."
            ) from error


def refuse_sample_data_in_production() -> None:
    """Raise ImproperlyConfigured where a production portal would hold sample accounts.

    Their passwords are printed on the screen. A database that cannot be asked is
    refused too.
    """
    if settings.SAMPLE:
        return
    try:
        connection.ensure_connection()
    except OperationalError as error:
        raise ImproperlyConfigured(
            "The database named by DATABASE_URL does not answer, so the portal cannot "
            f"tell whether it holds sample accounts: {error}"
        ) from error
    try:
        holds_sample = get_user_model().objects.filter(is_sample=True).exists()
    except Error as error:
        raise ImproperlyConfigured(
            "The database has not been migrated to this version. "
            "Run `python manage.py migrate` first, then start again."
        ) from error
    finally:
        connection.close()
    if holds_sample:
        raise ImproperlyConfigured(
            "The database holds sample accounts, whose passwords are no secret. "
            "Run `python manage.py clear_sample` to remove all sample data, "
            "or name another database in DATABASE_URL."
        )
