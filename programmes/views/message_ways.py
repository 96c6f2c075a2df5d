from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from oneplanet.inbox import choose_ways, ways_of
from programmes.message_forms import WaysForm, kinds_for


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def message_ways(request):
    """How somebody is told of each kind of message."""
    kinds = kinds_for(request.user)
    given = {"initial": ways_of(request.user), "kinds": kinds}
    form = WaysForm(request.POST or None, **given)
    if form.is_valid():
        choose_ways(by=request.user, ways=form.cleaned_data)
        messages.success(request, _("Saved. This holds from now on."))
        return redirect("programmes:message_ways")
    context = {"form": form, "always": [kind for kind in kinds if kind.always]}
    status = 422 if form.is_bound else 200
    return render(request, "programmes/message_ways.html", context, status=status)
