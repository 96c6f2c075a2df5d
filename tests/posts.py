"""What may be sent to the pages of tests/pages.py, and what each person gets for it."""

from collections.abc import Callable
from dataclasses import dataclass, field

from reporting.workflow import Action
from tests.pages import (
    BY_NAME,
    EDITABLE,
    always,
    bulk,
    deciders,
    handers,
    hidden,
    leaving,
    new,
    note,
    of_a_member,
    of_staff,
    participation,
    people,
    period,
    record,
    secretariats,
    signed_in,
    staff,
    states,
    unite,
)
from tests.reporting.test_workflow import OPEN
from tests.scene import NEVER_SUBMITTED, OWN, PUBLIC, READERS, STORED


@dataclass(frozen=True)
class Post:
    """One thing that may be sent to the page of this name: refused, asked about or
    carried out. ``status(role, state)`` is what it is answered, and
    ``untokened(role, state)`` without the form's token. ``rest`` takes the place of the
    end of the page's address.
    """

    name: str
    status: Callable
    body: dict = field(default_factory=dict)
    untokened: Callable = lambda role, state: 403
    rest: Callable | None = None

    @property
    def page(self):
        return BY_NAME[self.name]

    def address(self, scene, state):
        address = self.page.address(scene, state)
        if self.rest is None:
            return address
        end = self.rest(scene)
        return address.rstrip("/").rsplit("/", end.count("/") + 1)[0] + f"/{end}/"


def is_seen(role, state):
    """Whether there is such an activity for this person."""
    if state in PUBLIC or role in OWN:
        return True
    return role in READERS and state not in NEVER_SUBMITTED


def refused_step(role, state):
    if role == "visitor":
        return 302
    return 422 if is_seen(role, state) else 404


def asked_step(action):
    """A step that nobody can take back: asked first where it is open."""

    def status(role, state):
        if role == "visitor":
            return 302
        if not is_seen(role, state):
            return 404
        return 200 if may_take(role, state, action) else 302

    return status


def untokened_step(role, state):
    return 403 if role == "visitor" or is_seen(role, state) else 404


def overtaken_edit(role, state):
    if role == "visitor":
        return 302
    return 409 if role in OWN else 404


def untokened_edit(role, state):
    if role == "visitor" or (role in OWN and state in EDITABLE):
        return 403
    return 409 if role in OWN else 404


def overtaken_autosave(role, state):
    return 401 if role == "visitor" else overtaken_edit(role, state)


def signed(role, state):
    if role == "visitor":
        return 401
    return 200 if role in OWN and state in EDITABLE else 404


def without_a_file(role, state):
    return 401 if role == "visitor" else 422 if role in OWN else 404


def nothing_to_answer(role, state):
    """The drafts of the scene have no likely twins."""
    return 302 if role in OWN | {"visitor"} else 404


def refused_period(role, state):
    return 422 if period(role, state) == 200 else period(role, state)


def refused_unite(role, state):
    """Nobody has said with which record."""
    return 422 if unite(role, state) == 200 else unite(role, state)


def untokened_unite(role, state):
    return 403 if role == "visitor" or unite(role, state) == 200 else 404


def refused_note(role, state):
    return 422 if note(role, state) == 200 else note(role, state)


def untokened_note(role, state):
    return 403 if role == "visitor" or note(role, state) == 200 else 404


def refused_bulk(role, state):
    return 422 if deciders(role, state) == 200 else deciders(role, state)


def refused_handing(role, state):
    return 422 if handers(role, state) == 200 else handers(role, state)


def refused_copy(role, state):
    return 422 if record(role, state) == 200 else record(role, state)


def untokened_copy(role, state):
    return 403 if role == "visitor" or role in OWN else 404


def untokened_period(role, state):
    return 403 if role == "visitor" or period(role, state) == 200 else 404


def refused_initiative(role, state):
    """A choice nobody offered, of a draft; where there is none one is sent away."""
    if role in OWN and state in EDITABLE:
        return 422
    return 302 if role in OWN | {"visitor"} else 404


def untokened_initiative(role, state):
    if role == "visitor" or (role in OWN and state in EDITABLE):
        return 403
    return 302 if role in OWN else 404


def carried_out_deletion(role, state):
    return 302 if role in OWN | {"visitor"} else 404


def untokened_deletion(role, state):
    """Asked about once more, if there is a draft to delete."""
    if role == "visitor" or (role in OWN and state == "draft"):
        return 403
    return 302 if role in OWN else 404


def untokened_merge(role, state):
    return 403 if role in OWN | {"visitor"} else 404


def untokened_people(role, state):
    return 403 if people(role, state) in (200, 302) else 404


def refused_new(role, state):
    return 422 if new(role, state) == 200 else new(role, state)


def refused_ways(role, state):
    return 302 if role == "visitor" else 422


def read_message(role, state):
    return 302 if role in ("visitor", "editor") else 404


def on_a_sheet(role, state):
    return 302 if role in OWN | {"visitor"} else 404


