"""A form carries a key; the same key twice acts once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.http import QueryDict

from oneplanet import outbox
from oneplanet.idempotency import (
    OncePost,
    OtherBody,
    act_once,
    new_key,
    once,
)
from oneplanet.outbox import OutgoingMail
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def act_as(answer="/en/done/"):
    """Something that leaves one more row behind each time it is done."""

    def act():
        mail = {"to": "a@example.org", "language": "en", "subject": "s", "body": "b"}
        outbox.queue(key=new_key(), **mail)
        return answer

    return act


def times_done() -> int:
    return OutgoingMail.objects.count()


def post(text="title=One&tag=b&tag=a&csrfmiddlewaretoken=x") -> QueryDict:
    return QueryDict(text)


def test_the_same_post_twice_acts_once_and_leads_to_the_same_page():
    user = make_user()
    answers = [
        once(user=user, key="k", data=post(), act=act_as(f"/en/{n}/")) for n in range(2)
    ]
    assert answers == ["/en/0/", "/en/0/"]
    assert times_done() == 1


def test_neither_the_token_nor_the_order_of_fields_makes_another_post():
    user = make_user()
    once(user=user, key="k", data=post(), act=act_as())
    again = post("csrfmiddlewaretoken=y&tag=b&tag=a&title=One")
    once(user=user, key="k", data=again, act=act_as())
    assert times_done() == 1


def test_the_same_key_at_another_address_is_refused_and_in_another_language_is_not():
    user = make_user()
    once(user=user, key="k", data=post(), act=act_as(), where="/en/steps/approve/")
    once(user=user, key="k", data=post(), act=act_as(), where="/fr/steps/approve/")
    with pytest.raises(OtherBody):
        once(user=user, key="k", data=post(), act=act_as(), where="/en/steps/return/")
    assert times_done() == 1


@pytest.mark.parametrize("text", ["title=Two", "title=One&tag=a&tag=b", ""])
def test_the_same_key_with_another_body_is_refused(text):
    user = make_user()
    once(user=user, key="k", data=post(), act=act_as())
    with pytest.raises(OtherBody):
        once(user=user, key="k", data=post(text), act=act_as())
    assert times_done() == 1


def test_another_person_may_have_the_same_key():
    for user in (make_user(), make_user()):
        once(user=user, key="k", data=post(), act=act_as())
    assert times_done() == 2


def test_a_post_without_a_key_acts_each_time():
    user = make_user()
    for _ in range(2):
        once(user=user, key="", data=post(), act=act_as())
    assert (times_done(), OncePost.objects.count()) == (2, 0)


@pytest.mark.parametrize("error", [ValueError("no"), IntegrityError("of its own")])
def test_a_post_that_failed_leaves_nothing_and_may_be_sent_again(error):
    user = make_user()

    def fail():
        act_as()()
        raise error

    with pytest.raises(type(error), match=str(error)):
        once(user=user, key="k", data=post(), act=fail)
    assert (times_done(), OncePost.objects.count()) == (0, 0)
    assert once(user=user, key="k", data=post(), act=act_as("/en/2/")) == "/en/2/"
    assert times_done() == 1


def test_what_a_larger_change_takes_back_may_be_sent_again():
    user = make_user()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        once(user=user, key="k", data=post(), act=act_as())
        raise ZeroDivisionError
    once(user=user, key="k", data=post(), act=act_as())
    assert times_done() == 1


@pytest.mark.parametrize(
    "key", ["\x00", "x" * 10_000, "\ud800", "ключ", "' OR 1=1 --", " "]
)
def test_any_text_may_be_a_key(key):
    user = make_user()
    for _ in range(2):
        once(user=user, key=key, data=post(), act=act_as())
    assert times_done() == 1


def test_keys_that_only_begin_alike_are_different():
    user = make_user()
    for end in "ab":
        once(user=user, key="x" * 100 + end, data=post(), act=act_as())
    assert times_done() == 2


def test_any_body_can_be_compared():
    user = make_user()
    body = QueryDict(mutable=True)
    body.setlist("\ud800", ["\x00", "\udfff"])
    for _ in range(2):
        once(user=user, key="k", data=body, act=act_as())
    assert times_done() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("round_", range(5))
def test_five_identical_posts_at_the_same_moment_act_once(round_):
    user = make_user()
    ready = Barrier(5)

    def press(number):
        try:
            connection.ensure_connection()
            ready.wait()
            return once(user=user, key="k", data=post(), act=act_as(f"/en/{number}/"))
        finally:
            connection.close()

    with ThreadPoolExecutor(5) as pool:
        answers = set(pool.map(press, range(5)))
    assert len(answers) == 1
    assert times_done() == 1
    assert OncePost.objects.get().answer in answers


@pytest.mark.django_db(transaction=True)
def test_of_identical_posts_at_the_same_moment_the_next_acts_if_one_fails():
    user = make_user()
    ready = Barrier(3)

    def press(number):
        def fail_or_act():
            if number == 0:
                raise ValueError("the first fails")
            return act_as()()

        try:
            connection.ensure_connection()
            ready.wait()
            return once(user=user, key="k", data=post(), act=fail_or_act)
        except ValueError:
            return "failed"
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as pool:
        answers = list(pool.map(press, range(3)))
    assert answers[1:] == ["/en/done/", "/en/done/"]
    assert times_done() == 1


# --- What a page posts ------------------------------------------------------------


def posted(rf, user, **data):
    request = rf.post("/en/begin/", data)
    request.user = user
    return request


def test_a_page_acts_once_and_sent_again_changed_is_refused(rf):
    user = make_user()
    for _press in range(2):
        act_once(posted(rf, user, once="k", title="One"), act_as())
    with pytest.raises(OtherBody):
        act_once(posted(rf, user, once="k", title="Two"), act_as())
    assert times_done() == 1


def test_with_files_another_file_is_another_post(rf):
    user, request = make_user(), posted(rf, make_user(), once="k")
    request.user = user
    act_once(request, act_as(), data=post("once=k&file=a"))
    with pytest.raises(OtherBody):
        act_once(request, act_as(), data=post("once=k&file=b"))


def test_no_view_spells_it_out():
    """Person, key and address come from the request, in one place."""
    spelled = [
        path.name
        for app in ("programmes", "reporting", "knowledge_hubs")
        for path in (settings.BASE_DIR / app).rglob("views/*.py")
        if "once(user=" in path.read_text()
    ]
    assert spelled == []
