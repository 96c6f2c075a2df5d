"""The questions programmes ask, edition by edition: written here, seen as partners will
see them, published and closed. What is published is only read.
"""

from functools import partial

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from modeltranslation.utils import get_translation_fields

from oneplanet.admin import site
from oneplanet.curating import (
    CuratedAdmin,
    CuratedForm,
    TextsInline,
    TranslatedAdmin,
)
from oneplanet.desk import Subject
from oneplanet.table_rows import TableInline
from reporting import question_sets
from reporting.admin.published_meanwhile import (
    changes_places,
    check_unpublished,
    is_saving,
)
from reporting.models import Question, QuestionChoice, QuestionSet
from reporting.question_fields import field_of
from reporting.question_sets import QuestionsRefused

# Name → words of the button, what it does, the verb.
STEPS = {
    "publish": (
        gettext_lazy("Publish"),
        gettext_lazy(
            "Partners are asked these questions from now on; the edition before is "
            "closed. Neither can be changed again: another wording is another edition."
        ),
        question_sets.publish,
    ),
    "close": (
        gettext_lazy("Close"),
        gettext_lazy(
            "The programme asks no questions of its own any more. Drafts that have "
            "these keep them, and every answer stays."
        ),
        question_sets.close,
    ),
    "next": (
        gettext_lazy("Begin the next edition from this one"),
        gettext_lazy("Its questions are copied; partners see them once published."),
        question_sets.begin_next,
    ),
}


def steps_of(edition) -> list[str]:
    """The steps that can be taken with an edition now."""
    if not edition.is_published:
        return ["publish"]
    return ["next"] if edition.closed_at else ["next", "close"]


class QuestionSetForm(CuratedForm):
    def clean_programme(self):
        programme = self.cleaned_data["programme"]
        if programme.question_sets.filter(opened_at=None).exists():
            text = _("This programme has an edition that is not published yet.")
            raise forms.ValidationError(text)
        return programme

    def clean(self):
        if self.instance.pk and changes_places(self.data):
            check_unpublished(self.instance.pk)
        return super().clean()


class QuestionInline(TableInline):
    """The questions in their order; each is written on a page of its own."""

    model = Question
    fields = ["order", "code", "kind", "is_needed", "asked_after", "asked_for"]
    readonly_fields = fields[1:]
    show_change_link = True
    can_delete = False
    extra = 0

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        if obj is None or not obj.is_published:
            return True
        return is_saving(request, QuestionSet) and changes_places(request.POST)


@admin.register(QuestionSet, site=site)
class QuestionSetAdmin(CuratedAdmin):
    subject = Subject.REPORTS
    form = QuestionSetForm
    list_display = ["programme", "number", "opened_at", "opened_by", "closed_at"]
    list_filter = ["programme", ("closed_at", admin.EmptyFieldListFilter)]
    list_select_related = ["programme", "opened_by"]
    search_fields = ["programme__code", *get_translation_fields("programme__name")]
    fields = [
        "next_step",
        "programme",
        "number",
        *("opened_at", "opened_by", "closed_at", "closed_by", "is_sample"),
    ]
    readonly_fields = [name for name in fields if name != "programme"]
    permanent = ["programme"]
    inlines = [QuestionInline]

    def get_inlines(self, request, obj):
        return self.inlines if obj else []

    def has_delete_permission(self, request, obj=None):
        """What was asked stays; what was never published waits to be."""
        return False

    def save_model(self, request, obj, form, change):
        if not change:
            obj.number = question_sets.next_number(obj.programme)
        super().save_model(request, obj, form, change)

    @admin.display(description=gettext_lazy("next step"))
    def next_step(self, edition):
        if not edition.pk:
            return _("Choose the programme; its questions are written after that.")
        name = "admin:reporting_questionset_"
        ways = [(reverse(f"{name}preview", args=[edition.pk]), _("See it as partners"))]
        if not edition.is_published:
            add = reverse("admin:reporting_question_add")
            ways.insert(0, (f"{add}?question_set={edition.pk}", _("Add a question")))
        ways += [
            (reverse(f"{name}step", args=[edition.pk, step]), STEPS[step][0])
            for step in steps_of(edition)
        ]
        return format_html_join(" · ", '<a href="{}">{}</a>', ways)

    # --- Pages of its own -----------------------------------------------------------

    def get_urls(self):
        pages = {"step/<slug:action>": "step", "preview": "preview"}
        return [
            path(
                f"<path:object_id>/{where}/",
                self.admin_site.admin_view(getattr(self, f"{name}_view")),
                name=f"reporting_questionset_{name}",
            )
            for where, name in pages.items()
        ] + super().get_urls()

    def preview_view(self, request, object_id):
        """The questions as the form asks them, in the language of the reader."""
        edition = self.get_object(request, unquote(object_id))
        if edition is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_permission(request, edition):
            raise PermissionDenied
        asked = forms.Form()
        rows = edition.questions.select_related("asked_after")
        for question in rows.prefetch_related("choices"):
            asked.fields[question.name] = field_of(question)
        back = reverse("admin:reporting_questionset_change", args=[edition.pk])
        context = {"edition": edition, "form": asked, "back": back}
        return TemplateResponse(request, "reporting/admin/questions.html", context)

    def step_view(self, request, object_id, action):
        """Says what the step does, and takes it."""
        edition = self.get_object(request, unquote(object_id))
        if edition is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_change_permission(request, edition):
            raise PermissionDenied
        change = partial(redirect, "admin:reporting_questionset_change")
        if action not in steps_of(edition):
            messages.warning(request, _("This step cannot be taken now."))
            return change(edition.pk)
        label, explains, verb = STEPS[action]
        if request.method == "POST":
            try:
                made = verb(edition, by=request.user)
            except QuestionsRefused as refusal:
                messages.error(request, str(refusal))
                return change(edition.pk)
            messages.success(request, _("Done: %(step)s.") % {"step": label})
            return change((made or edition).pk)
        context = site.each_context(request) | {"opts": self.opts, "title": label}
        context |= {"edition": edition, "explains": explains}
        return TemplateResponse(request, "reporting/admin/question_step.html", context)


