"""What a file may be: nothing in it is trusted."""

MOST_BYTES = 5 * 1024 * 1024
MOST_ROWS = 10_000
MOST_COLUMNS = 100
MOST_CELLS = 300_000
FEWEST_ROWS = 4
FEWEST_DIVIDED = 12  # rows; fewer are all for training and all for validation
MOST_CLASSES = 10
MOST_INPUTS = 8  # numbers of a row that a network is given
PREVIEWED = 5  # rows


def shown(text: str) -> str:
    """Text out of the file as it may be shown: printable, and short."""
    printable = "".join(letter if letter.isprintable() else " " for letter in text[:200]).strip()
    return printable if len(printable) <= 40 else printable[:39] + "…"
