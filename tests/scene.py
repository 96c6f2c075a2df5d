"""One small network with everybody and everything in it that could show or leak.

Private texts carry canaries: CANARY-<what>-<state>. The tests know who may read which,
apart from the code.

"later" is what authors write in a copy of something submitted; "again" and "again_file"
stand in a second version that was submitted while the first is public.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from django.core.files.base import ContentFile
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from knowledge_hubs.alerts import asking
from knowledge_hubs.alerts.lists import BY_LIST
from knowledge_hubs.kinds import CASE_STUDY, KINDS
from knowledge_hubs.merging import merge
from knowledge_hubs.models import (
    FILED,
    AskedQuery,
    CaseStudy,
    ChainFact,
    ChosenResult,
    Edition,
    GlossaryTerm,
    HotspotRelease,
    Hub,
    HubBlock,
    LabelAssessment,
    Resource,
    SearchAlert,
    SearchSynonym,
    SitePage,
    StageRecord,
    ValueChain,
)
from oneplanet import bounces, outbox, pending, searching
from oneplanet.models import ApiToken, OutgoingMail, PreparedFile, StoppedAddress
from programmes.models import (
    Appointment,
    BoardMember,
    FigureText,
    Invitation,
    Membership,
    PublishedFigure,
    Region,
    SourceDocument,
    Stage,
)
from reporting import bulk_approving
from reporting.assigning import assign
from reporting.models import (
    Activity,
    ActivityVersion,
    BlindClassification,
    ClassificationDraw,
    FileCheck,
    Judged,
    LinkCheck,
    PolicyInstrument,
    SheetUpload,
    StoredFile,
    UploadedRow,
)
from reporting.participating import ask
from reporting.period_rules import day_anywhere
from reporting.review_notes import write_note
from reporting.workflow import Action
from tests.factories import (
    appoint,
    join,
    make_administrator,
    make_agreement,
    make_application,
    make_block,
    make_chain,
    make_contact,
    make_contribution,
    make_country,
    make_draft,
    make_feedback,
    make_figure,
    make_indicator,
    make_initiative_draft,
    make_organisation,
    make_page,
    make_period,
    make_policy,
    make_programme,
    make_proposal,
    make_questions,
    make_record,
    make_request,
    make_seat,
    make_secretariat,
    make_stage,
    make_target,
    make_term,
    make_trust,
    make_user,
    make_word,
    put_file,
)

STATES = (
    "draft",
    "submitted",
    "returned",
    "approved",
    "revised",
    "withdrawn",
    "unpublished",
    "revision_submitted",
    "revision_returned",
)
REVISIONS = {"revision_submitted", "revision_returned"}  # under review while public
PUBLIC = {"approved", "revised"} | REVISIONS
EVER_PUBLIC = PUBLIC | {"unpublished"}
NEVER_SUBMITTED = {"draft", "withdrawn"}
# What the activity's own column says, where it says something else.
STORED = {
    "revised": "draft",
    "unpublished": "withdrawn",
    "revision_submitted": "submitted",
    "revision_returned": "returned",
}
# Words on a page that tell how far something private has come.
PRIVATE_STATES = ("Waiting for review", "Returned to the partner", "Returned to you")
ROLES = (
    "visitor",
    "editor",
    "admin",
    "stranger",
    "desk",
    "other_desk",
    "lead",
    "focal",
    "secretariat",
    "administrator",
    "member_of_desk",
    "hub_editor",
)
OWN = {"editor", "admin", "member_of_desk"}
READERS = {"desk", "lead", "secretariat", "administrator", "member_of_desk"}


@dataclass
class Scene:
    people: dict = field(default_factory=dict)
    activities: dict = field(default_factory=dict)
    initiatives: dict = field(default_factory=dict)
    files: dict = field(default_factory=dict)
    links: dict = field(default_factory=dict)  # for somebody outside, of drafts
    contributions: dict = field(default_factory=dict)  # sent by one, of drafts
    programme: object = None
    organisation: object = None
    other_organisation: object = None
    membership: object = None  # of somebody in ours
    invitation: object = None
    agreement: object = None  # by which somebody else reports for ours
    period: object = None  # in which counts what is submitted today
    application: object = None  # of an organisation that would like to join
    request: object = None  # of somebody who would like to join ours
    target: object = None
    indicator: object = None
    token: str = ""  # of a program
    prepared: object = None  # a file made for somebody
    edition: object = None  # of a public resource, with a file
    message: object = None  # in the editor's inbox
    draft_edition: object = None  # the same of a draft
    waiting_text: object = None  # of our editor, typed while they were signed out
    alert: object = None  # of somebody without account, in force
    waiting_alert: object = None  # the same, its address not confirmed
    proposal: object = None  # of our editor, waiting, with a file
    participation: object = None  # theirs, asked for in our public record
    joined: object = None  # another of theirs, for a time
    blind: object = None  # an activity the secretariat is to classify unseen
    bulk: object = None  # two submissions the desk asked to approve at once
    sheet: object = None  # a spreadsheet somebody of ours brought
    merge: object = None  # of two organisations

    def sign_in(self, client, role):
        client.logout()
        if role != "visitor":
            client.force_login(self.people[role])
        return client


def build() -> Scene:
    """The scene; everything is reached through the verbs."""
    scene = Scene()
    people = scene.people
    for role in ("editor", "admin", "stranger", "desk", "other_desk", "lead", "focal"):
        people[role] = make_user(name=f"CANARY-person-{role}")
    people["member_of_desk"] = make_user(name="CANARY-person-member_of_desk")
    people["hub_editor"] = make_user(name="CANARY-person-hub_editor")
    people["secretariat"] = make_secretariat(name="CANARY-person-secretariat")
    people["administrator"] = make_administrator(name="CANARY-person-administrator")
    scene.programme = make_programme(desk=people["desk"], code="SFS", slug="food")
    make_programme(desk=people["other_desk"], code="ST", slug="tourism")
    appoint(people["member_of_desk"], Appointment.Role.DESK, programme=scene.programme)
    appoint(people["lead"], Appointment.Role.LEAD, programme=scene.programme)
    appoint(people["focal"], Appointment.Role.FOCAL, country=make_country("KEN"))
    scene.organisation = make_organisation(
        code="ours", editor=people["editor"], admin=people["admin"]
    )
    join(people["member_of_desk"], scene.organisation)
    scene.membership = join(make_user(), scene.organisation)
    scene.other_organisation = make_organisation(code="theirs")
    scene.agreement = make_agreement(
        scene.organisation, make_organisation(), by=people["admin"]
    )
    join(people["stranger"], scene.other_organisation, role=Membership.Role.ADMIN)
    scene.invitation = Invitation.objects.create(
        organisation=scene.organisation,
        role=Membership.Role.EDITOR,
        email="invited@example.org",
        language="en",
        invited_by=people["admin"],
    )
    scene.application = make_application(
        name="CANARY-record-application", contact="CANARY-person-applicant"
    )
    scene.request = make_request(scene.organisation, name="CANARY-request-joiner")
    _said(scene)
    scene.target = make_target()
    scene.period = period_of_today(note="CANARY-record-note")
    make_questions(scene.programme, opened=False, which="one", why="text")
    for state in STATES:
        scene.initiatives[state] = _initiative(scene, state)
        scene.activities[state] = _activity(scene, state)
    for state in ("draft", "returned"):
        _contributions(scene, state)
    reviewing(scene)
    taking_part(scene)
    classified(scene)
    records(scene)
    hubs(scene)
    goal(scene)
    places(scene)
    _facts()
    _token(scene)
    prepare_file(scene)
    keep_text(scene)
    bring_sheet(scene)
    scene.message = message_to(people["editor"], "CANARY-message-editor")
    mail = OutgoingMail.objects.latest("pk")
    mail.to = "CANARY-record-gone@example.org"
    mail.save()
    for status in ("5.1.1", "5.1.10"):
        bounces.record(mail=mail, status=status, said="CANARY-record-no-such-person")
    StoppedAddress.objects.create(address=mail.to.lower())
    _searches()
    alerts(scene)
    scene.merge = merge(
        by=people["secretariat"],
        kept=scene.agreement.reporter,
        gone=make_organisation(code="merged"),
        reason="CANARY-record-merge",
    )
    searching.rebuild()
    return scene


def _said(scene):
    """What our editor proposes, with a file, and what a reader found wrong."""
    name = "CANARY-proposal-ours"
    stored = StoredFile.objects.create(sha256=name.ljust(64, "0"), size=3)
    stored.content.save(stored.sha256, ContentFile(name.encode()))
    scene.proposal = make_proposal(
        scene.organisation,
        by=scene.people["editor"],
        title=name,
        stored=stored,
        file_name="a.csv",
    )
    make_feedback(words="CANARY-record-feedback", email="CANARY-record@example.org")


def _searches():
    """What was asked, and what editors made of it."""
    AskedQuery.objects.create(language="en", query="bio plastics")
    SearchSynonym.objects.create(language="en", asked="offcuts", means="waste")
    word = GlossaryTerm.objects.first()
    ChosenResult.objects.create(
        language="en",
        query="the word",
        address=word.get_absolute_url(),
        kind="glossary",
        key=word.pk,
    )


def alerts(scene, rows=1):
    """What our editor, and somebody without account, are told of."""
    given = {"language": "en", "way": "daily", "followed": BY_LIST["search"]}
    for n in range(rows):
        mine = given | {"query": f"q=CANARY-alert-editor+{n}&year=2021"}
        asking.set_up(by=scene.people["editor"], **mine)
        theirs = given | {"query": f"q=CANARY-alert-somebody+{n}"}
        asking.ask(key=f"alert {n}", email="told@example.org", **theirs)
        scene.alert = asking.confirm(SearchAlert.objects.get(key=f"alert {n}"))
    asking.ask(key="waiting", email="waits@example.org", **theirs)
    scene.waiting_alert = SearchAlert.objects.get(key="waiting")


def period_of_today(**given):
    return make_period(day_anywhere(timezone.now()).year, **given)


def message_to(person, subject):
    """Something in an inbox that is about nothing else here."""
    key = f"told-{person.pk}-{subject}"
    given = {"language": "en", "kind": "decisions", "about": "/en/my/activities/"}
    outbox.queue(key=key, to=person.email, subject=subject, body=subject, **given)
    return person.inbox.get(key=key)


def _facts():
    """One of each kind of fact that has no page of its own here."""
    document = SourceDocument.objects.create(
        symbol="X/2021/1", kind="report", title="A report"
    )
    figure = PublishedFigure.objects.create(
        code="PF-X",
        document=document,
        paragraph="1",
        number=3,
        unit="m",
        qualifier="exact",
    )
    FigureText.objects.create(figure=figure, label="things counted")
    make_indicator("12.x.1", target=make_target("12.x"))
    Region.objects.create(code="X01", kind="m49_region", name="A region")
    make_stage("VC_X")
    GlossaryTerm.objects.create(code="a-word", word="A word", meaning="It means much.")
    country = make_country("BRA")
    BoardMember.objects.create(country=country, role="member", until=date(2021, 1, 1))
    PolicyInstrument.objects.create(
        code="POL-X-1", country=country, name="A law", name_language="en"
    )


def _token(scene):
    """What a program shows to be allowed more."""
    maker = scene.people["secretariat"]
    token = ApiToken(name="CANARY-token-ours", created_by=maker)
    scene.token = token.draw()
    token.save()


def prepare_file(scene):
    """A file that was made for somebody."""
    scene.prepared = PreparedFile(key="a" * 40, kind="activities", language="en")
    now = timezone.now()
    scene.prepared.rows, scene.prepared.begun_at, scene.prepared.made_at = 1, now, now
    scene.prepared.content.save("a.xlsx", ContentFile(b"a workbook"))


def keep_text(scene):
    """Something the editor typed into their profile while they were signed out."""
    mark = pending.Mark(scene.people["editor"].pk, "a" * 16)
    path, data = reverse("programmes:profile"), QueryDict(mutable=True)
    data["name"] = "CANARY-text-editor"
    scene.waiting_text = pending.keep(mark, path=path, data=data)


def reviewing(scene):
    """The desk has what was submitted in hand, the secretariat was told of it, and an
    approval of several is not carried out; one organisation is trusted."""
    desk, rows = scene.people["desk"], []
    for of in (scene.activities, scene.initiatives):
        assign(of["submitted"], to=desk, by=desk)
        rows.append(of["submitted"].latest_sealed())
        rows[-1].escalations.create(level="secretariat")
    _in_french(scene.activities["submitted"], desk)
    scene.bulk = bulk_approving.begin(rows, by=desk)
    scene.bulk.rows.update(outcome="refused", reason="Because.")
    by, trusted = scene.people["secretariat"], scene.other_organisation
    make_trust(trusted, scene.programme, by=by, reason="CANARY-record-trust")


def taking_part(scene):
    """Theirs asks to take part in our public record, with a draft of its own."""
    stranger = scene.people["stranger"]
    given = {"organisation": scene.other_organisation, "title": "CANARY-joiner-draft"}
    scene.participation = ask(
        scene.activities["approved"],
        draft=make_draft(author=stranger, **given),
        by=stranger,
        role="host",
        message="CANARY-joining-message",
        withdraws_draft=True,
    )


def _in_french(activity, desk):
    """A machine's translation, and somebody asks for one into Spanish."""
    version, now = activity.latest_sealed(), timezone.now()
    given = {"language": "fr", "origin": "machine", "at": now, "by": desk}
    translation = version.review_translations.create(**given)
    translation.texts.create(field="title", text="CANARY-translated-submitted")
    asked = {"language": "es", "asked_at": now, "asked_by": desk}
    version.translation_requests.create(why="CANARY-translated-submitted", **asked)


