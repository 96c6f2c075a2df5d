"""Make the things tests need. Say only what the test is about."""

import hashlib
from datetime import date, timedelta
from itertools import count

from django.core.files.base import ContentFile
from django.utils import timezone

from knowledge_hubs.feedback import send
from knowledge_hubs.models import (
    Feedback,
    GlossaryTerm,
    HubBlock,
    Proposal,
    SitePage,
    ValueChain,
)
from knowledge_hubs.proposals import propose
from oneplanet.text.dates import today
from programmes import applications, joining
from programmes.models import (
    ActivityType,
    Appointment,
    BoardMember,
    ContactAddress,
    Country,
    FigureText,
    Membership,
    Organisation,
    Programme,
    PublishedFigure,
    SdgIndicator,
    SdgTarget,
    SourceDocument,
    Stage,
    Term,
    User,
)
from reporting import contributing
from reporting.agreements import give
from reporting.models import (
    Activity,
    ActivityVersion,
    Initiative,
    PolicyInstrument,
    QuestionSet,
    ReportingAgreement,
    ReportingPeriod,
    StoredFile,
    TrustedOrganisation,
)
from reporting.models.contribution import LASTS
from reporting.models.version import LISTS
from reporting.period_rules import over_at
from reporting.question_sets import publish
from reporting.workflow import Action, State

_number = count(1)
PASSWORD = "a-long-sample-password"


def short(number) -> str:
    """Four letters and digits, different for each number up to 1.6 million."""
    letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    code = ""
    for _place in range(4):
        number, rest = divmod(number, len(letters))
        code = letters[rest] + code
    return code


def make_user(*, language="en", **given) -> User:
    n = next(_number)
    given = {"email": f"person{n}@example.org", "name": f"Person {n}"} | given
    user = User(language=language, **given)
    user.set_password(PASSWORD)
    user.save()
    user.emailaddress_set.create(email=user.email, verified=True, primary=True)
    return user


def make_term(vocabulary="sector", code=None, **given) -> Term:
    code = code or f"TERM_{next(_number)}"
    given = {"label": code.title()} | given
    term, _made = Term.objects.get_or_create(
        vocabulary=vocabulary, code=code, defaults=given
    )
    return term


def make_type(code="TRAINING", **given) -> ActivityType:
    given = {"label": "Training", "level": "output", "is_implementation": False} | given
    return ActivityType.objects.get_or_create(code=code, defaults=given)[0]


def make_stage(code=None, **given) -> Stage:
    code = code or f"VC_{next(_number)}"
    given = {"label": code, "chain": "generic"} | given
    return Stage.objects.get_or_create(code=code, defaults=given)[0]


def make_country(code="KEN", **given) -> Country:
    given = {
        "kind": "state",
        "iso2": code[:2],
        "iso3": code,
        "m49": f"{next(_number):03}"[-3:],
        "name": code.title(),
    } | given
    return Country.objects.get_or_create(code=code, defaults=given)[0]


def make_programme(*, desk=None, **given) -> Programme:
    n = next(_number)
    given = {
        "code": short(n),
        "slug": f"programme-{n}",
        "acronym": f"P{n}",
        "name": f"Programme {n}",
    } | given
    code = given.pop("code")
    programme, _made = Programme.objects.get_or_create(code=code, defaults=given)
    if desk:
        appoint(desk, Appointment.Role.DESK, programme=programme)
    return programme


RECORD_KINDS = {"Coalition": "pact", "WorkingGroup": "task", "Campaign": "campaign"}
RECORD_KINDS |= {"Event": "workshop", "Hub": "theme", "CaseStudy": "policy"}
RECORD_KINDS |= {"Recommendation": "procurement", "ProductLabel": "ecolabel"}


def make_record(model, code="a-record", **given):
    """A curated record of any kind, public unless told otherwise."""
    if model.__name__ == "Resource":
        given.setdefault("kind", make_term("resource_type", "RT_REPORT"))
    elif model.__name__ in RECORD_KINDS:
        given.setdefault("kind", RECORD_KINDS[model.__name__])
    given = {"is_draft": False, "title": code.title(), "lead": f"About {code}."} | given
    return model.objects.create(code=code, **given)


def make_period(year=2026, **given) -> ReportingPeriod:
    """A calendar year, open unless told otherwise, due two weeks after it."""
    given = {
        "starts_on": date(year, 1, 1),
        "ends_on": date(year, 12, 31),
        "deadline_on": date(year + 1, 1, 15),
        "state": "open",
    } | given
    return ReportingPeriod.objects.create(year=year, **given)


