"""What every page knows about itself."""

from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.http import HttpRequest
from django.utils.encoding import escape_uri_path
from django.utils.translation import get_language, get_language_bidi

from oneplanet.text.languages import tag

SECRETS = {"token", "key", "uidb36"}  # parts of addresses that one person alone has


class Reader:
    """The language somebody reads in."""

    @cached_property
    def code(self):
        return get_language() or settings.LANGUAGE_CODE

    @cached_property
    def lang(self):
        return tag(self.code)

    @cached_property
    def dir(self):
        return "rtl" if get_language_bidi() else "ltr"


@dataclass
class Page(Reader):
    """Language, direction, the same page in other languages, and who is reading."""

    request: HttpRequest

    @cached_property
    def languages(self):
        """The switch: this page in each language, the query kept; and whole addresses
        without it."""
        path = escape_uri_path(self.request.path_info)
        first, _slash, rest = path.lstrip("/").partition("/")
        if first not in dict(settings.LANGUAGES):
            rest = ""
        query = self.request.META.get("QUERY_STRING", "")
        return [
            {
                "code": code,
                "lang": tag(code),
                "name": name,
                "dir": "rtl" if code == "ar" else "ltr",
                "url": f"/{code}/{rest}" + (f"?{query}" if query else ""),
                "address": f"{settings.SITE_URL}/{code}/{rest}",
                "current": code == self.code,
            }
            for code, name in settings.LANGUAGES
        ]

    @cached_property
    def default_address(self):
        """For readers of any other language: the page in English."""
        return next(row["address"] for row in self.languages if row["code"] == "en")

    @cached_property
    def canonical(self):
        """Where search engines find the page, its query left out."""
        return settings.SITE_URL + escape_uri_path(self.request.path)

    @cached_property
    def reported_as(self):
        """What a reader who finds something wrong here says it is about; nothing of an
        address that is one person's secret."""
        match = self.request.resolver_match
        is_secret = match and not SECRETS.isdisjoint(match.kwargs)
        return "" if is_secret else escape_uri_path(self.request.path)

    @cached_property
    def site_url(self):
        return settings.SITE_URL

    @cached_property
    def contact_email(self):
        return settings.CONTACT_EMAIL

    @cached_property
    def is_sample(self):
        return settings.SAMPLE

    @cached_property
    def user(self):
        return getattr(self.request, "user", None)

    @cached_property
    def edits_hubs(self):
        """Known of who comes with a session."""
        return getattr(self.user, "edits_hubs", False)

    @cached_property
    def user_roles(self):
        user = self.user
        return user.roles if user is not None and user.is_authenticated else None


def page(request):
    return {"page": Page(request)}
