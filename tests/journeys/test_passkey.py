"""Signing in once, then with the phone's own lock: Chromium with a virtual authenticator."""

import pytest
from playwright.sync_api import expect

from cms.accounts.models import Passkey
from tests.factories.people import PASSWORD, OfficerFactory

PHONE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.mark.once
@pytest.mark.browser
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_an_officer_signs_in_with_the_phones_own_lock(browser, live_server, settings):
    settings.BASE_URL = live_server.url
    officer = OfficerFactory(signed_up=True)
    context = browser.new_context(
        base_url=live_server.url, viewport={"width": 360, "height": 740}, locale="id"
    )
    context.set_default_timeout(30_000)
    page = context.new_page()
    device = context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": PHONE})

    # Once with the password, then a key on this phone.
    page.goto("/masuk/")
    page.fill("[name=username]", officer.nrp)
    page.fill("[name=password]", PASSWORD)
    page.click("main form button[type=submit]")
    page.wait_for_selector(".app-new")
    page.goto("/keamanan/")
    page.get_by_role("button", name="Tambah perangkat ini").click()
    expect(page.locator(".way strong")).to_have_count(1, timeout=30_000)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360

    # From now on without a password.
    with page.expect_navigation():
        page.locator("header form button").click()
    page.goto("/masuk/?next=/lapor/")
    page.get_by_role("button", name="Sidik jari, wajah, atau PIN ponsel").click()
    page.wait_for_selector(".app-new")
    assert Passkey.objects.get().last_used_at

    # Revoked, it opens nothing any more.
    page.goto("/keamanan/")
    page.get_by_role("button", name="Cabut").click()
    expect(page.get_by_text("Belum ada kunci sandi.")).to_be_visible(timeout=30_000)
    with page.expect_navigation():
        page.locator("header form button").click()
    page.goto("/masuk/")
    page.get_by_role("button", name="Sidik jari, wajah, atau PIN ponsel").click()
    expect(page.locator("[data-passkey-said]")).not_to_be_empty(timeout=30_000)
    assert page.url.endswith("/masuk/")
    context.close()