class QuestionForm(CuratedForm):
    ordered_within = ("question_set",)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "question_set" in self.fields:
            sent = str(self.data.get("question_set", ""))
            offered = Q(opened_at=None)
            if self.is_bound and sent.isdecimal() and len(sent) < 19:
                offered |= Q(pk=sent)  # published since; clean() says so
            drafts = QuestionSet.objects.filter(offered)
            self.fields["question_set"].queryset = drafts
        if "asked_after" in self.fields:
            mine = Question.objects.filter(question_set__opened_at=None)
            if self.instance.pk:
                mine = mine.filter(question_set=self.instance.question_set_id)
                mine = mine.exclude(pk=self.instance.pk)
            self.fields["asked_after"].queryset = mine

    def clean(self):
        edition = self.cleaned_data.get("question_set") or self.instance.question_set_id
        if edition:
            check_unpublished(getattr(edition, "pk", edition))
        return super().clean()


class ChoiceForm(CuratedForm):
    ordered_within = ("question",)


class ChoiceInline(TextsInline):
    model = QuestionChoice
    form = ChoiceForm


@admin.register(Question, site=site)
class QuestionAdmin(TranslatedAdmin):
    """Reached from its edition. Of a published one it is only read."""

    subject = Subject.REPORTS
    form = QuestionForm
    list_display = ["label", "question_set", "order", "kind", "is_needed", "missing"]
    list_filter = ["kind", "question_set"]
    list_select_related = ["question_set__programme"]
    search_fields = ["code", *get_translation_fields("label")]
    permanent = ["question_set"]
    inlines = [ChoiceInline]

    def get_inlines(self, request, obj):
        with_choices = (Question.Kind.ONE, Question.Kind.SEVERAL)
        return self.inlines if obj and obj.kind in with_choices else []

    def has_change_permission(self, request, obj=None):
        allowed = super().has_change_permission(request, obj)
        is_open = obj is None or not obj.question_set.is_published
        return allowed and (is_open or is_saving(request, Question))

    def has_delete_permission(self, request, obj=None):
        allowed = super().has_delete_permission(request, obj)
        return allowed and (obj is None or not obj.question_set.is_published)

    def response_add(self, request, obj, post_url_continue=None):
        """On to the answers it offers, where it offers any."""
        if self.get_inlines(request, obj) and "_addanother" not in request.POST:
            request.POST = request.POST.copy()
            request.POST["_continue"] = "1"
        return super().response_add(request, obj, post_url_continue)

    def view_on_site(self, obj):
        """To the edition it belongs to."""
        edition = obj.question_set_id
        return reverse("admin:reporting_questionset_change", args=[edition])
