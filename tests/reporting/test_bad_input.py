"""Whatever is sent, the answer is a page in words, and nothing typed is lost."""

import re
from html import unescape
from urllib.parse import quote_from_bytes, urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.text import normalize_newlines
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from oneplanet.text.fields import UNREADABLE, readable, undirected
from reporting.drafts import save_draft
from reporting.forms import ROW_FORMS, ActivityForm
from reporting.models import Activity
from reporting.posted import data_of
from reporting.workflow import Action, State
from tests.factories import (
    join,
    make_activity,
    make_organisation,
    make_programme,
    make_user,
)
from tests.reporting.writing import edit_url, make_writer, row, sent, typed

pytestmark = pytest.mark.django_db
LANGUAGES = pytest.mark.parametrize("language", ["en", "ar"])
URLENCODED = "application/x-www-form-urlencoded"
RTL, NUL, EMOJI = "\u202eabc\u202c\u200f", "a\x00b", "👩‍👩‍👧 🇰🇪 e\u0301"


@pytest.fixture
def writer(client):
    user, activity = make_writer()
    client.force_login(user)
    return user, activity


def address(name, *args, language="en"):
    with translation.override(language):
        return reverse(name, args=args)


def page_of(answer, status, language="en") -> str:
    """The text of a whole page of ours, in its language, with that status."""
    text = answer.content.decode()
    assert answer.status_code == status
    assert f'<html lang="{language}"' in text
    assert "</h1>" in text
    return unescape(text)


def shown(activity, name) -> str:
    return data_of(Activity.objects.get(pk=activity.pk).draft()).get(name, "")


# --- One bad answer at a time -------------------------------------------------------


BAD = {
    "no such day": ("started_on", "31/02/2021"),
    "no day": ("started_on", "yesterday"),
    "day before the start": ("ended_on", "1999-01-01"),
    "long day": ("ended_on", "9" * 70),
    "NUL in a day": ("started_on", "2021-\x0001-01"),
    "long title": ("title", "t" * 201),
    "NUL": ("title", NUL),
    "half a character": ("results", UNREADABLE),
    "unknown type": ("type", "NO_SUCH"),
    "NUL in a code": ("scope", NUL),
    "unknown language": ("language", "tlh"),
    "unknown programme": ("programme", "../etc"),
    "unknown sector": ("sectors", "SEC_NONE"),
    "somebody's sector": ("tags", "SEC_FOOD"),
    "country that is none": ("countries", "' OR 1=1 --"),
}


@LANGUAGES
@pytest.mark.parametrize("what", BAD)
def test_a_bad_answer_is_marked_and_the_rest_is_saved(client, writer, what, language):
    _user, activity = writer
    name, text = BAD[what]
    data = typed(activity, summary="Kept.", **{name: text})
    answer = client.post(edit_url(activity, language), sent(data), follow=True)
    page = page_of(answer, 200, language)
    assert answer.context["form"].errors[name]
    assert f"#{answer.context['problems'][0]['id']}" in page
    assert shown(activity, name) == readable(text)
    if name != "summary":
        assert shown(activity, "summary") == "Kept."


@LANGUAGES
@pytest.mark.parametrize("name", ["title", "summary", "sectors", "started_on"])
def test_five_megabytes_pasted_into_a_field_come_back(client, writer, name, language):
    _user, activity = writer
    text = "ارتباط " * 450_000
    assert len(text.encode()) > 5_000_000
    data = typed(activity, **{name: text})
    answer = client.post(edit_url(activity, language), sent(data), follow=True)
    page_of(answer, 200, language)
    assert answer.context["form"].errors[name]
    assert shown(activity, name) == text
    assert shown(activity, "results") == "Less waste."


@pytest.mark.parametrize("text", ["9" * 5000, "٣", "-1", "1e3", "", "NaN", "\x00"])
def test_a_counter_that_is_none_overwrites_nothing(client, writer, text):
    user, activity = writer
    save_draft(activity, by=user, data=typed(title="Stored"), counter=0)
    data = typed(counter=text, title="Typed")
    page = page_of(client.post(edit_url(activity), sent(data)), 409)
    assert 'name="title" value="Typed"' in page
    assert shown(activity, "title") == "Stored"


