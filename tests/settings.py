"""The portal's own settings, as tests need them: throw-away files, a quick hasher."""

import atexit
import os
import shutil
from pathlib import Path

os.environ |= {
    "TESTING": "1",
    "SAMPLE": "1",
    "DEBUG": "0",
    "SECRET_KEY": "only-for-tests-" * 5,
    "SITE_URL": "http://localhost:8000",
}

from oneplanet.settings import *  # noqa: E402, F403
from oneplanet.settings import DATABASES, TEMPLATES, VAR_DIR  # noqa: E402
from tests.undefined_variables import Undefined  # noqa: E402

# One folder per run, so that two runs do not meet.
RUN_DIR = Path(VAR_DIR) / "tests" / str(os.getpid())
RUN_DIR.mkdir(parents=True, exist_ok=True)
atexit.register(shutil.rmtree, RUN_DIR, ignore_errors=True)
MEDIA_ROOT = RUN_DIR / "files"

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file: in memory neither WAL nor IMMEDIATE would be tried.
    DATABASES["default"]["TEST"] = {"NAME": str(RUN_DIR / "portal.sqlite3")}

# Each client makes the middlewares anew: static files are looked for when asked for,
# not all of them each time.
WHITENOISE_AUTOREFRESH = True

# A thread of the live server leaves no connection behind.
DATABASES["default"]["CONN_MAX_AGE"] = 0

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = Undefined("%s")

# Tests ask without end; those of the limits set their own.
LIMITS = {"api": (0, 0), "downloads": (0, 0), "forms": (0, 0)}
