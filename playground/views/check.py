"""The gradients beside their numerical ones."""

from playground.views.component import View


class CheckView(View):
    """Draws topic "check", which it asks for while it is in sight, and sets the step h."""
