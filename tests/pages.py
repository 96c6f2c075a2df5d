"""Every address of the portal once: how to build it, and who gets what from it.

The permission, axe, weight, query-count, hreflang and 304 tests walk this list. What
their forms send is in tests/posts.py, the addresses of accounts in
tests/account_pages.py, those of the admin in tests/admin_pages.py. A URL name without
a row fails.
"""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse

from knowledge_hubs.kinds import KINDS
from knowledge_hubs.open_data import KINDS as DATA
from oneplanet import unsubscribing
from tests.reporting.desks import key_of
from tests.scene import (
    NEVER_SUBMITTED,
    OWN,
    PUBLIC,
    READERS,
    REVISIONS,
    STATES,
    STORED,
    Scene,
)

EDITABLE = {"draft", "returned", "revised", "revision_returned"}


@dataclass(frozen=True)
class Page:
    """One URL name. ``address(scene, state)`` builds it; ``status(role, state)`` is
    what GET answers. ``by_state`` says whether the state of an activity matters.
    ``is_public`` marks pages of visitors: cacheable, weighed, in every language.
    """

    name: str
    address: Callable
    status: Callable
    by_state: bool = False
    is_public: bool = False
    looks: tuple = ()  # roles whose view of it is looked at; visitors' if it is public
    shows: frozenset = frozenset()  # canaries everybody meets here on purpose


def plain(name, /, **kwargs):
    return lambda scene, state: reverse(name, kwargs=kwargs or None)


def of_activity(name, **kwargs):
    def address(scene: Scene, state):
        code = scene.activities[state].code
        return reverse(name, kwargs={"code": code} | kwargs)

    return address


def of_two(scene: Scene, state):
    """An activity beside a public one, and that beside another."""
    other = scene.activities["submitted" if state == "approved" else "approved"]
    codes = (scene.activities[state].code, other.code)
    return reverse("reporting:activity_beside", args=codes)


def of_initiative(name, **kwargs):
    def address(scene: Scene, state):
        code = scene.initiatives[state].code
        return reverse(f"reporting:{name}", kwargs={"code": code} | kwargs)

    return address


def first_of(kind):
    """The API's address of the first public record of a kind; that of a code nobody
    has where there is none."""

    def address(scene, state):
        codes = kind.rows().order_by(kind.key).values_list(kind.code, flat=True)
        return reverse(f"api:{kind.one}", args=[codes.first()])

    return address


def of_prepared(name):
    return lambda scene, state: reverse(
        f"knowledge_hubs:{name}", args=[scene.prepared.key]
    )


def of_report(name):
    return lambda scene, state: reverse(
        f"knowledge_hubs:{name}", args=["ours", scene.period.year]
    )


def always(code):
    return lambda role, state: code


def signed_in(role, state):
    return 302 if role == "visitor" else 200


def editors_own(role, state):
    if role == "visitor":
        return 302
    return 200 if role == "editor" else 404


def of_a_member(role, state):
    """Who works for any organisation."""
    if role == "visitor":
        return 302
    return 200 if role in OWN | {"stranger"} else 404


def of_own_and_staff(role, state):
    if role == "visitor":
        return 302
    return 200 if role in OWN | {"secretariat", "administrator"} else 404


def detail(role, state):
    if state in PUBLIC:
        return 200
    return 410 if state == "unpublished" else 404


def record(role, state):
    if role == "visitor":
        return 302
    return 200 if role in OWN else 404


def edit(role, state):
    if role not in OWN:
        return record(role, state)
    return 200 if state in EDITABLE else 302


def preview(role, state):
    """Of what may become public: redirected where the person reads what is public."""
    if role == "visitor":
        return 302
    is_over = STORED.get(state, state) == "withdrawn"
    if is_over or (role not in OWN and review(role, state) != 200):
        return 404
    is_public = state == "approved" or (state == "revised" and role not in OWN)
    return 302 if is_public else 200


def receipt(role, state):
    if role == "visitor":
        return 302
    return 200 if role in OWN and state not in NEVER_SUBMITTED else 404


def review(role, state):
    if role == "visitor":
        return 302
    return 200 if role in READERS and state not in NEVER_SUBMITTED else 404


