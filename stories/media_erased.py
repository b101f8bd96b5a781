"""A photo or film was deleted on request: what reports and the library wrote about it goes too."""

from cms.media.models import Photo, Upload, Video
from stories.models import LibraryChange, MediaAsset, ReportAttachment


def forget(thing: Photo | Video) -> None:
    """The officer's caption, and what a deed of the library could bring back."""
    uploads = Upload.that_brought(thing)
    ReportAttachment.objects.filter(upload__in=uploads.values("pk")).update(caption="")
    kind = "photo" if isinstance(thing, Photo) else "video"
    for asset in MediaAsset.objects.filter(**{kind: thing}):
        for change in LibraryChange.objects.filter(before__has_key=str(asset.pk)):
            del change.before[str(asset.pk)]
            change.save(update_fields=["before"])
