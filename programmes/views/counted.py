"""Forms that anybody may send are counted by address."""

from django.utils.translation import gettext as _

from oneplanet import limits


def too_many(request) -> str:
    """Why nothing more is taken from this address now; "" where all is well."""
    allowance = limits.count(request, what="forms")
    if allowance is None or not allowance.is_used_up:
        return ""
    return _(
        "This form was sent very often from where you are. Please wait ten minutes and "
        "send it again; what you wrote stays here."
    )
