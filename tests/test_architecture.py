"""The shape of the code: which way imports point, what is called alike, how long things
get.
"""

import ast

import pytest
from django.core.management import call_command
from django.urls import URLPattern, get_resolver

from tests.our_code import APPS, MODULES, TEMPLATES, app_of, arrows, imports, short

# The wiring: it knows every app, and no app knows it.
WIRING = ("oneplanet.urls", "oneplanet.api", "oneplanet.management", "oneplanet.wsgi")

# Inside an app a module builds on those in lines above its own, and on no others.
LAYERS = {
    "oneplanet": """
        text arcs remember settings as_html
        kept_questions links extracting pdf charts search
        searching
        typed publishing desk rich_text message_kinds record_card facet_groups
        translations
        history merges
        pending idempotency
        inbox bounces unsubscribing
        mails delivery_reports
        forms errors context mail_files outbox sealing migrating reference
        digests returned_mail
        calendars tokens prepared counting limits pictures structured feeds
        list_filters language_tabs changes editor_words code_fields column_words
        rich_fields row_choices brought_files table_rows
        exchange
        open_data curating completing
        sheets
        search_bench
        models apps health middleware templatetags admin refusals views gunicorn
        behind_nginx
        api management
        urls wsgi
    """,
    "programmes": """
        models
        completeness moved
        translation loading invitations memberships leaving signing_in
        asking
        applications joining
        accounts forms message_forms
        account_forms application_form joining_forms admin
        views apps
        urls
    """,
    "reporting": """
        completeness twins kappa sampling
        workflow period_rules naming file_kinds conditions form_steps figure_sources
        list_words note_words life noted_rows
        notifications readiness
        checks
        doubts
        models sending
        file_checks link_checks dead_links
        looking_back
        own_organisations
        period_mails
        translation loading choices reading uploads cards periods presence assigning
        queue_filter bulk_approving report_completeness turnout gaps gap_rows
        orphans queue joining participation_mails agreeing asides
        second_look_mails
        classifying twin_mails
        disagreements discussing
        draws second_look_reminders
        chosen escalating participating
        twin_finding twin_keeping
        twin_answers twin_forms participation_form double_counting
        comparing structured initiative_times joint_totals record_changes
        uniting_mails united
        uniting uniting_form
        feeds due_row agreement_mails documents copying
        agreements
        due_answers due_texts
        due question_sets
        row_forms partner_names
        question_fields
        facets filters forms copy_form public_records reminders
        posted period_form begin_form agreement_form organisations_field merging
        drafts initiative_form
        review_notes
        reviewed reason_counts review_translating review_translation_forms
        note_form classification_form
        contributing
        contribution_forms
        imports sheet_forms
        sample templatetags initiative_drafts
        writing
        bench
        bench_imports api admin views apps
        urls
    """,
    "knowledge_hubs": """
        models
        forgetting signing_in feedback completeness
        merged_rows merged_names merge_mails
        merging merge_plan merge_facts
        sample_records
        translation hub_files chain_files chain_drawing tile_drawing
        edited_hubs
        translating
        hub_languages
        loading
        feedback_form proposal_form proposal_cards
        citing excerpts kinds event_times filters goal_drawing reporters
        tables
        hotspots progress
        record_cards
        policy_cards
        word_list
        evidence
        file_texts proposed_records
        proposals curators_desk
        campaign_results event_programme
        figures style_guide narrowing hub_cards featuring sdg12 gathering
        hub_changes library_parts
        feeds structured
        sitemaps structured_words citations
        citation_formats citation_words cited_parts
        country_index country_page
        shelves hub_editing
        appointing
        search open_data outcomes reported_years
        alerts
        alert_form sample
        outcome_words
        chain_reading related
        chain_pages
        blocks
        hub_reading downloads developers outcome_document
        templatetags
        views apps admin api
        urls root_urls
    """,
}

# Longer than 300 lines, and why one file all the same.
LONG_MODULES = {"oneplanet/settings.py": "all settings in one place"}
# Longer than 40 lines.
LONG_FUNCTIONS = {
    "knowledge_hubs/style_guide.py: _cards": "examples of every component",
}
INNER_IMPORTS = {"oneplanet/apps.py", "oneplanet/sealing.py"}  # once apps are loaded


