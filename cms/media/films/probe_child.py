"""Look at one file with PyAV and print what is in it as JSON. Runs alone, under limits.

A decoder that crashes or eats memory takes only this process with it. Nothing of Sambang is
imported here. ``python -I probe_child.py PATH DEMUXERS PIXELS_MAX``.
"""

import itertools
import json
import struct
import sys

import av

FRAMES_DECODED = 3
DECODE_TRIES = 120  # packets after which a stream without one good frame is given up
PACKETS_MAX = 600_000
UNEVEN = 0.25  # clocks that tick in milliseconds are no reason to call a film uneven
_UNITY, _DISPLAYMATRIX = 65536, "DISPLAYMATRIX"


def look(path: str, demuxers: str, pixels_max: int) -> dict:
    """Streams, sizes, colours and the times of all packets; ``error`` when it cannot be read."""
    options = {"protocol_whitelist": "file", "format_whitelist": demuxers}
    try:
        container = av.open(path, options=options, metadata_errors="replace")
    except (av.FFmpegError, ValueError, MemoryError):
        return {"error": "unreadable"}
    with container:
        video, audio = _chosen(container)
        found = {
            "declared_s": (container.duration or 0) / 1_000_000,
            "stream_count": len(container.streams),
            "video": None,
            "audio": None,
        }
        if video is not None:
            found["video"] = _video_facts(video)
            if video.width * video.height > pixels_max:
                return found
        if audio is not None:
            found["audio"] = _audio_facts(audio)
        if video is None and audio is None:
            return found
        _walk(container, video, audio, found)
    return found


def _chosen(container):
    """The first film that is no cover picture, and the first sound; with decoders for both."""
    video = audio = None
    for stream in container.streams:
        if getattr(stream, "codec_context", None) is None:
            continue
        if stream.type == "video" and video is None:
            if not stream.disposition & av.stream.Disposition.attached_pic:
                video = stream
        elif stream.type == "audio" and audio is None and stream.codec_context.sample_rate:
            audio = stream
    return video, audio


def _video_facts(stream) -> dict:
    context = stream.codec_context
    aspect = stream.sample_aspect_ratio
    context.thread_count = 1
    return {
        "index": stream.index,
        "codec": context.name,
        "profile": str(context.profile or ""),
        "width": stream.width,
        "height": stream.height,
        "pixel_format": context.pix_fmt or "",
        "aspect": float(aspect) if aspect else 1.0,
        "rate": float(stream.average_rate or stream.guessed_rate or 0),
        "transfer": int(context.color_trc),
        "primaries": int(context.color_primaries),
        "matrix": int(context.colorspace),
        "is_interlaced": False,
        "turn": [1, 0, 0, 1],
        "is_decodable": False,
        "hidden_count": 0,
    }


def _audio_facts(stream) -> dict:
    context = stream.codec_context
    return {
        "index": stream.index,
        "codec": context.name,
        "profile": str(context.profile or ""),
        "sample_rate": context.sample_rate,
        "channels": context.channels,
    }


def _walk(container, video, audio, found: dict) -> None:
    """Read every packet once: when streams begin and end, how evenly, how heavy."""
    wanted = [stream for stream in (video, audio) if stream is not None]
    times: dict[int, list[float]] = {stream.index: [] for stream in wanted}
    ends = dict.fromkeys(times, 0.0)
    weight = dict.fromkeys(times, 0)
    frames = tries = count = 0
    try:
        for packet in container.demux(wanted):
            count += 1
            if count > PACKETS_MAX:
                found["error"] = "too-long"
                break
            index = packet.stream.index
            moment = packet.pts if packet.pts is not None else packet.dts
            is_video = video is not None and index == video.index
            if is_video and packet.is_discard:
                found["video"]["hidden_count"] += 1
            elif packet.size and moment is not None:
                at_s = float(moment * packet.time_base)
                times[index].append(at_s)
                length_s = float((packet.duration or 0) * packet.time_base)
                ends[index] = max(ends[index], at_s + length_s)
                weight[index] += packet.size
            if is_video and frames < FRAMES_DECODED and tries < DECODE_TRIES:
                tries += 1
                frames += _try_decoding(packet, found["video"])
    except (av.FFmpegError, ValueError, OSError):
        found["is_broken_inside"] = True  # what came before it still counts
    for kind, stream in (("video", video), ("audio", audio)):
        if stream is None:
            continue
        moments = sorted(times[stream.index])
        found[kind] |= {
            "packet_count": len(moments),
            "starts_s": moments[0] if moments else 0.0,
            "ends_s": ends[stream.index],
            "byte_count": weight[stream.index],
        }
        if kind == "video":
            found[kind] |= _evenness(moments)


def _try_decoding(packet, facts: dict) -> int:
    """Take colours, interlacing and rotation from frames: containers often keep silent."""
    try:
        decoded = packet.decode()
    except (av.FFmpegError, ValueError, MemoryError):
        return 0
    for frame in decoded:
        facts["is_decodable"] = True
        facts["width"], facts["height"] = frame.width, frame.height
        facts["pixel_format"] = frame.format.name
        facts["is_interlaced"] |= bool(frame.interlaced_frame)
        for key, value in (
            ("transfer", frame.color_trc),
            ("primaries", frame.color_primaries),
            ("matrix", frame.colorspace),
        ):
            if int(value) not in (0, 2):
                facts[key] = int(value)
        for data in frame.side_data:
            if getattr(data.type, "name", "") == _DISPLAYMATRIX:
                a, b, _u, c, d, *_rest = struct.unpack("=9i", bytes(data)[:36])
                facts["turn"] = [round(value / _UNITY, 3) for value in (a, b, c, d)]
    return len(decoded)


def _evenness(moments: list[float]) -> dict:
    """The mean gap between frames, which share of the gaps is another than the usual one, and the
    end: what a packet says of its own length may include the time of missing ones."""
    gaps = sorted(after - before for before, after in itertools.pairwise(moments))
    if not gaps:
        return {"gap_s": 0.0, "uneven_share": 0.0}
    usual = gaps[len(gaps) // 2]
    uneven = sum(abs(gap - usual) > usual * UNEVEN for gap in gaps)
    return {
        "gap_s": sum(gaps) / len(gaps),
        "uneven_share": uneven / len(gaps),
        "ends_s": moments[-1] + usual,
    }


if __name__ == "__main__":
    av.logging.set_level(None)
    sys.stdout.write(json.dumps(look(sys.argv[1], sys.argv[2], int(sys.argv[3]))))
