"""A web process that is killed while a report arrives: sent again, it is one report."""

import datetime
import json
import signal
import subprocess
import sys
import uuid

import pytest
from django.utils import timezone

from cms.base.models import AuditEvent, IdempotencyKey
from stories.models import Report, ReportEvent
from tests.factories.people import OfficerFactory, place
from tests.factories.stories import activity
from tests.factories.tokens import Program, token_of
from tests.processes import ROOT, environment

REPORTS = "/api/v1/reports/"
# Sends what it is told and dies by its own hand: before the commit, or right after it.
PHONE = """
import json, os, signal, sys
import django; django.setup()
from django.db import transaction
from django.db.models.signals import post_save
from django.test import Client
from stories.models import ReportEvent

when, token, key, body = sys.argv[1:]

def die(**_kwargs):
    os.kill(os.getpid(), signal.SIGKILL)

def die_after_commit(**_kwargs):
    transaction.on_commit(die)

post_save.connect(die if when == "before" else die_after_commit, sender=ReportEvent)
headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": key, "Host": "localhost"}
Client(headers=headers).post("/api/v1/reports/", body, content_type="application/json")
print("survived", flush=True)
"""


@pytest.mark.django_db(transaction=True)
@pytest.mark.timeout(240)
@pytest.mark.parametrize("when", ["before", "after"])
def test_a_report_whose_process_was_killed_is_sent_once(when):
    officer = OfficerFactory(signed_up=True, posted=True)
    secret, key = token_of(officer.user)[1], str(uuid.uuid4())
    happened = timezone.now() - datetime.timedelta(hours=2)
    body = {
        "activity": activity().slug,
        "village": place().code,
        "happened_at": happened.isoformat(),
        "title": "Sambang ke pos ronda",
        "text": "Warga RW 05 sepakat menyalakan lagi pos ronda setiap malam Sabtu.",
    }
    raw = json.dumps(body)

    killed = subprocess.run(
        [sys.executable, "-c", PHONE, when, secret, key, raw],
        cwd=ROOT,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )

    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert Report.objects.count() == (when == "after")
    # Nobody waits for a minute here.
    IdempotencyKey.objects.filter(status=None).update(leased_until=timezone.now())
    program = Program(secret)
    headers = {"Idempotency-Key": key}
    answers = [
        program.post(REPORTS, raw, content_type="application/json", headers=headers)
        for _n in range(2)
    ]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].content == answers[1].content
    assert answers[0].headers.get("Idempotency-Replayed", "") == ("true" if when == "after" else "")
    assert Report.objects.count() == 1
    assert ReportEvent.objects.filter(event="submit").count() == 1
    assert AuditEvent.objects.filter(verb="report.submit").count() == 1
