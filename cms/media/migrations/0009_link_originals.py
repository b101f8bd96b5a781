from pathlib import PurePosixPath

from django.db import migrations

BY_TYPE = {
    "image/jpeg": "JPEG",
    "image/png": "PNG",
    "image/webp": "WebP",
    "image/heic": "HEIC",
    "image/avif": "AVIF",
    "video/mp4": "MP4",
    "video/quicktime": "MOV",
    "video/3gpp": "3GP",
    "video/webm": "WebM",
}


def link(apps, schema_editor):
    """Each content becomes one original; the files of its twins go with the next sweep."""
    Upload = apps.get_model("cms_media", "Upload")
    Original = apps.get_model("cms_media", "Original")
    DoomedFile = apps.get_model("cms_media", "DoomedFile")
    for upload in Upload.objects.filter(original=None).exclude(file="").iterator():
        name = str(PurePosixPath(upload.file.name))
        original, _new = Original.objects.get_or_create(
            sha256=upload.sha256,
            defaults={
                "byte_count": upload.byte_count,
                "format_name": BY_TYPE.get(upload.content_type, "JPEG"),
                "name": name,
            },
        )
        if original.name != name:
            DoomedFile.objects.create(storage="default", name=name)
        Upload.objects.filter(pk=upload.pk).update(original=original, file=original.name)


class Migration(migrations.Migration):
    dependencies = [("cms_media", "0008_originals_by_content")]
    operations = [migrations.RunPython(link, migrations.RunPython.noop)]
