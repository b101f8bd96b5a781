"""Redis, where there is one: the cache that processes share, and the queue beyond one machine."""

import os
import shutil
import subprocess
import sys
import uuid

import pytest
from django.conf import settings

from tests.prepared_database import template_file

URL = os.environ.get("TEST_REDIS_URL", "")
# Their processes are on SQLite, whatever the tests' own database is.
pytestmark = [
    pytest.mark.once,
    pytest.mark.redis,
    pytest.mark.skipif(not URL, reason="no Redis here (set TEST_REDIS_URL)"),
]


def manage(*arguments, tmp_path):
    """Run a command of ours in a process of its own, with Redis for cache and queue."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("SAMBANG_", "DJANGO_"))}
    own = {
        "SAMBANG_VAR_DIR": str(tmp_path),
        "SAMBANG_REDIS_URL": URL,
        "SAMBANG_TASK_QUEUE": "redis",
    }
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=settings.BASE_DIR,
        env=clean | own,
        capture_output=True,
        text=True,
        timeout=180,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout + done.stderr


def shell(code, tmp_path):
    return manage("shell", "-v", "0", "-c", code, tmp_path=tmp_path)


def test_failed_sign_ins_are_counted_across_processes(tmp_path):
    # A name of its own: other runs may have used this Redis within the window.
    pairs = f"throttle.keys('203.0.113.7', 'tamu-{uuid.uuid4()}')"
    count = f"from cms.people import throttle; [throttle.count_failure({pairs}) for _ in range(5)]"
    shell(count, tmp_path)
    shell(count, tmp_path)

    told = shell(
        f"from cms.people import throttle; print('wait', throttle.minutes_to_wait({pairs}))",
        tmp_path,
    )

    assert "wait 15" in told


@pytest.mark.django_db
def test_work_queued_by_one_process_is_done_by_another(tmp_path):
    if template_file().exists():
        shutil.copy(template_file(), tmp_path / "db.sqlite3")
    manage("migrate", "-v", "0", tmp_path=tmp_path)
    queued = shell(
        "from publishing.tasks import deliver_due; print('id', deliver_due.enqueue().id)", tmp_path
    )
    task_id = queued.split("id ")[1].split()[0]

    manage(
        "rqworker", "default", "--burst", "--job-class", "django_tasks_rq.Job", tmp_path=tmp_path
    )

    told = shell(
        "from publishing.tasks import deliver_due;"
        f"print('status', deliver_due.get_result('{task_id}').status)",
        tmp_path,
    )
    assert "SUCCESSFUL" in told
