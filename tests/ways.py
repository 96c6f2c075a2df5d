"""Ways to the pages a browser cannot simply be sent to.

Each takes a browser's page, the scene and the language, and leaves the browser where
there is something to look at.
"""

from io import BytesIO
from unittest.mock import patch

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailConfirmationHMAC
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import reverse
from django.utils import translation
from openpyxl import load_workbook

from tests.factories import PASSWORD

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MAIN_BUTTON = "main form .button-main"
SAVE = "main form .buttons-bar button:not([name])"


def at(path, page, scene, language):
    """``path`` follows the language, or is made of the scene."""
    path = path(scene) if callable(path) else path
    page.goto(f"/{language}/{path.removeprefix('/en/').removeprefix('/')}")


def is_one_step(look):
    """Whether the first page opened is the one to look at."""
    return getattr(look.open, "func", None) is at


def named(name, *args):
    """The address of a page, for ``at``."""
    return lambda scene: reverse(name, args=[a(scene) for a in args])


def press(page, selector=MAIN_BUTTON):
    with page.expect_navigation():
        page.locator(selector).first.click()


def after_pressing(path, page, scene, language):
    at(path, page, scene, language)
    press(page)


def previewed(path, page, scene, language):
    """A file of organisations with one to change and a cell that is wrong."""
    at(path, page, scene, language)
    rows = b"code,name,type\nours,Ours,NOWHERE\ntheirs,Theirs anew,\n"
    file = {"name": "a.csv", "mimeType": "text/csv", "buffer": rows}
    page.locator("input[type=file]").set_input_files(file)
    press(page, "form[enctype] input.default")


def brought(page, scene, language):
    """A workbook of translations: a new text, one whose English has changed since it
    was taken away, and one that is too long.
    """
    board = f"/{language}/admin/translations/"
    asked = "?kind=knowledge_hubs.glossaryterm&language=ar"
    taken = page.request.get(f"{board}workbook/{asked}").body()
    book = load_workbook(BytesIO(taken))
    sheet = book.active
    new = sheet.max_column - 1
    for row, text in ((2, "كلمة جديدة"), (3, "كلمة أخرى"), (4, "ك" * 200)):
        sheet.cell(row, new).value = text
    key = sheet.cell(3, new + 1)
    key.value = key.value.replace(key.value.split(":")[4], "0" * 16)
    sent = BytesIO()
    book.save(sent)
    page.goto(f"{board}import/")
    file = {"name": "a.xlsx", "mimeType": XLSX, "buffer": sent.getvalue()}
    page.locator("input[type=file]").set_input_files(file)
    press(page, "#translation_file button")


def too_late(path, page, scene, language, selector=MAIN_BUTTON):
    """A form whose token is no longer good."""
    at(path, page, scene, language)
    page.context.clear_cookies(name=settings.CSRF_COOKIE_NAME)
    page.evaluate("for (const form of document.forms) form.noValidate = true")
    press(page, selector)


TYPED = {
    "title": "مطابخ مدرسية بلا هدر",
    "summary": "We asked every school.\n\nhttps://example.org/a/long/address/"
    + "a" * 60,
    "once": "1",
}


def sent(path, page, scene, language, begin="account/login/", token=None):
    """What was typed, sent to an address that does not take it from this person;
    with ``token`` in place of the good one.
    """
    at(begin, page, scene, language)
    to = path(scene) if callable(path) else f"/en/{path}"
    with page.expect_navigation():
        page.evaluate(
            """([to, fields, token]) => {
              const form = document.querySelector("main form");
              const good = form.elements.csrfmiddlewaretoken.value;
              const all = { ...fields, csrfmiddlewaretoken: token || good };
              form.replaceChildren(...Object.entries(all).map(([name, value]) => {
                const field = document.createElement("textarea");
                return Object.assign(field, { name, value });
              }));
              form.action = to;
              form.submit();
            }""",
            [to.replace("/en/", f"/{language}/", 1), TYPED, token],
        )


def overtaken(page, scene, language):
    """Somebody else has saved meanwhile."""
    at(edit("draft"), page, scene, language)
    for name in ("counter", "base"):
        script = f"document.querySelector('[name={name}]').value = '77'"
        page.evaluate(script)
    page.fill("#id_title", "A title no other page here has saved")
    press(page, SAVE)


def unexplained(path, page, scene, language):
    """A decision that needs a comment, sent without one."""
    at(path, page, scene, language)
    press(page, '.decision button[formaction$="/return/"]')


def shut(page, scene, language):
    """Somebody else has submitted meanwhile."""
    at(edit("draft"), page, scene, language)
    page.wait_for_load_state("networkidle")  # read anew where a look before left it
    elsewhere = edit("submitted")(scene).replace("/en/", f"/{language}/", 1)
    page.locator("main form").evaluate("(form, to) => { form.action = to }", elsewhere)
    page.fill("#id_title", "Another title")
    press(page, SAVE)


def wrong_password(page, scene, language):
    at("account/login/", page, scene, language)
    page.fill("[name=login]", "nobody@example.org")
    page.fill("[name=password]", "not the password")
    press(page)


def second_step(page, scene, language):
    at("account/login/", page, scene, language)
    page.fill("[name=login]", scene.people["guarded"].email)
    page.fill("[name=password]", PASSWORD)
    press(page)


def new_password(page, scene, language):
    user = scene.people["newcomer"]
    key = f"{user_pk_to_url_str(user)}-{default_token_generator.make_token(user)}"
    at(f"account/password/reset/key/{key}/", page, scene, language)


def confirm_address(page, scene, language):
    address = scene.people["guarded"].emailaddress_set.get(verified=False)
    key = EmailConfirmationHMAC(address).key
    at(f"account/confirm-email/{key}/", page, scene, language)


def too_much(page, scene, language):
    """More fields than any form of ours has."""
    at("account/login/", page, scene, language)
    with page.expect_navigation():
        page.evaluate(
            """() => {
              const form = document.createElement("form");
              form.method = "post";
              for (let n = 0; n <= 4000; n++) {
                const input = document.createElement("input");
                input.name = "field" + n;
                form.append(input);
              }
              document.body.append(form);
              form.submit();
            }"""
        )


def broken(page, scene, language):
    with patch("knowledge_hubs.views.home.on_home", side_effect=RuntimeError):
        at("", page, scene, language)


def answered(answer, page, scene, language):
    """An answer no address gives on purpose, shown as if it came from the portal."""
    with translation.override(language):
        status, html = answer(language)

    def fulfil(route):
        route.fulfill(status=status, content_type="text/html; charset=utf-8", body=html)

    page.route("**/answered/", fulfil)
    at("answered/", page, scene, language)
    page.unroute("**/answered/")


def asked(view, language):
    request = RequestFactory().get(f"/{language}/answered/")
    request.user = AnonymousUser()
    response = view(request)
    return response.status_code, response.content.decode()


def from_template(name, status, language):
    return status, render_to_string(name, request=RequestFactory().get(f"/{language}/"))


def edit(state, query=""):
    return lambda scene: (
        reverse("reporting:activity_edit", args=[scene.activities[state].code]) + query
    )