def classified(scene, rows=1):
    """So many activities are classified again by the secretariat and a colleague, in a
    period whose figures are out with as many disagreements, and in one that waits; of
    that both have classified another."""
    by, colleague, now = scene.people["secretariat"], make_user(), timezone.now()
    *versions, another = ActivityVersion.objects.current().order_by("pk")[: rows + 1]
    for year, state in ((2018, "closed"), (2019, "reported")):
        given = {"population": rows, "seed": "5eed", "at": now, "by": by}
        period = make_period(year, state=state)
        found = ClassificationDraw.objects.create(period=period, **given)
        for place, version in enumerate(versions, 1):
            drawn = found.drawn.create(version=version, place=place)
            for person in (by, colleague):
                scene.blind = drawn.classifications.create(reviewer=person)
        if state == "reported":
            _disagreed(found, by)
    waiting = ClassificationDraw.objects.get(closed_at=None)
    drawn = waiting.drawn.create(version=another, place=rows + 1)
    for person in (by, colleague):
        drawn.classifications.create(reviewer=person, given_at=now)
    mine = BlindClassification.objects.of(by)
    scene.blind = mine.filter(given_at=None).first()


def _disagreed(found, by):
    """Given by both, remarked on, and closed."""
    for drawn in found.drawn.all():
        first, _second = drawn.classifications.all()
        first.values.create(vocabulary="sectors", code="SEC_FOOD")
        drawn.classifications.update(given_at=found.at)
        said = {"vocabulary": "sectors", "by": by, "at": found.at}
        drawn.remarks.create(text="CANARY-record-remark", **said)
    found.closed_at, found.closed_by = found.at, by
    found.save()
    for order, vocabulary in enumerate(Judged.values):
        kappa = {"kappa": "0.4", "low": "-0.1", "high": "0.9"} if order else {}
        shares = {"observed": "0.7", "expected": "0.5"} | kappa
        counted = {"order": order, "records": 1, "decisions": 1}
        found.agreements.create(vocabulary=vocabulary, **counted, **shares)


