"""The first ten minutes: what a newcomer tries works at once, in the order in which it is tried."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

pytestmark = pytest.mark.still

LEARNED = re.compile(r"^0\.9[7-9]|^1")  # an accuracy of at least 97 %

LINES = """x = -2
y = 5
z = -4
q = x + y
f = q * z"""

MICROGRAD = """from micrograd.engine import Value
x1 = Value(2.0)
x2 = Value(0.0)
w1 = Value(-3.0)
w2 = Value(1.0)
b = Value(6.88)
n = x1*w1 + x2*w2 + b
o = n.tanh()
o.backward()"""

LAYERS = """import numpy as np
x = np.array([1.0, -2.0])
W1 = np.array([[0.5, -0.5], [1.0, 0.25], [-1.0, 0.75]])
b1 = np.array([0.1, 0.0, -0.2])
W2 = np.array([[1.0, -1.0, 0.5]])
b2 = np.array([0.3])
h = np.maximum(0, W1 @ x + b1)
y = W2 @ h + b2
loss = ((y - 1.0) ** 2).sum()"""


def button(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True).locator("visible=true")


def choose(page: Page, dataset: str) -> None:
    page.get_by_role("radio", name=dataset, exact=True).check()


def number(page: Page, name: str) -> Locator:
    return page.locator(f"[data-number={name}]")


def train(page: Page) -> None:
    """Until the accuracy that is shown is as good as is promised."""
    button(page, "Train").click()
    expect(number(page, "train_accuracy")).to_have_attribute("data-value", LEARNED)
    button(page, "Pause training").click()
    expect(button(page, "Train")).to_be_visible()


def turn_to(page: Page, name: str, drawn: str) -> None:
    page.get_by_role("link", name=name, exact=True).click()
    page.locator(f"{drawn}:visible").first.wait_for()


def node(page: Page, name: str) -> Locator:
    return page.locator(f'[data-node="{name}"]:visible')


def walk(page: Page) -> None:
    """Step by step to the end, by the button and then by the key that it names."""
    step = page.get_by_role("slider", name="Step", exact=True).locator("visible=true")
    expect(step).to_have_value("0")
    last = int(step.get_attribute("max") or 0)
    assert last > 5
    button(page, "Step forward").click()
    expect(step).to_have_value("1")
    for at in range(2, last + 1):
        page.keyboard.press("ArrowRight")
        expect(step).to_have_value(str(at))
    expect(button(page, "Step forward")).to_be_disabled()


def paste(page: Page, code: str) -> None:
    """To the end of the graph that a text makes. The one before it stands at its end, so that one sees when the new one
    has come: at its beginning."""
    step = page.get_by_role("slider", name="Step", exact=True).locator("visible=true")
    expect(button(page, "To end")).to_be_disabled()
    page.get_by_role("textbox", name="Expression", exact=True).fill(code)
    expect(step).to_have_value("0")
    output = code.splitlines()[-1].split("=")[0].strip().removesuffix(".backward()")
    expect(page.locator(".makes")).to_have_text(f"→ {output}")
    button(page, "To end").click()


def known(page: Page, name: str, value: float, gradient: float) -> None:
    """What a node of the graph shows at the end of the walk."""
    place = node(page, name).first
    expect(place).to_have_attribute("data-gradient", re.compile("."))

    def shown(kind: str) -> float:
        return float(place.get_attribute(f"data-{kind}") or "nan")

    assert abs(shown("value") - value) < 1e-4
    assert abs(shown("gradient") - gradient) < 1e-4


def test_the_first_ten_minutes(page: Page) -> None:
    # Train: the boundary closes.
    train(page)
    # Step through, to the end.
    button(page, "Step through").click()
    walk(page)
    button(page, "Close").click()
    # The spiral, then XOR: each brings the network that learns it, as fast as one likes.
    page.get_by_label("Speed", exact=True).locator("visible=true").select_option("fastest")
    choose(page, "spiral")
    expect(page.get_by_role("group", name=re.compile("^Hidden layer 1: 16 neurons"))).to_be_attached()
    train(page)
    # A layer is removed by mistake, and is there again with all that it has learned.
    button(page, "Remove hidden layer 1").click()
    expect(page.get_by_role("group", name=re.compile("^Hidden layer"))).to_have_count(1)
    button(page, "Undo").click()
    expect(page.get_by_role("group", name=re.compile("^Hidden layer"))).to_have_count(2)
    expect(number(page, "train_accuracy")).to_have_attribute("data-value", LEARNED)
    choose(page, "xor table")
    expect(page.locator(".boundary .plot")).to_have_attribute("data-points", "4")
    train(page)
    # The code that people have goes straight in.
    turn_to(page, "Graph", "[data-node]")
    button(page, "To end").click()
    paste(page, LINES)
    known(page, "x", -2, -4)
    known(page, "z", -4, 3)
    paste(page, MICROGRAD)
    known(page, "x1", 2, -1.50291523)
    known(page, "w1", -3, 1.00194349)
    paste(page, LAYERS)
    known(page, "loss", 0.16, 1)
    # A digit.
    turn_to(page, "Digits", "[data-digit]")
    read = page.locator(".bars .read b")
    expect(read).to_have_text("3")
    box = page.get_by_role("application", name="Pad").bounding_box()
    assert box is not None
    places = [
        (box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in ((0.5, 0.15), (0.5, 0.85))
    ]
    page.mouse.move(*places[0])
    page.mouse.down()
    page.mouse.move(*places[1])
    page.mouse.up()
    expect(read).to_have_text("1")
    # A rate that is far too high spoils the weights; with a good one and a fresh beginning they learn again.
    turn_to(page, "Network", "[data-neuron]")
    choose(page, "circle")
    rate = page.get_by_label("Learning rate", exact=True).locator("visible=true")
    rate.fill("100")
    rate.press("Enter")
    expect(page).to_have_url(re.compile(r"[&?]rate=100"))
    button(page, "One epoch").click()
    expect(page.locator(".counters [data-epoch]")).to_have_text("1")
    expect(number(page, "train_accuracy")).not_to_have_attribute("data-value", LEARNED)
    button(page, "Reset").click()
    expect(page.locator(".counters [data-epoch]")).to_have_text("0")
    rate.fill("0.03")
    rate.press("Enter")
    expect(rate).to_have_value("0.03")
    train(page)
