"""How the model at hand reads the test digits: confusion matrix, accuracy by class, and the mistakes as pictures."""

from playground.views.component import View


class JudgeView(View):
    """Draws topics "judgement", "cell", "digits", "digits_status" and "reading"; asks to "judge", for a "cell", and to
    "pick" a digit and step through it."""
