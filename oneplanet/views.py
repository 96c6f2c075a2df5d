from django.shortcuts import redirect
from django.utils.translation import get_language


def choose_language(request):
    """The bare address leads to the home page in the reader's own language."""
    return redirect(f"/{get_language()}/")
