"""An invented sample: organisations, people and activities in six languages.

What it holds stands in the readable files beside this module. None of it is real, and
each row of it carries ``is_sample``.
"""

from collections import Counter

from django.conf import settings
from django.db import transaction

from oneplanet import searching
from reporting.choices import choices
from reporting.models import Activity, Initiative
from reporting.sample import files
from reporting.sample.activities import add_activity
from reporting.sample.asking import add_asking
from reporting.sample.clearing import clear_sample
from reporting.sample.evidence import add_dead_link
from reporting.sample.initiatives import add_initiative
from reporting.sample.members import PASSWORD, add_organisations, add_people, logins
from reporting.sample.messages import add_messages
from reporting.sample.periods import add_periods, settle_periods
from reporting.sample.questions import add_editions
from reporting.sample.reviewing import add_reviewing
from reporting.sample.second_looks import add_second_looks

__all__ = ["PASSWORD", "clear_sample", "load_sample", "logins"]


@transaction.atomic
def load_sample(*, say=print) -> Counter:
    """Add what is missing; how many rows of each kind were added.

    What is there stays as people have left it, and nobody is mailed. Raises
    BadReference where the reference data is missing.
    """
    with searching.gathered():
        return _load(say)


def _load(say) -> Counter:
    added = Counter(organisations=add_organisations(), people=add_people())
    added["periods"] = add_periods()
    added["editions of questions"] = add_editions()
    words = choices().rows
    there = _there(Initiative)
    for row in files.initiatives():
        if row["code"] not in there:
            add_initiative(row, words=words)
            added["initiatives"] += 1
    there = _there(Activity)
    for language, name in settings.LANGUAGES:
        rows = files.activities(language)
        missing = [row for row in rows if row["code"] not in there]
        for row in missing:
            add_activity(row, language=language, words=words)
        if missing:
            say(f"{len(missing)} activities in {name}")
        added["activities"] += len(missing)
    settle_periods()
    add_second_looks()
    added["requests"] = add_asking()
    if added["activities"]:
        added["reviews in hand and trust"] = add_reviewing()
        add_messages()
        add_dead_link()
    return added


def _there(model) -> set[str]:
    return set(model.objects.filter(is_sample=True).values_list("code", flat=True))
