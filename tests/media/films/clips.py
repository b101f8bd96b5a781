"""Forty-odd clips as phones, cameras and accidents make them, each a second long, made by ffmpeg.

The scene: red top left, green top right, blue bottom left; at ``FLASH_S`` the middle turns white
and a tone begins, so that a test can see which way is up and hear whether sound and picture agree.
"""

import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from cms.media.films import ffmpeg

FLASH_S = 0.4


@dataclass(frozen=True)
class Clip:
    """``size`` is what the largest made film must have; ``None`` sound means there is none."""

    name: str
    options: tuple[str, ...]
    size: tuple[int, int] = (128, 96)
    scene_size: str = "128x96"
    rate: str = "30"
    seconds: str = "1"
    has_sound: bool = True
    has_colours: bool = True
    sound: str = ""
    after: Callable[[Path], None] | None = None

    @property
    def suffix(self) -> str:
        return self.name.rpartition(".")[2]


def run(*options: str) -> None:
    """Run ffmpeg; a failure fails the test."""
    subprocess.run([ffmpeg(), "-v", "error", "-y", *options], check=True, timeout=60)


def scene(size: str = "128x96", rate: str = "30", seconds: str = "1") -> str:
    """The picture as a lavfi source."""
    return (
        f"color=c=gray:s={size}:r={rate}:d={seconds},"
        "drawbox=0:0:iw/4:ih/4:red:fill,drawbox=iw*3/4:0:iw/4:ih/4:green:fill,"
        "drawbox=0:ih*3/4:iw/4:ih/4:blue:fill,"
        f"drawbox=iw/4:ih/4:iw/2:ih/2:white:fill:enable='gte(t,{FLASH_S}-0.001)'"
    )


def tone(seconds: str = "1", channels: str = "stereo") -> str:
    """The sound as a lavfi source: silent before the flash."""
    return (
        f"sine=660:sample_rate=48000:duration={seconds},"
        f"volume=0:enable='lt(t,{FLASH_S})',volume=12dB,aformat=channel_layouts={channels}"
    )


def make(clip: Clip, directory: Path) -> Path:
    """Write ``clip`` into ``directory``; return where."""
    path = directory / f"clip.{clip.suffix}"
    inputs = ["-f", "lavfi", "-i", scene(clip.scene_size, clip.rate, clip.seconds)]
    if clip.has_sound:
        inputs += ["-f", "lavfi", "-i", clip.sound or tone(clip.seconds)]
    run(*inputs, *clip.options, str(path))
    if clip.after:
        clip.after(path)
    return path


def _again(path: Path, before: tuple[str, ...], *after: str) -> None:
    """Copy ``path`` into itself with other options of the container."""
    other = path.with_name(f"again{path.suffix}")
    run(*before, "-i", str(path), "-c", "copy", *after, str(other))
    other.replace(path)


def _turn(*options: str) -> Callable[[Path], None]:
    return lambda path: _again(path, options)


def _late(stream: str) -> Callable[[Path], None]:
    """The other stream begins where the film does; this one is cut at its beginning instead."""
    kept = {"audio": "atrim=start=0.2", "video": "trim=start=0.2"}[stream]

    def cut(path: Path) -> None:
        other = path.with_name(f"late{path.suffix}")
        letter = stream[0]
        codec = ("-c:a", "aac") if stream == "audio" else ("-c:v", *_FAST)
        rest = "v" if letter == "a" else "a"
        run(
            *("-i", str(path), "-map", "0:v", "-map", "0:a", f"-filter:{letter}", kept, *codec),
            *(f"-c:{rest}", "copy", str(other)),
        )
        other.replace(path)

    return cut


def _cover(path: Path) -> None:
    cover = path.with_name("cover.png")
    run("-f", "lavfi", "-i", "color=red:s=64x64:d=0.1", "-frames:v", "1", str(cover))
    other = path.with_name(f"covered{path.suffix}")
    run(
        *("-i", str(path), "-i", str(cover), "-map", "1", "-map", "0", "-c", "copy"),
        *("-disposition:v:0", "attached_pic", str(other)),
    )
    other.replace(path)


_FAST = ("libx264", "-preset", "ultrafast")
H264 = ("-c:v", *_FAST, "-pix_fmt", "yuv420p")
AAC = ("-c:a", "aac")
HEVC = ("-c:v", "libx265", "-preset", "ultrafast", "-tag:v", "hvc1")


def hdr(transfer: str) -> tuple[str, ...]:
    """From ordinary colours to HDR as a phone stores it."""
    return (
        "-vf",
        f"zscale=tin=bt709:min=bt709:pin=bt709:rin=tv:t={transfer}:p=bt2020:m=bt2020nc:npl=203,"
        "format=yuv420p10le",
        *HEVC,
        "-x265-params",
        f"log-level=none:colorprim=bt2020:transfer={transfer}:colormatrix=bt2020nc",
    )


# Uneven: pictures are missing here and there, as when a phone is busy; never the flash.
_UNEVEN = ("-vf", "select='not(eq(mod(n,7),3))*not(between(n,14,22))'", "-fps_mode", "vfr")

