"""The address holds what a visitor has set, and a bad value in it costs only that value."""

import base64
import json
from urllib.parse import parse_qsl

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from playground import address
from playground.run_settings import UPLOADED
from playground.session import Session


def opened(query: str) -> Session:
    session = Session()
    address.read(session, dict(parse_qsl(query)))
    return session


def test_the_address_of_an_untouched_page_names_only_the_page():
    assert address.write(opened("")) == "page=network"
    assert address.write(opened("page=graph")) == "page=graph"


def test_of_a_page_as_it_opens_what_is_no_part_of_its_run_is_named_all_the_same():
    assert address.write(opened("theme=dark&predict=on")) == "page=network&theme=dark&predict=on"


def test_a_file_is_named_where_it_is_what_is_trained_on():
    session = Session(file="print")
    assert "file" not in address.write(session)
    session.dataset = UPLOADED
    assert "&file=print" in address.write(session)


@pytest.mark.parametrize(
    ("query", "nearest"),
    [
        ("learning_rate=0.1", "rate"),
        ("learningRate=0.1", "rate"),
        ("Learning rate=0.1", "rate"),
        ("page=digits&learning_rate=0.1", "digits_rate"),
        ("learning_rate=0.1&page=digits", "digits_rate"),
        ("activation=relu", "activations"),
        ("optimiser=Adam", "optimizer"),
        ("regularization=L2", "penalty"),
        ("batch_size=20", "batch"),
    ],
)
def test_a_name_that_no_setting_has_is_told_with_the_one_that_was_meant(query, nearest):
    session = Session()
    (problem,) = address.read(session, dict(parse_qsl(query)))
    name = next(part.split("=")[0] for part in query.split("&") if not part.startswith("page="))
    assert (
        str(problem)
        == f"The address names a setting {name!r}, which does not exist; did you mean {nearest!r}?"
    )
    assert session.rate == 0.03


def test_a_name_like_no_other_is_told_as_left_out():
    (problem,) = address.read(Session(), {"favourite_colour": "blue"})
    assert (
        str(problem) == "The address names a setting 'favourite_colour', which does not exist; it is ignored."
    )


def test_what_servers_and_mails_put_into_an_address_is_not_told():
    foreign = {
        "bokeh-app-path": "/playground",
        "utm_source": "mail",
        "fbclid": "x",
        "gclid": "y",
        "rate": "1",
    }
    session = Session()
    assert address.read(session, foreign) == []
    assert session.rate == 1


def test_of_many_unknown_names_three_are_told_and_the_others_counted():
    names = [f"{letter * 500}" for letter in "qwxzj"]
    problems = address.read(Session(), dict.fromkeys(names, "1"))
    told = [
        f"The address names a setting {name[:40]!r}, which does not exist; it is ignored."
        for name in names[:3]
    ]
    assert list(map(str, problems)) == [
        *told,
        "The address also has other names that are not settings (2); they are ignored.",
    ]


def test_an_address_without_a_run_opens_the_first_dataset_with_the_set_up_that_learns_it():
    session = opened("page=network&theme=dark")
    assert (session.dataset, session.layers, session.optimizer, session.rate) == (
        "circle",
        [4, 4],
        "SGD",
        0.03,
    )


@pytest.mark.parametrize(
    "query",
    ["dataset=circle", "dataset=spiral", "seed=3", "rate=0.03", "speed=fastest", "sample=7", "layers=4,2"],
)
def test_a_link_to_a_run_means_what_such_links_always_meant(query):
    session = opened(query)
    assert (session.layers, session.activations) == ([4, 2], ["tanh", "tanh"])
    assert (session.optimizer, session.rate, session.batch) == ("SGD", 0.03, 10)
    again = opened(address.write(session))
    for name in address._parameters():
        assert getattr(again, name) == getattr(session, name), name


def test_the_network_of_old_links_is_not_taken_for_the_one_that_an_empty_address_opens():
    assert address.write(Session()) == "page=network&dataset=circle"
    assert opened(address.write(Session())).layers == [4, 2]


def test_a_place_in_a_walk_through_the_opening_network_comes_back_with_that_network():
    session = opened("")
    session.sample = 5
    assert "layers=4,4" in address.write(session)
    assert opened(address.write(session)).layers == [4, 4]


def test_everything_set_comes_back_from_the_address():
    session = Session(
        dataset="spiral",
        arms=3,
        noise=0.25,
        features=["x1", "x2", "sin(x1)"],
        layers=[8, 8, 3],
        activations=["relu", "leaky relu", "maxout"],
        rate=0.003,
        optimizer="Adam",
        bias=False,
        target_epochs=200,
        points_added=[[1.5, -2.0, 1]],
        points_moved={"7": [0.5, 0.25]},
        points_removed=[3, 4],
        weights=b"\x00\x01\xff\xfe",
        sample=12,
        level="scalar",
        cursor=30,
    )

    again = opened(address.write(session))

    for name in address._parameters():
        assert getattr(again, name) == getattr(session, name), name


