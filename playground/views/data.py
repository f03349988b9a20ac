"""The data column: datasets as thumbnails, noise, size, training share, and a CSV file."""

from playground.views.component import View


class DataView(View):
    """Draws topics "datasets", "settings", "data"; asks to "set" dataset, noise, samples, split, arms,
    classes, and to read a "csv"."""
