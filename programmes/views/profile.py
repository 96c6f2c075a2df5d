from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from programmes.forms import ProfileForm
from programmes.models import duties_of

MOST_ASKED = 5  # requests shown


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def profile(request):
    """A person's own name, language, time zone and duties, and the way to the rest."""
    user = request.user
    form = ProfileForm(request.POST or None, instance=user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect("programmes:profile")
    context = {
        "form": form,
        "memberships": user.memberships.current().prefetch_related(
            "organisation__other_names"
        ),
        "asked": user.joining_requests.select_related("organisation").order_by("-pk")[
            :MOST_ASKED
        ],
        "appointments": duties_of(user),
    }
    return render(request, "programmes/profile.html", context)
