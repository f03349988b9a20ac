"""Any address opens its page: what cannot be used is told in words, and the default is used in its place."""

import json
from urllib.parse import quote

import addresses
import own_loop
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tally import Tally, nothing_logged

from playground import address
from playground.session import Session

HUGE = "9" * 400

# the query, words that say what is wrong, and what is used
UNUSABLE = [
    (
        f'page=graph&inputs={{"x":{HUGE}}}',
        "between −1,000,000,000 and",
        {"expression": "(x + y) * z"},
    ),
    (
        'page=graph&inputs={"x":NaN}',
        "between −1,000,000,000 and",
        {"inputs": {"x": -2.0, "y": 5.0, "z": -4.0}},
    ),
    ('page=graph&inputs={"x":-Infinity}', "between −1,000,000,000 and", {}),
    ('page=graph&inputs={"x":"1"}', "A number is needed", {}),
    ('page=graph&inputs={"x":[[1],[2,3]]}', "rows must be equally long", {}),
    ('page=graph&inputs={"x":[[[1]]]}', "a vector or a matrix is needed", {}),
    ("page=graph&inputs=[1,2]", "Inputs in the address", {}),
    (f"page=graph&inputs={'[' * 9000}", "Inputs in the address", {}),
    (
        f"page=graph&upstream={HUGE}",
        "between −1,000,000,000 and",
        {"upstream": None, "expression": "(x + y) * z"},
    ),
    ('page=graph&upstream={"f":1}', "A number is needed", {"upstream": None}),
    (
        "page=graph&upstream=NaN&expression=x",
        "between −1,000,000,000 and",
        {"upstream": None, "expression": "x"},
    ),
    ("page=graph&expression=x %2B", "graph in the address cannot be drawn", {"expression": "(x + y) * z"}),
    ('page=graph&expression=u*v&inputs={"u":"a","v":4}', "A number is needed", {"expression": "u*v"}),
    ("page=graph&step_size=0", "h in the address", {"step_size": 1e-5}),
    ("features=x1,x1,x1", "Features in the address", {"features": ["x1", "x2"]}),
    ("features=", "Features in the address", {"features": ["x1", "x2"]}),
    ("dataset=sine&features=x1", "Features in the address does not fit the data", {"features": ["x"]}),
    ("rate=%ff%fe", "Learning rate in the address", {"rate": 0.03}),
    (f"seed={HUGE}", "Seed in the address", {"seed": 0}),
    ("noise=1e999", "Noise in the address", {"noise": 0.1}),
    ("points_added=[[1,2,NaN]]", "", {"points_added": []}),
    ('points_moved={"a":[1,2]}', "do not belong to this data", {"points_moved": {}}),
    (f'points_moved={{"{HUGE}":[1,2]}}', "", {"points_moved": {}}),
    ("points_added=[1,2]", "do not belong to this data", {"points_added": []}),
    (f"points_removed={HUGE}", "", {"points_removed": []}),
    ("weights=AAAA", "weights in the link do not fit", {"weights": None}),
    ("sample=99999", "no sample 99999", {"sample": None}),
    (f"sample={HUGE}", "Sample in the address", {"sample": None}),
    (
        "dataset=spiral&loss=mean%20squared&output=softmax&features=sin(x1),x2&layers=3,3&weights=AAAA&sample=99999",
        "no sample",
        {
            "dataset": "spiral",
            "loss": "mean squared",
            "features": ["sin(x1)", "x2"],
            "layers": [3, 3],
            "sample": None,
        },
    ),
    ("page=digits&digits_layers=300,0", "between 1 and 256 neurons", {"digits_layers": [256, 1]}),
    ("page=digits&digits_drawing=AAAA", "drawing in the address", {"digits_drawing": None}),
    ("page=digits&digits_index=70000", "Digit in the address", {"digits_index": None}),
    ("page=admin&rate=x", "Page in the address", {"page": "network"}),
]


async def opened(query):
    desk = addresses.opened(query)
    desk.ask("ready")
    await desk.answered()
    desk.close()
    return desk


@pytest.mark.parametrize(("query", "words", "used"), UNUSABLE)
def test_what_is_unusable_is_told_and_the_default_is_used(query, words, used):
    with nothing_logged():
        desk = own_loop.run(opened(quote(query, safe="=&%")))
    said = desk.said()
    assert words in said
    assert said
    assert not addresses.NOT_IN_PLAIN_WORDS.search(said)
    for name, value in used.items():
        assert getattr(desk.session, name) == value, name


@settings(deadline=None, max_examples=10, suppress_health_check=[HealthCheck.too_slow])
@given(st.randoms(use_true_random=False))
def test_any_address_opens_its_page_and_the_page_goes_on(random):
    case = addresses.draw(random)
    with nothing_logged():
        own_loop.run(addresses.run(case, Tally()))


def test_of_what_an_address_names_twice_the_last_counts():
    assert address.decoded({"rate": [b"1", b"2"], "noise": [b""], "seed": []}) == {"rate": "2", "noise": ""}
    assert address.decoded({"expression": [b"\xff\xc3\xa9"]}) == {"expression": "\ufffdé"}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("upstream", [9, 9, 9]),
        ("upstream", 5),
        ("upstream", True),
        ("upstream", [[1.5, 2], [3, 4]]),
        ("points_added", [[1, 2, 1]]),
        ("points_removed", [3, 4]),
        ("points_removed", [3]),
        ("folded", ["q", "f"]),
        ("layers", []),
        ("inputs", {}),
        ("features", ["x1"]),
        ("weights", b""),
        ("predict", True),
        ("digits_label", 0),
    ],
)
def test_each_kind_of_setting_comes_back_from_the_address_as_it_was(name, value):
    activations = {"activations": []} if name == "layers" else {}
    written = address.write(Session(**{name: value}, **activations))
    session = Session()
    assert (
        address.read(session, address.decoded(addresses.parse_qs_bytes(written, keep_blank_values=True)))
        == []
    )
    assert getattr(session, name) == value
    assert json.dumps(str(getattr(session, name))) == json.dumps(str(value))
