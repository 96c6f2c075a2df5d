"""What a person was told: theirs alone."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from oneplanet import bounces
from oneplanet.inbox import InboxMessage, open_message
from programmes.message_forms import InboxFilter

PER_PAGE = 25


@never_cache
@login_required
@require_safe
def inbox(request):
    """Newest first, of one kind or all, read or not."""
    form = InboxFilter(request.GET)
    found = form.narrow(InboxMessage.objects.visible_to(request.user).defer("body"))
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "inbox": page, "now": timezone.now().isoformat()}
    context |= {"is_narrowed": form.is_narrowed}
    return render(request, "programmes/inbox.html", context)


@never_cache
@login_required
@require_safe
def inbox_message(request, pk):
    """One message as it was written; who opens it has read it."""
    message = _own(request, pk)
    if _is_looked_at(request):
        open_message(message, by=request.user)
    context = {"message": message}
    return render(request, "programmes/inbox_message.html", context)


def _is_looked_at(request) -> bool:
    """Not by a program that asks for the heads, nor by a browser on the chance."""
    purpose = request.headers.get("Sec-Purpose", request.headers.get("Purpose", ""))
    return request.method == "GET" and "prefetch" not in purpose


@login_required
@require_POST
def inbox_read(request, pk):
    """Mark one as read, or as new again; on to what it is about, or to the list."""
    message = _own(request, pk)
    row = InboxMessage.objects.filter(pk=message.pk)
    is_new = "new" in request.POST
    row.mark_new() if is_new else row.mark_read()
    if "go" in request.POST and message.about_url:
        return redirect(message.about_url)
    said = _("“%(subject)s” is new again.") if is_new else _("Read: “%(subject)s”")
    # Set apart by invisible signs: it may run the other way.
    messages.success(request, said % {"subject": f"\u2068{message.subject}\u2069"})
    return redirect("programmes:inbox")


@login_required
@require_POST
def inbox_read_all(request):
    """Mark everything as read but what came after the page was made."""
    unread = InboxMessage.objects.visible_to(request.user).unread()
    until = _moment(request.POST.get("until", ""))
    (unread.filter(sent_at__lte=until) if until else unread).mark_read()
    messages.success(request, _("Everything is marked as read."))
    return redirect("programmes:inbox")


@login_required
@require_POST
def mail_again(request):
    """The person says that their address works: mails go there again."""
    bounces.try_again(request.user.email)
    messages.success(
        request,
        _("We write to %(email)s again. If mails come back, we will tell you here.")
        % {"email": request.user.email},
    )
    return redirect("programmes:inbox")


def _moment(text: str):
    """None where it is none: a page of ours always sends one."""
    try:
        moment = parse_datetime(text)
    except ValueError:
        return None
    return moment if moment and timezone.is_aware(moment) else None


def _own(request, pk):
    return get_object_or_404(InboxMessage.objects.visible_to(request.user), pk=pk)
