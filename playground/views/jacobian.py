"""The Jacobian of one gate, and the product that is done in its place."""

from playground.views.component import View


class JacobianView(View):
    """Draws topic "jacobian" of the step's edge or a chosen one, as far as the playback cursor has come."""