def untokened_sheet(role, state):
    return 403 if role in OWN | {"visitor"} else 404


def people_step(role, state):
    return 302 if people(role, state) in (200, 302) else 404


def leave(role, state):
    return {200: 302}.get(leaving(role, state), leaving(role, state))


def refused_answer(role, state):
    return 422 if people(role, state) == 200 else people(role, state)


def untokened_answer(role, state):
    return 403 if role == "visitor" else {200: 403}.get(people(role, state), 404)


def accepted(role, state):
    return 200 if role == "admin" else 302  # who has made it leaves it to others


def member_step(action):
    return lambda scene: f"{action}/{scene.membership.pk}"


def invitation_step(action):
    return lambda scene: f"{action}/{scene.invitation.pk}"


STEPPING = ("reporting:activity_step", "reporting:initiative_step")


def thrown_away(role, state):
    """Who has no such text is led on, as somebody who pressed twice."""
    return 302


POSTS = [
    Post("text_throw_away", thrown_away),
    *(
        Post(name, refused_step, {"comment": "x" * 5001}, untokened=untokened_step)
        for name in STEPPING
    ),
    *(
        Post(
            name,
            asked_step(action),
            untokened=untokened_step,
            rest=lambda scene, action=action: str(action),
        )
        for name in STEPPING
        for action in (Action.DISCARD, Action.WITHDRAW, Action.UNPUBLISH)
    ),
    Post(
        "reporting:activity_edit",
        overtaken_edit,
        {"title": "Mine", "counter": "77"},
        untokened=untokened_edit,
    ),
    Post(
        "reporting:activity_autosave",
        overtaken_autosave,
        {"title": "Mine", "counter": "77"},
    ),
    Post("reporting:activity_presence", signed),
    Post(
        "reporting:activity_merge",
        overtaken_edit,
        {"title": "Mine", "counter": "77"},
        untokened=untokened_merge,
    ),
    Post("reporting:activity_attach", without_a_file),
    Post(
        "reporting:activity_copy",
        refused_copy,
        {"title": ""},
        untokened=untokened_copy,
    ),
    *(
        Post(
            f"reporting:{kind}_note",
            refused_note,
            {"comment": "Mine.", "field": "nothing"},
            untokened=untokened_note,
        )
        for kind in ("activity", "initiative")
    ),
    Post(
        "reporting:activity_twins",
        nothing_to_answer,
        untokened=untokened_initiative,
    ),
    Post(
        "reporting:participation",
        lambda role, state: {200: 422}.get(
            participation(role, state), participation(role, state)
        ),
        {"act": "nonsense", "reason": "Mine."},
        untokened=lambda role, state: {404: 404}.get(participation(role, state), 403),
    ),
    Post(
        "reporting:activity_period",
        refused_period,
        {"note": "Because."},
        untokened=untokened_period,
    ),
    Post(
        "reporting:activity_unite",
        refused_unite,
        {"reason": "Because."},
        untokened=untokened_unite,
    ),
    Post(
        "reporting:activity_twin_reply",
        hidden,
        {"finding": "same", "reason": "Because."},
        untokened=lambda role, state: 403 if role == "visitor" else 404,
    ),
    Post(
        "reporting:activity_separate",
        hidden,
        {"reason": "Because."},
        untokened=lambda role, state: 403 if role == "visitor" else 404,
    ),
    *(
        Post(f"reporting:{name}", refused_period, body, untokened=untokened_period)
        for name, body in (
            ("activity_translations", {"language": "nowhere"}),
            ("activity_translate", {"origin": "nobody"}),
        )
    ),
    # Nothing ticked among what is sent, or nobody named.
    Post("reporting:review_approve", refused_bulk, {"sure": "1"}),
    Post("reporting:review_assign", refused_handing, {"to": "nobody"}),
    Post(
        "reporting:bulk_approval",
        lambda role, state: {200: 302}.get(bulk(role, state), bulk(role, state)),
    ),
    Post(
        "reporting:classification",
        lambda role, state: {200: 422}.get(code := secretariats(role, state), code),
        {"type": "NOTHING"},
        untokened=lambda role, state: (
            403 if role in {"visitor", "secretariat"} else 404
        ),
    ),
    Post(
        "reporting:classification_draw",
        lambda role, state: {200: 422}.get(code := staff(role, state), code),
        {"draw": "1"},
    ),
    Post(
        "reporting:classification_close",
        lambda role, state: {200: 302}.get(code := staff(role, state), code),
    ),
    Post(
        "reporting:classification_disagreements",
        lambda role, state: {200: 422}.get(code := of_staff(role, state), code),
        {"about": "nothing"},
        untokened=lambda role, state: {404: 404}.get(of_staff(role, state), 403),
    ),
    Post(
        "reporting:activity_initiative",
        refused_initiative,
        {"initiative": "IN-NOBODYS"},
        untokened=untokened_initiative,
    ),
    Post(
        "reporting:initiative_edit",
        overtaken_edit,
        {"title": "Mine", "counter": "77"},
        untokened=untokened_edit,
    ),
    Post(
        "reporting:initiative_autosave",
        overtaken_autosave,
        {"title": "Mine", "counter": "77"},
    ),
    Post("reporting:initiative_presence", signed),
    Post(
        "reporting:initiative_merge",
        overtaken_edit,
        {"title": "Mine", "counter": "77"},
        untokened=untokened_merge,
    ),
    Post(
        "reporting:initiative_delete",
        carried_out_deletion,
        untokened=untokened_deletion,
    ),
    Post("reporting:initiative_new", refused_new, {"title": ""}),
    Post(
        "reporting:activity_delete",
        carried_out_deletion,
        untokened=untokened_deletion,
    ),
    Post("reporting:activity_new", refused_new, {"title": ""}),
    Post("reporting:my_sheets", refused_new, {"organisation": "ours"}),
    Post("reporting:sheet_take", refused_new, {"take-what": "all"}),
    Post("reporting:sheet", on_a_sheet, {"row": "1"}, untokened=untokened_sheet),
    Post("reporting:sheet_undo", on_a_sheet),
    Post("programmes:profile", signed_in, {"name": ""}),
    Post("programmes:message_ways", refused_ways, {"decisions": "never"}),
    Post("programmes:inbox_read", read_message),
    Post("programmes:inbox_read_all", lambda role, state: 302),
    Post("programmes:mail_again", lambda role, state: 302),
    # The signature in its address takes the place of the form's token.
    Post("programmes:unsubscribe", always(200), untokened=always(200)),
    Post("knowledge_hubs:alert_stop", always(200), untokened=always(200)),
    Post("knowledge_hubs:alert_new", always(422), {"way": "never", "email": "\0"}),
    Post("knowledge_hubs:alert_confirm", always(302)),
    Post("knowledge_hubs:alert_list", always(302), {"alert": "x", "end": "1"}),
    Post("knowledge_hubs:my_alerts", lambda role, state: 302, {"alert": "9" * 99}),
    # Without the words of a browser that it comes from a page of ours.
    Post("knowledge_hubs:search_opened", always(403)),
    Post("programmes:people", people, {"email": ""}, untokened=untokened_people),
    *(
        Post("programmes:people_step", people_step, rest=member_step(action))
        for action in ("make-admin", "make-editor", "end")
    ),
    *(
        Post("programmes:people_step", people_step, rest=invitation_step(action))
        for action in ("send-again", "withdraw")
    ),
    Post("programmes:organisation_leave", leave),
    Post("programmes:invitation_accept", accepted),
    Post(
        "reporting:activity_contributions",
        refused_copy,
        {"email": "nobody"},
        untokened=untokened_copy,
    ),
    Post(
        "reporting:contribution_review",
        lambda role, state: {200: 409}.get(record(role, state), record(role, state)),
        {"take": "summary", "counter": "77"},
        untokened=untokened_copy,
    ),
    Post("reporting:contribute", always(422), {"send": "1", "counter": "0"}),
    Post("reporting:contribute_autosave", always(200), {"counter": "0"}),
    Post(
        "reporting:agreements",
        refused_answer,
        {"reporter": "Nobody"},
        untokened=untokened_answer,
    ),
    Post("reporting:agreement_end", people_step),
    Post("programmes:joining_ask", always(422), {"email": "nobody", "message": "\0"}),
    Post("programmes:joining_state", always(302), {"withdraw": "1"}),
    Post("programmes:joining_answer", refused_answer, untokened=untokened_answer),
    Post(
        "programmes:organisation_edit",
        refused_answer,
        {"website": "no address"},
        untokened=untokened_answer,
    ),
    Post("programmes:application_new", always(422), {"name": ""}),
    Post("programmes:application_state", always(302), {"withdraw": "1"}),
    Post("knowledge_hubs:feedback", always(422), {"words": "\0"}),
    Post(
        "knowledge_hubs:proposal_new",
        lambda role, state: {200: 422, 302: 302}.get(of_a_member(role, state), 404),
        {"title": "\0"},
        untokened=lambda role, state: {404: 404}.get(of_a_member(role, state), 403),
    ),
    Post(
        "knowledge_hubs:proposal_detail",
        refused_copy,
        {"words": "\0"},
        untokened=untokened_copy,
    ),
]
# These answer a post as they answer a look; no other address takes one.
TAKE_ANY = {"healthz": 200, "readyz": 200, "choose_language": 302}


def may_take(role, state, action) -> bool:
    """From the table of the workflow's own test and the scene's people."""
    held = ["author"] if role in OWN else []
    held += [ROLE_IN_TABLE[role]] if role in ROLE_IN_TABLE else []
    stored, is_public = STORED.get(state, state), state in PUBLIC
    return any(action in OPEN.get((stored, r, is_public), []) for r in held)


ROLE_IN_TABLE = {"desk": "reviewer", "secretariat": "secretariat"}


def posted_cells():
    """(post, state) of the whole matrix, the same for every role."""
    return [(post, state) for post in POSTS for state in states(post.page)]