def put_file(edition, content=b"a,b\n", name="a table.csv"):
    """Give an edition of a resource a file, kept as an editor's upload is."""
    sha256 = hashlib.sha256(content).hexdigest()
    stored, is_new = StoredFile.objects.get_or_create(
        sha256=sha256, defaults={"size": len(content)}
    )
    if is_new:
        stored.content.save(sha256, ContentFile(content))
    edition.stored, edition.file_name = stored, name
    edition.save()


def make_figure(code="PF-0-1", **given) -> FigureText:
    """A published figure with its wording."""
    document = SourceDocument.objects.get_or_create(symbol="E/0", kind="report")[0]
    given = {"unit": "%", "qualifier": "exact", "number": 30, "paragraph": "7"} | given
    figure = PublishedFigure.objects.create(code=code, document=document, **given)
    return FigureText.objects.create(figure=figure, label=f"Label of {code}")


def make_block(hub, kind="text", **given) -> HubBlock:
    """A block at the end of a hub; ``items`` are the values of what stands in it."""
    items = given.pop("items", ())
    given = {"title": f"Block {kind}", "order": hub.blocks.count() + 1} | given
    block = HubBlock.objects.create(hub=hub, kind=kind, **given)
    for order, values in enumerate(items, 1):
        block.items.create(order=order, **values)
    return block


def make_chain(code="a-chain", **given) -> ValueChain:
    """A value chain of four stages, the last of which is the chain as a whole."""
    chain = make_record(ValueChain, code, **({"chain": "food"} | given))
    for n, name in enumerate(("first", "second", "third", "whole"), 1):
        word = make_stage(f"{code}-{name}", chain=chain.chain, label=name.title())
        given = {"address": name, "is_whole": name == "whole", "order": n}
        chain.stages.create(stage=word, **given)
    return chain


def make_target(code="12.x", **given) -> SdgTarget:
    given = {"text": f"Reach {code}.", "short_label": f"Target {code} in short"} | given
    return SdgTarget.objects.get_or_create(code=code, defaults=given)[0]


def make_indicator(code="12.x.1", *, target=None, **given) -> SdgIndicator:
    given = {"name": f"Number of {code}", "short_label": f"{code} in short"} | given
    given["target"] = target or make_target(code.rpartition(".")[0])
    return SdgIndicator.objects.get_or_create(code=code, defaults=given)[0]


def make_seat(country, role="member", **given):
    """A seat on the Board."""
    return BoardMember.objects.create(country=country, role=role, **given)


def make_policy(country=None, code=None, *, tags=(), **given) -> PolicyInstrument:
    n = next(_number)
    given = {"name": f"Policy {n}", "name_language": "en", "summary": "Acts."} | given
    given |= {"country": country or make_country(), "code": code or f"POL-{n}"}
    policy = PolicyInstrument.objects.create(**given)
    policy.tags.set(tags)
    return policy


def make_page(code="about", **given) -> SitePage:
    """A page about the portal, public unless told otherwise; one there is stays."""
    given = {"is_draft": False, "title": code.title(), "lead": "In short."} | given
    return SitePage.objects.get_or_create(code=code, defaults=given)[0]


def make_word(word=None, **given) -> GlossaryTerm:
    n = next(_number)
    given = {"code": f"word-{n}", "meaning": f"Meaning {n}."} | given
    return GlossaryTerm.objects.create(word=word or f"Word {n}", **given)


def make_contact(**given) -> ContactAddress:
    n = next(_number)
    given = {"role": "Coordination desk", "email": f"desk{n}@example.org"} | given
    return ContactAddress.objects.create(**given)


def make_organisation(*, editor=None, admin=None, **given) -> Organisation:
    n = next(_number)
    given = {
        "code": f"organisation-{n}",
        "name": f"Organisation {n}",
        "name_language": "en",
    } | given
    given.setdefault("type", make_term("stakeholder_type", "ST_CSO"))
    organisation = Organisation.objects.create(**given)
    if editor:
        join(editor, organisation)
    if admin:
        join(admin, organisation, role=Membership.Role.ADMIN)
    return organisation


def make_agreement(organisation, reporter, *, by, **given) -> ReportingAgreement:
    """One organisation lets another report for it."""
    given = {"from_on": date(2021, 1, 1)} | given
    return give(by=by, organisation=organisation, reporter=reporter, **given)


