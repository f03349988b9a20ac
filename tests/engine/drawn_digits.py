"""Digits as hands draw them on a pad: strokes through points, in several handwritings, sizes, places and pens."""

from collections.abc import Iterator

import numpy as np

# Each handwriting is strokes, divided by ";", each stroke the points x,y that the pen goes through, in hundredths of
# the digit's height, x right and y down. After "~" the pen goes through them in a curve.
HANDWRITINGS = {
    0: (
        "~35,0 10,20 0,50 10,85 35,100 60,80 70,50 60,15 35,0",
        "~55,3 25,15 5,50 8,90 30,100 55,75 70,35 65,5 50,2",
        "~30,2 2,30 0,70 30,100 75,90 90,50 75,10 30,0 15,10",
        "~45,0 20,5 0,40 8,85 35,100 62,90 75,55 66,18 48,2 30,6",
        "~22,2 2,30 4,76 26,98 46,80 50,40 38,6 20,0",
        "~50,4 18,6 0,52 22,100 70,94 88,50 72,10 46,0",
    ),
    1: (
        "10,0 10,100",
        "35,0 0,100",
        "0,20 22,0 22,100",
        "~25,0 20,30 15,65 12,100",
        "0,50 38,2 44,100",
        "0,38 36,0 28,98",
        "0,70 50,0 46,100",
        "0,24 28,0 28,98; 6,98 48,98",
    ),
    2: (
        "~5,22 25,2 55,8 62,30 40,62 0,100; 0,100 68,98",
        "~2,15 30,0 60,15 50,50 20,85 2,95 10,78 35,88 75,97",
        "~0,30 10,6 40,0 62,20 50,50 5,95; 5,95 70,100",
        "~4,30 14,4 46,0 60,26 38,60 8,88 4,98 22,84 14,76 0,92 30,98 66,90",
        "0,8 50,0 52,40 0,100 60,100",
        "~6,16 36,0 58,24 34,64 0,98; 0,98 30,92 62,98",
    ),
    3: (
        "~2,10 30,0 55,12 50,38 22,47; ~22,47 58,58 60,85 30,100 0,90",
        "2,2 58,0 28,40; ~28,40 58,52 60,85 30,100 0,92",
        "~5,12 35,0 60,20 30,46 25,48 35,48 65,70 35,100 0,85",
        "~0,16 22,0 50,16 40,40 18,50; ~18,50 56,54 54,92 20,100 0,86",
        "4,4 60,4 30,44; ~30,44 62,66 44,98 4,96",
        "~2,6 46,2 48,34 20,48 52,60 56,90 24,102 0,90",
    ),
    4: (
        "10,0 2,55 65,55; 55,5 50,100",
        "48,0 0,65 70,65; 48,0 48,100",
        "~10,5 3,40 20,52 55,42; 60,0 52,100",
        "~0,4 4,50 30,58 64,48; 56,10 48,100",
        "56,0 2,70 78,62; 56,0 50,100",
        "~2,0 0,44 24,50 48,40 52,4; 52,4 46,100",
    ),
    5: (
        "10,0 6,45; ~6,45 35,38 62,60 50,92 20,100 0,90; 10,0 62,0",
        "65,2 20,2 12,42; ~12,42 45,40 65,65 45,97 0,95",
        "70,0 25,4 15,40; ~15,40 45,48 50,78 25,100 0,90",
        "64,6 14,0 8,46; ~8,46 50,40 60,76 24,100 2,88",
        "12,4 8,48; ~8,48 48,44 56,80 18,98 0,88; 12,4 60,8",
        "~60,0 20,6 10,36 36,44 60,64 44,96 4,98",
    ),
    6: (
        "~50,0 20,30 3,70 20,100 50,95 60,70 40,55 15,65 5,80",
        "~30,0 10,35 0,75 20,100 50,90 52,65 25,55 3,72",
        "~60,2 30,12 8,50 8,85 35,100 60,82 50,58 22,60 8,75",
        "~38,2 10,40 0,80 24,100 48,84 40,60 14,66 4,84",
        "~56,10 26,8 4,48 4,88 32,102 58,86 52,64 24,60 8,74",
        "14,0 4,66; ~4,66 6,96 38,100 50,76 30,60 6,72",
    ),
    7: (
        "0,3 62,0 25,100",
        "~0,8 30,6 65,3; ~65,3 42,40 28,100",
        "0,0 60,2 20,100; 15,50 60,48",
        "2,6 64,2 34,100; 22,52 66,46",
        "~0,4 36,8 66,0; ~66,0 46,50 40,100",
        "0,18 4,4 58,0 22,100",
        "0,0 52,0 44,100; 24,46 64,44",
    ),
    8: (
        "~55,12 30,0 8,15 20,40 50,62 55,88 28,100 3,85 12,60 45,38 58,15",
        "~30,0 8,10 10,35 30,45 52,35 52,10 30,0; ~30,45 2,60 5,90 30,100 58,90 58,60 30,45",
        "~65,8 40,0 20,18 30,42 42,65 30,95 8,95 5,72 30,48 60,25 65,8",
        "~56,10 26,2 10,24 34,48 56,76 30,100 4,80 24,54 50,30 54,8",
        "~32,2 10,20 30,44 52,22 32,2; ~30,44 4,74 32,100 60,72 30,44",
        "~28,46 8,20 30,0 50,18 24,50 4,80 32,100 54,80 30,46",
    ),
    9: (
        "~55,15 30,0 5,15 8,40 30,50 52,35 57,10; 57,10 50,100",
        "~55,12 28,2 3,20 15,45 45,40 57,12; ~57,12 55,60 40,98",
        "~60,10 35,0 10,20 15,45 40,42 60,12; 60,12 35,100",
        "~54,20 34,0 8,14 8,42 32,48 52,26; 52,14 44,100",
        "~50,8 18,4 2,30 24,50 48,30 50,8; ~50,8 58,64 30,100 4,92",
        "~58,14 36,2 6,24 20,48 50,34 58,10; 58,10 30,98",
    ),
}