def period(role, state):
    if role == "visitor":
        return 302
    deciders = {"desk", "secretariat"}
    return 200 if role in deciders and state not in NEVER_SUBMITTED else 404


def unite(role, state):
    """Who decides on it, and never those who wrote it."""
    if role == "visitor":
        return 302
    deciders = {"desk", "secretariat"}
    return 200 if role in deciders and state not in NEVER_SUBMITTED else 404


def hidden(role, state):
    return 302 if role == "visitor" else 404


def note(role, state):
    """Who decides on it, while it waits."""
    if role == "visitor":
        return 302
    is_waiting = STORED.get(state, state) == "submitted"
    return 200 if role == "desk" and is_waiting else 404


def outcome(role, state):
    if role == "visitor":
        return 302
    return 200 if role in OWN | {"secretariat"} else 404


def queue(role, state):
    if role == "visitor":
        return 302
    reviewers = {"desk", "other_desk", "secretariat", "member_of_desk"}
    followers = {"lead", "administrator"}  # they read what waits, and decide nothing
    return 200 if role in reviewers | followers else 403


def staff_and_leads(role, state):
    """What came of a draw: leads read it once it is closed."""
    return 200 if role == "lead" else staff(role, state)


def staff(role, state):
    if role == "visitor":
        return 302
    return 200 if role in {"secretariat", "administrator"} else 403


def deciders(role, state):
    """Who decides on something, and not who only follows."""
    if role == "visitor":
        return 302
    who = {"desk", "other_desk", "secretariat", "member_of_desk"}
    return 200 if role in who else 403


def handers(role, state):
    """Who decides, and who leads: they hand on what they were told nobody answers."""
    return 200 if role == "lead" else deciders(role, state)


def bulk(role, state):
    """What became of several approved at once is its maker's."""
    if role == "visitor":
        return 302
    return 200 if role == "desk" else 404


def secretariats(role, state):
    """What the secretariat is to classify, and nobody else."""
    if role == "visitor":
        return 302
    return 200 if role == "secretariat" else 404


def of_staff(role, state):
    """Staff's; to others it does not exist."""
    if role == "visitor":
        return 302
    return 200 if role in {"secretariat", "administrator"} else 404


def new(role, state):
    if role == "visitor":
        return 302
    return 200 if role in OWN | {"stranger"} else 403


def sheet(role, state):
    if role == "visitor":
        return 302
    return 200 if role in OWN else 404


def participation(role, state):
    """Both sides, and who reviews or follows the record."""
    if role == "visitor":
        return 302
    return 200 if role in OWN | READERS | {"stranger"} else 404


def of_ticked(name):
    """Two submissions, ticked."""

    def address(scene, state):
        rows = (scene.activities["submitted"], scene.initiatives["submitted"])
        of = urlencode({"of": [key_of(row) for row in rows]}, doseq=True)
        return f"{reverse(f'reporting:{name}')}?{of}"

    return address


def of_sheet(name):
    return lambda scene, state: reverse(f"reporting:{name}", args=[scene.sheet.pk])


def api(role, state):
    if state in PUBLIC or role in OWN:
        return 200
    if state == "unpublished":
        return 410
    return 200 if role in READERS and state not in NEVER_SUBMITTED else 404


def file(role, state):
    """Of a revision the file that its first, public version lacks."""
    if state in PUBLIC - REVISIONS or role in OWN:
        return 200
    return 200 if role in READERS and state not in NEVER_SUBMITTED else 404


def only_post(role, state):
    return 302 if role == "visitor" else 405


def delete(role, state):
    """The question before a draft is deleted: of drafts never submitted alone."""
    if role not in OWN:
        return record(role, state)
    return 200 if state == "draft" else 302


def people(role, state):
    if role == "visitor":
        return 302
    return 200 if role in {"admin", "secretariat", "administrator"} else 404


def leaving(role, state):
    """Those who belong to it; its only admin stays, and is told so."""
    if role in {"visitor", "admin"}:
        return 302
    return 200 if role in OWN else 404


def one_organisation(role, state):
    """Who works for one alone is led to it."""
    return 302 if role in OWN | {"visitor", "stranger"} else 200


def own_organisation(role, state):
    if role == "visitor":
        return 302
    return 200 if role in OWN | {"secretariat", "administrator"} else 404