def bring_sheet(scene, rows=1):
    """So many spreadsheets, the last with as many rows of each outcome."""
    given = {"organisation": scene.organisation, "by": scene.people["editor"]}
    given |= {"language": "en", "sha256": "0" * 64, "state": "ready"}
    given |= {"accepted_at": timezone.now(), "accepted_by": given["by"]}
    for _n in range(rows):
        name = "CANARY-sheet-draft.csv"
        scene.sheet = SheetUpload.objects.create(name=name, **given)
    cells = {"title": "CANARY-sheet-draft", "sectors": "Food"}
    there = {"field": "title", "kind": "conflict", "base": None, "there": "A"}
    for n, outcome in enumerate(list(UploadedRow.Outcome) * rows):
        scene.sheet.rows.create(
            number=n + 2,
            outcome=outcome,
            cells=cells,
            problems={"type": ["CANARY-sheet-draft"]} if outcome == "wrong" else {},
            differences=[there | {"mine": "B"}] if outcome == "conflict" else [],
            accepted_at=timezone.now() if outcome == "changed" else None,
            before={},
            activity=next(iter(scene.activities.values())),
        )


def records(scene, rows=1):
    """Of each kind so many public records with as many of all that hangs on them, and
    a draft."""
    for kind in KINDS:
        for n in range(rows):
            of_case = {"activity": scene.activities.get("approved")}
            given = of_case if kind is CASE_STUDY else {}
            code = f"a-record-{n}" if n else "a-record"
            record = make_record(kind.model, code, **given)
            _hang_on(record, scene, rows)
        make_record(kind.model, "a-draft", title="CANARY-record-draft", is_draft=True)
    draft = Resource.objects.get(code="a-draft").editions.create()
    put_file(draft, b"CANARY-record-draft")
    _spoil_evidence()
    scene.edition = Edition.objects.get(resource__code="a-record")
    scene.draft_edition = draft
    for code in SitePage.Code:
        make_page(code)
    for n in range(rows):
        make_contact(programme=scene.programme if n else None)
        word = make_word()
        word.see_also.set(GlossaryTerm.objects.exclude(pk=word.pk)[:rows])


