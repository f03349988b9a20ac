"""The gradient of one weight over the mini-batch."""

from playground.views.component import View


class BatchView(View):
    """A bar a sample and their mean, of the topic "batch"; a click on a bar asks to step through that sample."""
