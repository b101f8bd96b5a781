"""Both kinds of file on S3: private ones go through our own checking door, public ones do not."""

from botocore.config import Config
from django.core.files.storage import storages
from django.utils.encoding import filepath_to_uri
from storages.backends.s3 import S3Storage


def storage_named(alias: str):
    """The storage configured as ``alias``."""
    return storages[alias]


class PublicS3Storage(S3Storage):
    """S3 storage for any S3 service, known by its alias wherever it is written down."""

    alias = "public"

    def get_default_settings(self):
        return super().get_default_settings() | {
            "client_config": Config(
                s3={"addressing_style": "path"},
                signature_version="s3v4",
                # Other services than Amazon's refuse the checksums that boto3 adds by itself.
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
            )
        }

    def deconstruct(self):
        # Wagtail writes this into the task queue: our keys must not be part of it.
        return "cms.base.storage.storage_named", (self.alias,), {}


class PrivateS3Storage(PublicS3Storage):
    """S3 storage whose ``url`` is ``/berkas/<name>``: the door that checks who is asking."""

    alias = "default"

    def url(self, name, parameters=None, expire=None, http_method=None):
        return f"/berkas/{filepath_to_uri(name)}"

    def signed_url(self, name: str, *, expires_s: int, download_as: str) -> str:
        """A short-lived address on the S3 service itself, which sends the file as a download.

        ``download_as`` is a plain file name.
        """
        parameters = {"ResponseContentDisposition": f'attachment; filename="{download_as}"'}
        return super().url(name, parameters=parameters, expire=expires_s)
