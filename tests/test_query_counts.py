"""How many queries each page asks: literal, and the same for one row and for three."""

from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from knowledge_hubs.kinds import KINDS
from oneplanet.search.memory import KEEPER
from programmes.models import (
    Appointment,
    CustodianRole,
    Invitation,
    Membership,
    OrganisationRelation,
    Programme,
    ProgrammeRole,
    SdgTarget,
)
from reporting import participating
from reporting.workflow import Action
from tests import scene as scenes
from tests.factories import (
    appoint,
    fill,
    join,
    make_agreement,
    make_application,
    make_contribution,
    make_country,
    make_draft,
    make_initiative_draft,
    make_organisation,
    make_proposal,
    make_request,
    make_secretariat,
    make_user,
)
from tests.pages import PAGES

pytestmark = pytest.mark.django_db

# URL name → who looks → queries. Signed-in people cost four of them: the session, the
# person, memberships, appointments; on top a list asks 8 at most and a document 10.
COUNTS = {
    "healthz": {"visitor": 0},
    "readyz": {"visitor": 4},
    "knowledge_hubs:home": {"visitor": 10},
    "robots": {"visitor": 0},
    "sitemap_index": {"visitor": 20},
    "sitemap": {"visitor": 0},
    "knowledge_hubs:programme_list": {"visitor": 3},
    "knowledge_hubs:programme_detail": {"visitor": 8},
    "knowledge_hubs:organisation_list": {"visitor": 6},
    "knowledge_hubs:organisation_detail": {"visitor": 11},
    "knowledge_hubs:country_list": {"visitor": 2},
    "knowledge_hubs:country_detail": {"visitor": 11},
    "knowledge_hubs:board": {"visitor": 6},
    "knowledge_hubs:policy_list": {"visitor": 5},
    "knowledge_hubs:policy_detail": {"visitor": 5},
    "knowledge_hubs:resource_list": {"visitor": 7},
    "knowledge_hubs:resource_detail": {"visitor": 9},
    "knowledge_hubs:coalition_list": {"visitor": 8},
    "knowledge_hubs:coalition_detail": {"visitor": 8},
    "knowledge_hubs:working_group_list": {"visitor": 8},
    "knowledge_hubs:working_group_detail": {"visitor": 8},
    "knowledge_hubs:campaign_list": {"visitor": 8},
    "knowledge_hubs:campaign_detail": {"visitor": 11},
    "knowledge_hubs:case_study_list": {"visitor": 8},
    "knowledge_hubs:case_study_detail": {"visitor": 9},
    "knowledge_hubs:recommendation_list": {"visitor": 8},
    "knowledge_hubs:recommendation_detail": {"visitor": 10},
    "knowledge_hubs:label_list": {"visitor": 8},
    "knowledge_hubs:label_detail": {"visitor": 8},
    "knowledge_hubs:event_list": {"visitor": 8},
    "knowledge_hubs:event_detail": {"visitor": 10},
    "knowledge_hubs:article_list": {"visitor": 7},
    "knowledge_hubs:article_detail": {"visitor": 7},
    "knowledge_hubs:hub_list": {"visitor": 2},
    "knowledge_hubs:hub_detail": {"visitor": 37},
    "knowledge_hubs:my_hubs": {"hub_editor": 10},
    "knowledge_hubs:value_chain_list": {"visitor": 2},
    "knowledge_hubs:value_chain_detail": {"visitor": 9},
    "knowledge_hubs:value_chain_stage": {"visitor": 10},
    "knowledge_hubs:resource_feed": {"visitor": 1},
    "knowledge_hubs:coalition_feed": {"visitor": 1},
    "knowledge_hubs:working_group_feed": {"visitor": 1},
    "knowledge_hubs:campaign_feed": {"visitor": 1},
    "knowledge_hubs:case_study_feed": {"visitor": 1},
    "knowledge_hubs:recommendation_feed": {"visitor": 1},
    "knowledge_hubs:label_feed": {"visitor": 1},
    "knowledge_hubs:event_feed": {"visitor": 1},
    "knowledge_hubs:article_feed": {"visitor": 1},
    "knowledge_hubs:hub_feed": {"visitor": 1},
    "knowledge_hubs:policy_feed": {"visitor": 1},
    "knowledge_hubs:events_calendar": {"visitor": 2},
    "knowledge_hubs:event_calendar": {"visitor": 2},
    "knowledge_hubs:citation": {"visitor": 4},
    "knowledge_hubs:cite": {"visitor": 4},
    "knowledge_hubs:resource_file": {"visitor": 2},
    "knowledge_hubs:sdg12": {"visitor": 8},
    "knowledge_hubs:sdg_target": {"visitor": 8},
    "knowledge_hubs:sdg_indicator": {"visitor": 10},
    "knowledge_hubs:where_to_report": {"visitor": 2},
    "knowledge_hubs:about": {"visitor": 1},
    "knowledge_hubs:contact": {"visitor": 2},
    "knowledge_hubs:privacy": {"visitor": 1},
    "knowledge_hubs:accessibility": {"visitor": 1},
    "knowledge_hubs:terms": {"visitor": 1},
    "knowledge_hubs:glossary": {"visitor": 2},
    "knowledge_hubs:figure_list": {"visitor": 1},
    "knowledge_hubs:search": {"visitor": 0},
    "knowledge_hubs:search_explained": {"visitor": 1},
    "knowledge_hubs:search_suggestions": {"visitor": 0},
    "knowledge_hubs:search_feed": {"visitor": 6},
    "knowledge_hubs:search_list": {"visitor": 6},
    "knowledge_hubs:api_documentation": {"visitor": 0},
    "knowledge_hubs:list_codebook": {"visitor": 0},
    "knowledge_hubs:list_download": {"visitor": 0},
    "knowledge_hubs:prepared_file": {"visitor": 2},
    "knowledge_hubs:prepared_file_content": {"visitor": 2},
    "knowledge_hubs:style_guide": {"visitor": 0},
    "reporting:activity_list": {"visitor": 8},
    "reporting:activity_feed": {"visitor": 1},
    "reporting:activity_detail": {"visitor": 11},
    "reporting:activity_file": {"visitor": 1},
    # API: one for the rows (lists: and one for their names), one for each relation, one
    # for each vocabulary of labels.
    "api:activities": {"visitor": 21},
    "api:activity": {"visitor": 20},
    "api:activity-type": {"visitor": 1},
    "api:activity-types": {"visitor": 2},
    "api:article": {"visitor": 9},
    "api:articles": {"visitor": 10},
    "api:board-member": {"visitor": 2},
    "api:board-members": {"visitor": 3},
    "api:campaign": {"visitor": 11},
    "api:campaigns": {"visitor": 12},
    "api:case-studies": {"visitor": 12},
    "api:recommendations": {"visitor": 12},
    "api:labels": {"visitor": 11},
    "api:case-study": {"visitor": 11},
    "api:recommendation": {"visitor": 11},
    "api:label": {"visitor": 10},
    "api:classification-agreement": {"visitor": 1},
    "api:classification-agreements": {"visitor": 2},
    "api:coalition": {"visitor": 9},
    "api:coalitions": {"visitor": 10},
    "api:countries": {"visitor": 4},
    "api:country": {"visitor": 3},
    "api:description": {"visitor": 0},
    "api:event": {"visitor": 11},
    "api:events": {"visitor": 12},
    "api:glossary": {"visitor": 4},
    "api:glossary-term": {"visitor": 3},
    "api:hub": {"visitor": 9},
    "api:hubs": {"visitor": 10},
    "api:initiative": {"visitor": 9},
    "api:initiatives": {"visitor": 10},
    "api:index": {"visitor": 0},
    "api:organisation": {"visitor": 6},
    "api:organisations": {"visitor": 7},
    "api:policies": {"visitor": 8},
    "api:policy": {"visitor": 7},
    "api:programme": {"visitor": 2},
    "api:programmes": {"visitor": 3},
    "api:published-figure": {"visitor": 3},
    "api:published-figures": {"visitor": 4},
    "api:region": {"visitor": 1},
    "api:regions": {"visitor": 2},
    "api:resource": {"visitor": 10},
    "api:resources": {"visitor": 11},
    "api:search": {"visitor": 7},
    "api:search_suggestions": {"visitor": 0},
    "api:sdg-indicator": {"visitor": 5},
    "api:sdg-indicators": {"visitor": 6},
    "api:sdg-target": {"visitor": 1},
    "api:sdg-targets": {"visitor": 2},
    "api:source-document": {"visitor": 1},
    "api:source-documents": {"visitor": 2},
    "api:stage": {"visitor": 3},
    "api:stages": {"visitor": 4},
    "api:term": {"visitor": 1},
    "api:terms": {"visitor": 2},
    "api:working-group": {"visitor": 9},
    "api:working-groups": {"visitor": 10},
    "text_throw_away": {"editor": 5},
    "reporting:due": {"editor": 14, "desk": 18, "secretariat": 14},
    "reporting:my_activities": {"editor": 9},
    "reporting:my_organisations": {"desk": 7},
    "reporting:my_organisation": {"editor": 8, "admin": 8},
    "reporting:activity_new": {"editor": 16},
    "reporting:activity_record": {"editor": 16},
    "reporting:activity_edit": {"editor": 35},
    "reporting:activity_copy": {"editor": 13},
    "reporting:activity_twins": {"editor": 16},
    "reporting:activity_preview": {"editor": 13},
    "reporting:activity_receipt": {"editor": 13},
    "knowledge_hubs:report_outcome": {"editor": 12, "secretariat": 12},
    "reporting:my_sheets": {"editor": 7},
    "reporting:sheet": {"editor": 14},
    "reporting:sheet_undo": {"editor": 6},
    "reporting:return_reasons": {"secretariat": 7},
    "reporting:turnout": {"secretariat": 17},
    "reporting:double_counting": {"secretariat": 11},
    "reporting:participation": {"editor": 8},
    "reporting:joint_totals": {"secretariat": 14},
    "reporting:review_queue": {"desk": 12},
    "reporting:review_approve": {"desk": 11},
    "reporting:review_assign": {"desk": 12},
    "reporting:bulk_approval": {"desk": 8},
    "reporting:activity_review": {"desk": 19},
    "reporting:activity_unite": {"desk": 13},
    "reporting:activity_beside": {"desk": 22},
    "reporting:activity_period": {"desk": 10},
    "reporting:activity_translations": {"desk": 11},
    "reporting:activity_translate": {"desk": 10},
    "reporting:classification_agreement": {"visitor": 2},
    "reporting:classification_list": {"secretariat": 8},
    "reporting:classification": {"secretariat": 14},
    "reporting:classification_close": {"secretariat": 8},
    "reporting:classification_draw": {"secretariat": 11},
    "reporting:classification_disagreements": {"secretariat": 20},
    "reporting:activity_initiative": {"editor": 10},
    "reporting:initiative_list": {"visitor": 5},
    "reporting:initiative_feed": {"visitor": 1},
    "reporting:initiative_detail": {"visitor": 9},
    "reporting:my_initiatives": {"editor": 6},
    "reporting:initiative_new": {"editor": 13},
    "reporting:initiative_record": {"editor": 12},
    "reporting:initiative_edit": {"editor": 32},
    "reporting:initiative_receipt": {"editor": 9},
    "reporting:initiative_review": {"desk": 12},
    "programmes:profile": {"desk": 9},
    "programmes:people": {"admin": 9},
    "programmes:people_step": {"admin": 8},
    "programmes:organisation_leave": {"editor": 6},
    "programmes:application_new": {"visitor": 3},
    "reporting:activity_contributions": {"editor": 7},
    "reporting:agreements": {"admin": 9},
    "reporting:agreement_end": {"admin": 8},
    "reporting:contribution_review": {"editor": 32},
    "reporting:contribute": {"visitor": 10},
    "programmes:joining": {"visitor": 2},
    "programmes:joining_ask": {"visitor": 1},
    "programmes:joining_state": {"visitor": 1},
    "programmes:joining_answer": {"admin": 6},
    "knowledge_hubs:feedback": {"visitor": 0},
    "knowledge_hubs:feedback_sent": {"visitor": 0},
    "knowledge_hubs:my_proposals": {"editor": 6},
    "knowledge_hubs:proposal_new": {"editor": 9},
    "knowledge_hubs:proposal_detail": {"editor": 7},
    "programmes:organisation_edit": {"admin": 7},
    "programmes:link_sent": {"visitor": 0},
    "programmes:application_state": {"visitor": 4},
    "programmes:message_ways": {"desk": 5},
    "programmes:inbox": {"editor": 6},
    "programmes:inbox_message": {"editor": 6},
    "programmes:unsubscribe": {"visitor": 1},
    "knowledge_hubs:alert_new": {"visitor": 1, "editor": 5},
    "knowledge_hubs:alert_sent": {"visitor": 0},
    "knowledge_hubs:alert_confirm": {"visitor": 2},
    "knowledge_hubs:alert_list": {"visitor": 3},
    "knowledge_hubs:alert_stop": {"visitor": 2},
    "knowledge_hubs:my_alerts": {"editor": 6, "desk": 6},
    "programmes:invitation_accept": {"visitor": 6, "stranger": 10},
}
FORMS = {
    "reporting:activity_new",
    "reporting:activity_edit",
    "reporting:initiative_new",
    "reporting:initiative_edit",
    "reporting:contribute",
    "reporting:contribution_review",
    "reporting:classification_disagreements",
}
OF_DRAFTS = {
    "reporting:activity_edit",
    "reporting:activity_twins",
    "reporting:activity_preview",
    "reporting:activity_initiative",
    "reporting:initiative_edit",
}
LISTS = ("_list", "_queue", "_activities", "_initiatives", "_proposals")
# What is like these is remembered until the index changes; where it is not, two more
# (tests/knowledge_hubs/test_related.py).
ALIKE = {
    *(f"knowledge_hubs:{kind.name}_detail" for kind in KINDS),
    "knowledge_hubs:policy_detail",
    "reporting:activity_detail",
}
# A hub with a block of every kind: one for each of eleven kinds of record, six for the
# drawing of a value chain and three for its lists, four for partners, three for a
# search and its kinds, one for what is counted, one for a chart, three for what lessons
# quote.
OF_KINDS = {"knowledge_hubs:hub_detail"}
# Awards with the names of who got them; hotspots beside policies; who takes part in a
# record, and in how many records of others somebody does.
FULLER = {
    "knowledge_hubs:campaign_detail",
    "knowledge_hubs:country_detail",
    "knowledge_hubs:organisation_detail",
    "reporting:activity_detail",
}
# A record for its authors: who takes part, what was noted, how complete it is. What
# staff count of a period, by region, language and stage, beside the period before. And
# all that waits for one person, to decide, classify, discuss and translate too. And two
# records beside each other, whole: each list is one query for both.
FULLEST = {
    "reporting:activity_beside": 18,
    "reporting:activity_record": 12,
    "reporting:turnout": 13,
    "reporting:due": 14,
}
# Likely twins: those that share a key, those of them that may be read, their cards, and
# what was said of them; of a draft its lists too; and who takes part.
TWINS = {
    "reporting:activity_review",
    "reporting:activity_twins",
    "reporting:activity_unite",
}


