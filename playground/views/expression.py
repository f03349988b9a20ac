"""The left column of the Graph page: examples, the expression, its inputs, the given upstream gradient."""

from playground.views.component import View


class ExpressionView(View):
    """Draws topics "examples" and "expression"; asks for an "example", an "expression", an "input", an "upstream".

    An "input" that could only fit together with others that were refused carries them as ``also``.
    """
