"""Networks: layout of the parameters, passes worked by hand, counts, and changes of shape."""

import copy

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import engine
from engine.activations import ACTIVATIONS, OUTPUTS
from engine.networks.initializers import INITIALIZERS

widths_of_networks = st.lists(st.integers(1, 6), min_size=2, max_size=5)


def numbered(widths, **options):
    """A network whose parameters are 1, 2, 3, ..."""
    network = engine.Network(widths, **options)
    network.parameters[:] = np.arange(1, network.parameter_count + 1)
    return network


def test_a_block_a_layer_with_the_bias_as_its_last_column():
    network = numbered([2, 2, 1])
    assert network.parameters.tolist() == [1, 2, 3, 4, 5, 6, 7, 8, 9]
    assert network.weights[0].tolist() == [[1, 2], [4, 5]]
    assert network.biases[0].tolist() == [3, 6]
    assert network.weights[1].tolist() == [[7, 8]]
    assert network.biases[1].tolist() == [9]


def test_weights_are_views_that_write_through():
    network = engine.Network([2, 2, 1])
    network.weights[0][1, 0] = 42
    assert network.parameters[3] == 42


def test_without_biases_there_are_only_weights():
    network = numbered([2, 2, 1], bias=False)
    assert network.biases is None
    assert network.weights[0].tolist() == [[1, 2], [3, 4]]
    assert network.weights[1].tolist() == [[5, 6]]


def test_maxout_has_its_second_piece_below_the_first():
    network = numbered([1, 2, 1], activation="maxout", output="linear")
    assert network.weights[0].tolist() == [[1], [3], [5], [7]]
    (z, a), _ = network.forward(np.array([[-1.0]]))
    assert z.tolist() == [[1, 1, 1, 1]]  # -1 + 2, -3 + 4, -5 + 6, -7 + 8
    assert a.shape == (1, 2)


def test_a_forward_pass_worked_by_hand():
    network = numbered([2, 2, 1], activation="relu", output="linear")
    passed = network.forward(np.array([[1.0, -1.0]]))
    assert passed[0][0].tolist() == [[2, 5]]  # 1 - 2 + 3, 4 - 5 + 6
    assert passed[1][0].tolist() == [[63]]  # 7*2 + 8*5 + 9
    assert network.predict(np.array([[1.0, -1.0]])).tolist() == [[63]]


def test_relu_solves_xor():
    """The solution of Goodfellow et al., Deep Learning, section 6.1."""
    network = engine.Network([2, 2, 1], activation="relu", output="linear")
    network.weights[0][:] = [[1, 1], [1, 1]]
    network.biases[0][:] = [0, -1]
    network.weights[1][:] = [[1, -2]]
    assert network.predict([[0, 0], [1, 0], [0, 1], [1, 1]]).ravel().tolist() == [0, 1, 1, 0]


@pytest.mark.parametrize("output", OUTPUTS)
@pytest.mark.parametrize("bias", [True, False])
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_maps_are_the_activations_of_the_readable_pass(activation, bias, output):
    network = engine.Network([2, 3, 4, 2], activation, output, bias=bias, seed=3)
    X = np.random.default_rng(0).normal(size=(7, 2))
    maps = network.maps(X)
    for drawn, (_, a) in zip(maps, network.forward(X), strict=True):
        assert drawn.shape == a.T.shape
        np.testing.assert_allclose(drawn, a.T, rtol=1e-12, atol=1e-15)


def test_maps_follow_the_weights_and_the_samples():
    network = engine.Network([2, 3, 1])
    X = np.random.default_rng(0).normal(size=(5, 2))
    network.maps(X)
    network.initialize(seed=9)
    X *= 2
    np.testing.assert_allclose(network.maps(X)[-1][0], network.predict(X)[:, 0], rtol=1e-12)


def test_a_network_without_hidden_layers():
    network = numbered([2, 1], output="linear")
    assert network.predict([[1, 1]]).tolist() == [[6]]
    assert network.maps([[1, 1]])[0].tolist() == [[6]]


@given(widths_of_networks, st.sampled_from(list(ACTIVATIONS)), st.booleans(), st.integers(0, 2**32 - 1))
def test_the_same_seed_gives_the_same_bits_in_any_shape(widths, activation, bias, seed):
    one, other = (engine.Network(widths, activation, "tanh", bias=bias, seed=seed) for _ in range(2))
    assert one.parameters.tobytes() == other.parameters.tobytes()
    other.parameters[:] = 0
    other.initialize()
    assert one.parameters.tobytes() == other.parameters.tobytes()
    assert one.predict(np.zeros((3, widths[0]))).shape == (3, widths[-1])
    single = engine.Network(widths, activation, "tanh", bias=bias, seed=seed, dtype=np.float32)
    assert (single.parameters == one.parameters.astype(np.float32)).all()


@pytest.mark.parametrize(
    ("initializer", "deviation"),
    [("zeros", 0), ("small normal", 0.1), ("xavier", (2 / 500) ** 0.5), ("he", (2 / 300) ** 0.5)],
)
def test_initializers_have_the_spread_of_their_formula_and_biases_of_zero(initializer, deviation):
    network = engine.Network([300, 200, 1], initializer=initializer)
    assert network.weights[0].std() == pytest.approx(deviation, rel=0.02)
    assert not network.biases[0].any()
    assert initializer in INITIALIZERS