def make_trust(organisation, programme, *, by, **given) -> TrustedOrganisation:
    """What the organisation submits for the programme needs no reviewer, this year."""
    given = {"until_on": today() + timedelta(days=365), "reason": "Ten years."} | given
    return TrustedOrganisation.objects.create(
        organisation=organisation, programme=programme, set_by=by, **given
    )


def make_part(activity, organisation, *, by, is_taken=True):
    """That the organisation takes part in another's record, or asks to."""
    answered = {"outcome": "taken", "decided_at": timezone.now(), "decided_by": by}
    return activity.participations.create(
        organisation=organisation,
        role="technical",
        asked_by=by,
        **(answered if is_taken else {}),
    )


def make_contribution(activity, *, by, sections=("what",), answers=None, **given):
    """A link for somebody outside; with ``answers``, what they typed and sent."""
    given = {"name": "Cleo Contributor", "language": "en", "message": "Please."} | given
    row = contributing.ask(
        activity=activity,
        by=by,
        email=f"contributor{next(_number)}@example.org",
        sections=list(sections),
        **{"shares_draft": False, "expires_at": over_at(today() + LASTS)} | given,
    )
    if answers is None:
        return row
    data = contributing.posted_of({key: [text] for key, text in answers.items()})
    return contributing.send(contributing.save(row, data, counter=0))


def make_application(name="New Body", *, contact="Cy Contact", is_confirmed=True):
    """An application to join the network, waiting for the secretariat."""
    n = next(_number)
    application = applications.apply(
        key=f"key-{n}",
        names=[(name, "en")],
        programmes=[],
        name=contact,
        email=f"contact{n}@example.org",
        language="en",
        type=make_term("stakeholder_type", "ST_CSO"),
        why="We repair things.",
    )
    return applications.confirm(application) if is_confirmed else application


def make_request(organisation, *, user=None, name="Jo Joiner", is_confirmed=True):
    """Somebody asks to join: with an account, or without where no user is named."""
    n = next(_number)
    given = {} if user else {"name": name, "email": f"joiner{n}@example.org"}
    row = joining.ask(
        key=f"key-{n}",
        organisation=organisation,
        message="We met in May.",
        language="en",
        user=user,
        **given,
    )
    return joining.confirm(row) if is_confirmed else row


def make_proposal(organisation, *, by, kind="resource", **given) -> Proposal:
    """Waiting for the secretariat."""
    given = {
        "title": "Repair cafés, step by step",
        "language": "en",
        "what": "How to open a place where people mend things.",
        "url": "https://example.org/repair",
        "why": "Others ask us how.",
    } | given
    return propose(by=by, organisation=organisation, kind=kind, **given)


def make_feedback(**given) -> Feedback:
    given = {
        "key": f"key-{next(_number)}",
        "page": "/en/board/",
        "language": "en",
        "kind": "wrong",
        "words": "The second seat is empty.",
        "email": "reader@example.org",
    } | given
    return send(**given)


def join(user, organisation, role=Membership.Role.EDITOR) -> Membership:
    user.__dict__.pop("roles", None)
    return Membership.objects.create(user=user, organisation=organisation, role=role)


def appoint(user, role, **given) -> Appointment:
    user.__dict__.pop("roles", None)
    given = {"from_on": date(2021, 1, 1)} | given
    return Appointment.objects.create(user=user, role=role, **given)


def make_secretariat(**given) -> User:
    user = make_user(**given)
    appoint(user, Appointment.Role.SECRETARIAT)
    return user


def make_administrator(**given) -> User:
    user = make_user(**given)
    appoint(user, Appointment.Role.ADMINISTRATOR)
    return user


def make_draft(*, author=None, organisation=None, programme=None, **content):
    """A draft that could be submitted at once."""
    author = author or make_user()
    organisation = organisation or make_organisation(editor=author)
    lists = {"sectors": [make_term("sector", "SEC_FOOD", label="Food")]}
    lists |= {name: content.pop(name) for name in LISTS if name in content}
    has_place = lists.get("countries") or lists.get("regions")
    scope = "REGIONAL" if has_place else "GLOBAL"
    content = {
        "title": f"Activity {next(_number)}",
        "summary": "What we did, and why.",
        "type": make_type(),
        "started_on": date(2020, 3, 1),
        "scope": make_term("scope", scope, label=scope.title()),
    } | content
    activity = Activity.begin(
        by=author, organisation=organisation, programme=programme, **content
    )
    version = activity.draft()
    for name, items in lists.items():
        getattr(version, name).set(items)
    return activity


