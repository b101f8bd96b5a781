"""Demo pictures drawn by our own code: Pillow only, the same seed gives the same pixels."""

from __future__ import annotations

from .motif import MOTIFS, draw_motif
from .portrait import draw_portrait
from .scene import SCENES, draw_scene
from .video import render_video

__all__ = ["MOTIFS", "SCENES", "draw_motif", "draw_portrait", "draw_scene", "render_video"]
