"""The private storage on S3 as in production, quick to make anew for every test."""

from functools import cache

import boto3

from cms.base.storage import PrivateS3Storage


@cache
def _session(key_id: str, secret: str) -> boto3.Session:
    return boto3.Session(aws_access_key_id=key_id, aws_secret_access_key=secret)


class OneSessionS3Storage(PrivateS3Storage):
    """boto3 reads its description of S3 once a process, not once a storage."""

    def _create_session(self):
        return _session(self.access_key, self.secret_key)