@pytest.mark.parametrize("rows", [1, 3])
def test_every_page_asks_as_many_queries_as_the_table_says(client, reference, rows):
    scene, counted = world(rows), {}
    KEEPER.now()  # what the process reads once of the search index
    for page in PAGES:
        for role in page.looks or ("visitor",):
            state = "returned" if page.name in OF_DRAFTS else "approved"
            if page.status(role, state) == 200:
                address, person = page.address(scene, state), people(scene, role)
                if page.name in ALIKE:
                    queries(client, address, person)
                number = queries(client, address, person)
                counted.setdefault(page.name, {})[role] = number
    assert counted == COUNTS


def test_the_table_keeps_to_its_limits():
    for name, by_role in COUNTS.items():
        for role, number in by_role.items():
            if name.startswith("api:"):
                continue  # as many as a record has relations; the same for any number
            limit = 8 if name.endswith(LISTS) else 10
            limit = 37 if name in OF_KINDS else limit
            limit = 11 if name in FULLER else limit
            limit = 15 if name in TWINS else FULLEST.get(name, limit)
            known = 0 if role == "visitor" else 4
            assert name in FORMS | {"sitemap_index"} or number <= limit + known, name


def people(scene, role):
    return scene.people.get(role)


def queries(client, address, person) -> int:
    """How many one request asks."""
    client.logout()
    if person:
        client.force_login(person)
    with CaptureQueriesContext(connection) as asked:
        response = client.get(address)
    assert response.status_code == 200, address
    return len(asked)


