"""The doors for files: ``/berkas/`` checks who is asking, ``/media/`` is for everybody."""

from django.core.files.storage import FileSystemStorage, storages
from django.http import Http404, HttpResponseRedirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cms.media.selectors import may_see_file
from cms.media.services.originals import open_original
from cms.media.stored import answer

PRIVATE_CACHE = "private, max-age=300"
PUBLIC_CACHE = "public, max-age=31536000, immutable"
S3_LINK_S = 60


@require_safe
def private(request, path):
    """A private file, for its owner and the staff of its unit; for anybody else, and for
    originals, it is not there."""
    if not may_see_file(request.user, path):
        raise Http404
    response = answer(request, storage=storages["default"], name=path, cache_control=PRIVATE_CACHE)
    if response is None:
        raise Http404
    return response


@never_cache
@require_safe
def original(request, token):
    """The download behind a signed link, for the person it was made for, for a few minutes.

    On S3 the storage itself sends the bytes, by an address that ends after a minute.
    """
    upload = open_original(actor=request.user, token=token)
    if upload is None:
        raise Http404
    storage, name = upload.file.storage, upload.file.name
    download_as = f"asli-{upload.pk.hex[:8]}.{name.rpartition('.')[2]}"
    if hasattr(storage, "signed_url"):
        address = storage.signed_url(name, expires_s=S3_LINK_S, download_as=download_as)
        response = HttpResponseRedirect(address)
    else:
        response = answer(
            request,
            storage=storage,
            name=name,
            cache_control="private, no-store",
            download_as=download_as,
        )
    if response is None:
        raise Http404
    response.headers["Referrer-Policy"] = "no-referrer"
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
