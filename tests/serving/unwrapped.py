"""Panel's, Bokeh's or Tornado's own methods, as they are without what the playground has put around them."""


def unwrapped(owner, name):
    """The method that stands innermost."""
    own = getattr(owner, name)
    while hasattr(own, "around"):
        own = own.__wrapped__
    return own