def world(rows: int):
    """So many of everything a page could list or show."""
    people = {name: make_user() for name in ("editor", "admin", "desk", "stranger")}
    people["secretariat"] = make_secretariat()
    people["hub_editor"] = make_user()
    organisation = make_organisation(
        code="ours", editor=people["editor"], admin=people["admin"]
    )
    programmes = list(Programme.objects.all())
    scene = SimpleNamespace(
        people=people,
        programme=programmes[0],
        organisation=organisation,
        other_organisation=make_organisation(),
        period=scenes.period_of_today(),
        target=SdgTarget.objects.order_by("pk").first(),  # the one fill() chooses
        activities={},
        initiatives={},
        files={},
        links={},
        contributions={},
    )
    for programme in programmes[:rows]:
        appoint(people["desk"], Appointment.Role.DESK, programme=programme)
        ProgrammeRole.objects.create(
            programme=programme,
            organisation=organisation,
            role="partner",
            document=ProgrammeRole.objects.first().document,
        )
    for n in range(rows):
        add_people(scene, n)
        for state in ("submitted", "returned", "approved"):
            add_activity(scene, state, rows)
            add_initiative(scene, state, rows)
    scene.application = make_application()
    for _n in range(rows):
        scene.request = make_request(organisation)
        make_request(make_organisation(), user=people["desk"])
    for n in range(rows):
        given = {"by": people["editor"], "title": f"Proposal {n}"}
        scene.proposal = make_proposal(organisation, **given)
    scenes.reviewing(scene)
    scenes.classified(scene, rows)
    for _n in range(rows):
        add_participations(scene)
    for _n in range(rows):
        admin, other = people["admin"], make_organisation(admin=people["admin"])
        given = make_agreement(organisation, make_organisation(), by=admin)
        scene.agreement = given
        make_agreement(other, organisation, by=admin)
        asked = {"activity": scene.activities["returned"], "by": people["editor"]}
        scene.links["returned"] = make_contribution(**asked)
        sent = make_contribution(**asked, answers={"summary": "More"})
        scene.contributions["returned"] = sent
    scenes.records(scene, rows)
    scenes.hubs(scene, rows)
    scenes.goal(scene, rows)
    scenes.places(scene, rows)
    scenes.prepare_file(scene)
    scenes.keep_text(scene)
    scenes.bring_sheet(scene, rows)
    for name, person in people.items():
        for n in range(rows):
            scene.message = scenes.message_to(person, f"{name} {n}")
    scene.message = people["editor"].inbox.first()
    scenes.alerts(scene, rows)
    for model in (OrganisationRelation, CustodianRole):
        for row in model.objects.all()[:rows]:
            row.pk, row.organisation = None, organisation
            row.save()
    return scene