def _spoil_evidence():
    """The address of the record is dead, and its file altered."""
    now, edition = timezone.now(), Edition.objects.get(resource__code="a-record")
    gone = {"host": "example.org", "failures": 2, "failing_since": now}
    gone["state"] = LinkCheck.State.GONE
    LinkCheck.objects.get_or_create(address=edition.url, defaults=gone)
    altered = {"state": FileCheck.State.ALTERED, "since": now, "checked_at": now}
    sha256 = edition.stored.sha256
    FileCheck.objects.get_or_create(sha256=sha256, defaults=altered)


def hubs(scene, rows=1):
    """So many public hubs; the first has so many blocks of each kind and names all
    there is, drafts and what only reviewers know too; and a draft of a hub."""
    for n in range(rows):
        made = make_record(Hub, f"a-hub-{n}" if n else "a-hub")
        made.programmes.add(scene.programme)
        made.openings.create(figure=make_figure(f"PF-0-{n}").figure)
    make_record(Hub, "a-draft", title="CANARY-record-draft", is_draft=True)
    policy = make_policy()
    hub = Hub.objects.get(code="a-hub")
    named = [{"policy": policy}]
    for kind in KINDS:
        named += [{kind.name: record} for record in kind.model.objects.all()]
    named += [{"activity": activity} for activity in scene.activities.values()]
    opening = hub.openings.get().figure
    for n in range(rows):
        make_block(hub, "text", title=f"Text {n}", text="One.\n\nTwo.", paragraph="7")
        make_block(hub, "figures", items=[{"figure": opening}])
        make_block(hub, "records", items=named)
        make_block(hub, "timeline", items=[{"when": "2017", "title": "A day"}] * rows)
        make_block(hub, "messages", items=[{"text": "Remember.", "paragraph": "8"}])
        for kind in HubBlock.Of:
            make_block(hub, "list", of=kind, title=f"List {kind} {n}")
    fill_themselves(hub, scene.programme)
    hub.editors.create(user=scene.people["hub_editor"])
    chains(scene, rows)
    chain = ValueChain.objects.get(code="a-chain")
    make_block(hub, "stages", chain=chain)
    make_block(hub, "by_stage", chain=chain)


