"""A reader in Chromium, counted by the real chain of doors."""

import threading
import wsgiref.simple_server
from socketserver import ThreadingMixIn

import pytest
from django.core.wsgi import get_wsgi_application
from django.utils import timezone

from publishing.models import ItemReads
from publishing.reach import machine
from publishing.reads import reads_of
from tests.factories.publishing import PublishedItemFactory

PHONE = "Mozilla/5.0 (Linux; Android 13; K) Chrome/138.0 Mobile Safari/537.36"


class _Server(ThreadingMixIn, wsgiref.simple_server.WSGIServer):
    daemon_threads = True


class _Quiet(wsgiref.simple_server.WSGIRequestHandler):
    def log_message(self, *args):
        pass


@pytest.mark.once
@pytest.mark.browser
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_reader_who_stays_is_counted_once_and_one_who_leaves_is_not(browser):
    item = PublishedItemFactory(with_photos=False)
    site = machine.wrap(get_wsgi_application())
    server = wsgiref.simple_server.make_server(
        "127.0.0.1", 0, site, server_class=_Server, handler_class=_Quiet
    )
    threading.Thread(target=server.serve_forever, daemon=True).start()
    context = browser.new_context(
        base_url=f"http://127.0.0.1:{server.server_port}", user_agent=PHONE
    )
    page = context.new_page()
    try:
        page.goto(item.path)
        page.goto("/cerita/")  # left at once
        with page.expect_request("**/baca/", timeout=60_000) as beacon:
            page.goto(item.path)
        assert "cookie" not in beacon.value.all_headers()
        page.wait_for_timeout(2_000)
        site.counter.flush()
    finally:
        context.close()
        server.shutdown()
        server.server_close()

    assert reads_of(item.public_id) == 1
    assert ItemReads.objects.get().day == timezone.localdate()