def add_participations(scene):
    """Others ask to take part in our public record, others do; we ask in theirs."""
    record, editor = scene.activities["approved"], scene.people["editor"]
    for is_joined in (True, False):
        author = make_user()
        given = {"draft": make_draft(author=author), "by": author, "role": "host"}
        scene.participation = participating.ask(record, **given)
        if is_joined:
            participating.act(scene.participation, "accept", by=editor)
    author, desk = make_user(), scene.people["desk"]
    theirs = make_draft(author=author, programme=scene.programme)
    theirs.take(Action.SUBMIT, by=author)
    theirs.take(Action.APPROVE, by=desk)
    mine = scene.activities["returned"]
    participating.ask(theirs, draft=mine, by=editor, role="funding")


def add_people(scene, n):
    organisation, admin = scene.organisation, scene.people["admin"]
    join(admin, make_organisation())
    join(scene.people["editor"], make_organisation())
    for _organisation in range(2):  # with one alone they would be led to it
        join(scene.people["desk"], make_organisation())
    scene.membership = join(make_user(), organisation)
    language = ("fr", "es", "ru")[n]
    organisation.other_names.create(name="X", language=language, kind="official")
    scene.invitation = Invitation.objects.create(
        organisation=organisation,
        role=Membership.Role.EDITOR,
        email=f"invited{n}@example.org",
        language="en",
        invited_by=admin,
    )