def reader_of_message(role, state):
    if role == "visitor":
        return 302
    return 200 if role == "editor" else 404


SITE = "about contact privacy accessibility terms glossary figure_list search".split()
SITE += ["search_explained"]

ALERT, TOLD = "knowledge_hubs:alert_new", frozenset({"CANARY-alert-somebody"})

PAGES = [
    Page("healthz", plain("healthz"), always(200)),
    Page("readyz", plain("readyz"), always(200)),
    Page("robots", plain("robots"), always(200)),
    Page("sitemap_index", plain("sitemap_index"), always(200)),
    Page("sitemap", plain("sitemap", section="pages", number=1), always(200)),
    Page("choose_language", plain("choose_language"), always(302)),
    Page(
        "knowledge_hubs:home", plain("knowledge_hubs:home"), always(200), is_public=True
    ),
    Page(
        "knowledge_hubs:programme_list",
        plain("knowledge_hubs:programme_list"),
        always(200),
        is_public=True,
    ),
    Page(
        "knowledge_hubs:programme_detail",
        lambda scene, state: scene.programme.get_absolute_url(),
        always(200),
        is_public=True,
    ),
    Page(
        "knowledge_hubs:organisation_list",
        plain("knowledge_hubs:organisation_list"),
        always(200),
        is_public=True,
    ),
    Page(
        "knowledge_hubs:organisation_detail",
        plain("knowledge_hubs:organisation_detail", code="ours"),
        always(200),
        is_public=True,
    ),
    Page(
        "knowledge_hubs:country_list",
        plain("knowledge_hubs:country_list"),
        always(200),
        is_public=True,
    ),
    Page(
        "knowledge_hubs:country_detail",
        plain("knowledge_hubs:country_detail", code="KEN"),
        always(200),
        is_public=True,
    ),
    Page(
        "knowledge_hubs:board",
        plain("knowledge_hubs:board"),
        always(200),
        is_public=True,
    ),
    Page(
        "knowledge_hubs:policy_list",
        plain("knowledge_hubs:policy_list"),
        always(200),
        is_public=True,
    ),
    Page(
        "knowledge_hubs:policy_detail",
        plain("knowledge_hubs:policy_detail", code="A-POLICY"),
        always(200),
        is_public=True,
    ),
    Page(
        "knowledge_hubs:policy_feed", plain("knowledge_hubs:policy_feed"), always(200)
    ),
    *(
        page
        for kind in KINDS
        for page in (
            Page(
                f"knowledge_hubs:{kind.name}_list",
                plain(f"knowledge_hubs:{kind.name}_list"),
                always(200),
                is_public=True,
            ),
            Page(
                f"knowledge_hubs:{kind.name}_detail",
                plain(f"knowledge_hubs:{kind.name}_detail", code="a-record"),
                always(200),
                is_public=True,
            ),
            Page(
                f"knowledge_hubs:{kind.name}_feed",
                plain(f"knowledge_hubs:{kind.name}_feed"),
                always(200),
            ),
        )
    ),
    Page(
        "knowledge_hubs:hub_list",
        plain("knowledge_hubs:hub_list"),
        always(200),
        is_public=True,
    ),
    Page(
        "knowledge_hubs:hub_detail",
        plain("knowledge_hubs:hub_detail", code="a-hub"),
        always(200),
        is_public=True,
    ),
    Page(
        "knowledge_hubs:my_hubs",
        plain("knowledge_hubs:my_hubs"),
        lambda role, state: {"visitor": 302, "hub_editor": 200}.get(role, 404),
        looks=("hub_editor",),
    ),
    Page(
        "knowledge_hubs:value_chain_list",
        plain("knowledge_hubs:value_chain_list"),
        always(200),
        is_public=True,
    ),
    Page(
        "knowledge_hubs:value_chain_detail",
        plain("knowledge_hubs:value_chain_detail", code="a-chain"),
        always(200),
        is_public=True,
    ),
    Page(
        "knowledge_hubs:value_chain_stage",
        plain("knowledge_hubs:value_chain_stage", code="a-chain", address="first"),
        always(200),
        is_public=True,
    ),
    Page("knowledge_hubs:hub_feed", plain("knowledge_hubs:hub_feed"), always(200)),
    Page(
        "knowledge_hubs:events_calendar",
        plain("knowledge_hubs:events_calendar"),
        always(200),
    ),
    Page(
        "knowledge_hubs:event_calendar",
        plain("knowledge_hubs:event_calendar", code="a-record"),
        always(200),
    ),
    Page(
        "knowledge_hubs:citation",
        plain("knowledge_hubs:citation", of="resources", code="a-record", ending="bib"),
        always(200),
    ),
    Page(
        "knowledge_hubs:cite",
        plain("knowledge_hubs:cite", of="resources", code="a-record"),
        always(200),
        is_public=True,
    ),
    Page(
        "knowledge_hubs:resource_file",
        lambda scene, state: scene.edition.file_url,
        always(200),
    ),
    *(
        Page(name, plain(name), always(200), is_public=True)
        for name in (f"knowledge_hubs:{name}" for name in SITE)
    ),
    Page(
        "knowledge_hubs:search_suggestions",
        plain("knowledge_hubs:search_suggestions"),
        always(200),
    ),
    Page(
        "knowledge_hubs:search_opened",
        plain("knowledge_hubs:search_opened"),
        always(405),
    ),
    Page(
        "knowledge_hubs:search_feed", plain("knowledge_hubs:search_feed"), always(200)
    ),
    Page(
        "knowledge_hubs:search_list",
        plain("knowledge_hubs:search_list", ending="csv"),
        always(200),
    ),
    Page(
        "knowledge_hubs:sdg12",
        plain("knowledge_hubs:sdg12"),
        always(200),
        is_public=True,
    ),
    Page(
        "knowledge_hubs:sdg_target",
        lambda scene, state: scene.target.get_absolute_url(),
        always(200),
        is_public=True,
    ),
    Page(
        "knowledge_hubs:sdg_indicator",
        lambda scene, state: scene.indicator.get_absolute_url(),
        always(200),
        is_public=True,
    ),
    Page(
        "knowledge_hubs:where_to_report",
        plain("knowledge_hubs:where_to_report"),
        always(200),
        is_public=True,
    ),
    Page(
        "knowledge_hubs:style_guide",
        plain("knowledge_hubs:style_guide"),
        always(200),
        is_public=True,
    ),
    Page(
        "reporting:activity_list",
        plain("reporting:activity_list"),
        always(200),
        is_public=True,
    ),
    Page("reporting:activity_feed", plain("reporting:activity_feed"), always(200)),
    Page(
        "reporting:activity_detail",
        of_activity("reporting:activity_detail"),
        detail,
        by_state=True,
        is_public=True,
    ),
    Page(
        "reporting:activity_step",
        of_activity("reporting:activity_step", action="approve"),
        only_post,
        by_state=True,
    ),
    Page(
        "reporting:activity_file",
        lambda scene, state: reverse(
            "reporting:activity_file",
            args=[scene.files[state].pk, scene.files[state].name],
        ),
        file,
        by_state=True,
    ),
    Page("api:activity", of_activity("api:activity"), api, by_state=True),
    Page("api:index", plain("api:index"), always(200)),
    Page("api:description", plain("api:description"), always(200)),
    Page("api:search", plain("api:search"), always(200)),
    Page("api:search_suggestions", plain("api:search_suggestions"), always(200)),
    Page("api:nowhere", plain("api:nowhere", rest="nowhere"), always(404)),
    *(
        Page(f"api:{kind.name}", plain(f"api:{kind.name}"), always(200))
        for kind in DATA
    ),
    *(
        Page(f"api:{kind.one}", first_of(kind), always(200))
        for kind in DATA
        if kind.one != "activity"
    ),
    Page(
        "knowledge_hubs:api_documentation",
        plain("knowledge_hubs:api_documentation"),
        always(200),
        is_public=True,
    ),
    Page(
        "knowledge_hubs:list_download",
        plain("knowledge_hubs:list_download", name="activities", ending="csv"),
        always(200),
    ),
    Page(
        "knowledge_hubs:list_codebook",
        plain("knowledge_hubs:list_codebook", name="activities", ending="csv"),
        always(200),
    ),
    Page("knowledge_hubs:prepared_file", of_prepared("prepared_file"), always(200)),
    Page(
        "knowledge_hubs:prepared_file_content",
        of_prepared("prepared_file_content"),
        always(200),
    ),
    Page(
        "knowledge_hubs:report_outcome",
        of_report("report_outcome"),
        outcome,
        looks=("editor", "secretariat"),
    ),
    Page(
        "knowledge_hubs:report_outcome_pdf",
        of_report("report_outcome_pdf"),
        outcome,
    ),
    Page(
        "text_throw_away",
        lambda scene, state: reverse("text_throw_away", args=[scene.waiting_text.key]),
        editors_own,
        looks=("editor",),
    ),
    Page("reporting:start", plain("reporting:start"), always(302)),
    Page(
        "reporting:due",
        plain("reporting:due"),
        signed_in,
        looks=("editor", "desk", "secretariat"),
    ),
    Page(
        "reporting:my_activities",
        plain("reporting:my_activities"),
        signed_in,
        looks=("editor",),
    ),
    Page(
        "reporting:my_organisations",
        plain("reporting:my_organisations"),
        one_organisation,
        looks=("desk",),
    ),
    Page(
        "reporting:my_organisation",
        plain("reporting:my_organisation", code="ours"),
        own_organisation,
        looks=("editor", "admin"),
    ),
    Page(
        "reporting:activity_new",
        plain("reporting:activity_new"),
        new,
        looks=("editor",),
    ),
    Page(
        "reporting:activity_record",
        of_activity("reporting:activity_record"),
        record,
        by_state=True,
        looks=("editor",),
    ),
    Page(
        "reporting:activity_edit",
        of_activity("reporting:activity_edit"),
        edit,
        by_state=True,
        looks=("editor",),
    ),
    Page(
        "reporting:activity_autosave",
        of_activity("reporting:activity_autosave"),
        always(405),
        by_state=True,
    ),
    Page(
        "reporting:activity_presence",
        of_activity("reporting:activity_presence"),
        always(405),
        by_state=True,
    ),
    Page(
        "reporting:activity_attach",
        of_activity("reporting:activity_attach"),
        always(405),
        by_state=True,
    ),
    Page(
        "reporting:activity_merge",
        of_activity("reporting:activity_merge"),
        only_post,
        by_state=True,
    ),
    Page(
        "reporting:activity_copy",
        of_activity("reporting:activity_copy"),
        record,
        by_state=True,
        looks=("editor",),
    ),
    Page(
        "reporting:activity_twins",
        of_activity("reporting:activity_twins"),
        edit,
        by_state=True,
        looks=("editor",),
    ),
    Page(
        "reporting:activity_twins_found",
        of_activity("reporting:activity_twins_found"),
        record,
        by_state=True,
    ),
    Page(
        "reporting:activity_preview",
        of_activity("reporting:activity_preview"),
        preview,
        by_state=True,
        looks=("editor",),
    ),
    Page(
        "reporting:activity_receipt",
        of_activity("reporting:activity_receipt", number=1),
        receipt,
        by_state=True,
        looks=("editor",),
    ),
    Page(
        "reporting:activity_receipt_pdf",
        of_activity("reporting:activity_receipt_pdf", number=1),
        receipt,
        by_state=True,
    ),
    Page(
        "reporting:activity_delete",
        of_activity("reporting:activity_delete"),
        delete,
        by_state=True,
        looks=("editor",),
    ),
    Page("reporting:my_sheets", plain("reporting:my_sheets"), new, looks=("editor",)),
    Page("reporting:sheet_take", plain("reporting:sheet_take"), always(302)),
    Page("reporting:sheet", of_sheet("sheet"), sheet, looks=("editor",)),
    Page("reporting:sheet_undo", of_sheet("sheet_undo"), sheet, looks=("editor",)),
    Page("reporting:sheet_waiting", of_sheet("sheet_waiting"), sheet),
    Page(
        "reporting:review_queue",
        plain("reporting:review_queue"),
        queue,
        looks=("desk",),
    ),
    *(
        Page(f"reporting:{name}", of_ticked(name), status, looks=("desk",))
        for name, status in (("review_approve", deciders), ("review_assign", handers))
    ),
    Page(
        "reporting:bulk_approval",
        lambda scene, state: scene.bulk.get_absolute_url(),
        bulk,
        looks=("desk",),
    ),
    Page(
        "reporting:return_reasons",
        plain("reporting:return_reasons"),
        staff,
        looks=("secretariat",),
    ),
    *(
        Page(
            f"reporting:{name}",
            plain(f"reporting:{name}"),
            staff,
            looks=("secretariat",),
        )
        for name in ("turnout", "double_counting")
    ),
    Page(
        "reporting:turnout_table",
        lambda *_: reverse("reporting:turnout_table", args=["csv"]),
        staff,
    ),
    Page(
        "reporting:classification_agreement",
        plain("reporting:classification_agreement"),
        always(200),
        is_public=True,
    ),
    Page(
        "reporting:classification_list",
        plain("reporting:classification_list"),
        queue,
        looks=("secretariat",),
    ),
    Page(
        "reporting:classification",
        lambda scene, state: scene.blind.get_absolute_url(),
        secretariats,
        looks=("secretariat",),
    ),
    Page(
        "reporting:classification_draw",
        plain("reporting:classification_draw", year=2019),
        staff_and_leads,
        looks=("secretariat",),
    ),
    Page(
        "reporting:classification_close",
        plain("reporting:classification_close", year=2018),
        staff,
        looks=("secretariat",),
    ),
    Page(
        "reporting:classification_disagreements",
        plain("reporting:classification_disagreements", year=2019),
        of_staff,
        looks=("secretariat",),
    ),
    Page(
        "reporting:activity_review",
        of_activity("reporting:activity_review"),
        review,
        by_state=True,
        looks=("desk",),
    ),
    Page(
        "reporting:activity_note",
        of_activity("reporting:activity_note"),
        note,
        by_state=True,
        looks=("desk",),
    ),
    Page(  # nobody has said anything of a likely twin
        "reporting:activity_twin_reply",
        of_activity("reporting:activity_twin_reply", pk=0),
        hidden,
        by_state=True,
    ),
    Page(
        "reporting:activity_translations",
        of_activity("reporting:activity_translations"),
        period,
        by_state=True,
        looks=("desk",),
    ),
    Page(
        "reporting:activity_translate",
        of_activity("reporting:activity_translate", language="fr"),
        period,
        by_state=True,
        looks=("desk",),
    ),
    Page(
        "reporting:activity_period",
        of_activity("reporting:activity_period"),
        period,
        by_state=True,
        looks=("desk",),
    ),
    Page(
        "reporting:activity_unite",
        of_activity("reporting:activity_unite"),
        unite,
        by_state=True,
        looks=("desk",),
    ),
    Page("reporting:activity_beside", of_two, review, by_state=True, looks=("desk",)),
    # Nothing of the scene is merged: tests/reporting/test_uniting_pages.py merges.
    Page(
        "reporting:activity_separate",
        of_activity("reporting:activity_separate"),
        hidden,
        by_state=True,
    ),
    Page(
        "reporting:activity_initiative",
        of_activity("reporting:activity_initiative"),
        edit,
        by_state=True,
        looks=("editor",),
    ),
    Page(
        "reporting:initiative_list",
        plain("reporting:initiative_list"),
        always(200),
        is_public=True,
    ),
    Page("reporting:initiative_feed", plain("reporting:initiative_feed"), always(200)),
    Page(
        "reporting:initiative_detail",
        of_initiative("initiative_detail"),
        detail,
        by_state=True,
        is_public=True,
    ),
    Page(
        "reporting:initiative_step",
        of_initiative("initiative_step", action="approve"),
        only_post,
        by_state=True,
    ),
    *(
        Page(f"reporting:{name}", of_initiative(name), status, by_state=True)
        for name, status in (
            ("initiative_autosave", always(405)),
            ("initiative_presence", always(405)),
            ("initiative_merge", only_post),
        )
    ),
    Page(
        "reporting:initiative_receipt_pdf",
        of_initiative("initiative_receipt_pdf", number=1),
        receipt,
        by_state=True,
    ),
    Page(
        "reporting:my_initiatives",
        plain("reporting:my_initiatives"),
        signed_in,
        looks=("editor",),
    ),
    Page(
        "reporting:initiative_new",
        plain("reporting:initiative_new"),
        new,
        looks=("editor",),
    ),
    *(
        Page(
            f"reporting:{name}",
            of_initiative(name, **kwargs),
            status,
            by_state=True,
            looks=(role,),
        )
        for name, status, role, kwargs in (
            ("initiative_record", record, "editor", {}),
            ("initiative_edit", edit, "editor", {}),
            ("initiative_delete", delete, "editor", {}),
            ("initiative_receipt", receipt, "editor", {"number": 1}),
            ("initiative_review", review, "desk", {}),
            ("initiative_note", note, "desk", {}),
        )
    ),
    Page("programmes:profile", plain("programmes:profile"), signed_in, looks=("desk",)),
    Page(
        "programmes:message_ways",
        plain("programmes:message_ways"),
        signed_in,
        looks=("desk",),
    ),
    Page("programmes:inbox", plain("programmes:inbox"), signed_in, looks=("editor",)),
    Page(
        "programmes:inbox_message",
        lambda scene, state: reverse(
            "programmes:inbox_message", args=[scene.message.pk]
        ),
        reader_of_message,
        looks=("editor",),
    ),
    Page(
        "programmes:inbox_read",
        lambda scene, state: reverse("programmes:inbox_read", args=[scene.message.pk]),
        only_post,
    ),
    Page("programmes:inbox_read_all", plain("programmes:inbox_read_all"), only_post),
    Page("programmes:mail_again", plain("programmes:mail_again"), only_post),
    Page(
        "programmes:unsubscribe",
        lambda scene, state: unsubscribing.address(
            reader_id=scene.people["editor"].pk, what="decisions", language="en"
        ).removeprefix(settings.SITE_URL),
        always(200),
        looks=("visitor",),
    ),
    Page(
        "programmes:people",
        plain("programmes:people", code="ours"),
        people,
        looks=("admin",),
    ),
    Page(
        "programmes:people_step",
        lambda scene, state: reverse(
            "programmes:people_step", args=["ours", "end", scene.membership.pk]
        ),
        people,
        looks=("admin",),
    ),
    Page(
        "programmes:organisation_leave",
        plain("programmes:organisation_leave", code="ours"),
        leaving,
        looks=("editor",),
    ),
    Page(
        "programmes:invitation_accept",
        lambda scene, state: scene.invitation.get_accept_url(),
        always(200),
        looks=("visitor", "stranger"),
        # Whoever holds the mail reads who sent it.
        shows=frozenset({"CANARY-person-admin"}),
    ),
]
PAGES += [
    Page(
        "reporting:participation",
        lambda scene, state: scene.participation.get_absolute_url(),
        participation,
        looks=("editor",),
    ),
    Page(
        "reporting:joint_totals",
        plain("reporting:joint_totals"),
        queue,
        looks=("secretariat",),
    ),
    Page(
        "reporting:joint_totals_file",
        plain("reporting:joint_totals_file", ending="csv"),
        queue,
    ),
    Page(
        "reporting:activity_contributions",
        of_activity("reporting:activity_contributions"),
        record,
        by_state=True,
        looks=("editor",),
    ),
    Page(
        "reporting:agreements",
        plain("reporting:agreements", code="ours"),
        people,
        looks=("admin",),
    ),
    Page(
        "reporting:agreement_end",
        lambda scene, state: reverse(
            "reporting:agreement_end", args=["ours", scene.agreement.pk]
        ),
        people,
        looks=("admin",),
    ),
    Page(
        "reporting:contribution_review",
        lambda scene, state: reverse(
            "reporting:contribution_review",
            args=[
                scene.activities["returned"].code,
                scene.contributions["returned"].pk,
            ],
        ),
        record,
        looks=("editor",),
    ),
    Page(
        "reporting:contribute",
        lambda scene, state: scene.links["returned"].get_absolute_url(),
        always(200),
        looks=("visitor",),
        # Whoever holds the mail reads what they are asked to contribute to, by whom.
        shows=frozenset({"CANARY-later-returned", "CANARY-person-editor"}),
    ),
    Page(
        "reporting:contribute_autosave",
        lambda scene, state: f"{scene.links['returned'].get_absolute_url()}autosave/",
        always(405),
    ),
    Page(
        "programmes:application_new",
        plain("programmes:application_new"),
        always(200),
        looks=("visitor",),
    ),
    Page(
        "programmes:joining",
        lambda scene, state: f"{reverse('programmes:joining')}?q=organisation",
        always(200),
        looks=("visitor",),
    ),
    Page(
        "programmes:joining_ask",
        plain("programmes:joining_ask", code="ours"),
        always(200),
        looks=("visitor",),
    ),
    Page(
        "programmes:joining_state",
        lambda scene, state: scene.request.get_absolute_url(),
        always(200),
        looks=("visitor",),
        # Whoever holds the mail reads what they wrote.
        shows=frozenset({"CANARY-request-joiner"}),
    ),
    Page(
        "programmes:joining_answer",
        lambda scene, state: reverse(
            "programmes:joining_answer", args=["ours", scene.request.pk]
        ),
        people,
        looks=("admin",),
    ),
    Page(
        "programmes:organisation_edit",
        plain("programmes:organisation_edit", code="ours"),
        people,
        looks=("admin",),
    ),
    Page(
        "knowledge_hubs:alert_new",
        lambda scene, state: f"{reverse(ALERT, args=['search'])}?q=zebra&year=2021",
        always(200),
        looks=("visitor", "editor"),
    ),
    Page(
        "knowledge_hubs:alert_sent",
        plain("knowledge_hubs:alert_sent"),
        always(200),
        looks=("visitor",),
    ),
    # Whoever holds a mail reads what it is about.
    *(
        Page(name, address, always(200), looks=("visitor",), shows=TOLD)
        for name, address in (
            (
                "knowledge_hubs:alert_confirm",
                lambda scene, state: scene.waiting_alert.get_absolute_url(),
            ),
            (
                "knowledge_hubs:alert_list",
                lambda scene, state: scene.alert.list_url,
            ),
            (
                "knowledge_hubs:alert_stop",
                lambda scene, state: unsubscribing.address_of_mail(
                    f"{scene.alert.mails}x", "en"
                ).removeprefix(settings.SITE_URL),
            ),
        )
    ),
    Page(
        "knowledge_hubs:my_alerts",
        plain("knowledge_hubs:my_alerts"),
        signed_in,
        looks=("editor", "desk"),
    ),
    Page("programmes:link_sent", plain("programmes:link_sent"), always(200)),
    Page(
        "programmes:application_state",
        lambda scene, state: scene.application.get_absolute_url(),
        always(200),
        looks=("visitor",),
        # Whoever holds the mail reads what they wrote.
        shows=frozenset({"CANARY-record-application", "CANARY-person-applicant"}),
    ),
    Page(
        "knowledge_hubs:feedback",
        lambda scene, state: f"{reverse('knowledge_hubs:feedback')}?page=/en/board/",
        always(200),
        looks=("visitor",),
    ),
    Page(
        "knowledge_hubs:feedback_sent",
        plain("knowledge_hubs:feedback_sent"),
        always(200),
    ),
    Page(
        "knowledge_hubs:my_proposals",
        plain("knowledge_hubs:my_proposals"),
        signed_in,
        looks=("editor",),
    ),
    Page(
        "knowledge_hubs:proposal_new",
        plain("knowledge_hubs:proposal_new", kind="event"),
        of_a_member,
        looks=("editor",),
    ),
    Page(
        "knowledge_hubs:proposal_detail",
        lambda scene, state: scene.proposal.get_absolute_url(),
        record,
        looks=("editor",),
    ),
    Page(
        "knowledge_hubs:proposal_file",
        lambda scene, state: f"{scene.proposal.get_absolute_url()}file/",
        of_own_and_staff,
    ),
]
BY_NAME = {page.name: page for page in PAGES}


def states(page):
    """The states in which a page is walked; "approved" where none matters."""
    return STATES if page.by_state else ("approved",)


def cells():
    """(page, state) of the whole matrix, the same for every role."""
    return [(page, state) for page in PAGES for state in states(page)]


def looked_at():
    """(page, role, state) of each page somebody looks at: what answers 200 with HTML.

    "full" is an activity with every part filled in, which the plain scene lacks.
    """
    for page in PAGES:
        for role in page.looks or ("visitor",) * page.is_public:
            states = (*STATES, "full") if page.by_state else ("approved",)
            for state in states:
                if page.status(role, STAND_IN.get(state, state)) == 200:
                    yield page, role, state


STAND_IN = {"full": "approved"}