@pytest.mark.parametrize("query", ["check=%00&more=%ff", "more=x" * 500, "check=1"])
def test_a_strange_query_shows_the_form(client, writer, query):
    page_of(client.get(f"{edit_url(writer[1])}?{query}"), 200)


@pytest.mark.parametrize("code", ["%00", "OP-%FF", "a" * 3000, "..%2f", "OP-0000000"])
def test_an_address_that_names_no_activity_is_not_found(client, writer, code):
    for path in (f"/en/my/activities/{code}/edit/", f"/en/activities/{code}/"):
        page_of(client.get(path), 404)


# --- Anything at all ----------------------------------------------------------------


CHARACTERS = st.one_of(
    st.characters(),  # all of Unicode, half characters too
    st.sampled_from("\x00\r\n\t\u202e\u200f\ufeff\ufffd<&'\"%;,.-0123456789٣５"),
)
TEXTS = st.text(CHARACTERS, max_size=60) | st.sampled_from(
    [RTL, NUL, EMOJI, "x" * 6000, "١/٢/٢٠٢١", "1,5", "https://example.org", "no_data"]
)
CELLS = {
    f"{kind}-0-{cell}": form.base_fields[cell]
    for kind, form in ROW_FORMS.items()
    for cell in form.base_fields
}
FIELDS = {**ActivityForm.base_fields, **CELLS}
FREE = {name for name in FIELDS if type(FIELDS[name]).__name__ == "PortalCharField"}
MANY = settings(
    max_examples=25,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def body(fields) -> str:
    """As a browser would send it, half characters as the bytes they would be."""
    return "&".join(
        f"{name}={quote_from_bytes(text.encode(errors='surrogatepass'))}"
        for name, text in fields.items()
    )


def as_read(text) -> str:
    """What of a text can reach us. White space, kinds of line break and unseen signs
    that turn the direction do not count."""
    text = text.encode(errors="surrogatepass").decode(errors="replace")
    return " ".join(undirected(readable(normalize_newlines(text))).split())


def assert_kept(activity, fields):
    """Each free text reads as it was typed; a row of blanks alone may be gone."""
    data = data_of(activity.draft())
    for name in FREE & fields.keys():
        assert as_read(data.get(name, "")) == as_read(fields[name]), name


def _one_of_each():
    given = row("partners", 0, name="Somebody", role="host")
    given |= row("quantities", 0, what="Meals", status="value", value="1", unit="kg")
    return given | row("links", 0, url="https://example.org", label="a")


@LANGUAGES
def test_any_text_in_any_field_is_answered_and_kept(client, writer, language):
    user, activity = writer
    url = edit_url(activity, language)

    @MANY
    @given(fields=st.fixed_dictionaries({}, optional=dict.fromkeys(FIELDS, TEXTS)))
    def check(fields):
        fields = _one_of_each() | fields
        fields["counter"] = str(activity.draft().edit_count)
        answer = client.post(url, body(fields), content_type=URLENCODED)
        assert answer.status_code == 302
        assert_kept(activity, fields)

    check()
    page_of(client.get(url), 200, language)


@pytest.mark.parametrize("text", [RTL, NUL, EMOJI, UNREADABLE, "\ud83d", "%00", "=1+1"])
def test_one_wild_text_in_all_fields_is_answered_and_shown_again(client, writer, text):
    _user, activity = writer
    fields = dict.fromkeys(FIELDS, text) | {"counter": "0"}
    client.post(edit_url(activity), body(fields), content_type=URLENCODED)
    assert_kept(activity, fields)
    page = page_of(client.get(edit_url(activity)), 200)
    assert undirected(page).count(as_read(text)) >= len(FREE)
    assert "\x00" not in page


def test_any_text_in_the_questions_before(client, writer):
    names = ("title", "programme", "organisation", "once")

    @MANY
    @given(fields=st.fixed_dictionaries(dict.fromkeys(names, TEXTS)))
    def check(fields):
        url = address("reporting:activity_new")
        answer = client.post(url, body(fields), content_type=URLENCODED)
        page_of(answer, 422)
        assert answer.context["form"].errors
        if as_read(fields["title"]) and "\n" not in as_read(fields["title"]):
            seen = answer.context["form"]["title"].value()
            assert as_read(seen) == as_read(fields["title"])
            assert NUL[1] not in seen

    check()


@LANGUAGES
def test_any_comment_is_taken_or_shown_again(client, language):
    reviewer = make_user()
    activity = make_activity(state=State.SUBMITTED, reviewer=reviewer)
    url = address(
        "reporting:activity_step", activity.code, "approve", language=language
    )
    client.force_login(reviewer)
    for text in ("ع" * 5001, "x" * 5_000_000, NUL, UNREADABLE):
        answer = client.post(url, {"comment": text, "once": "k"})
        page = page_of(answer, 422, language)
        assert f">{readable(text)}</textarea>" in page
        assert 'id="id_comment_error"' in page
    assert Activity.objects.get().state == "submitted"
    client.post(url, {"comment": RTL + EMOJI, "once": "k"})
    assert activity.history.last().comment == RTL + EMOJI


def test_any_step_that_is_none_is_refused(client):
    reviewer = make_user()
    activity = make_activity(state=State.SUBMITTED, reviewer=reviewer)
    client.force_login(reviewer)
    for step in ("no-such-step", "delete", "SUBMIT", "x" * 300):
        url = address("reporting:activity_step", activity.code, step)
        answer = client.post(url, {"comment": "Why not"}, follow=True)
        page = page_of(answer, 200)
        assert "Why not" in page
    assert Activity.objects.get().state == "submitted"


def test_any_name_in_the_profile(client, writer):
    url = address("programmes:profile")

    @MANY
    @given(name=TEXTS, language=TEXTS)
    def check(name, language):
        fields = {"name": name, "language": language, "time_zone": language}
        answer = client.post(url, body(fields), content_type=URLENCODED)
        assert answer.status_code in (200, 302)

    check()


# --- Not one's own ------------------------------------------------------------------


@LANGUAGES
def test_nothing_is_begun_for_somebody_else_s_organisation(client, writer, language):
    theirs = make_organisation(code="theirs")
    make_programme(code="P7")
    for organisation in (theirs.code, str(theirs.pk), "", NUL):
        fields = {"organisation": organisation, "programme": "P7", "title": "Ours"}
        url = address("reporting:activity_new", language=language)
        answer = client.post(url, fields)
        page = page_of(answer, 422, language)
        assert answer.context["form"].errors["organisation"]
        assert 'value="Ours"' in page
    assert Activity.objects.count() == 1


def test_a_second_beginning_from_one_page_keeps_the_title(client, writer):
    user, _activity = writer
    fields = {"organisation": user.memberships.get().organisation.code}
    fields |= {"programme": "NET", "once": "k"}
    url = address("reporting:activity_new")
    assert client.post(url, fields | {"title": "First"}).status_code == 302
    answer = client.post(url, fields | {"title": "Second"})
    page = page_of(answer, 422)
    assert 'value="Second"' in page
    again = fields | {"title": "Second", "once": answer.context["once"]}
    assert client.post(url, again).status_code == 302
    titles = {activity.draft().title for activity in Activity.objects.all()}
    assert titles == {"", "First", "Second"}


@pytest.mark.parametrize("name", ["next", "more", "redirect", "url", "return"])
@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "\\\\evil.example", "evil"]
)
def test_nobody_is_led_away(client, writer, name, target):
    _user, activity = writer
    data = sent(typed(activity)) | {name: [target]}
    fields = {"programme": "NET", "title": "T", name: target}
    fields["organisation"] = activity.organisation.code
    answers = [
        client.post(edit_url(activity), data, headers={"referer": target}),
        client.post(f"{edit_url(activity)}?{name}={target}", data),
        client.post(address("reporting:activity_new"), fields),
        client.post(
            address("reporting:activity_step", activity.code, "submit"), {name: target}
        ),
    ]
    for answer in answers:
        assert answer.status_code == 302
        assert "evil" not in answer.url
        assert urlsplit(answer.url).netloc == ""


