"""The outbox with 1,000,000 deliveries: what a claim, a page of the log and tidying cost.

Alone: ``python -m bench.deliveries`` on an empty, migrated database of the environment. 200
receivers, 5,000 items, 10,000 deliveries waiting; then real deliveries to a server on loopback.
"""

from __future__ import annotations

import http.server
import os
import statistics
import threading
import time
import uuid
from datetime import timedelta

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.config.settings")
django.setup()

from django.conf import settings  # noqa: E402 (needs the set-up above)
from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402

from cms.base.cursors import paginate  # noqa: E402
from publishing.models import Delivery, PublishedItem, Subscription  # noqa: E402
from publishing.services import deliver  # noqa: E402
from publishing.services.tidy import tidy_deliveries  # noqa: E402

RECEIVERS, ITEMS, WAITING_ITEMS = 200, 5_000, 50
ROUNDS = 200


class Peer(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(204)
        self.end_headers()

    def log_message(self, *args):
        pass


def fill(url: str) -> None:
    """Receivers, items and deliveries; the newest items' deliveries wait."""
    now = timezone.now()
    receivers = Subscription.objects.bulk_create(
        Subscription(
            channel="webhook",
            name=f"penerima {n}",
            config={"url": url},
            secret="bench",  # noqa: S106
        )
        for n in range(RECEIVERS)
    )
    items = PublishedItem.objects.bulk_create(
        PublishedItem(
            public_id=uuid.uuid4(), kind="story", page_id=n, seq=n + 1, path=f"/bench/{n}/",
            language="id", title=f"Cerita {n}", published_at=now, updated_at=now,
        )
        for n in range(ITEMS)
    )  # fmt: skip
    for number, item in enumerate(items):
        waits = number >= ITEMS - WAITING_ITEMS
        Delivery.objects.bulk_create(
            Delivery(
                subscription=receiver, item=item, event="item.released", seq=item.seq,
                document=b"{}", state="waiting" if waits else "sent", next_attempt_at=now,
                finished_at=None if waits else now - timedelta(days=number % 80),
            )
            for receiver in receivers
        )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def timed(work, rounds: int = ROUNDS) -> tuple[float, float]:
    """(p50, p95) of ``work`` in milliseconds."""
    spent = []
    for _round in range(rounds):
        began = time.perf_counter()
        work()
        spent.append((time.perf_counter() - began) * 1000)
    return statistics.median(spent), statistics.quantiles(spent, n=20)[18]


def log_page(**filters):
    found = Delivery.objects.filter(**filters).select_related("subscription", "item")
    return paginate(found.defer("document"), ordering=("-id",), cursor=None, limit=50)


def run() -> dict[str, tuple[float, float]]:
    """Fill, measure and print; return (p50, p95) in milliseconds by name."""
    if Delivery.objects.exists():
        raise SystemExit("this database is not empty: give SAMBANG_VAR_DIR of its own")
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Peer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.OUTBOUND_ALLOW = (("127.0.0.1", server.server_port),)
    began = time.perf_counter()
    fill(f"http://127.0.0.1:{server.server_port}/")
    print(f"{Delivery.objects.count():,} deliveries written in {time.perf_counter() - began:.0f} s")
    receiver = Subscription.objects.first()

    def claim():
        chosen = deliver._claim_receiver(set())
        deliver._claim(chosen)
        Subscription.objects.filter(pk=chosen.pk).update(leased_until=None)

    figures = {
        "a claim (receiver and delivery)": timed(claim),
        "log, newest 50": timed(log_page),
        "log of one receiver": timed(lambda: log_page(subscription=receiver)),
        "log, failed ones (none)": timed(lambda: log_page(state="failed")),
        "tidying, nothing to do": timed(tidy_deliveries, 20),
    }
    for name, (p50, p95) in figures.items():
        print(f"  {name:32} p50 {p50:7.2f} ms   p95 {p95:7.2f} ms")
    for threads in (1, 4):
        began = time.perf_counter()
        sent = deliver.deliver_due(limit=1000 // threads, threads=threads)
        spent = time.perf_counter() - began
        print(f"  {sent} sent by {threads} thread(s): {sent / spent:.0f} a second")
    server.shutdown()
    return figures


if __name__ == "__main__":
    run()
