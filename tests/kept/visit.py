"""What a visitor and a partner are answered, as JSON; given to `manage.py shell`."""

import json

from django.test import Client

from reporting.models import Activity

# Of the sample as it was kept.
PARTNER = {"login": "editor@sample.example.org", "password": "sample-planet-2021"}


def visit():
    visitor, partner = (Client(headers={"host": "localhost"}) for _ in range(2))
    addresses = {row.code: row.get_absolute_url() for row in Activity.objects.all()}
    signed_in = partner.post("/en/account/login/", PARTNER)
    mine = partner.get("/en/my/activities/")
    return {
        "activities": {
            code: visitor.get(address).status_code
            for code, address in addresses.items()
        },
        "signed in": signed_in.status_code,
        "mine": mine.status_code,
    }


print(json.dumps(visit()))
