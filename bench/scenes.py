"""Pictures drawn by numbers that have what photos have: a spectrum that falls with fineness, large
forms with sharp edges, light that changes over the picture, and a sensor's grain."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

FORMS = 14
GRAIN = 2.5  # levels of 255, one standard deviation


def scene(seed: int, size: tuple[int, int]) -> Image.Image:
    """The picture of ``seed`` in RGB; another seed gives another one."""
    rng = np.random.default_rng(seed)
    bright = _rough(rng, size, 1.2) * 0.75 + _rough(rng, size, 2.2)
    colour = [_rough(rng, size, 2.4) for _channel in range(2)]
    forms = np.asarray(_forms(rng, size), "float32")
    texture = 26 * bright
    tint = (colour[0], -0.5 * (colour[0] + colour[1]), colour[1])
    bands = [forms[..., at] * (1 + 0.12 * bright) + texture + 9 * tint[at] for at in range(3)]
    bands = [band + GRAIN * rng.standard_normal(band.shape, "float32") for band in bands]
    return Image.fromarray(np.clip(np.stack(bands, -1), 0, 255).astype("uint8"))


def _rough(rng: np.random.Generator, size: tuple[int, int], slope: float) -> np.ndarray:
    """Noise whose amplitude falls with frequency to the power of ``slope``; spread of about 1."""
    width, height = size
    across, down = np.fft.rfftfreq(width), np.fft.fftfreq(height)[:, None]
    frequency = np.hypot(across, down)
    frequency[0, 0] = 1
    waves = np.fft.rfft2(rng.standard_normal((height, width)).astype("float32"))
    waves /= frequency**slope
    waves[0, 0] = 0
    field = np.fft.irfft2(waves, s=(height, width))
    return field / field.std()


def _forms(rng: np.random.Generator, size: tuple[int, int]) -> Image.Image:
    """A sky, a ground, and things before them."""
    width, height = size
    horizon = rng.uniform(0.3, 0.7) * height
    sky, ground = rng.integers(90, 230, 3), rng.integers(30, 150, 3)
    picture = Image.new("RGB", size, tuple(int(n) for n in sky))
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, horizon, width, height), fill=tuple(int(n) for n in ground))
    for _form in range(FORMS):
        x, y = rng.uniform(0, width), rng.uniform(0.2, 1) * height
        reach = rng.uniform(0.03, 0.22) * width
        corners = [
            (x + reach * rng.uniform(-1, 1), y + reach * rng.uniform(-1.4, 1.4))
            for _corner in range(int(rng.integers(3, 7)))
        ]
        fill = tuple(int(n) for n in rng.integers(20, 235, 3))
        if rng.random() < 0.5:
            pen.polygon(corners, fill=fill)
        else:
            pen.ellipse((x - reach / 2, y - reach / 2, x + reach / 2, y + reach / 2), fill=fill)
    return picture.filter(ImageFilter.GaussianBlur(max(0.6, width / 5000)))
