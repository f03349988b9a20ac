"""A link leaves out what is usual, and says only what may be said: so what is usual and what may be said stay as they
are. Who changes a line here changes what links mean that people have passed on, and what lessons show."""

import param

from playground.session import Session

# Of each setting what it is where an address says nothing, and its bounds: of a number the least and the largest, of a
# list how many it may hold.
PASSED_ON = {
    "across": (1, (1, 8)),
    "activations": (["tanh", "tanh"], (0, 8)),
    "arms": (2, (2, 5)),
    "batch": (10, (1, 10000)),
    "beta": (0.9, (0, 0.999999)),
    "beta1": (0.9, (0, 0.999999)),
    "beta2": (0.999, (0, 0.999999)),
    "bias": (True, None),
    "classes": (3, (3, 5)),
    "compare_and": ("nothing", None),
    "compare_and_values": ([], (0, None)),
    "compare_axis": ("steps", None),
    "compare_by": ("rate", None),
    "compare_log": (False, None),
    "compare_look": ("answers", None),
    "compare_measure": ("validation_loss", None),
    "compare_seeds": (False, None),
    "compare_smooth": (False, None),
    "compare_start": (None, None),
    "compare_values": ([0.003, 0.03, 0.3, 30], (0, None)),
    "compare_view": ("networks", None),
    "cursor": (0, (0, 100000)),
    "curve": (None, None),
    "data_seed": (None, (0, 999999)),
    "dataset": ("circle", None),
    "decay": (0.01, (0, 10)),
    "descent_loss": (None, (-1000000000.0, 1000000000.0)),
    "descent_steps": (100, (1, 1000)),
    "digits_activations": (["relu", "relu"], (0, 4)),
    "digits_batch": (64, (8, 5000)),
    "digits_drawing": (None, None),
    "digits_epochs": (3, (1, 50)),
    "digits_index": (None, (0, 69999)),
    "digits_label": (None, (0, 9)),
    "digits_layers": ([128, 64], (0, 4)),
    "digits_model": ("network", None),
    "digits_optimizer": ("Adam", None),
    "digits_rate": (0.001, (1e-06, 10)),
    "digits_speed": ("1 epoch in 4 s", None),
    "digits_stepping": (False, None),
    "discretize": (False, None),
    "dropout": (0.0, (0, 0.9)),
    "epsilon": (1e-08, (1e-12, 10)),
    "example": ("add-then-multiply", None),
    "expression": ("(x + y) * z", None),
    "features": (["x1", "x2"], None),
    "file": ("", None),
    "folded": ([], (0, 100)),
    "formula": ("(A | B) & !(A & B)", None),
    "function": ("sin(3*x)", None),
    "initializer": ("xavier", None),
    "inputs": ({"x": -2.0, "y": 5.0, "z": -4.0}, None),
    "landscape": ("ravine", None),
    "landscape_beta": (0.9, (0, 0.999999)),
    "landscape_beta1": (0.9, (0, 0.999999)),
    "landscape_beta2": (0.999, (0, 0.999999)),
    "landscape_domain": ([], (0, 4)),
    "landscape_epsilon": (1e-08, (1e-12, 10)),
    "landscape_expression": ("x**2 / 10 + y**2 / 5 + sin(2*x) * cos(2*y)", None),
    "landscape_first": (0, (0, 99999)),
    "landscape_optimizers": (["SGD", "momentum", "RMSprop", "Adam"], None),
    "landscape_plane": ("directions", None),
    "landscape_rates": ({}, None),
    "landscape_second": (1, (0, 99999)),
    "landscape_start": ([], (0, 2)),
    "layers": ([4, 2], (0, 8)),
    "lesson": ("", None),
    "lesson_step": (1, (1, 100)),
    "level": ("layer", None),
    "loss": ("binary cross-entropy", None),
    "noise": (0.1, (0, 1)),
    "optimizer": ("SGD", None),
    "output": ("sigmoid", None),
    "page": ("network", None),
    "penalty": ("none", None),
    "points_added": ([], (0, 500)),
    "points_moved": ({}, None),
    "points_removed": ([], (0, None)),
    "predict": (False, None),
    "projector": (False, None),
    "rate": (0.03, (1e-06, 100)),
    "ready_made": ("", None),
    "sample": (None, (0, 1000000)),
    "samples": (400, (20, 1000)),
    "schedule": ("constant", None),
    "seed": (0, (0, 999999)),
    "space": (None, (0, 8)),
    "speed": ("30 epochs/s", None),
    "split": (0.5, (0.1, 0.9)),
    "step_size": (1e-05, (1e-12, 0.1)),
    "strength": (0.001, (0, 10)),
    "target_epochs": (None, (1, 1000000)),
    "target_loss": (None, (0, 1000000.0)),
    "theme": ("auto", None),
    "unfolded": ([], (0, 100)),
    "updated": ([], (0, 100)),
    "upstream": (None, None),
    "upward": (2, (1, 8)),
    "validation_points": (True, None),
    "view": ("boundary", None),
    "weights": (None, None),
}


def test_what_a_link_leaves_out_and_what_it_may_say_stays_as_it_is():
    declared = {name: Session.param[name] for name in Session.names()}
    assert {name: (one.default, getattr(one, "bounds", None)) for name, one in declared.items()} == PASSED_ON


def test_every_number_has_bounds_so_that_nothing_else_is_one():
    """What is no number, `nan`, is within none."""
    bounded = [
        one for one in map(Session.param.__getitem__, Session.names()) if isinstance(one, param.Number)
    ]
    assert len(bounded) > 30
    assert all(None not in one.bounds for one in bounded)


def test_what_is_usually_nothing_may_be_nothing_and_all_else_is_something():
    for name, (usual, _) in PASSED_ON.items():
        setting = Session.param[name]
        may_be_nothing = bool(setting.allow_None) and not isinstance(setting, param.Selector)
        assert may_be_nothing == (usual is None), name