# --- Forged or outdated posts -------------------------------------------------------


@pytest.fixture
def strict(writer):
    client = Client(enforce_csrf_checks=True)
    client.force_login(writer[0])
    return client


def send_again(client, answer, url, fields):
    """Press the button of the page that came back, with its fresh token."""
    token = re.search(
        r'name="csrfmiddlewaretoken" value="(\w{64})"', answer.content.decode()
    )
    return client.post(url, fields | {"csrfmiddlewaretoken": token[1]})


@LANGUAGES
def test_a_form_without_token_comes_back_with_everything_typed(
    strict, writer, language
):
    _user, activity = writer
    wild = {
        "title": f"{EMOJI} <b>",
        "summary": f"{RTL}\n\nsecond",
        "started_on": "soon",
    }
    data = typed(activity, **wild, **_one_of_each())
    url = edit_url(activity, language)
    answer = strict.post(url, sent(data))
    page = page_of(answer, 403, language)
    assert (shown(activity, "title"), activity.draft().edit_count) == ("", 0)
    for name in wild:
        assert answer.context["form"][name].value() == wild[name]
        assert wild[name].partition("\n")[0] in page
    assert 'name="partners-0-name" value="Somebody"' in page
    again = send_again(strict, answer, url, sent(data))
    assert (again.status_code, shown(activity, "title")) == (302, wild["title"])


