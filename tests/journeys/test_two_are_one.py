"""Staff merge two organisations and undo it, in English and Arabic; the first half
without JavaScript. Everything is known by addresses and names, never by words.
"""

import pytest
from django.conf import settings
from playwright.sync_api import expect

from programmes.models import Organisation, OrganisationMerge
from tests.factories import make_administrator, make_organisation, make_user
from tests.served import session_of

LIST = "/admin/programmes/organisation/"


@pytest.fixture
def two(transactional_db):
    kept = make_organisation(code="kept", name="Kept Body", admin=make_user())
    gone = make_organisation(code="gone", name="Gone Body", editor=make_user())
    return kept, gone


def opened(browser, live_server, user, **kwargs):
    context = browser.new_context(base_url=live_server.url, **kwargs)
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session_of(user)}
    context.add_cookies([cookie | {"url": live_server.url}])
    return context.new_page()


def press(page, selector):
    with page.expect_navigation():
        page.locator(selector).first.click()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_two_are_merged_and_are_two_again(browser, live_server, two, language):
    kept, gone = two
    staff = make_administrator()
    page = opened(browser, live_server, staff, java_script_enabled=False)

    # Two are ticked in the list, and the next page says what would happen.
    page.goto(f"/{language}{LIST}")
    for row in two:
        page.locator(f'[name=_selected_action][value="{row.pk}"]').check()
    page.locator("select[name=action]").select_option("merge_two")
    press(page, "#changelist-form .actions button")
    expect(page.locator("#content h2").first).to_be_visible()
    assert not OrganisationMerge.objects.exists()

    # The other way round, and back; without a reason it is refused.
    press(page, f'#content a[href*="kept={gone.pk}"]')
    press(page, f'#content a[href*="kept={kept.pk}"]')
    press(page, "button[name=merge]")
    expect(page.locator("[name=reason][aria-invalid=true]")).to_be_visible()
    page.locator("[name=reason]").fill("One body under two names.")
    press(page, "button[name=merge]")
    row = OrganisationMerge.objects.get()
    assert (row.kept, row.gone, row.merged_by) == (kept, gone, staff)

    # What was public at the old address is at the new one, with the old name.
    visitor = opened(browser, live_server, make_user())
    visitor.goto(f"/{language}/organisations/gone/")
    assert visitor.url.endswith(f"/{language}/organisations/kept/")
    expect(visitor.locator("main")).to_contain_text("Gone Body")

    # And back again, with JavaScript.
    page = opened(browser, live_server, staff)
    page.goto(f"/{language}/admin/programmes/organisationmerge/")
    press(page, "#result_list tbody th a")
    press(page, '.object-tools a[href$="/undo/"]')
    press(page, "button[name=undo]")
    row.refresh_from_db()
    assert (row.undone_by, Organisation.objects.count()) == (staff, 2)
    visitor.goto(f"/{language}/organisations/gone/")
    assert visitor.url.endswith(f"/{language}/organisations/gone/")