# --- Imports -------------------------------------------------------------------------


def test_apps_build_on_one_another_in_one_direction():
    upwards = [
        (name, imported)
        for name, imported in arrows()
        if APPS.index(app_of(imported)) > APPS.index(app_of(name))
        and not name.startswith(WIRING)
    ]
    assert upwards == []


def test_no_app_knows_the_wiring():
    knowing = [
        (name, imported)
        for name, imported in arrows()
        if imported.startswith(WIRING) and not name.startswith(WIRING)
    ]
    assert knowing == []


def test_apps_share_neither_views_nor_forms_nor_addresses():
    shared = [
        (name, imported)
        for name, imported in arrows()
        if app_of(name) != app_of(imported)
        and imported.split(".")[1] in ("views", "forms", "urls", "admin")
        and app_of(imported) != "oneplanet"
    ]
    assert shared == []


@pytest.mark.parametrize("app", APPS)
def test_inside_an_app_modules_build_on_those_above_them(app):
    level = {
        module: number
        for number, line in enumerate(LAYERS[app].strip().splitlines())
        for module in line.split()
    }
    found = {name.split(".")[1] for _p, name, _t, _l in MODULES if "." in name}
    ours = {n.split(".")[1] for _p, n, _t, _l in MODULES if n.startswith(f"{app}.")}
    assert ours <= found and ours == set(level)
    wrong = []
    for name, imported in arrows():
        if app_of(name) == app_of(imported) == app and "." in name:
            a, b = name.split(".")[1], imported.split(".")[1]
            if a != b and level[b] >= level[a]:
                wrong.append((name, imported))
    assert wrong == []


def test_imports_stand_at_the_top():
    inside = {
        short(path)
        for path, _name, tree, _lines in MODULES
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    }
    assert inside == INNER_IMPORTS


def test_signals_are_for_the_seals_alone():
    with_signals = [
        name
        for _path, name, tree, _lines in MODULES
        if any("signals" in words for words in imports(tree))
    ]
    assert with_signals == ["oneplanet.apps"]


# --- Names ---------------------------------------------------------------------------


def addresses(patterns=None, namespace=""):
    """(namespace, name, view) of our own addresses."""
    for pattern in patterns or get_resolver().url_patterns:
        if isinstance(pattern, URLPattern):
            if app_of(pattern.callback.__module__) in APPS:
                yield namespace, pattern.name, pattern.callback
        elif pattern.namespace != "admin":
            yield from addresses(pattern.url_patterns, pattern.namespace or namespace)


ADDRESSES = list(addresses())


def test_an_address_is_called_like_its_view():
    assert len(ADDRESSES) > 20
    for namespace, name, view in ADDRESSES:
        if namespace != "api":
            assert view.__name__ == name
        if namespace in APPS:
            assert view.__module__.startswith(f"{namespace}.views.")


def test_a_view_draws_the_template_of_its_own_name():
    """Other whole pages of an app's folder are answers a view gives in between, or
    what two pages have in common."""
    between = {
        "programmes/invitation_closed.html",
        "reporting/activity_closed.html",
        "reporting/activity_united.html",
        "reporting/contribution_closed.html",
        "reporting/public_list.html",
    }
    named = {f"{namespace}/{name}.html" for namespace, name, _view in ADDRESSES}
    pages = {
        short(path).removeprefix("templates/")
        for app in APPS
        for path in (TEMPLATES / app).glob("*.html")
        if path.read_text(encoding="utf-8").startswith('{% extends "base.html" %}')
    }
    assert pages - named == between


def test_no_migration_is_missing(db):
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


# --- Sizes ---------------------------------------------------------------------------


def test_no_module_has_grown_past_300_lines():
    assert {short(p) for p, _n, _t, lines in MODULES if lines > 300} == set(
        LONG_MODULES
    )


def test_no_function_has_grown_past_40_lines():
    long = {
        f"{short(path)}: {node.name}"
        for path, _name, tree, _lines in MODULES
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno - node.lineno >= 40
    }
    assert long == set(LONG_FUNCTIONS)