# Height and thickness of the pen, in pads, and where the middle is: small, large, off-centre, thick and thin.
PLACES = (
    (0.25, 0.03, (0.18, 0.8)),
    (0.25, 0.045, (0.8, 0.2)),
    (0.45, 0.02, (0.7, 0.7)),
    (0.45, 0.08, (0.3, 0.35)),
    (0.6, 0.06, (0.5, 0.5)),
    (0.85, 0.02, (0.5, 0.5)),
    (0.85, 0.06, (0.45, 0.5)),
    (0.85, 0.13, (0.5, 0.48)),
)


def drawn(digit: int) -> Iterator[tuple[list[np.ndarray], float]]:
    """Strokes and thickness of every handwriting of a digit in every size, place and pen, by an unsteady hand."""
    generator = np.random.default_rng(digit)
    for strokes in HANDWRITINGS[digit]:
        lines = [path(stroke.strip()) for stroke in strokes.split(";")]
        points = np.concatenate(lines)
        middle = (points.min(axis=0) + points.max(axis=0)) / 2
        for height, thickness, place in PLACES:
            slant = np.array([[1, 0], [generator.uniform(-0.15, 0.15), 1]])
            yield (
                [
                    np.clip((line - middle + shaken(line, generator)) @ slant * height + place, 0, 1)
                    for line in lines
                ],
                thickness,
            )


def path(stroke: str) -> np.ndarray:
    """The points (n, 2) that the pen goes through, close together: straight from one to the next, or in a
    Catmull-Rom spline."""
    curved = stroke.startswith("~")
    points = np.array([point.split(",") for point in stroke.removeprefix("~").split()], dtype=float) / 100
    t = np.linspace(0, 1, 12, endpoint=False)[:, None]
    pieces = []
    ends = np.concatenate([[2 * points[0] - points[1]], points, [2 * points[-1] - points[-2]]])
    for a, b, c, d in zip(ends, ends[1:], ends[2:], ends[3:], strict=False):
        bend = (c - a, 2 * a - 5 * b + 4 * c - d, 3 * b - a - 3 * c + d) if curved else (2 * (c - b), 0, 0)
        pieces.append(b + (bend[0] * t + bend[1] * t**2 + bend[2] * t**3) / 2)
    return np.concatenate([*pieces, points[-1:]])


def shaken(line: np.ndarray, generator: np.random.Generator) -> np.ndarray:
    """A slow wobble of at most a fiftieth of the digit's height, for each point of a line."""
    wave = np.arange(len(line))[:, None] * generator.uniform(0.1, 0.3, 2) + generator.uniform(0, 6, 2)
    return 0.02 * np.sin(wave)
