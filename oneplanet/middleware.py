"""What happens around every request."""

from datetime import UTC
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import (
    RequestDataTooBig,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import patch_cache_control, patch_vary_headers

from oneplanet import errors, pending
from oneplanet.text import zones
from oneplanet.typed import names_our_site

LANGUAGES = dict(settings.LANGUAGES)
IN_NO_LANGUAGE = ("/robots.txt", "/sitemap")  # the same for every reader


def empty_heads(get_response):
    """What is asked by HEAD leaves without its body, of which gunicorn would complain
    in its log each time; the headers stay those of the whole answer.
    """

    def middleware(request):
        response = get_response(request)
        if request.method == "HEAD":
            if response.streaming:
                response.streaming_content = ()
            else:
                response.content = b""
        return response

    return middleware


def address_language(get_response):
    """The language is the one the address names; outside, the reader's first."""

    def middleware(request):
        if is_api(request):  # its views take the language from a parameter
            with translation.override("en"):
                request.LANGUAGE_CODE = "en"
                return get_response(request)
        named = request.path_info.lstrip("/").split("/", 1)[0]
        by_address = named in LANGUAGES
        language = (
            named
            if by_address
            else translation.get_language_from_request(request, check_path=False)
        )
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = get_response(request)
        if by_address:
            response.headers.setdefault("Content-Language", language)
        elif not request.path_info.startswith(IN_NO_LANGUAGE):
            patch_vary_headers(response, ["Accept-Language"])
        return response

    return middleware


API = "/api/"
OPEN_TO_PROGRAMS = {
    "Access-Control-Allow-Origin": "*",  # and never with credentials
    "Access-Control-Expose-Headers": "ETag, Link, RateLimit-Limit, RateLimit-Policy, "
    "RateLimit-Remaining, RateLimit-Reset, Retry-After",
}
ASKED_FIRST = {
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "Authorization, If-None-Match",
    "Access-Control-Max-Age": "86400",
}


def is_api(request) -> bool:
    return request.path_info.startswith(API)


def open_api(get_response):
    """The API is open to programs on any site, and what goes wrong there is JSON."""

    def middleware(request):
        response = get_response(request)
        if not is_api(request):
            return response
        kind = response.headers.get("Content-Type", "")
        if response.status_code >= 400 and not kind.startswith("application/json"):
            response = errors.as_json(response)
        told = OPEN_TO_PROGRAMS | (ASKED_FIRST if request.method == "OPTIONS" else {})
        for name, value in told.items():
            response.headers[name] = value
        return response

    return middleware


def quiet_sessions(get_response):
    """Say what may be kept: pages of visitors by anyone, pages of people by nobody."""

    def middleware(request):
        response = get_response(request)
        if "Cache-Control" in response:
            return response
        knows_somebody = (
            request.COOKIES.get(settings.SESSION_COOKIE_NAME)
            or "Authorization" in request.headers
            or response.cookies
        )
        if knows_somebody or request.method not in ("GET", "HEAD"):
            patch_cache_control(response, private=True, no_store=True)
        elif response.status_code in (200, 301, 304, 404, 410):
            patch_cache_control(response, public=True, max_age=0, s_maxage=60)
            # Accept-Encoding here too: gzip leaves it out of an empty 304.
            patch_vary_headers(response, ["Cookie", "Accept-Encoding"])
        return response

    return middleware


def time_zone(get_response):
    """Moments stand in the zone of the person who reads. To visitors, in the API and on
    the editors' pages they stand in UTC, also where somebody types one.
    """

    def middleware(request):
        with timezone.override(_zone_of(request)):
            return get_response(request)

    return middleware


def _zone_of(request):
    """Asks for nobody who has not come with a session."""
    if not request.COOKIES.get(settings.SESSION_COOKIE_NAME) or is_api(request):
        return UTC
    if request.path_info.startswith(reverse("admin:index")):
        return UTC
    user = request.user
    return zones.find(user.time_zone) if user.is_authenticated else UTC


MOST = settings.MAX_FORM_TEXT + settings.MAX_FILES * settings.MAX_FILE_SIZE


def kind_refusals(get_response):
    """Answer in words what is too large, what came while the database was taken or
    after the session ended, and forms' addresses opened like a page."""

    def middleware(request):
        if request.method == "POST":
            if request_length(request) > MOST:
                return errors.too_large(request)
            try:
                _ = request.POST
            except (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent):
                return errors.too_large(request)
        response = get_response(request)
        if response.status_code == 405 and not response.content:
            return errors.not_allowed(request, response)
        if request.method == "POST" and _asks_to_sign_in(request, response):
            return errors.signed_out(request) or response
        return response

    middleware.process_exception = errors.in_words
    return middleware


def waiting_texts(get_response):
    """Keep what a form sends whose person is not signed in, open it again for them, and
    forget it once it has been carried out (oneplanet/pending.py).

    A view that programs post to names by ``kept_for`` the page its texts are opened on.
    """

    def middleware(request):
        response = get_response(request)
        if request.method == "POST" and _is_carried_out(request, response):
            mark = pending.read_mark(request.POST.get(pending.MARK, ""))
            if mark and mark.person == request.user.pk:
                pending.forget(request.user, mark.key)
        return response

    middleware.process_view = _before_view
    return middleware


def _is_carried_out(request, response) -> bool:
    is_json = response.headers.get("Content-Type") == "application/json"
    is_over = response.status_code == 302 or (is_json and response.status_code == 200)
    return is_over and request.user.is_authenticated


def _before_view(request, view, args, kwargs):
    if request.method == "POST":
        return _keep_for_its_person(request, view, kwargs)
    key = request.method == "GET" and request.GET.get(pending.OPENING)
    if key and request.user.is_authenticated:
        text = pending.find(request.user, key)
        if text and _is_of(request, text):
            return errors.open_again(request, text)
    return None


def _keep_for_its_person(request, view, kwargs):
    mark = pending.read_mark(request.POST.get(pending.MARK, ""))
    if mark is None or mark.person == request.user.pk:
        return None
    page = getattr(view, "kept_for", None)
    path = reverse(page, kwargs=kwargs) if page else request.get_full_path()
    if names_our_site(request):
        request.kept_text = pending.keep(
            mark,
            path=pending.path_without(path),
            data=request.POST,
            had_files=bool(request.FILES),
        )
    if request.user.is_authenticated and not page:
        return errors.made_for_another(request)
    return None


def _is_of(request, text) -> bool:
    """Whether this is the form the text was typed into, in any language."""
    here, there = (
        path.lstrip("/").partition("/")[2]
        for path in (request.path, text.path.partition("?")[0])
    )
    return here == there


def _asks_to_sign_in(request, response) -> bool:
    if response.status_code != 302 or request.user.is_authenticated:
        return False
    path = urlsplit(response.url).path
    return path in (reverse("account_login"), reverse("admin:login"))


def request_length(request) -> int:
    """The bytes a request announces; 0 where it announces nothing readable."""
    text = request.META.get("CONTENT_LENGTH") or ""
    return int(text[:19]) if text.isascii() and text.isdecimal() else 0


def second_factor(get_response):
    """Secretariat and administrators go no further without a second factor."""
    free = ("/account/", "/static/", "/healthz", "/readyz")

    def middleware(request):
        user = request.user
        if settings.SAMPLE or not user.is_authenticated or not user.is_staff:
            return get_response(request)
        path = "/" + request.path_info.lstrip("/").partition("/")[2]
        if path.startswith(free) or request.path_info.startswith(free):
            return get_response(request)
        if user.authenticator_set.exclude(type="recovery_codes").exists():
            return get_response(request)
        return redirect("mfa_index")

    return middleware
