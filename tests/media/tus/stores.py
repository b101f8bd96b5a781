"""Where a test of the upload server has its files; without a mark on a disk and on S3 in turn."""

import pytest

# For what is refused, or answered, before any store is asked.
ON_DISK = pytest.mark.parametrize("own_storage", ["disk"], indirect=True)
ON_S3 = pytest.mark.parametrize(
    "own_storage", [pytest.param("s3", marks=[pytest.mark.s3, pytest.mark.once])], indirect=True
)
