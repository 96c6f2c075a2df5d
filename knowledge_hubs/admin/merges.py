"""Merging organisations: two are chosen, what would happen is shown, and nothing is
written before somebody says why. Each merge stays in the list, with its undoing.
"""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from knowledge_hubs import merging
from knowledge_hubs.merge_facts import facts_of
from knowledge_hubs.merge_plan import counted, in_words, plan_of, undoing
from knowledge_hubs.merged_names import differences
from knowledge_hubs.merging import Choice, MergeRefused
from oneplanet.admin import site
from oneplanet.curating import ForgivingAdmin
from oneplanet.desk import Subject
from oneplanet.row_choices import RowChoice
from oneplanet.text.numbers import number
from programmes.models import Organisation, OrganisationMerge, OrganisationName
from programmes.moved import addresses

Kind = OrganisationName.Kind
KEPT, GONE = "kept", "gone"


class TwoForm(forms.Form):
    """Which two. The next page turns their order round, if it is the wrong one."""

    gone = forms.ModelChoiceField(
        Organisation.objects, label=gettext_lazy("This organisation")
    )
    kept = forms.ModelChoiceField(
        Organisation.objects, label=gettext_lazy("is merged into this one, which stays")
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.queryset = Organisation.objects.all()
            column = OrganisationMerge._meta.get_field(name)
            field.widget = RowChoice(column, site, choices=field.choices)

    def clean(self):
        given = super().clean()
        if len(given) == len(self.fields):
            try:
                merging.check(given["kept"], given["gone"])
            except MergeRefused as refusal:
                self.add_error(None, str(refusal))
        return given


class MergeForm(forms.Form):
    """Which of two values stays, field by field; what the other names become; why."""

    kind = forms.ChoiceField(
        label=gettext_lazy("The names that are not chosen become"),
        choices=[(k.value, k.label) for k in (Kind.FORMER, Kind.ALIAS)],
        initial=Kind.FORMER,
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=gettext_lazy("Why are the two one?"),
        help_text=gettext_lazy("The admins of both read this in a mail."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, data=None, *, kept, gone):
        super().__init__(data)
        rows = differences(kept, gone)
        for name, label, mine, theirs in rows:
            choices = [(KEPT, _alone(mine or "–")), (GONE, _alone(theirs))]
            is_filled = mine not in ("", None)
            self.fields[name] = forms.ChoiceField(
                label=label,
                choices=choices,
                initial=KEPT if is_filled else GONE,
                widget=forms.RadioSelect,
            )
        self.order_fields([*(row[0] for row in rows), "kind", "reason"])

    def choice(self) -> Choice:
        given = self.cleaned_data
        chosen = {name for name, value in given.items() if value == GONE}
        return Choice(frozenset(chosen - {"kind", "reason"}), given["kind"])


class UndoForm(forms.Form):
    """``stuck`` rows are left only where somebody says so."""

    def __init__(self, data=None, *, stuck):
        super().__init__(data)
        if stuck:
            label = _("Leave these as they are, and undo the rest")
            self.fields["leaving"] = forms.BooleanField(label=label)


@admin.register(OrganisationMerge, site=site)
class OrganisationMergeAdmin(ForgivingAdmin):
    subject = Subject.NETWORK
    list_display = [
        "gone",
        "kept",
        "merged_at",
        "merged_by",
        "standing",
        "undone_at",
        "undone_by",
    ]
    list_filter = [("undone_at", admin.EmptyFieldListFilter)]
    list_select_related = ["gone", "kept", "merged_by", "undone_by"]
    search_fields = ["gone__name_folded", "kept__name_folded", "reason"]
    fields = [*list_display, "reason", "wrote", "left"]
    readonly_fields = fields
    change_form_template = "knowledge_hubs/admin/merge.html"
    view_on_site = False

    def has_change_permission(self, request, obj=None):
        """It is read and undone."""
        return False

    has_delete_permission = has_change_permission

    def get_urls(self):
        view = self.admin_site.admin_view(self.undo_view)
        name = "programmes_organisationmerge_undo"
        return [path("<path:object_id>/undo/", view, name=name), *super().get_urls()]

    @admin.display(description=gettext_lazy("state"))
    def standing(self, row):
        return row.state

    @admin.display(description=gettext_lazy("what was written"))
    def wrote(self, row):
        return _listed(counted(row.moved))

    @admin.display(description=gettext_lazy("what undoing left"))
    def left(self, row):
        return _listed(counted(row.stayed))

    # Choosing, looking, merging.

    def add_view(self, request, form_url="", extra_context=None):
        if not self.has_add_permission(request):
            raise PermissionDenied
        is_asked = {KEPT, GONE} <= request.GET.keys()
        two = TwoForm(request.GET if is_asked else None, initial=request.GET.dict())
        if not two.is_valid():
            title = _("Merge two organisations")
            return self._page(
                request, "knowledge_hubs/admin/merge_choose.html", two, title=title
            )
        kept, gone = two.cleaned_data["kept"], two.cleaned_data["gone"]
        data = request.POST if request.method == "POST" else None
        form = MergeForm(data, kept=kept, gone=gone)
        if form.is_valid() and (row := self._merged(request, form, kept, gone)):
            return redirect("admin:programmes_organisationmerge_change", row.pk)
        title = _("Merge %(gone)s into %(kept)s?") % {"gone": gone, "kept": kept}
        more = _both(kept, gone, form) | {"plan": plan_of(kept, gone)}
        return self._page(
            request,
            "knowledge_hubs/admin/merge_preview.html",
            form,
            title=title,
            **more,
        )

    def _merged(self, request, form, kept, gone):
        """The merge; None if it was refused."""
        given = {"reason": form.cleaned_data["reason"], "choice": form.choice()}
        try:
            row = merging.merge(by=request.user, kept=kept, gone=gone, **given)
        except MergeRefused as refusal:
            form.add_error(None, str(refusal))
            return None
        self.log_addition(request, row, [{"added": {}}])
        messages.success(request, _("Merged. The admins of both have been told."))
        return row

    # Undoing.

    def undo_view(self, request, object_id):
        row = self.get_object(request, unquote(object_id))
        if row is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_add_permission(request):
            raise PermissionDenied
        try:
            merging.check_undoing(row)
        except MergeRefused as refusal:
            messages.warning(request, str(refusal))
            return redirect("admin:programmes_organisationmerge_change", row.pk)
        stuck = merging.stuck_lines(row)
        data = request.POST if request.method == "POST" else None
        form = UndoForm(data, stuck=stuck)
        if form.is_valid() and self._undone(request, form, row):
            return redirect("admin:programmes_organisationmerge_change", row.pk)
        more = _both(row.kept, row.gone, form) | {
            "row": row,
            "stuck": [in_words(each) for each in stuck],
            "lines": undoing(row.moved, stuck),
        }
        return self._page(
            request,
            "knowledge_hubs/admin/merge_undo.html",
            form,
            title=_("Undo this merge?"),
            **more,
        )

    def _undone(self, request, form, row) -> bool:
        leaving = form.cleaned_data.get("leaving", False)
        try:
            merging.undo(by=request.user, merge=row, leaving=leaving)
        except MergeRefused as refusal:
            form.add_error(None, str(refusal))
            return False
        self.log_change(request, row, "undo")
        messages.success(request, _("Undone. The admins of both have been told."))
        return True

    def _page(self, request, name, form, **more):
        given = {"opts": self.opts, "form": form, "media": self.media + form.media}
        context = self.admin_site.each_context(request) | given | more
        return TemplateResponse(request, name, context)


def _both(kept, gone, form) -> dict:
    """The two beside each other, each line with the field by which it is chosen, where
    it may be; and which addresses lead from one to the other."""
    facts = [
        (fact, form[fact.name] if fact.name in form.fields else None)
        for fact in facts_of(kept, gone)
    ]
    moved = addresses(gone, kept)
    return {"kept": kept, "gone": gone, "facts": facts, "addresses": moved}


def _alone(text):
    """Read from its own side: beside one another two names would change places."""
    return format_html("<bdi>{}</bdi>", text)


def _listed(rows):
    rows = ((label, number(count)) for label, count in rows)
    return format_html_join("", "{}: {}<br>", rows) or "–"
