"""Private files on S3 are addressed through our own permission-checked door, never directly."""

from django.utils.encoding import filepath_to_uri
from storages.backends.s3 import S3Storage


class PrivateS3Storage(S3Storage):
    """S3 storage whose ``url`` is ``/berkas/<name>``: the door that checks who is asking."""

    def url(self, name, parameters=None, expire=None, http_method=None):
        return f"/berkas/{filepath_to_uri(name)}"

    def signed_url(self, name: str, *, expires_s: int = 60) -> str:
        """A short-lived address on the S3 service itself, for large files."""
        return super().url(name, expire=expires_s)
