"""The picture that a shared link to a profile shows: 1200 × 630, drawn with Pillow.

Pure drawing: takes plain values, returns PNG bytes; the same values give the same bytes.
"""

from __future__ import annotations

import io
import math
import textwrap

from PIL import Image, ImageDraw, ImageFont

SIZE = (1200, 630)
GROUND = (16, 62, 68)
GROUND_DEEP = (10, 44, 50)
PETAL = (24, 78, 84)
GOLD = (222, 170, 92)
PAPER = (250, 246, 238)
FADED = (190, 208, 206)
PORTRAIT_PX = 380
MARGIN_PX = 72


def draw_share_card(
    *, name: str, rank: str, headline: str, place: str, ribbon: str = "", portrait: bytes | None
) -> bytes:
    """Return the card as PNG bytes; ``portrait`` is any picture Pillow reads, or None."""
    card = Image.new("RGB", SIZE, GROUND)
    _kawung(card)
    pen = ImageDraw.Draw(card)
    left = MARGIN_PX
    if portrait:
        _paste_round(card, portrait, (MARGIN_PX, (SIZE[1] - PORTRAIT_PX) // 2))
        left += PORTRAIT_PX + 56
    width = SIZE[0] - left - MARGIN_PX
    y = _line(pen, (left, 64), "LOCAL HEROES", 26, GOLD, width) + 14
    for line in _wrap(pen, name, 60, width, most=2):
        y = _line(pen, (left, y), line, 60, PAPER, width) + 6
    y = _line(pen, (left, y + 4), f"{rank} · {place}" if place else rank, 27, FADED, width) + 26
    pen.rectangle((left, y, left + 84, y + 4), fill=GOLD)
    y += 30
    for line in _wrap(pen, headline, 34, width, most=3):
        y = _line(pen, (left, y), line, 34, PAPER, width) + 8
    if ribbon:
        _diamond(pen, (left + 10, SIZE[1] - 70), 10)
        _line(pen, (left + 34, SIZE[1] - 86), ribbon, 26, GOLD, width - 34 - 150)
    _line(pen, (SIZE[0] - MARGIN_PX - 130, SIZE[1] - 88), "Sambang", 28, FADED, 200)
    out = io.BytesIO()
    card.save(out, "PNG", optimize=True)
    return out.getvalue()


def _kawung(card: Image.Image) -> None:
    """Four petals round a point, again and again: the kawung motif, close to the ground's tone."""
    step = 92
    petal = Image.new("L", (step, step), 0)
    shape = Image.new("L", (step * 4, step * 4), 0)
    pen = ImageDraw.Draw(shape)
    for quarter in range(4):
        angle = math.pi / 4 + quarter * math.pi / 2
        cx = step * 2 + math.cos(angle) * step * 1.2
        cy = step * 2 + math.sin(angle) * step * 1.2
        leaf = Image.new("L", shape.size, 0)
        ImageDraw.Draw(leaf).ellipse(
            (cx - step * 0.95, cy - step * 0.5, cx + step * 0.95, cy + step * 0.5), fill=255
        )
        leaf = leaf.rotate(-math.degrees(angle), center=(cx, cy), resample=Image.BICUBIC)
        shape.paste(255, mask=leaf)
    pen.ellipse((step * 1.86, step * 1.86, step * 2.14, step * 2.14), fill=255)
    petal = shape.resize((step, step), Image.LANCZOS)
    for row in range(-1, SIZE[1] // step + 2):
        for column in range(-1, SIZE[0] // step + 2):
            tone = PETAL if (row + column) % 2 else GROUND_DEEP
            card.paste(tone, (column * step, row * step), petal.point(lambda v: v * 110 // 255))


def _paste_round(card: Image.Image, portrait: bytes, at: tuple[int, int]) -> None:
    with Image.open(io.BytesIO(portrait)) as opened:
        face = opened.convert("RGB")
    side = min(face.size)
    box = ((face.width - side) // 2, (face.height - side) // 4)
    face = face.crop((*box, box[0] + side, box[1] + side))
    face = face.resize((PORTRAIT_PX, PORTRAIT_PX), Image.LANCZOS)
    mask = Image.new("L", (PORTRAIT_PX * 2, PORTRAIT_PX * 2), 0)
    ImageDraw.Draw(mask).ellipse((0, 0, *mask.size), fill=255)
    ring = ImageDraw.Draw(card)
    ring.ellipse(
        (at[0] - 8, at[1] - 8, at[0] + PORTRAIT_PX + 8, at[1] + PORTRAIT_PX + 8), fill=GOLD
    )
    card.paste(face, at, mask.resize((PORTRAIT_PX, PORTRAIT_PX), Image.LANCZOS))


def _diamond(pen: ImageDraw.ImageDraw, centre: tuple[int, int], radius: int) -> None:
    x, y = centre
    pen.polygon([(x, y - radius), (x + radius, y), (x, y + radius), (x - radius, y)], fill=GOLD)


def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size)


def _wrap(pen: ImageDraw.ImageDraw, text: str, size: int, width: int, *, most: int) -> list[str]:
    """``text`` in at most ``most`` lines that fit ``width`` pixels; the last one ends in …"""
    average = max(1.0, pen.textlength("n" * 20, font=_font(size)) / 20)
    lines = textwrap.wrap(" ".join(text.split()), max(8, int(width / average)))
    if len(lines) > most:
        lines = [*lines[: most - 1], lines[most - 1].rstrip(" .,") + "…"]
    return lines


def _line(
    pen: ImageDraw.ImageDraw,
    at: tuple[int, float],
    text: str,
    size: int,
    colour: tuple[int, int, int],
    width: int,
) -> float:
    """Write one line, shortened to ``width`` pixels; return the y below it."""
    font = _font(size)
    while len(text) > 2 and pen.textlength(text, font=font) > width:
        text = text[:-2].rstrip(" .,") + "…"
    pen.text(at, text, font=font, fill=colour)
    return at[1] + size * 1.25
