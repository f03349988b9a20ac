"""The command `backprop-playground`: it runs `panel serve` on the folder in which this package stands."""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from panel.command import main as panel

from playground import __version__
from playground.lessons.own_folder import VARIABLE as LESSONS

FOLDER = Path(__file__).resolve().parent


def main() -> None:
    """Serves the playground until it is ended. Exits with status 2 and a word on what was wrong for options that are
    not understood."""
    # Panel reads the command line itself, so its own options take the place of ours.
    sys.argv[1:] = panel_arguments(sys.argv[1:])
    panel()


def panel_arguments(words: Sequence[str]) -> list[str]:
    """What `panel` is given for these words on our own command line. A folder of lessons is named in the environment,
    where each process of the server finds it."""
    asked = _parser().parse_args(words)
    if asked.lessons is not None:
        os.environ[LESSONS] = asked.lessons
    arguments = ["serve", str(FOLDER), "--address", asked.address, "--port", str(asked.port)]
    if asked.open:
        arguments.append("--show")
    if asked.prefix is not None:
        arguments += ["--prefix", asked.prefix]
    if asked.num_procs is not None:
        arguments += ["--num-procs", str(asked.num_procs)]
    for origin in asked.allow_websocket_origin:
        arguments += ["--allow-websocket-origin", origin]
    return arguments


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="backprop-playground",
        description="Serve the playground at http://localhost:5006/playground until you press Ctrl-C.",
        epilog="For all other options of Panel's server, use: panel serve " + str(FOLDER),
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"backprop-playground {__version__}")
    parser.add_argument(
        "--port", type=_port, default=5006, help="the port to listen on (default: 5006); 0 for any free port"
    )
    parser.add_argument(
        "--address",
        default="localhost",
        help="the address to listen on: localhost (the default) for this machine only, 0.0.0.0 for a class",
    )
    parser.add_argument("--open", action="store_true", help="open the playground in your browser")
    parser.add_argument(
        "--lessons",
        type=_folder,
        metavar="FOLDER",
        help="a folder with lessons of your own, to be shown after the course; README.md says how one is written",
    )
    parser.add_argument("--prefix", metavar="PATH", help="the path before /playground, if a proxy adds one")
    parser.add_argument(
        "--num-procs", type=_processes, metavar="NUMBER", help="the number of server processes (default: 1)"
    )
    parser.add_argument(
        "--allow-websocket-origin",
        action="append",
        default=[],
        metavar="HOST[:PORT]",
        help="another host name under which the playground may be opened, such as a proxy's; can be repeated",
    )
    return parser


def _port(word: str) -> int:
    if not word.isascii() or not word.isdecimal() or int(word) > 65535:
        raise argparse.ArgumentTypeError(f"{word!r} is not a whole number from 0 to 65535")
    return int(word)


def _folder(word: str) -> str:
    if not Path(word).is_dir():
        raise argparse.ArgumentTypeError(f"{word!r} is not a folder")
    return str(Path(word).resolve())


def _processes(word: str) -> int:
    if not word.isascii() or not word.isdecimal() or not 1 <= int(word) <= 64:
        raise argparse.ArgumentTypeError(f"{word!r} is not a whole number from 1 to 64")
    return int(word)