def test_a_form_that_comes_back_overwrites_no_newer_save(strict, writer):
    """The page was open for days; the counter it started from goes with it."""
    _user, activity = writer
    other = make_user()
    join(other, activity.organisation)
    data = typed(activity, title="Mine")
    save_draft(activity, by=other, data=typed(title="Hers"), counter=0)
    answer = strict.post(edit_url(activity), sent(data))
    assert answer.context["counter"] == "0"
    fields = sent(data) | {"counter": [answer.context["counter"]]}
    again = send_again(strict, answer, edit_url(activity), fields)
    assert (again.status_code, shown(activity, "title")) == (409, "Hers")


def test_a_form_that_comes_back_too_late_still_shows_what_was_typed(strict, writer):
    user, activity = writer
    save_draft(activity, by=user, data=typed(), counter=0)
    activity.take(Action.SUBMIT, by=user)
    data = typed(title="Typed for hours", counter="1")
    page = page_of(strict.post(edit_url(activity), sent(data)), 409)
    assert "Typed for hours" in page


def test_files_of_a_form_that_comes_back_have_to_be_chosen_again(strict, writer):
    _user, activity = writer
    files = [SimpleUploadedFile("a.csv", b"a")]
    answer = strict.post(edit_url(activity), sent(typed(activity)) | {"files": files})
    assert "The files have to be chosen again." in page_of(answer, 403)
    assert activity.draft().files.count() == 0


@LANGUAGES
def test_the_first_questions_come_back_without_token(strict, writer, language):
    user, activity = writer
    fields = {"organisation": activity.organisation.code, "programme": "NET"}
    fields |= {"title": f"{EMOJI} {RTL}", "once": "k"}
    url = address("reporting:activity_new", language=language)
    answer = strict.post(url, fields)
    page = page_of(answer, 403, language)
    assert f'value="{fields["title"]}"' in page
    assert Activity.objects.count() == 1
    assert send_again(strict, answer, url, fields).status_code == 302
    assert Activity.objects.count() == 2


@LANGUAGES
def test_a_step_comes_back_with_its_comment_without_token(language):
    reviewer = make_user()
    activity = make_activity(state=State.SUBMITTED, reviewer=reviewer)
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(reviewer)
    url = address("reporting:activity_step", activity.code, "return", language=language)
    answer = strict.post(url, {"comment": f"{RTL} Say\nmore"})
    page = page_of(answer, 403, language)
    assert f"{RTL} Say\nmore</textarea>" in page
    assert f'formaction="{url}"' in page
    assert Activity.objects.get().state == "submitted"
    send_again(strict, answer, url, {"comment": f"{RTL} Say\nmore"})
    assert activity.history.last().comment == f"{RTL} Say\nmore"