@pytest.mark.parametrize(
    "bad",
    [
        "rate=fast",
        "rate=-1",
        "rate=nan",
        "rate=1e999",
        "layers=4,x",
        "layers=1,2,3,4,5,6,7,8,9",
        "features=x1,__class__",
        "dataset=../../etc/passwd",
        "bias=maybe",
        "points_added=[",
        "points_added=" + "[" * 5000,
        "weights=%%%",
        "weights=" + "A" * 9000,
        "seed=1.5",
        "batch=" + "9" * 30,
    ],
)
def test_a_bad_value_is_told_and_the_rest_of_the_address_is_used(bad):
    session = Session()
    name = bad.split("=")[0]

    problems = address.read(session, dict([bad.split("=", 1), ("optimizer", "Adam")]))

    assert len(problems) == 1
    assert session.param[name].label in str(problems[0])
    assert getattr(session, name) == session.param[name].default
    assert session.optimizer == "Adam"


def base64_of(size):
    return base64.urlsafe_b64encode(bytes(size)).decode()


@pytest.mark.parametrize(
    ("name", "taken", "refused"),
    [
        ("expression", "x" * 20_000, "x" * 20_001),
        ("weights", base64_of(4096), base64_of(4097)),
        ("weights", "-_-_", "-_-"),
        ("dataset", "circle", "Circle"),
        ("bias", "off", "OFF"),
        ("features", "x1,x2", "x1,x2,x1"),
    ],
)
def test_a_value_has_its_bounds(name, taken, refused):
    assert address.faults({name: taken}) == []
    (problem,) = address.faults({name: refused})
    assert Session.param[name].label in str(problem)


LARGEST = 2**53 - 1  # that the browser holds exactly


@pytest.mark.parametrize("sign", [1, -1])
def test_a_whole_number_is_one_that_the_browser_holds(sign):
    assert opened(f"layers={sign * LARGEST},3").layers == [32 if sign > 0 else 1, 3]
    assert opened(f"layers={sign * (LARGEST + 1)},3").layers == Session().layers


@pytest.mark.parametrize("sign", [1, -1])
def test_among_other_numbers_a_larger_one_is_a_fraction(sign):
    for number, kind in ((sign * LARGEST, int), (sign * (LARGEST + 1), float)):
        (in_table,) = opened(f'inputs={{"x":{number}}}').inputs.values()
        (in_list,) = opened(f"compare_values=[{number}]").compare_values
        assert in_table == in_list == number
        assert type(in_table) is type(in_list) is kind


def test_layers_without_activations_get_some():
    session = opened("layers=8,8,8")
    assert session.activations == ["tanh", "tanh", "tanh"]


def test_an_activation_that_there_is_none_of_is_told():
    session = Session()
    assert "'foo'" in str(address.read(session, {"activations": "foo,relu"})[0])
    assert f"'{'x' * 20}'" in str(address.read(session, {"activations": f"{'x' * 21},relu"})[0])
    assert session.activations == ["tanh", "relu"]


def test_widths_out_of_bounds_are_brought_back():
    session = Session()
    assert address.read(session, {"layers": "0,99"})
    assert session.layers == [1, 32]


@pytest.mark.parametrize(("prefix", "widest"), [("", 32), ("digits_", 256)])
def test_a_layer_may_be_as_wide_as_it_may_and_as_narrow(prefix, widest):
    session = Session()
    assert address.read(session, {f"{prefix}layers": f"1,{widest}"}) == []
    assert getattr(session, f"{prefix}layers") == [1, widest]
    for width in (0, widest + 1):
        (problem,) = address.read(session, {f"{prefix}layers": f"2,{width}"})
        assert str(widest) in str(problem)
    assert getattr(session, f"{prefix}layers") == [2, widest]


# Text that json can read is seldom found among any text, and it is what reaches furthest.
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=6,
).map(json.dumps)
QUERIES = st.dictionaries(
    st.sampled_from(sorted(address._parameters())), st.text(max_size=40) | JSON, max_size=8
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # a busy machine is no failure
@given(QUERIES)
def test_no_address_whatever_it_says_raises(query):
    address.read(Session(), query)


def test_text_that_no_address_can_spell_is_written_with_a_mark_in_its_place():
    assert "expression=x%3F" in address.write(Session(expression="x\ud800"))