def fill_themselves(hub, programme):
    """A block of each kind that fills itself."""
    make_block(hub, "counted", items=[{"counts": of} for of in HubBlock.Of])
    make_block(hub, "search", query="kind=resource")
    make_block(hub, "events")
    make_block(hub, "news")
    quoted = {"title": "Learnt", "quote": "About ", "case_study": _a(CaseStudy)}
    hidden = Activity.objects.filter(publications=None).first()
    more = {"quote": "CANARY-quote-hidden", "activity": hidden}
    policy = {"quote": "A", "policy": _a(PolicyInstrument)}
    make_block(hub, "lessons", items=[quoted, policy, more])
    make_block(hub, "partners", programme=programme)
    make_block(hub, "chart", chart="activity-country")


def _a(model):
    return model.objects.order_by("pk").first()


def chains(scene, rows=1):
    """So many public chains; the first has so many facts of each kind and names all
    that may be filed, drafts too; and a draft of a chain."""
    for n in range(rows):
        make_chain(f"a-chain-{n}" if n else "a-chain")
    make_chain("draft-chain", title="CANARY-record-draft", is_draft=True)
    chain = ValueChain.objects.get(code="a-chain")
    first, second, third, whole = chain.stages.all()
    first.stage = Stage.objects.order_by("pk").first()  # the one fill() chooses
    first.save()
    for n in range(rows):
        for kind in set(ChainFact.Kind) - {ChainFact.Kind.SHARE}:
            fact = chain.facts.create(kind=kind, text=f"It is {kind} {n}.")
            fact.stages.set([first, second])
        figure = make_figure(f"PF-1-{n}").figure
        chain.facts.create(kind="share", figure=figure, paragraph="7")
    first.loops.create(kind="reuse", returns=third, text="It serves again.")
    for stage in (first, whole):
        for name in FILED:
            model = StageRecord._meta.get_field(name).related_model
            for record in model.objects.order_by("pk")[: rows + 1]:
                stage.records.create(**{name: record})


