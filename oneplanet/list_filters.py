"""How curated lists of the admin are narrowed to what an editor has to do."""

from django.conf import settings
from django.contrib.admin import SimpleListFilter
from django.utils.translation import gettext_lazy as _

from oneplanet.desk import lacks, other_languages
from oneplanet.publishing import PublishingState


class MissingFilter(SimpleListFilter):
    """Rows with an English text that one language still lacks."""

    title = _("not translated into")
    parameter_name = "missing"

    def lookups(self, request, model_admin):
        return other_languages()

    def queryset(self, request, queryset):
        code = self.value()
        if code not in dict(settings.LANGUAGES):
            return queryset
        return queryset.filter(lacks(queryset.model, code))


class PublishingFilter(SimpleListFilter):
    """Where a record stands between draft and taken off."""

    title = _("state")
    parameter_name = "publishing"

    def lookups(self, request, model_admin):
        return PublishingState.choices

    def queryset(self, request, queryset):
        words = {
            PublishingState.DRAFT: "drafts",
            PublishingState.SCHEDULED: "scheduled",
            PublishingState.PUBLIC: "published",
            PublishingState.EXPIRED: "expired",
        }
        if self.value() not in PublishingState.values:
            return queryset
        return getattr(queryset, words[PublishingState(self.value())])()


def by_state(model, filters) -> list:
    """Lists of what is published are narrowed by that first."""
    is_publishable = hasattr(model, "publishing_state")
    return [PublishingFilter, *filters] if is_publishable else list(filters)