@LANGUAGES
def test_any_other_form_comes_back_field_by_field(strict, writer, language):
    user, _activity = writer
    url = address("programmes:profile", language=language)
    typed = {"name": f"{EMOJI} 'quoted' <b>", "language": "fr", "time_zone": "UTC"}
    fields = typed | {"once": "unseen"}
    answer = strict.post(url, fields)
    page = page_of(answer, 403, language)
    assert f'<dd dir="auto">{fields["name"]}</dd>' in page
    assert "<bdi>once</bdi>" not in page
    typed_again = dict(
        re.findall(
            r'type="hidden" name="(name|language|time_zone|once)" value="([^"]*)">',
            page,
        )
    )
    assert typed_again == fields
    assert send_again(strict, answer, url, fields).status_code == 302
    user.refresh_from_db()
    assert user.language == "fr"


def test_a_post_of_nothing_can_be_sent_again_too(strict, writer):
    user, activity = writer
    url = address("reporting:activity_delete", activity.code)
    answer = strict.post(url)
    page_of(answer, 403)
    assert send_again(strict, answer, url, {}).status_code == 302
    assert Activity.objects.count() == 0


def test_passwords_and_codes_do_not_come_back(strict, writer):
    fields = dict.fromkeys(["oldpassword", "password1", "password2", "code"], "S3CRET")
    answer = strict.post(address("account_change_password"), fields)
    assert "S3CRET" not in page_of(answer, 403)


def test_a_visitor_s_forged_post_is_not_echoed(writer):
    visitor = Client(enforce_csrf_checks=True)
    for url in (edit_url(writer[1]), address("programmes:profile")):
        answer = visitor.post(url, {"title": "ECHO", "name": "ECHO"})
        assert "ECHO" not in page_of(answer, 403)


# --- Too much, or not a form at all -------------------------------------------------


@LANGUAGES
@pytest.mark.parametrize("signed_in", [True, False])
def test_more_than_a_form_can_hold_is_answered_in_words(
    client, writer, language, signed_in
):
    if not signed_in:
        client.logout()
    url = edit_url(writer[1], language)
    files = [SimpleUploadedFile(f"{n}.csv", b"a") for n in range(101)]
    answers = [
        client.post(url, {"summary": "x" * (12 * 1024 * 1024 + 1)}),
        client.post(url, body({"s": "x" * 12_600_000}), content_type=URLENCODED),
        client.post(url, {f"f{n}": "x" for n in range(4001)}),
        client.post(url, {"files": files}),
        client.post(url, {"title": "a"}, CONTENT_LENGTH=str(300 * 1024 * 1024)),
    ]
    for answer in answers:
        page_of(answer, 413, language)
    assert shown(writer[1], "title") == ""


@LANGUAGES
def test_what_is_no_form_is_answered_in_words(client, writer, language):
    url = edit_url(writer[1], language)
    for kind, content in {
        "multipart/form-data; boundary=x": b"--x\r\nnonsense",
        "multipart/form-data": b"abc",
        "multipart/form-data; boundary=\xff": b"abc",
        f"{URLENCODED}; charset=utf-7": b"title=+ADw-",
        "application/json": b"{",
        "": b"title=a",
    }.items():
        answer = client.post(url, content, content_type=kind)
        assert answer.status_code in (302, 400, 409), kind
        if answer.status_code != 302:
            page_of(answer, answer.status_code, language)
    assert shown(writer[1], "title") == ""


@pytest.mark.parametrize("length", ["abc", "-5", "9" * 30, "٣"])
def test_a_strange_length_is_no_crash(client, writer, length):
    url = edit_url(writer[1])
    answer = client.post(url, {"title": "a"}, CONTENT_LENGTH=length)
    assert answer.status_code in (302, 400, 409, 413)


@LANGUAGES
def test_an_address_of_a_form_opened_like_a_page_says_so(client, writer, language):
    code = writer[1].code
    url = address("reporting:activity_step", code, "submit", language=language)
    answer = client.get(url)
    page_of(answer, 405, language)
    assert answer.headers["Allow"] == "POST"
    page_of(client.put(edit_url(writer[1], language), b"x"), 405, language)
