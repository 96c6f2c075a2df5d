"""The API: what it offers, the search, one activity for those who work on it, its
description.
"""

from django.conf import settings
from django.http import JsonResponse
from django.urls import reverse
from rest_framework.authentication import SessionAuthentication
from rest_framework.exceptions import NotFound
from rest_framework.response import Response

from knowledge_hubs.open_data import KINDS
from knowledge_hubs.open_data.activities import ACTIVITIES
from knowledge_hubs.search.answering import TAKES, checked, told
from knowledge_hubs.search.asking import MAX_LENGTH
from knowledge_hubs.search.completing import suggestions
from knowledge_hubs.search.describing import described
from oneplanet.open_data.api import Gone, OpenView, RecordView, Token
from oneplanet.open_data.asking import language_asked
from oneplanet.open_data.describing import describe
from oneplanet.open_data.licence import licence
from oneplanet.text.fields import readable
from reporting.api import for_reader, known_to, merged_into


class IndexView(OpenView):
    """Where everything is."""

    def get(self, request):
        self.language(request)
        told = {
            "data_licence": licence(),
            "search": settings.SITE_URL + reverse("api:search"),
            "description": settings.SITE_URL + reverse("api:description"),
            "kinds": [
                {
                    "name": kind.name,
                    "title": str(kind.title),
                    "about": str(kind.about),
                    "url": settings.SITE_URL + reverse(f"api:{kind.name}"),
                }
                for kind in KINDS
            ],
        }
        return Response(told)


class DescriptionView(OpenView):
    """The OpenAPI description, as a file. In English, whoever asks."""

    takes = ()

    def get(self, request):
        self.language(request)
        response = JsonResponse(
            describe(KINDS, described()), json_dumps_params={"indent": 1}
        )
        name = "one-planet-network-openapi.json"
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        return response


class SearchView(OpenView):
    """Everything public, ranked and counted as on its page. It is in no statistics of
    what people look for."""

    takes = TAKES

    def get(self, request):
        query = request.query_params
        asked = checked(query, language_asked(query))
        found = told(asked, query)
        return Response(
            {"data_licence": licence(), "next": _next(request, found)} | found
        )


def _next(request, found) -> str | None:
    if found["page"] >= found["pages"]:
        return None
    query = request.query_params.copy()
    query["page"] = found["page"] + 1
    return f"{settings.SITE_URL}{request.path}?{query.urlencode()}"


class SuggestionsView(OpenView):
    """What was typed, its last word completed."""

    takes = ("q", "lang")

    def get(self, request):
        language = self.language(request)
        typed = readable(request.query_params.get("q", "")[:MAX_LENGTH]).lstrip()
        found = suggestions(typed, language)
        return Response({"data_licence": licence(), "suggestions": found})


class ActivityView(RecordView):
    """An activity; to those who work on it also its state and the steps open to them.

    Visitors get the same bytes whoever they are.
    """

    kind = ACTIVITIES
    authentication_classes = [Token, SessionAuthentication]

    def get(self, request, code):
        language = self.language(request)
        activity = known_to(request.user, code)
        try:
            record = self.public(code, language)
        except (NotFound, Gone):
            if activity is None:
                if kept := merged_into(code):
                    return self._elsewhere(request, kept)
                raise
            record = dict.fromkeys(head.name for head in self.kind.heads)
        return Response(record | for_reader(activity, request.user))

    def _elsewhere(self, request, kept):
        """Of what was merged into another record: where that is."""
        path = reverse("api:activity", args=[kept.code])
        asked = f"?{request.query_params.urlencode()}" if request.query_params else ""
        where = f"{settings.SITE_URL}{path}{asked}"
        told = {"code": kept.code, "url": where}
        return Response(told, status=301, headers={"Location": where})