GOOD = (
    Clip("h264-aac.mp4", (*H264, *AAC)),
    Clip("h264-silent.mp4", H264, has_sound=False),
    Clip("h264-pcm.mov", (*H264, "-c:a", "pcm_s16le")),
    Clip("h264-index-last-two-sounds.mov", (*H264, *AAC, "-map", "0", "-map", "1", "-map", "1")),
    Clip("h264-fragmented.mp4", (*H264, *AAC, "-movflags", "frag_keyframe+empty_moov")),
    Clip("h264-full-range.mp4", ("-c:v", *_FAST, "-pix_fmt", "yuvj420p", *AAC)),
    Clip("h264-10-bit.mp4", ("-c:v", *_FAST, "-pix_fmt", "yuv420p10le", *AAC)),
    Clip("h264-422.mp4", ("-c:v", *_FAST, "-pix_fmt", "yuv422p", *AAC)),
    Clip("h264-444.mp4", ("-c:v", *_FAST, "-pix_fmt", "yuv444p", *AAC)),
    Clip("h264-cover-and-film.mp4", (*H264, *AAC), after=_cover),
    Clip("hevc.mov", (*HEVC, "-x265-params", "log-level=none", "-pix_fmt", "yuv420p", *AAC)),
    Clip("hevc-10-bit.mov",
         (*HEVC, "-x265-params", "log-level=none", "-pix_fmt", "yuv420p10le", *AAC)),
    Clip("hevc-hdr-pq.mov", (*hdr("smpte2084"), *AAC)),
    Clip("hevc-hdr-hlg.mov", (*hdr("arib-std-b67"), *AAC)),
    Clip("turned-90.mp4", ("-vf", "transpose=1", *H264, *AAC),
         after=_turn("-display_rotation", "90")),
    Clip("turned-180.mp4", ("-vf", "hflip,vflip", *H264, *AAC),
         after=_turn("-display_rotation", "180")),
    Clip("turned-270.mov", ("-vf", "transpose=2", *H264, *AAC),
         after=_turn("-display_rotation", "270")),
    Clip("mirrored.mp4", ("-vf", "hflip", *H264, *AAC), after=_turn("-display_hflip")),
    Clip("uneven.mp4", (*_UNEVEN, *H264, *AAC)),
    Clip("uneven.webm", (*_UNEVEN, "-c:v", "libvpx", "-deadline", "realtime", "-c:a", "libopus")),
    Clip("uneven-hevc.mov", (*_UNEVEN, *HEVC, "-x265-params", "log-level=none", *AAC)),
    Clip("sound-late.mp4", (*H264, *AAC), after=_late("audio")),
    Clip("sound-late.mov", (*H264, "-c:a", "aac"), after=_late("audio")),
    Clip("picture-late.mp4", (*H264, *AAC), after=_late("video")),
    Clip("h263-amr.3gp", ("-c:v", "h263", "-c:a", "libopencore_amrnb", "-ar", "8000", "-ac", "1"),
         size=(176, 144), scene_size="176x144", rate="15"),
    Clip("mpeg4-aac.3gp", ("-c:v", "mpeg4", *AAC)),
    Clip("mpeg4.mp4", ("-c:v", "mpeg4", *AAC)),
    Clip("vp8-vorbis.webm", ("-c:v", "libvpx", "-deadline", "realtime", "-c:a", "libvorbis")),
    Clip("vp9-opus.webm",
         ("-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8", "-c:a", "libopus")),
    Clip("vp9-odd.webm",
         ("-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8", "-c:a", "libopus"),
         size=(128, 96), scene_size="129x97"),
    Clip("av1-opus.webm", ("-c:v", "libsvtav1", "-preset", "12", "-c:a", "libopus")),
    Clip("mjpeg-pcm.mov", ("-c:v", "mjpeg", "-c:a", "pcm_s16le")),
    Clip("prores.mov", ("-c:v", "prores_ks", "-profile:v", "0", "-c:a", "pcm_s16le")),
    Clip("interlaced.mp4", ("-vf", "interlace", *H264, "-flags", "+ilme+ildct", *AAC), rate="60"),
    Clip("surround.mp4", (*H264, *AAC), sound=tone(channels="5.1")),
    Clip("telephone.mov", (*H264, "-c:a", "pcm_alaw", "-ar", "8000"), sound=tone(channels="mono")),
    Clip("stretched.mp4", ("-vf", "setsar=2", *H264, *AAC), size=(256, 96)),
    Clip("sixty-a-second.mp4", ("-c:v", *_FAST, "-pix_fmt", "yuv422p", *AAC), rate="60"),
    Clip("portrait.mov", ("-c:v", "mpeg4", *AAC), size=(96, 160), scene_size="96x160"),
    Clip("large.mp4", (*H264, *AAC), size=(1280, 720), scene_size="1920x1080", rate="5"),
    Clip("wide.mov", (*H264, *AAC), size=(1280, 160), scene_size="2560x320", rate="5"),
    Clip("one-picture.mp4", (*H264, "-frames:v", "1"), has_sound=False),
    Clip("with-timecode.mov", (*H264, *AAC, "-timecode", "10:00:00:00")),
)  # fmt: skip
