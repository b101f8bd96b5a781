"""Photos, videos, what arrived, what the public gets, and the rights of the people in them.

Three kinds of file, kept apart:

* the **original**, exactly as it arrived, private for ever (``Upload.file``);
* the **master** (``Photo.file``, ``Video.file``): derived, upright, sRGB, no metadata, redactions
  burnt in; private, what staff see and Wagtail works on;
* the **derivatives**: sizes and formats for readers; private until publishing copies them to the
  public storage under a random name, gone from there when withdrawn.
"""

from cms.media.models.erasure import (
    ERASURE_OPEN,
    Asker,
    ErasureGround,
    ErasureRequest,
    ErasureState,
)
from cms.media.models.faces import (
    FACES_STEP,
    FaceLook,
    FaceProposal,
    FaceState,
    FaceTrack,
    FilmLook,
)
from cms.media.models.film_redaction import FilmRedaction
from cms.media.models.masters import (
    CleanFile,
    PhotoMasterField,
    PhotoMasterFile,
    VideoMasterField,
    VideoMasterFile,
)
from cms.media.models.original import Original
from cms.media.models.photo import Photo, PhotoRendition
from cms.media.models.photo_print import PhotoPrint
from cms.media.models.protection import Consent, ConsentUse, Guardian, ProtectMark, Redaction
from cms.media.models.public import (
    CAPTION_LANGUAGES,
    CAPTIONS_PREFIX,
    CAPTIONS_TYPE,
    PLAYLIST_TYPE,
    POSTER_PRESET,
    STREAM_PRESET,
    Derivative,
    DoomedFile,
    PublicUse,
)
from cms.media.models.resumable import JoinRole, ResumableState, ResumableUpload
from cms.media.models.rights import Licence
from cms.media.models.step import DERIVE_STEP, PipelineStep
from cms.media.models.stored_names import (
    PUBLIC_FOLDER,
    derivative_name,
    original_folder_name,
    original_name,
    photo_master_name,
    public_name,
    public_storage,
    random_name,
    video_master_name,
)
from cms.media.models.upload import Upload, UploadKind, UploadState
from cms.media.models.video import Video

__all__ = [
    "CAPTIONS_PREFIX",
    "CAPTIONS_TYPE",
    "CAPTION_LANGUAGES",
    "DERIVE_STEP",
    "ERASURE_OPEN",
    "FACES_STEP",
    "PLAYLIST_TYPE",
    "POSTER_PRESET",
    "PUBLIC_FOLDER",
    "STREAM_PRESET",
    "Asker",
    "CleanFile",
    "Consent",
    "ConsentUse",
    "Derivative",
    "DoomedFile",
    "ErasureGround",
    "ErasureRequest",
    "ErasureState",
    "FaceLook",
    "FaceProposal",
    "FaceState",
    "FaceTrack",
    "FilmLook",
    "FilmRedaction",
    "Guardian",
    "JoinRole",
    "Licence",
    "Original",
    "Photo",
    "PhotoMasterField",
    "PhotoMasterFile",
    "PhotoPrint",
    "PhotoRendition",
    "PipelineStep",
    "ProtectMark",
    "PublicUse",
    "Redaction",
    "ResumableState",
    "ResumableUpload",
    "Upload",
    "UploadKind",
    "UploadState",
    "Video",
    "VideoMasterField",
    "VideoMasterFile",
    "derivative_name",
    "original_folder_name",
    "original_name",
    "photo_master_name",
    "public_name",
    "public_storage",
    "random_name",
    "video_master_name",
]
