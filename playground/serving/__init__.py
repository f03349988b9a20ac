"""All that changes how Panel and Bokeh serve the playground: a file each, with its reason, the versions that it was
tried with, and a test in tests/serving that fails when a release no longer needs it or no longer fits it.

Each module has `install()`, which may be called twice and changes nothing the second time. `install` here calls them
all; app_hooks calls it while the server process is made, before any visitor can come.
"""

from playground.serving import (
    assets,
    bodies,
    closed_lines,
    connections,
    floods,
    full_house,
    garbage,
    headers,
    idle_sessions,
    kept_messages,
    libraries,
    log_lines,
    model_defaults,
    native_modules,
    nodelay,
    origins,
    protocol,
    pulling,
    references,
    routes,
    session_ids,
    write_block,
)


def install() -> None:
    """Makes this process serve as the playground needs it. Raises RuntimeError where Panel or Bokeh is of another
    shape than what was tried: an open door is not passed over in silence."""
    assets.install()
    bodies.install()
    connections.install()
    kept_messages.install()
    libraries.install()
    native_modules.install()
    nodelay.install()
    routes.install()
    session_ids.install()
    origins.install()
    headers.install()
    protocol.install()
    pulling.install()
    references.install()
    floods.install()
    full_house.install()
    idle_sessions.install()
    garbage.install()
    log_lines.install()
    model_defaults.install()
    write_block.install()
    closed_lines.install()