def test_parameters_are_counted_and_the_count_explained():
    network = engine.Network([784, 128, 64, 10], output="softmax")
    assert network.parameter_count == 109386
    assert network.count_formula() == "785*d1 + (d1+1)*d2 + (d2+1)*10"
    assert network.count_formula(numbers=True) == "785*128 + 129*64 + 65*10"
    bare = engine.Network([784, 128, 64, 10], output="softmax", bias=False)
    assert bare.count_formula() == "784*d1 + d1*d2 + d2*10"


@given(widths_of_networks, st.sampled_from(list(ACTIVATIONS)), st.booleans())
def test_the_count_with_numbers_is_the_number_of_parameters(widths, activation, bias):
    network = engine.Network(widths, activation, "tanh", bias=bias)
    terms = [np.prod([int(n) for n in term.split("*")]) for term in network.count_formula(True).split(" + ")]
    assert sum(terms) == network.parameter_count


def test_a_wider_layer_keeps_what_was_there():
    old = numbered([2, 2, 1])
    new = old.reshaped([2, 3, 1])
    assert new.weights[0][:2].tolist() == [[1, 2], [4, 5]]
    assert new.biases[0].tolist() == [3, 6, 0]
    assert new.weights[1][0, :2].tolist() == [7, 8]
    assert new.biases[1].tolist() == [9]
    fresh = engine.Network([2, 3, 1])
    assert (new.weights[0][2] == fresh.weights[0][2]).all()


def test_there_and_back_again_is_the_same():
    old = engine.Network([2, 4, 3, 1], seed=5)
    assert (old.reshaped([2, 6, 5, 1]).reshaped([2, 4, 3, 1]).parameters == old.parameters).all()


def test_an_inserted_layer_leaves_the_others_as_they_were():
    old = numbered([2, 2, 3, 1])
    new = old.reshaped([2, 2, 4, 3, 1], sources=[0, None, 1])
    assert (new.weights[0] == old.weights[0]).all()
    assert (new.weights[3] == old.weights[2]).all()
    assert (new.biases[2] == old.biases[1]).all()  # its units stayed, what they look at is new
    assert not (new.weights[2][:, :2] == old.weights[1]).any()


def test_a_removed_layer_leaves_what_is_still_joined():
    old = numbered([2, 2, 3, 3, 1], activation=["tanh", "relu", "elu"])
    new = old.reshaped([2, 2, 3, 1], sources=[0, 2])
    assert new.activations == ["tanh", "elu"]
    assert (new.weights[0] == old.weights[0]).all()
    assert (new.weights[2] == old.weights[3]).all()


def test_layers_that_change_places_keep_their_biases_and_activations():
    old = numbered([2, 2, 3, 1], activation=["tanh", "relu"])
    new = old.reshaped([2, 3, 2, 1], sources=[1, 0])
    assert new.activations == ["relu", "tanh"]
    assert (new.biases[0] == old.biases[1]).all()
    assert (new.biases[1] == old.biases[0]).all()
    assert (new.biases[2] == old.biases[2]).all()


def test_inputs_that_change_columns_take_their_weights_along():
    old = numbered([2, 2, 1])
    new = old.reshaped([3, 2, 1], inputs=[1, None, 0])
    assert new.weights[0][:, [2, 0]].tolist() == old.weights[0].tolist()


def test_a_piece_of_maxout_survives_as_a_plain_unit():
    old = numbered([1, 2, 1], activation="maxout")
    new = old.reshaped([1, 2, 1], activation="relu")
    assert new.weights[0].tolist() == [[1], [3]]


def test_a_copy_is_independent():
    network = engine.Network([2, 3, 1], seed=4)
    for twin in (network.copy(), copy.deepcopy(network)):
        twin.weights[0][:] = 0
        assert network.weights[0].any()
        assert not twin.parameters[:2].any()


def test_a_copy_is_not_drawn_before_it_is_written(monkeypatch):
    network = engine.Network([2, 3, 1], seed=4)
    monkeypatch.setattr(engine.Network, "initialize", lambda *_: pytest.fail("drawn"))
    twin = network.copy()
    assert (twin.parameters.tobytes(), twin.initializer) == (network.parameters.tobytes(), "xavier")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ({"widths": [2]}, "widths"),
        ({"widths": [2, 0, 1]}, "widths"),
        ({"widths": [2, 3, 1], "activation": "gelu"}, "activation"),
        ({"widths": [2, 3, 1], "activation": ["tanh", "tanh"]}, "1 hidden"),
        ({"widths": [2, 3, 1], "output": "maxout"}, "output"),
        ({"widths": [2, 3, 1], "initializer": "ones"}, "initializer"),
        ({"widths": [2, 3, 1], "dtype": np.int32}, "dtype"),
    ],
)
def test_what_makes_no_network_is_refused(arguments, says):
    with pytest.raises(ValueError, match=says):
        engine.Network(**arguments)


def test_samples_of_the_wrong_shape_are_refused():
    with pytest.raises(ValueError, match="X must be"):
        engine.Network([2, 1]).predict(np.zeros((3, 4)))