def goal(scene, rows=1):
    """So many of all that hangs on the scene's target and its first indicator."""
    for n in range(rows):
        tag = make_term("tag", f"TAG{n}")
        scene.target.themes.add(tag)
        make_policy(code=f"POL-X-{n}", tags=[tag])
    indicators = [make_indicator(f"12.x.{n}", target=scene.target) for n in range(rows)]
    for indicator in indicators:
        for n in range(rows):
            part = indicator.parts.create(code=f"{n}", label=f"Part {n}")
            body = make_organisation()
            indicator.custodian_roles.create(
                organisation=body, part=part, role="custodian", order=n
            )
            indicator.former_names.create(name=f"Name {n}", note="Until then.")
            indicator.tiers.create(tier="II", as_of=f"202{n}.Q1")
            indicator.routes.create(part=part, what=f"What {n}", order=n)
    scene.indicator = indicators[0]


def places(scene, rows=1):
    """So many seats of the Board and policies, of them one of Kenya's own."""
    for n, code in enumerate(("KEN", "FRA", "BRA")[:rows]):
        country = make_country(code)
        if not country.board_seats.exists():
            make_seat(country, order=n)
        make_seat(country, order=10 + n, until=date(2020, 1, 1))
        policy = make_policy(country, f"A-POLICY-{n}" if n else "A-POLICY")
        for k in range(rows):
            policy.tags.add(make_term("tag", f"TAG{k}"))
            policy.sectors.add(make_term("sector", f"SECTOR{k}"))
        make_policy(make_country("KEN"), f"OTHER-{n}")
        body = make_organisation(country=make_country("KEN"))
        scene.programme.roles.create(
            organisation=body, role="contributor", on_behalf_of=body.country
        )
    hotspots(make_country("KEN"), rows)


def hotspots(country, rows=1):
    """Values of a public version, and others that wait to be published."""
    of = {"resource": _a(Resource), "licence": "As its makers say"}
    for code, is_draft in (("public", False), ("draft", True)):
        given = {"version": code.title(), "is_draft": is_draft} | of
        release = HotspotRelease.objects.get_or_create(code=code, defaults=given)[0]
        for n in range(rows):
            name = "CANARY-hotspot" if is_draft else "Climate"
            of_it = {"country": country, "year": 2020, "indicator": f"{name} {n}"}
            for sector in ("", "Food", "Steel"):
                release.values.get_or_create(
                    perspective="production",
                    sector=sector,
                    defaults={"value": 7, "unit": "t"},
                    **of_it,
                )


