"""Where the server starts. Refuses, before the first request, what must not run."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "oneplanet.settings")

application = get_wsgi_application()

from oneplanet import refusals  # noqa: E402

refusals.refuse_uncollected_files()
refusals.refuse_sample_data_in_production()
