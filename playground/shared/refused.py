"""How a wish is turned down."""


class Refused(ValueError):
    """Something that a visitor asked for and cannot have; the message says why, in plain words."""