def _hang_on(record, scene, rows):
    record.programmes.add(scene.programme)
    for n in range(rows):
        record.tags.add(make_term("tag", f"TAG{n}"))
        record.sectors.add(make_term("sector", f"SECTOR{n}"))
        record.countries.add(make_country(("KEN", "FRA", "BRA")[n]))
        record.parties.create(organisation=make_organisation(), role="partner", order=n)
    if hasattr(record, "starts_on"):
        record.starts_on = date(2021, 3, 17)
        record.save()
    if hasattr(record, "results"):
        figure = make_figure(f"PF-2-{record.pk}").figure
        for n in range(rows):
            record.results.create(kind="reach", metric=f"Reached {n}", number=n)
            record.results.create(kind="outcome", metric=f"Done {n}", figure=figure)
    if hasattr(record, "recordings"):
        at = datetime(2021, 3, 17, 9, tzinfo=UTC)
        for n in range(rows):
            session = record.sessions.create(title=f"Session {n}", starts_at=at)
            url = "https://example.org/film"
            record.recordings.create(session=session, url=url, language="en")
    if hasattr(record, "editions"):
        record.editions.create(language="en", url="https://example.org/", order=rows)
        put_file(record.editions.get(), b"a,b\n")
    if hasattr(record, "awards"):
        for n in range(rows):
            record.awards.create(country=make_country("KEN"), reason=f"For {n}")
            record.awards.create(organisation=make_organisation(), year=2020)
    if hasattr(record, "steps"):
        for n in range(rows):
            done = {"status": "begun", "text": f"Done {n}", "year": 2020}
            record.steps.create(organisation=make_organisation(), **done)
    if hasattr(record, "assessments"):
        for principle in LabelAssessment.Principle.values[:rows]:
            record.assessments.create(principle=principle, meets="yes", text="So.")
    lists = {field.name for field in record._meta.many_to_many}
    for name in ("coalitions", "working_groups", "resources"):
        if name in lists:
            model = record._meta.get_field(name).related_model
            getattr(record, name).set(model.objects.filter(is_draft=False))


def _activity(scene, state):
    """One activity in a state; what never becomes public carries a canary."""
    author, desk = scene.people["editor"], scene.people["desk"]
    is_public = state in EVER_PUBLIC
    title = f"Public {state}" if is_public else f"CANARY-{state}"
    activity = make_draft(
        author=author,
        organisation=scene.organisation,
        programme=scene.programme,
        title=title,
        summary=f"{title} summary",
        initiative=scene.initiatives[state],
        targets=[scene.target],
    )
    scene.files[state] = _attach(activity.draft(), f"file-{state}")
    for action in _ROUTES[state]:
        by = {"return": desk, "approve": desk}.get(action, author)
        if action == "unpublish":
            by = scene.people["secretariat"]
        if action == Action.RETURN:
            _say(activity, desk, f"CANARY-said-{state}")
            _say(activity, desk, f"CANARY-said_row-{state}", field="files-0")
        activity.take(action, by=by, comment=f"CANARY-comment-{state}")
        if action == Action.REVISE and state in REVISIONS:
            _rewrite(activity.draft(), f"CANARY-again-{state}")
            file = _attach(activity.draft(), f"again_file-{state}")
            scene.files[state] = file
        elif action in (Action.REVISE, Action.RETURN):
            _rewrite(activity.draft(), f"CANARY-later-{state}")
    if activity.state == "submitted":
        _say(activity, desk, f"CANARY-note-{state}")
        _say(activity, desk, f"CANARY-note-row_{state}", field="files-0")
    return activity


def _say(reported, desk, text, *, field="title"):
    """A note of the desk on a field, or a row, of what it reviews."""
    number = reported.latest_sealed().number
    write_note(reported, by=desk, number=number, field=field, comment=text)


