"""What the API tells of an activity to those who work on it, beside what is public."""

from programmes.models import roles_of
from reporting.models import Activity
from reporting.uniting import public_after


def known_to(user, code) -> Activity | None:
    """The activity, where this person has a role and may read it.

    One that was public and is no longer is known to its organisation alone.
    """
    if not roles_of(user) or "\x00" in code:
        return None
    activities = Activity.objects.select_related("organisation", "programme")
    activity = activities.visible_to(user).filter(code=code).first()
    if activity and Activity.objects.once_public().filter(pk=activity.pk).exists():
        mine = Activity.objects.written_by(user).filter(pk=activity.pk)
        return activity if mine.exists() else None
    return activity


def merged_into(code) -> Activity | None:
    """The public activity that one with this code was merged into."""
    return None if "\x00" in code else public_after(code)


def for_reader(activity, user) -> dict:
    """The steps open to a person, and the state where they work on it. ``activity`` is
    None for a visitor."""
    if activity is None:
        return {"available_actions": []}
    programme = activity.programme
    return {
        "code": activity.code,
        "organisation": activity.organisation.code,
        "programme": programme.code if programme else None,
        "is_sample": activity.is_sample,
        "available_actions": [step.action for step in activity.steps_for(user)],
        "state": activity.state if activity.roles_of(user) else None,
    }
