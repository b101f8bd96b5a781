"""Under which name each file is stored."""

import uuid

from django.core.files.storage import storages

PUBLIC_FOLDER = "m"


def public_storage():
    return storages["public"]


def random_name(filename: str) -> str:
    """A random name that keeps only a harmless extension: file names carry people's names."""
    extension = filename.rpartition(".")[2].lower()
    extension = extension if extension.isalnum() and len(extension) <= 5 else "bin"
    return f"{uuid.uuid4().hex}.{extension}"


# The folder of a private file names what it belongs to, so that the door that serves it needs one
# look-up by a unique key and no index on file names. An original may belong to several uploads:
# its own name is the key.


def original_folder_name(key, filename):
    return f"originals/{key.hex}/{random_name(filename)}"


def original_name(instance, filename):
    return original_folder_name(uuid.uuid4(), filename)


def photo_master_name(instance, filename):
    return f"masters/photo/{instance.public_id.hex}/{random_name(filename)}"


def video_master_name(instance, filename):
    return f"masters/video/{instance.public_id.hex}/{random_name(filename)}"


def derivative_name(instance, filename):
    kind, owner = ("photo", instance.photo) if instance.photo_id else ("video", instance.video)
    return f"derivatives/{kind}/{owner.public_id.hex}/{random_name(filename)}"


def public_name(instance, filename):
    name = random_name(filename)
    return f"{PUBLIC_FOLDER}/{name[:2]}/{name}"
