"""Messages to officers' phones: which browsers want them, and sending what waits."""

from __future__ import annotations

import hashlib
import logging
import threading
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import override

from cms.accounts.models import User
from cms.base import http
from cms.base.addresses import spoken
from cms.base.errors import Invalid
from cms.base.jobs import enqueue_on_commit
from cms.base.outbox import GiveUp, TryLater, forget_finished, run_due
from cms.base.workflow import lock
from cms.people import web_push
from cms.people.facts import one_line
from cms.people.language import INDONESIAN
from cms.people.models import PushMessage, PushSubscription

log = logging.getLogger(__name__)
SUBSCRIPTIONS_MAX = 10
ENDPOINT_MAX = 1000
TTL = timedelta(days=3)
KEPT = timedelta(days=2)
TIMEOUT_S = 10.0
RETRY_AFTER_MAX_S = 3600.0
# So often in a row a push service may refuse a browser before we believe it.
REFUSALS_MAX = 5
GONE = (404, 410)
LATER = (408, 425, 429)


def digest(endpoint: str) -> str:
    """How a browser's address is found and compared."""
    return hashlib.sha256(endpoint.encode()).hexdigest()


@transaction.atomic
def subscribe(
    *,
    actor,
    endpoint: str,
    p256dh: str,
    auth: str,
    device: str = "",
    language: str = INDONESIAN,
    replaces: str = "",
) -> PushSubscription:
    """Have messages for ``actor`` go to the browser at ``endpoint`` too.

    A browser belongs to one person: whoever asks last. With more than 10 browsers the one that
    asked first is dropped. ``language`` is what the app there speaks, ``replaces`` the browser's
    earlier address. Raises Invalid.
    """
    _check_endpoint(endpoint)
    try:
        web_push.check_keys(p256dh=p256dh, auth=auth)
    except web_push.BadKeys:
        raise Invalid(_("Peramban ini mengirim kunci yang tidak dapat dibaca.")) from None
    lock(User.objects.all(), pk=actor.pk)
    if replaces:
        unsubscribe(actor=actor, endpoint=replaces)
    known = PushSubscription.objects.filter(digest=digest(endpoint))
    # What waits there for somebody else is not for this person.
    PushMessage.objects.filter(subscription__in=known.exclude(user=actor)).delete()
    found, _is_new = PushSubscription.objects.update_or_create(
        digest=digest(endpoint),
        defaults={
            "user": actor,
            "endpoint": endpoint,
            "p256dh": p256dh,
            "auth": auth,
            "device": one_line(device)[:60],
            "language": language,
            "refused_count": 0,
        },
    )
    kept = PushSubscription.objects.filter(user=actor).order_by("-id")
    surplus = list(kept.values_list("pk", flat=True)[SUBSCRIPTIONS_MAX:])
    PushSubscription.objects.filter(pk__in=surplus).delete()
    return found


def _check_endpoint(endpoint: str) -> None:
    refused = Invalid(_("Alamat layanan pesan dari peramban ini tidak dapat dipakai."))
    if len(endpoint) > ENDPOINT_MAX or not endpoint.isascii():
        raise refused
    try:
        scheme, host, port = http.check_url(endpoint)
    except http.Forbidden:
        raise refused from None
    if scheme != "https" and (host, port) not in settings.OUTBOUND_ALLOW:
        raise refused


def unsubscribe(*, actor, endpoint: str = "", pk: int | None = None) -> int:
    """End the messages for ``actor`` to one browser, by its address or number; return how many
    ended. Somebody else's is left alone."""
    own = PushSubscription.objects.filter(user=actor)
    own = own.filter(pk=pk) if pk is not None else own.filter(digest=digest(endpoint))
    return own.delete()[1].get(PushSubscription._meta.label, 0)


def queue_push(*, user, words: str | Promise, path: str) -> int:
    """Write a message for each browser of ``user``, sent after commit; return how many.

    Call it in the transaction of what it is about. ``words`` may be read by anybody who sees the
    locked phone: they name no person, no place and no title. Lazy ones are said in the language of
    each browser.
    """
    if not web_push.is_on():
        return 0
    messages = []
    for pk, language in PushSubscription.objects.filter(user=user).values_list("pk", "language"):
        with override(language):
            messages.append(PushMessage(subscription_id=pk, words=str(words)[:120], path=path))
    if messages:
        PushMessage.objects.bulk_create(messages)
        enqueue_on_commit("cms.people.tasks.push_due")
    return len(messages)


def push_due(*, limit: int = 100, threads: int = 1) -> int:
    """Send up to ``limit`` messages a thread that are due; return how many were tried.

    Safe in any number of processes. A push service that does not answer is asked again for two
    hours; one that no longer knows the browser ends its subscription.
    """
    forget_finished(PushMessage, kept=KEPT)
    if threads == 1:
        return run_due(PushMessage, _send, limit=limit)
    counts: list[int] = []
    workers = [
        threading.Thread(target=_run_apart, args=(limit, counts), daemon=True)
        for _number in range(threads)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return sum(counts)


def _run_apart(limit: int, counts: list[int]) -> None:
    try:
        counts.append(run_due(PushMessage, _send, limit=limit))
    except Exception:
        log.exception("a pushing thread ended")
    finally:
        connection.close()


def _send(message: PushMessage) -> None:
    """One request to a push service, never repeated in here."""
    left = message.created_at + TTL - timezone.now()
    if left <= timedelta(0):
        raise GiveUp("older than its time to live")
    browser = message.subscription
    with override(browser.language):
        content = {
            "title": message.words,
            "body": _("Buka Sambang untuk membacanya."),
            "lang": browser.language,
            "path": spoken(message.path),
            "tag": web_push.topic(message.path),
        }
    parts = urlsplit(browser.endpoint)
    try:
        answer = http.send(
            "POST",
            browser.endpoint,
            headers={
                "Authorization": web_push.authorization(
                    audience=f"{parts.scheme}://{parts.netloc}"
                ),
                "Content-Encoding": "aes128gcm",
                "Content-Type": "application/octet-stream",
                "TTL": str(int(left.total_seconds())),
                "Topic": web_push.topic(message.path),
                "Urgency": "normal",
            },
            content=web_push.seal(content, p256dh=browser.p256dh, auth=browser.auth),
            max_bytes=1024,
            timeout_s=TIMEOUT_S,
        )
    except http.Forbidden as error:
        browser.delete()
        raise GiveUp(str(error)) from None
    except http.OutboundError as error:
        raise TryLater(str(error)) from None
    _judge(browser, answer)


def _judge(browser: PushSubscription, answer: http.Answer) -> None:
    if 200 <= answer.status < 300:
        PushSubscription.objects.filter(pk=browser.pk).update(
            reached_at=timezone.now(), refused_count=0
        )
        return
    said = f"the push service answered {answer.status}"
    if answer.status in GONE:
        browser.delete()
        raise GiveUp(said)
    if answer.status >= 500 or answer.status in LATER:
        raise TryLater(said, retry_after_s=answer.retry_after_s(at_most_s=RETRY_AFTER_MAX_S))
    # Too large, a key that is not ours any more, a redirect: repeating changes nothing. The
    # browser is told our key anew whenever the app is opened.
    PushSubscription.objects.filter(pk=browser.pk).update(refused_count=F("refused_count") + 1)
    PushSubscription.objects.filter(pk=browser.pk, refused_count__gte=REFUSALS_MAX).delete()
    raise GiveUp(said)
