"""What a browser calls itself, in two words people know."""

from django.utils.translation import gettext as _

# In this order: most browsers claim to be several others as well.
_BROWSERS = {
    "Edg": "Edge",
    "OPR/": "Opera",
    "SamsungBrowser": "Samsung Internet",
    "YaBrowser": "Yandex",
    "Firefox/": "Firefox",
    "FxiOS": "Firefox",
    "CriOS": "Chrome",
    "Chrome/": "Chrome",
    "Safari/": "Safari",
}
_SYSTEMS = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "Windows": "Windows",
    "CrOS": "ChromeOS",
    "Mac OS X": "macOS",
    "Linux": "Linux",
}


def browser_words(user_agent: str) -> str:
    """“Firefox on Windows” of a User-Agent; as much of it as is known."""
    found = [
        next((name for sign, name in names.items() if sign in user_agent), None)
        for names in (_BROWSERS, _SYSTEMS)
    ]
    if None not in found:
        return _("%(browser)s on %(system)s") % {
            "browser": found[0],
            "system": found[1],
        }
    return next(filter(None, found), _("A browser we do not know"))
