"""Views of the API, for any kind of record. Read-only, JSON, the same for everybody."""

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import (
    AuthenticationFailed,
    NotFound,
    Throttled,
)
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.response import Response
from rest_framework.views import APIView

from oneplanet import limits
from oneplanet.open_data import asking, reading
from oneplanet.open_data.licence import licence, link
from oneplanet.text.languages import tag
from oneplanet.tokens import SCHEME, ApiToken, shown_in


class JsonAlways(BaseContentNegotiation):
    """There is one format; whatever a program would rather have, it gets that."""

    def select_parser(self, request, parsers):
        return parsers[0]

    def select_renderer(self, request, renderers, format_suffix=None):
        return renderers[0], renderers[0].media_type


class Token(BaseAuthentication):
    """A token raises the limits of who shows it; it makes nobody of a visitor."""

    def authenticate(self, request):
        text = shown_in(request.headers.get("Authorization", ""))
        if text is None:
            return None
        token = ApiToken.objects.of(text)
        if token is None:
            raise AuthenticationFailed(_("This token is unknown or has been ended."))
        return AnonymousUser(), token

    def authenticate_header(self, request):
        return SCHEME


class Gone(Exception):
    """It was public; ``left`` is its code, and since when it is no longer."""

    def __init__(self, left: dict):
        super().__init__()
        self.left = left


class OpenView(APIView):
    """What every answer has: language, licence, limits; errors in words."""

    authentication_classes = [Token]
    content_negotiation_class = JsonAlways
    takes = ("lang",)  # its parameters

    def dispatch(self, request, *args, **kwargs):
        wanted = request.GET.get("lang", "en").lower()
        known = wanted if wanted in dict(settings.LANGUAGES) else "en"
        self.allowance = None
        with translation.override(known):
            response = super().dispatch(request, *args, **kwargs)
        response.headers["Content-Language"] = tag(known)
        return response

    def check_throttles(self, request):
        if request.method == "OPTIONS":
            return
        self._count(request, token=request.auth)

    def _count(self, request, token=None):
        self.allowance = limits.count(request._request, what="api", token=token)
        if self.allowance and self.allowance.is_used_up:
            raise Throttled(self.allowance.reset)

    def finalize_response(self, request, response, *args, **kwargs):
        response = super().finalize_response(request, response, *args, **kwargs)
        response.headers["Link"] = ", ".join(
            filter(None, [link(), response.headers.get("Link")])
        )
        if self.allowance:
            is_own = getattr(request, "auth", None) is not None
            for name, value in self.allowance.headers(is_own=is_own).items():
                response.headers[name] = value
        return response

    def handle_exception(self, exc):
        if isinstance(exc, asking.Refused):
            told = {"detail": exc.why}
            if exc.parameter:
                told["parameter"] = exc.parameter
            return Response(told, status=400)
        if isinstance(exc, Gone):
            told = {"detail": _("This record is no longer public.")}
            return Response(told | exc.left, status=410)
        if isinstance(exc, AuthenticationFailed):  # guessing counts by the address
            try:
                self._count(self.request)
            except Throttled as refusal:
                exc = refusal
        return super().handle_exception(exc)

    def options(self, request, *args, **kwargs):
        """What may be asked, for browsers that ask first."""
        return Response(status=204)

    def language(self, request) -> str:
        """The language asked for, once every parameter has been looked at."""
        asking.refuse_unknown(request.query_params, self.takes)
        return asking.language_asked(request.query_params)


class ListView(OpenView):
    """Public records of one kind, a page at a time."""

    kind = None

    def get(self, request):
        asked = asking.asked(self.kind, request.query_params)
        answer = reading.page(asked)
        following = self._following(request, answer.cursor)
        head = reading.encode({"data_licence": licence(), "next": following})
        told = f'{head[:-1]},"results":[{",".join(answer.records)}]}}'
        headers = {"Link": f'<{following}>; rel="next"'} if following else {}
        return HttpResponse(told, headers=headers, content_type="application/json")

    def _following(self, request, cursor):
        if cursor is None:
            return None
        query = request.query_params.copy()
        query["cursor"] = cursor
        return f"{settings.SITE_URL}{request.path}?{query.urlencode()}"


class RecordView(OpenView):
    """One public record by its code."""

    kind = None

    def get(self, request, code):
        return Response(self.public(code, self.language(request)))

    def public(self, code, language) -> dict:
        """The record as everybody reads it. Raises NotFound, or Gone with what is left
        of a record that was public."""
        if "\x00" in code:
            raise NotFound
        record = reading.one(self.kind, code, language)
        if record is not None:
            return record | {"data_licence": licence()}
        left = reading.withdrawn(self.kind, code)
        if left is None:
            raise NotFound(_("There is no public record with this code."))
        raise Gone(left)


class NoSuchAddress(OpenView):
    """Whatever else is asked for under the API."""

    def get(self, request, rest):
        told = _("There is nothing at this address. {index} lists what there is.")
        raise NotFound(told.format(index=settings.SITE_URL + "/api/v1/"))
