from reporting.views.agreements import agreement_end, agreements
from reporting.views.assigning import review_assign
from reporting.views.autosave import activity_autosave, initiative_autosave
from reporting.views.beside import activity_presence, initiative_presence
from reporting.views.brought import sheet, sheet_undo, sheet_waiting
from reporting.views.classifying import (
    classification,
    classification_disagreements,
    classification_list,
)
from reporting.views.comparing import activity_beside
from reporting.views.contribute import contribute, contribute_autosave
from reporting.views.contributions import activity_contributions, contribution_review
from reporting.views.copying import activity_copy
from reporting.views.deleting import activity_delete, initiative_delete
from reporting.views.draws import (
    classification_agreement,
    classification_close,
    classification_draw,
)
from reporting.views.editing import activity_edit, activity_new
from reporting.views.feeds import activity_feed, initiative_feed
from reporting.views.files import activity_attach, activity_file
from reporting.views.initiative_editing import initiative_edit
from reporting.views.initiatives import (
    initiative_new,
    initiative_record,
    my_initiatives,
)
from reporting.views.joining import activity_initiative
from reporting.views.joint import joint_totals, joint_totals_file
from reporting.views.merging import activity_merge, initiative_merge
from reporting.views.notes import activity_note, initiative_note
from reporting.views.organisations import my_organisation, my_organisations
from reporting.views.own import activity_record, due, my_activities, start
from reporting.views.participations import participation
from reporting.views.periods import activity_period
from reporting.views.previewing import activity_preview
from reporting.views.public import (
    activity_detail,
    activity_list,
    initiative_detail,
    initiative_list,
)
from reporting.views.queue import bulk_approval, review_approve, review_queue
from reporting.views.reasons import return_reasons
from reporting.views.receipts import (
    activity_receipt,
    activity_receipt_pdf,
    initiative_receipt,
    initiative_receipt_pdf,
)
from reporting.views.review import activity_review, initiative_review
from reporting.views.sheets import my_sheets, sheet_take
from reporting.views.steps import activity_step, initiative_step
from reporting.views.translating import activity_translate, activity_translations
from reporting.views.turnout import (
    double_counting,
    turnout,
    turnout_table,
)
from reporting.views.twin_replies import activity_twin_reply
from reporting.views.twins import activity_twins, activity_twins_found
from reporting.views.uniting import activity_separate, activity_unite

__all__ = [
    "activity_attach",
    "activity_autosave",
    "activity_beside",
    "activity_contributions",
    "activity_copy",
    "activity_delete",
    "activity_detail",
    "activity_edit",
    "activity_feed",
    "activity_file",
    "activity_initiative",
    "activity_list",
    "activity_merge",
    "activity_new",
    "activity_note",
    "activity_period",
    "activity_presence",
    "activity_preview",
    "activity_receipt",
    "activity_receipt_pdf",
    "activity_record",
    "activity_review",
    "activity_separate",
    "activity_step",
    "activity_translate",
    "activity_translations",
    "bulk_approval",
    "activity_twin_reply",
    "activity_twins",
    "activity_twins_found",
    "activity_unite",
    "classification",
    "classification_agreement",
    "classification_disagreements",
    "classification_close",
    "classification_draw",
    "classification_list",
    "contribute",
    "contribute_autosave",
    "contribution_review",
    "agreement_end",
    "agreements",
    "double_counting",
    "due",
    "initiative_autosave",
    "initiative_delete",
    "initiative_detail",
    "initiative_edit",
    "initiative_feed",
    "initiative_list",
    "initiative_merge",
    "initiative_new",
    "initiative_note",
    "initiative_presence",
    "initiative_receipt",
    "initiative_receipt_pdf",
    "initiative_record",
    "initiative_review",
    "initiative_step",
    "joint_totals",
    "joint_totals_file",
    "my_activities",
    "my_initiatives",
    "my_organisation",
    "my_organisations",
    "my_sheets",
    "participation",
    "turnout",
    "turnout_table",
    "return_reasons",
    "review_approve",
    "review_assign",
    "review_queue",
    "sheet",
    "sheet_take",
    "sheet_undo",
    "sheet_waiting",
    "start",
]