def add_initiative(scene, state, rows):
    """In its state, with so many owners, countries and public activities."""
    author, desk = scene.people["editor"], scene.people["desk"]
    initiative = make_initiative_draft(
        author=author,
        organisation=scene.organisation,
        programme=scene.programme,
        owners=[make_organisation() for _n in range(rows)],
        countries=[make_country(code) for code in ("KEN", "FRA", "BRA")[:rows]],
    )
    steps = [Action.SUBMIT, Action.RETURN] * rows
    if state != "returned":
        steps += [Action.SUBMIT]
    if state == "approved":
        steps += [Action.APPROVE]
    for step in steps:
        by = desk if step in (Action.RETURN, Action.APPROVE) else author
        initiative.take(step, by=by, comment="Please say more.")
    scene.initiatives[state] = initiative
    for _n in range(rows if state == "approved" else 0):
        activity = make_draft(
            author=author,
            organisation=scene.organisation,
            programme=scene.programme,
            initiative=initiative,
        )
        activity.take(Action.SUBMIT, by=author)
        activity.take(Action.APPROVE, by=desk)


def add_activity(scene, state, rows):
    """Returned and approved so many times, with so many rows of each kind."""
    author, desk = scene.people["editor"], scene.people["desk"]
    activity = make_draft(
        author=author, organisation=scene.organisation, programme=scene.programme
    )
    fill(activity.draft(), times=rows)
    activity.draft().countries.add(make_country("KEN"))
    steps = [Action.SUBMIT, Action.RETURN] * rows
    if state == "submitted":
        steps += [Action.SUBMIT]
    if state == "approved":
        steps += [Action.SUBMIT, Action.APPROVE, Action.REVISE] * rows
        steps = steps[:-1]
    for step in steps:
        by = desk if step in (Action.RETURN, Action.APPROVE) else author
        activity.take(step, by=by, comment="Please say more.")
    scene.activities[state] = activity
    scene.files[state] = activity.versions.first().files.first()
