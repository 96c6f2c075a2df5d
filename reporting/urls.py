from django.urls import path

from reporting import views

app_name = "reporting"

urlpatterns = [
    path("activities/", views.activity_list, name="activity_list"),
    path("activities/feed.xml", views.activity_feed, name="activity_feed"),
    path("activities/<slug:code>/", views.activity_detail, name="activity_detail"),
    path(
        "activities/<slug:code>/steps/<slug:action>/",
        views.activity_step,
        name="activity_step",
    ),
    path("initiatives/", views.initiative_list, name="initiative_list"),
    path("initiatives/feed.xml", views.initiative_feed, name="initiative_feed"),
    path("initiatives/<slug:code>/", views.initiative_detail, name="initiative_detail"),
    path(
        "initiatives/<slug:code>/steps/<slug:action>/",
        views.initiative_step,
        name="initiative_step",
    ),
    path("files/<int:pk>/<str:name>", views.activity_file, name="activity_file"),
    path("my/", views.start, name="start"),
    path("my/due/", views.due, name="due"),
    path("my/organisations/", views.my_organisations, name="my_organisations"),
    path(
        "my/organisations/<slug:code>/", views.my_organisation, name="my_organisation"
    ),
    path("my/activities/", views.my_activities, name="my_activities"),
    path("my/activities/new/", views.activity_new, name="activity_new"),
    path("my/activities/<slug:code>/", views.activity_record, name="activity_record"),
    path("my/activities/<slug:code>/edit/", views.activity_edit, name="activity_edit"),
    path(
        "my/activities/<slug:code>/autosave/",
        views.activity_autosave,
        name="activity_autosave",
    ),
    path(
        "my/activities/<slug:code>/presence/",
        views.activity_presence,
        name="activity_presence",
    ),
    path(
        "my/activities/<slug:code>/merge/",
        views.activity_merge,
        name="activity_merge",
    ),
    path(
        "my/activities/<slug:code>/files/",
        views.activity_attach,
        name="activity_attach",
    ),
    path(
        "my/activities/<slug:code>/delete/",
        views.activity_delete,
        name="activity_delete",
    ),
    path("my/activities/<slug:code>/copy/", views.activity_copy, name="activity_copy"),
    path(
        "my/activities/<slug:code>/twins/", views.activity_twins, name="activity_twins"
    ),
    path(
        "my/activities/<slug:code>/twins/found/",
        views.activity_twins_found,
        name="activity_twins_found",
    ),
    path(
        "my/activities/<slug:code>/preview/",
        views.activity_preview,
        name="activity_preview",
    ),
    path(
        "my/activities/<slug:code>/receipts/<int:number>/",
        views.activity_receipt,
        name="activity_receipt",
    ),
    path(
        "my/activities/<slug:code>/initiative/",
        views.activity_initiative,
        name="activity_initiative",
    ),
    path("my/joint/<int:pk>/", views.participation, name="participation"),
    path("my/initiatives/", views.my_initiatives, name="my_initiatives"),
    path("my/initiatives/new/", views.initiative_new, name="initiative_new"),
    path(
        "my/initiatives/<slug:code>/", views.initiative_record, name="initiative_record"
    ),
    path(
        "my/initiatives/<slug:code>/edit/",
        views.initiative_edit,
        name="initiative_edit",
    ),
    path(
        "my/initiatives/<slug:code>/autosave/",
        views.initiative_autosave,
        name="initiative_autosave",
    ),
    path(
        "my/initiatives/<slug:code>/presence/",
        views.initiative_presence,
        name="initiative_presence",
    ),
    path(
        "my/initiatives/<slug:code>/merge/",
        views.initiative_merge,
        name="initiative_merge",
    ),
    path(
        "my/initiatives/<slug:code>/delete/",
        views.initiative_delete,
        name="initiative_delete",
    ),
    path(
        "my/initiatives/<slug:code>/receipts/<int:number>/",
        views.initiative_receipt,
        name="initiative_receipt",
    ),
    path(
        "my/initiatives/<slug:code>/receipts/<int:number>/receipt.pdf",
        views.initiative_receipt_pdf,
        name="initiative_receipt_pdf",
    ),
    path(
        "my/activities/<slug:code>/receipts/<int:number>/receipt.pdf",
        views.activity_receipt_pdf,
        name="activity_receipt_pdf",
    ),
    path(
        "my/activities/<slug:code>/contributions/",
        views.activity_contributions,
        name="activity_contributions",
    ),
    path(
        "my/activities/<slug:code>/contributions/<int:pk>/",
        views.contribution_review,
        name="contribution_review",
    ),
    path("organisations/<slug:code>/agreements/", views.agreements, name="agreements"),
    path(
        "organisations/<slug:code>/agreements/<int:pk>/end/",
        views.agreement_end,
        name="agreement_end",
    ),
    path("contribute/<str:token>/", views.contribute, name="contribute"),
    path(
        "contribute/<str:token>/autosave/",
        views.contribute_autosave,
        name="contribute_autosave",
    ),
    path("my/spreadsheets/", views.my_sheets, name="my_sheets"),
    path("my/spreadsheets/take/", views.sheet_take, name="sheet_take"),
    path("my/spreadsheets/<int:pk>/", views.sheet, name="sheet"),
    path("my/spreadsheets/<int:pk>/undo/", views.sheet_undo, name="sheet_undo"),
    path(
        "my/spreadsheets/<int:pk>/waiting.xlsx",
        views.sheet_waiting,
        name="sheet_waiting",
    ),
    path("review/", views.review_queue, name="review_queue"),
    path("review/reasons/", views.return_reasons, name="return_reasons"),
    path("review/turnout/", views.turnout, name="turnout"),
    path(
        "review/turnout.<str:ending>",
        views.turnout_table,
        name="turnout_table",
    ),
    path("review/double-counting/", views.double_counting, name="double_counting"),
    path("review/joint/", views.joint_totals, name="joint_totals"),
    path(
        "review/joint/totals.<slug:ending>",
        views.joint_totals_file,
        name="joint_totals_file",
    ),
    path("review/approve/", views.review_approve, name="review_approve"),
    path("review/approvals/<int:pk>/", views.bulk_approval, name="bulk_approval"),
    path("review/assign/", views.review_assign, name="review_assign"),
    path("review/classifying/", views.classification_list, name="classification_list"),
    path("review/classifying/<int:pk>/", views.classification, name="classification"),
    path(
        "review/classifying/periods/<int:year>/",
        views.classification_draw,
        name="classification_draw",
    ),
    path(
        "review/classifying/periods/<int:year>/close/",
        views.classification_close,
        name="classification_close",
    ),
    path(
        "review/classifying/periods/<int:year>/disagreements/",
        views.classification_disagreements,
        name="classification_disagreements",
    ),
    path(
        "classification-agreement/",
        views.classification_agreement,
        name="classification_agreement",
    ),
    path("review/<slug:code>/", views.activity_review, name="activity_review"),
    path(
        "review/initiatives/<slug:code>/",
        views.initiative_review,
        name="initiative_review",
    ),
    path(
        "review/<slug:code>/twins/<int:pk>/",
        views.activity_twin_reply,
        name="activity_twin_reply",
    ),
    path("review/<slug:code>/notes/", views.activity_note, name="activity_note"),
    path(
        "review/initiatives/<slug:code>/notes/",
        views.initiative_note,
        name="initiative_note",
    ),
    path(
        "review/<slug:code>/translations/",
        views.activity_translations,
        name="activity_translations",
    ),
    path(
        "review/<slug:code>/translations/<slug:language>/",
        views.activity_translate,
        name="activity_translate",
    ),
    path("review/<slug:code>/period/", views.activity_period, name="activity_period"),
    path(
        "review/<slug:code>/beside/<slug:other>/",
        views.activity_beside,
        name="activity_beside",
    ),
    path("review/<slug:code>/merge/", views.activity_unite, name="activity_unite"),
    path(
        "review/<slug:code>/merge/undo/",
        views.activity_separate,
        name="activity_separate",
    ),
]
