"""Digits slightly turned, slanted, stretched, moved, thickened and thinned: more handwritings than there are."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]
Pictures = NDArray[np.float32]  # (n, side * side), 0 to 1

TURN = 0.2  # radians, either way; so much for all the others
SLANT = 0.25
STRETCH = 0.12  # of width and height, each for itself
MOVE = 1.2  # pixels
THICKEN = 1.0  # how far each pixel goes at most towards the darkest of its neighbours,
THIN = 0.7  # and towards the palest
BLOCK = 1000  # pictures at a time, so that what is made on the way stays small


def augmented(pictures: Pictures, generator: np.random.Generator) -> Pictures:
    """Each of the pictures (n, side * side) changed by as much as the generator says, another array."""
    return np.concatenate(
        [_block(pictures[start : start + BLOCK], generator) for start in range(0, len(pictures), BLOCK)]
    )


def _block(pictures: Pictures, generator: np.random.Generator) -> Pictures:
    count, side = len(pictures), round(pictures.shape[1] ** 0.5)
    turn, slant, *stretch = generator.uniform(-1, 1, (4, count)) * [[TURN], [SLANT], [STRETCH], [STRETCH]]
    cosine, sine = np.cos(turn), np.sin(turn)
    # Rows of the matrix that tells where each pixel of the new picture comes from: turned, slanted, stretched.
    x_row = np.stack([cosine, slant * cosine - sine]) / (1 + stretch[0])
    y_row = np.stack([sine, slant * sine + cosine]) / (1 + stretch[1])
    x_move, y_move = generator.uniform(-MOVE, MOVE, (2, count))
    warped = warp(pictures.reshape(count, side, side), x_row, y_row, x_move, y_move)
    changed = thickened(warped, generator.uniform(-THIN, THICKEN, count)).reshape(count, -1)
    return np.asarray(changed / np.maximum(changed.max(axis=1, keepdims=True), 1e-6), np.float32)


def warp(pictures: Pictures, x_row: Floats, y_row: Floats, x_move: Floats, y_move: Floats) -> Pictures:
    """The pixel (x, y) of each new picture, counted from the middle, taken by bilinear interpolation from the
    place (x_row . (x, y) + x_move, y_row . (x, y) + y_move) of the old one, and 0 outside it.

    pictures (n, side, side); x_row, y_row (2, n); x_move, y_move (n,), pixels.
    """
    count, side, _ = pictures.shape
    middle = (side - 1) / 2
    y, x = (np.mgrid[:side, :side] - middle).reshape(2, 1, -1).astype(np.float32)
    # A margin of one pixel without ink, into which everything outside is moved.
    padded = np.pad(pictures, ((0, 0), (1, 1), (1, 1))).reshape(-1)
    places = []
    for row, move in ((x_row, x_move), (y_row, y_move)):
        first, second, start = (values[:, None].astype(np.float32) for values in (*row, move + middle + 1))
        places.append(np.clip(first * x + second * y + start, 0, side + 0.999))
    columns, rows = (place.astype(np.intp) for place in places)
    right, below = places[0] - columns, places[1] - rows
    corner = rows * (side + 2) + columns + np.arange(count)[:, None] * (side + 2) ** 2
    above = padded[corner] * (1 - right) + padded[corner + 1] * right
    corner += side + 2
    under = padded[corner] * (1 - right) + padded[corner + 1] * right
    mixed = above * (1 - below) + under * below
    return np.asarray(mixed.reshape(pictures.shape), np.float32)


def thickened(pictures: Pictures, amount: Floats) -> Pictures:
    """Each picture (n, side, side) with its pixels moved towards the largest of their four neighbours and
    themselves where its amount (n,), -1 to 1, is positive, and towards the smallest where it is negative."""
    padded = np.pad(pictures, ((0, 0), (1, 1), (1, 1)))
    neighbours = [padded[:, :-2, 1:-1], padded[:, 2:, 1:-1], padded[:, 1:-1, :-2], padded[:, 1:-1, 2:]]
    thick = np.maximum.reduce([pictures, *neighbours])
    thin = np.minimum.reduce([pictures, *neighbours])
    share = amount[:, None, None].astype(np.float32)
    return np.asarray(pictures + np.where(share > 0, share * (thick - pictures), share * (pictures - thin)))
