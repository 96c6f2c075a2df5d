"""An activity for programs: what the page shows, and the steps open to the reader."""

from django.shortcuts import get_object_or_404
from rest_framework.exceptions import APIException
from rest_framework.response import Response
from rest_framework.views import APIView

from programmes.models import roles_of
from reporting.models import Activity


class Gone(APIException):
    status_code = 410
    default_detail = "This activity is no longer public."
    default_code = "gone"


class ActivityView(APIView):
    """GET one activity by its code."""

    def get(self, request, code):
        activities = Activity.objects.select_related("organisation", "programme")
        if activities.once_public().filter(code=code).exists():
            if not activities.written_by(request.user).filter(code=code).exists():
                raise Gone
        activity = get_object_or_404(activities.visible_to(request.user), code=code)
        return Response(as_data(activity, request.user))


def as_data(activity, user) -> dict:
    """Codes, never labels; ``state`` and steps only for those who work on it."""
    public = activity.open_publication()
    version = public.version if public else None
    data = {
        "code": activity.code,
        "organisation": activity.organisation.code,
        "programme": activity.programme.code if activity.programme else None,
        "is_sample": activity.is_sample,
        "public_since": public.from_at if public else None,
        "title": version.title if version else None,
        "language": version.language if version else None,
        "started_on": version.started_on if version else None,
        "ended_on": version.ended_on if version else None,
        "available_actions": [step.action for step in activity.steps_for(user)],
    }
    if roles_of(user):
        data["state"] = activity.state if activity.roles_of(user) else None
    return data
