"""How alike two pictures of one size are: PSNR and SSIM."""

from __future__ import annotations

import math

import numpy as np
from PIL import Image

WINDOW = 8  # pixels a side
_C1, _C2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2


def likeness(one: Image.Image, other: Image.Image) -> tuple[float, float]:
    """(PSNR of the colours in dB, mean SSIM of the brightness in windows of 8 pixels)."""
    difference = np.asarray(one, float) - np.asarray(other, float)
    error = (difference**2).mean()
    decibel = 10 * math.log10(255**2 / error) if error else math.inf
    return decibel, _ssim(
        np.asarray(one.convert("L"), float), np.asarray(other.convert("L"), float)
    )


def _ssim(x: np.ndarray, y: np.ndarray) -> float:
    mean_x, mean_y = _means(x), _means(y)
    spread = _means(x * x) - mean_x**2 + _means(y * y) - mean_y**2
    common = _means(x * y) - mean_x * mean_y
    shape = (2 * mean_x * mean_y + _C1) * (2 * common + _C2)
    return float((shape / ((mean_x**2 + mean_y**2 + _C1) * (spread + _C2))).mean())


def _means(values: np.ndarray) -> np.ndarray:
    """The mean of each window."""
    summed = np.pad(values, ((1, 0), (1, 0))).cumsum(0).cumsum(1)
    n = WINDOW
    inside = summed[n:, n:] - summed[:-n, n:] - summed[n:, :-n] + summed[:-n, :-n]
    return inside / n**2
