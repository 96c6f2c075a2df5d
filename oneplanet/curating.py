"""What every admin page of a translated, curated record has in common."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationAdmin, TranslationStackedInline
from modeltranslation.translator import translator
from simple_history.admin import SimpleHistoryAdmin


def missing_languages(row) -> str:
    """Languages in which a text that exists in English has no translation."""
    fields = translator.get_options_for_model(type(row)).all_fields
    missing = [
        code
        for code, _name in settings.LANGUAGES
        if any(
            getattr(row, f"{name}_en", "")
            and not getattr(row, f"{name}_{code.replace('-', '_')}", "")
            for name in fields
        )
    ]
    return ", ".join(missing)


class CuratedAdmin(SimpleHistoryAdmin):
    """A curated record: history, and nothing that hangs on it is deleted unseen."""

    list_per_page = 50
    save_on_top = True
    show_full_result_count = False


class TranslatedAdmin(TranslationAdmin, CuratedAdmin):
    """A curated record with texts in six languages."""

    def missing(self, row):
        return missing_languages(row)

    missing.short_description = _("missing languages")


class TranslatedInline(TranslationStackedInline):
    extra = 0
    show_change_link = True
