"""The two doors for files: ``/berkas/`` checks who is asking, ``/media/`` is for everybody."""

from django.core.files.storage import FileSystemStorage, storages
from django.http import Http404
from django.views.decorators.http import require_safe

from cms.media.selectors import private_file
from cms.media.services.access import note_original_seen
from cms.media.stored import answer

PRIVATE_CACHE = "private, max-age=300"
PUBLIC_CACHE = "public, max-age=31536000, immutable"


@require_safe
def private(request, path):
    """A private file, for its owner and the staff of its unit; for anybody else it is not there.

    Originals come as a download and leave a line in the audit chain.
    """
    found = private_file(request.user, path)
    if found is None:
        raise Http404
    download_as, cache = "", PRIVATE_CACHE
    if found.upload:
        note_original_seen(actor=request.user, upload=found.upload)
        download_as = f"asli-{found.upload.pk.hex[:8]}.{path.rpartition('.')[2]}"
        cache = "private, no-store"
    response = answer(
        request,
        storage=storages["default"],
        name=path,
        cache_control=cache,
        download_as=download_as,
    )
    if response is None:
        raise Http404
    return response


@require_safe
def public(request, path):
    """A published derivative on local storage. Its name is random and never used again.

    On S3 (or behind a CDN that reads it) public files have their own address: nothing is here.
    """
    parts = path.split("/")
    if not isinstance(storages["public"], FileSystemStorage):
        raise Http404
    if parts[0] != "m" or any(p in {"", ".", ".."} for p in parts) or "\x00" in path:
        raise Http404
    response = answer(request, storage=storages["public"], name=path, cache_control=PUBLIC_CACHE)
    if response is None:
        raise Http404
    return response