def make_initiative_draft(*, author=None, organisation=None, programme=None, **content):
    """The draft of an initiative that could be submitted at once."""
    author = author or make_user()
    organisation = organisation or make_organisation(editor=author)
    names = ("owners", "countries", "regions", "sectors")
    lists = {name: content.pop(name) for name in names if name in content}
    content = {
        "title": f"Initiative {next(_number)}",
        "objectives": "What it is to achieve.",
        "type": make_type(),
        "started_on": date(2020, 1, 1),
    } | content
    initiative = Initiative.begin(
        by=author, organisation=organisation, programme=programme, **content
    )
    version = initiative.draft()
    for name, items in lists.items():
        getattr(version, name).set(items)
    return initiative


def make_initiative(
    *, state=State.DRAFT, author=None, reviewer=None, programme=None, **given
):
    """An initiative brought to ``state`` by the verb, by its people."""
    author = author or make_user()
    reviewer = reviewer or make_user()
    programme = programme or make_programme(desk=reviewer)
    initiative = make_initiative_draft(author=author, programme=programme, **given)
    for action in ROUTES[state]:
        by = reviewer if action in (Action.RETURN, Action.APPROVE) else author
        initiative.take(action, by=by, comment="Please say more.")
    return initiative


def make_activity(
    *, state=State.DRAFT, author=None, reviewer=None, programme=None, **given
):
    """An activity brought to ``state`` by the verb, by its people."""
    author = author or make_user()
    reviewer = reviewer or make_user()
    programme = programme or make_programme(desk=reviewer)
    activity = make_draft(author=author, programme=programme, **given)
    for action in ROUTES[state]:
        by = reviewer if action in (Action.RETURN, Action.APPROVE) else author
        activity.take(action, by=by, comment="Please say more.")
    return activity


ROUTES = {
    State.DRAFT: [],
    State.SUBMITTED: [Action.SUBMIT],
    State.RETURNED: [Action.SUBMIT, Action.RETURN],
    State.APPROVED: [Action.SUBMIT, Action.APPROVE],
    State.WITHDRAWN: [Action.SUBMIT, Action.RETURN, Action.WITHDRAW],
}


def revise(activity, *, author, title):
    """Begin a revision of an approved activity, with another title."""
    activity.take(Action.REVISE, by=author)
    draft = activity.draft()
    draft.title = title
    draft.save()
    return draft


def fill(version, *, times=1):
    """Every list and every kind of row of a draft, ``times`` each.

    Takes its words from the reference data, so those must be loaded.
    """
    version.scope = make_term("scope", "REGIONAL")  # which asks for every list
    version.save()
    for name in LISTS:
        field = ActivityVersion._meta.get_field(name)
        words = field.related_model.objects.complex_filter(field.get_limit_choices_to())
        getattr(version, name).set(words.order_by("pk")[:times])
    for n in range(times):
        version.partners.create(name=f"University of Examples {n}", role="host")
        version.quantities.create(
            what="Schools", status="value", value=3255, unit="schools"
        )
        version.quantities.create(what="Meals", status="no_data", reason="Not counted.")
        version.links.create(url=f"https://example.org/{n}", label="How it went")
        sha256 = f"{version.pk}-{n}".ljust(64, "f")
        stored = StoredFile.objects.create(sha256=sha256, size=48_000)
        stored.content.save(sha256, ContentFile(b"a,b\n"))
        version.files.create(stored=stored, name=f"results-{n}.csv")
    partner = Organisation.objects.exclude(pk=version.reported_by_id).first()
    version.partners.create(organisation=partner, role="funding")


def make_questions(programme, *, by=None, opened=True, **kinds) -> QuestionSet:
    """An edition asking one question of each kind named (code=kind), open unless told
    otherwise; of choices those of “a” and “b”."""
    number = programme.question_sets.count() + 1
    edition = QuestionSet.objects.create(programme=programme, number=number)
    for order, (code, kind) in enumerate(kinds.items(), 1):
        given = {"label": f"What of {code}?", "guidance": f"Say {code}."}
        given |= {"unit": "people"} if kind == "number" else {}
        question = edition.questions.create(code=code, kind=kind, order=order, **given)
        for place, choice in enumerate(
            ("a", "b") if kind in ("one", "several") else ()
        ):
            question.choices.create(code=choice, order=place, label=f"Choice {choice}")
    if opened:
        publish(edition, by=by or make_user())
    return edition
