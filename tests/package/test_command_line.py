"""`backprop-playground`: what it makes of its options."""

import os
import runpy
from pathlib import Path

import pytest

import playground
from playground import command_line

FOLDER = Path(playground.__file__).resolve().parent


def test_it_serves_the_folder_of_the_package_to_this_machine_alone():
    assert command_line.panel_arguments([]) == [
        *("serve", str(FOLDER)),
        *("--address", "localhost", "--port", "5006"),
    ]


def test_the_folder_is_one_that_panel_serves_at_the_address_playground():
    assert FOLDER.name == "playground"
    assert (FOLDER / "main.py").is_file()


@pytest.mark.parametrize(
    ("words", "given"),
    [
        (["--port", "8080"], ["--port", "8080"]),
        (["--port=0"], ["--port", "0"]),
        (["--address", "0.0.0.0"], ["--address", "0.0.0.0"]),
        (["--open"], ["--show"]),
        (["--prefix", "course"], ["--prefix", "course"]),
        (["--num-procs", "2"], ["--num-procs", "2"]),
        (
            ["--allow-websocket-origin", "a.example", "--allow-websocket-origin", "b.example:81"],
            ["--allow-websocket-origin", "a.example", "--allow-websocket-origin", "b.example:81"],
        ),
    ],
)
def test_each_option_is_one_of_panels(words, given):
    arguments = command_line.panel_arguments(words)
    assert " ".join(given) in " ".join(arguments)


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        (["--port", "70000"], "'70000' is not a whole number from 0 to 65535"),
        (["--port", "-1"], "'-1' is not a whole number from 0 to 65535"),
        (["--port", "five"], "'five' is not a whole number from 0 to 65535"),
        (["--port", "²"], "'²' is not a whole number from 0 to 65535"),
        (["--num-procs", "0"], "'0' is not a whole number from 1 to 64"),
        (["--lessons", "nowhere/at/all"], "'nowhere/at/all' is not a folder"),
        (["--num-procs", "65"], "'65' is not a whole number from 1 to 64"),
        (["--por", "5006"], "unrecognized arguments: --por 5006"),
    ],
)
def test_what_is_not_understood_is_said_in_words(words, problem, capsys):
    with pytest.raises(SystemExit) as ended:
        command_line.panel_arguments(words)
    assert ended.value.code == 2
    assert problem in capsys.readouterr().err


def test_help_names_every_option(capsys):
    with pytest.raises(SystemExit) as ended:
        command_line.panel_arguments(["--help"])
    assert ended.value.code == 0
    help_ = capsys.readouterr().out
    for option in (
        *("--port", "--address", "--open", "--lessons"),
        *("--prefix", "--num-procs", "--allow-websocket-origin"),
    ):
        assert f"\n  {option}" in help_


def test_a_folder_of_lessons_is_named_in_the_environment(monkeypatch, tmp_path):
    monkeypatch.setenv("PLAYGROUND_LESSONS", "another")
    monkeypatch.chdir(tmp_path.parent)
    assert command_line.panel_arguments(["--lessons", tmp_path.name]) == command_line.panel_arguments([])
    assert os.environ["PLAYGROUND_LESSONS"] == str(tmp_path)


def test_it_says_its_version(capsys):
    with pytest.raises(SystemExit):
        command_line.panel_arguments(["--version"])
    assert capsys.readouterr().out == f"backprop-playground {playground.__version__}\n"


def test_panel_is_given_these_words_in_place_of_ours(monkeypatch):
    heard = []
    monkeypatch.setattr(command_line, "panel", lambda: heard.append(command_line.sys.argv[1:]))
    monkeypatch.setattr("sys.argv", ["backprop-playground", "--open"])
    command_line.main()
    assert heard == [[*command_line.panel_arguments([]), "--show"]]


def test_the_package_may_be_run_as_the_server_runs_it():
    # Bokeh runs a directory app's __init__.py once more, under another name.
    again = runpy.run_path(str(FOLDER / "__init__.py"))
    assert again["__version__"] == playground.__version__
