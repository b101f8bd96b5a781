"""A process that is killed while it publishes leaves no public copy for ever."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.files.storage import storages

from cms.media.models import Derivative, PublicUse
from cms.media.services.derivatives import make_public
from cms.media.services.files import delete_doomed
from cms.media.services.strays import sweep_public_strays
from tests import files
from tests.factories.media import ready_photo
from tests.processes import ROOT, environment

# Publishes a photo and dies by its own hand when three of its files are out, before the commit.
PUBLISHER = """
import os, signal, sys
import django
from django.conf import settings

photo, private, public = sys.argv[1:]
for alias, location in (("default", private), ("public", public)):
    settings.STORAGES[alias]["OPTIONS"]["location"] = location
django.setup()
from django.db.models.signals import post_save
from cms.media.models import Derivative, Photo
from cms.media.services.derivatives import make_public

saved = []

def die(instance, **_kwargs):
    saved.append(instance.public_file.name)
    if len(saved) == 3:
        os.kill(os.getpid(), signal.SIGKILL)

post_save.connect(die, sender=Derivative)
make_public(photo=Photo.objects.get(pk=photo), used_by="story:1")
print("survived", flush=True)
"""


@pytest.mark.django_db(transaction=True)
def test_copies_of_a_killed_publisher_are_found_and_go(own_public_storage, stored):
    ours = ready_photo(data=files.png(200, 150), name="a.png")
    make_public(photo=ours, used_by="story:2")
    named = {row.public_file.name for row in ours.derivatives.all()}
    photo = ready_photo(data=files.png(160, 120), name="b.png")

    killed = subprocess.run(
        [sys.executable, "-c", PUBLISHER, str(photo.pk), storages["default"].location,
         storages["public"].location],
        cwd=ROOT, env=environment(), capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert not PublicUse.objects.filter(photo=photo).exists()
    assert not Derivative.objects.filter(photo=photo).exclude(public_file="").exists()
    left = stored("public") - named
    assert len(left) == 3
    assert sweep_public_strays() == 0, "whoever wrote them may commit any moment"

    for name in stored("public"):
        os.utime(Path(storages["public"].location) / name, (0, 0))
    assert sweep_public_strays() == 3
    delete_doomed()

    assert stored("public") == named