def _initiative(scene, state):
    """One initiative in a state; the activity in the same state is part of it, so it is
    public where both were approved. What never becomes public carries a canary."""
    author, desk = scene.people["editor"], scene.people["desk"]
    title = f"Public {state}" if state in EVER_PUBLIC else f"CANARY-{state}"
    given = {"author": author, "organisation": scene.organisation}
    given["programme"] = scene.programme
    initiative = make_initiative_draft(title=title, objectives=title, **given)
    for action in _ROUTES[state]:
        by = {"return": desk, "approve": desk}.get(action, author)
        if action == "unpublish":
            by = scene.people["secretariat"]
        if action == Action.RETURN:
            _say(initiative, desk, f"CANARY-said-{state}")
        initiative.take(action, by=by, comment=f"CANARY-comment-{state}")
        if action == Action.REVISE and state in REVISIONS:
            _rewrite(initiative.draft(), f"CANARY-again-{state}")
        elif action in (Action.REVISE, Action.RETURN):
            _rewrite(initiative.draft(), f"CANARY-later-{state}")
    if initiative.state == "submitted":
        _say(initiative, desk, f"CANARY-note-{state}")
    return initiative


def _contributions(scene, state):
    """One link that is open, and what somebody sent, both private to the authors."""
    activity, editor = scene.activities[state], scene.people["editor"]
    scene.links[state] = make_contribution(activity, by=editor, message="Please say.")
    scene.contributions[state] = make_contribution(
        activity,
        by=editor,
        name=f"CANARY-later-{state}",
        answers={"summary": f"CANARY-later-{state} anew"},
    )


def _rewrite(draft, text):
    draft.title = text
    setattr(draft, "objectives" if draft.OF == "initiative" else "summary", text)
    draft.save()


def _attach(draft, name):
    stored = StoredFile.objects.create(sha256=name.ljust(64, "0"), size=3)
    stored.content.save(stored.sha256, ContentFile(f"CANARY-{name}".encode()))
    return draft.files.create(stored=stored, name="a.csv")


_ROUTES = {
    "draft": [],
    "submitted": [Action.SUBMIT],
    "returned": [Action.SUBMIT, Action.RETURN],
    "approved": [Action.SUBMIT, Action.APPROVE],
    "revised": [Action.SUBMIT, Action.APPROVE, Action.REVISE],
    "withdrawn": [Action.WITHDRAW],
    "unpublished": [Action.SUBMIT, Action.APPROVE, Action.UNPUBLISH],
    "revision_submitted": [
        Action.SUBMIT,
        Action.APPROVE,
        Action.REVISE,
        Action.SUBMIT,
    ],
    "revision_returned": [
        Action.SUBMIT,
        Action.APPROVE,
        Action.REVISE,
        Action.SUBMIT,
        Action.RETURN,
    ],
}


def may_read(role, canary) -> bool:
    """Whether the person may meet this canary anywhere. Written apart from the code."""
    kind, _dash, state = canary.removeprefix("CANARY-").rpartition("-")
    if kind == "person":
        # Names stand in histories, which own people and reviewers read; and one's own.
        return role in OWN | READERS or state == role
    if kind == "proposal":
        return role in OWN | {"secretariat", "administrator"}
    if kind == "request":
        return role in {"admin", "secretariat", "administrator"}
    if kind == "joiner":
        return role == "stranger"  # what was asked with is its authors' own
    if kind == "joining":
        return role in OWN | READERS | {"stranger"}
    if kind in ("passkey", "text", "message"):
        return state == role
    if kind == "note":
        return role == "desk"  # its writer, until it is sent
    if kind == "translated":
        return role in READERS - OWN
    if kind == "alert":
        return state == role or role in {"secretariat", "administrator"}
    if kind == "quote":
        return role in {"hub_editor", "secretariat", "administrator"}  # their own words
    if kind in ("record", "token"):
        return role in {"secretariat", "administrator"}  # a draft, or a name of staff's
    if role in OWN:
        return True
    if kind == "file" and state in PUBLIC:
        return True
    if kind == "later" or state in NEVER_SUBMITTED:
        return False
    return role in READERS
