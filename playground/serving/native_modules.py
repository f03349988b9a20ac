"""Browsers import modules themselves.

Panel has es-module-shims do it, for browsers that know no import maps, and switches on its mode in which that script
fetches, reads and rewrites every module. static/frame/importer.js stands in its place. Tried with Panel 1.9 and 1.10.
"""

from panel.models.esm import ReactiveESM


def install() -> None:
    """Leaves es-module-shims out of all pages of this process. Raises RuntimeError if Panel asks for another script."""
    wanted = ReactiveESM.__javascript_raw__
    if not all("es-module-shims" in address for address in wanted):
        raise RuntimeError(f"Panel's modules ask for a script that is not known here: {wanted}")
    ReactiveESM.__javascript_raw__ = []
