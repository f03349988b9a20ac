"""The code that people have goes straight in: pasted on the Graph page, on the Network page, into an input."""

import math
import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from graph_pages import cell, editor, expect_figure
from playwright.sync_api import Locator, Page, expect
from waiting import until

OpenPage = Callable[..., Page]

# What a paste is to the page, on whatever has the focus, or on the page itself.
PASTE = """(text) => {
  let at = document.activeElement ?? document.body;
  while (at.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
  const data = new DataTransfer();
  data.setData("text", text);
  const event = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true, composed: true });
  if (at.dispatchEvent(event)) document.execCommand("insertText", false, text);
}"""


def paste(page: Page, text: str, into: Locator | None = None) -> None:
    """Pastes a text as a visitor does, in place of what stands there."""
    if into is not None:
        into.click()
        into.press("ControlOrMeta+a")
    page.evaluate(PASTE, text)


def button(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


# On the Network page

PYTORCH = """model = nn.Sequential(
    nn.Linear(2, 5),
    nn.ReLU(),
    nn.Linear(5, 3),
    nn.Tanh(),
    nn.Linear(3, 1),
)
loss_fn = nn.BCEWithLogitsLoss()
"""
KERAS = """model = keras.Sequential([
    keras.Input(shape=(2,)),
    layers.Dense(6, activation="relu"),
    layers.Dense(1, activation="sigmoid"),
])
model.compile(optimizer="adam", loss="binary_crossentropy")
"""


def code(page: Page) -> Locator:
    return page.get_by_role("dialog", name="PyTorch or Keras code")


def expect_layers(page: Page, *layers: tuple[int, str]) -> None:
    expect(page.get_by_role("group", name=re.compile("^Hidden layer"))).to_have_count(len(layers))
    for number, (width, activation) in enumerate(layers, start=1):
        group = page.get_by_role("group", name=re.compile(f"^Hidden layer {number}: {width} neurons"))
        expect(group).to_be_attached()
        expect(group.get_by_role("combobox")).to_have_value(activation)


def test_a_network_of_pytorch_pasted_on_the_page_is_built_and_one_that_cannot_be_is_refused_at_its_line(
    page: Page,
) -> None:
    paste(page, PYTORCH)
    expect_layers(page, (5, "relu"), (3, "tanh"))
    expect(code(page)).to_be_hidden()
    expect(page.get_by_role("alert").filter(has_text="Built from your code: 2-5-3-1")).to_be_visible()
    expect(page).to_have_url(re.compile("layers=5"))
    paste(page, "nn.Linear(2, 1)", into=page.get_by_label("Seed"))  # into a setting it stays there
    expect(page.get_by_label("Seed")).to_have_value("nn.Linear(2, 1)")
    expect(code(page)).to_be_hidden()

    button(page, "One step").focus()
    paste(
        page,
        PYTORCH.replace("nn.ReLU()", "nn.Conv2d(1, 1, 3)").replace("2, 5", "2, 7").replace("5, 3", "7, 3"),
    )
    alert = code(page).get_by_role("alert")
    expect(alert).to_contain_text("Line 3: Conv2d is not supported here; write nn.Linear")
    field = code(page).get_by_role("textbox")
    chosen = field.evaluate("one => one.value.slice(one.selectionStart, one.selectionEnd).trim()")
    assert chosen == "nn.Conv2d(1, 1, 3),"
    expect_layers(page, (5, "relu"), (3, "tanh"))  # nothing is lost
    page.keyboard.type("    nn.ReLU(),")
    expect(alert).to_be_hidden()
    page.keyboard.press("ControlOrMeta+Enter")
    expect_layers(page, (7, "relu"), (3, "tanh"))


def test_what_is_pasted_into_the_empty_field_is_built_at_once_and_what_is_typed_there_is_kept(
    page: Page,
) -> None:
    button(page, "Paste code").click()
    paste(page, KERAS.replace("6", "5"))
    expect_layers(page, (5, "relu"))
    button(page, "Paste code").click()
    field = code(page).get_by_role("textbox")
    expect(field).to_be_focused()
    field.fill("nn.Sequential(")
    field.press("Escape")
    expect(code(page)).to_be_hidden()
    button(page, "Paste code").click()
    expect(field).to_have_value("nn.Sequential(")
    field.fill(KERAS)
    button(page, "Build this network").click()
    expect_layers(page, (6, "relu"))
    expect(code(page)).to_be_hidden()
    expect(button(page, "Paste code")).to_be_focused()


# On the Graph page


def expect_inputs(page: Page, *names: str) -> None:
    """The inputs, in the order in which they are read."""
    groups = page.locator(".inputs .array")
    expect(groups).to_have_count(len(names))
    for place, name in enumerate(names):
        expect(groups.nth(place)).to_have_attribute("aria-label", name)


def write(page: Page, text: str) -> None:
    """Pastes an expression, and waits until it is the one that is shown."""
    paste(page, text, into=editor(page))
    until(
        page,
        lambda: parse_qs(urlsplit(page.url).query).get("expression") == [text],
        "the address of the text",
    )


def number(page: Page, node: str, which: str) -> float:
    """A number that stands at a node at the end of both passes."""
    page.get_by_role("slider", name="Step", exact=True).press("End")
    card = page.locator(f'.card[data-node="{node}"]')
    found: list[float] = []

    def stands_there() -> bool:
        text = card.get_attribute(f"data-{which}")
        found.extend([float(text)] if text else [])
        return bool(found)

    until(page, stands_there, f"the {which} of {node}")
    return found[-1]


@pytest.fixture
def graph(open_page: OpenPage) -> Page:
    page = open_page("?page=graph")
    expect(editor(page)).to_have_value("(x + y) * z")
    return page


FIVE_LINES = "x = -2\ny = 5\nz = -4\nq = x + y\nf = q * z"


NEURON = """from micrograd.engine import Value
# inputs x1, x2
x1 = Value(2.0, label='x1')
x2 = Value(0.0, label='x2')
# weights w1, w2, and the bias
w1 = Value(-3.0, label='w1')
w2 = Value(1.0, label='w2')
b = Value(6.8813735870195432, label='b')
n = x1*w1 + x2*w2 + b; n.label = 'n'
o = n.tanh(); o.label = 'o'
o.backward()
"""


TWO_LAYERS = """import numpy as np

def sigmoid(z):
    return 1 / (1 + np.exp(-z))

x = np.array([0.5, -1.0])
W1 = np.array([[1.0, 2.0], [0.5, -1.0], [0.0, 1.5]])
b1 = np.zeros(3)
W2 = np.array([[1.0, -1.0, 0.5]])
b2 = np.array([0.1])
h = np.maximum(0, W1 @ x + b1)
p = sigmoid(W2 @ h + b2)
loss = np.sum((p - 1) ** 2)
"""


LAYERS = """import torch
from torch import nn

model = nn.Sequential(nn.Linear(2, 3), nn.ReLU(), nn.Linear(3, 2))
x = torch.tensor([0.5, 0.25])
loss = nn.CrossEntropyLoss()(model(x), torch.tensor(1))
loss.backward()
"""


def test_the_lecture_micrograd_numpy_and_pytorch_are_read_and_what_is_not_is_refused_at_its_place(
    graph: Page,
) -> None:
    told = graph.locator(".told")
    paste(graph, "x = 2\nwhile x < 9:\n    x = x * x", into=editor(graph))
    expect(told).to_contain_text("Line 2, column 1: while is not supported; write for i in range(3)")
    expect(told).to_contain_text("The last valid graph is still shown.")
    expect(graph.locator(".editor mark")).to_have_text("while")
    expect_figure(graph, "z", -4)
    paste(graph, "x = 2\ny = np.sigmoidd(x)", into=editor(graph))
    expect(told).to_contain_text("perhaps you meant sigmoid. The last valid graph is still shown.")
    numbers = " + ".join(f"sum(a{at} * np.ones((12, 12)))" for at in range(20))
    paste(graph, numbers, into=editor(graph))
    expect(told).to_have_text(re.compile("^The inputs have 2,880 numbers altogether"))
    expect(graph.locator(".editor mark")).to_have_count(0)
    expect(editor(graph)).to_have_attribute("aria-invalid", "true")

    write(graph, FIVE_LINES)
    expect_inputs(graph, "x", "y", "z")
    for name, value in (("x", "-2"), ("y", "5"), ("z", "-4")):
        expect(cell(graph, name)).to_have_value(value)
    assert [number(graph, name, "gradient") for name in "xyz"] == [-4, -4, 3]
    grip = graph.get_by_role("slider", name="Drag y", exact=True)
    box = grip.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    graph.mouse.move(x, y)
    graph.mouse.down()
    graph.mouse.move(x + 30, y, steps=2)
    graph.mouse.move(x + 60, y, steps=2)
    graph.mouse.up()
    expect(cell(graph, "y")).to_have_value("7")
    expect(editor(graph)).to_have_value(FIVE_LINES.replace("y = 5", "y = 7"))  # the text follows

    write(graph, NEURON)
    expect_inputs(graph, "x1", "w1", "x2", "w2", "b")
    assert number(graph, "o", "value") == pytest.approx(0.5**0.5)
    assert [number(graph, name, "gradient") for name in ("x1", "w1", "x2", "w2")] == pytest.approx(
        [-1.5, 1, 0.5, 0]
    )

    write(graph, TWO_LAYERS)
    expect_inputs(graph, "W1", "x", "b1", "W2", "b2")
    expect(cell(graph, "W1/2/1")).to_have_value("1.5")
    assert number(graph, "loss", "value") == pytest.approx((1 / (1 + math.exp(1.15)) - 1) ** 2)
    expect_figure(graph, "h", [0, 1.25, 0])
    write(graph, LAYERS)
    expect_inputs(graph, "x", "weight1", "bias1", "weight2", "bias2")
    expect(cell(graph, "weight1/2/1")).to_be_visible()
    assert number(graph, "loss", "value") > 0


def test_what_the_page_writes_is_read_back_one_text_leaves_one_graph_and_enter_goes_in_as_code_does(
    graph: Page,
) -> None:
    write(graph, "x = -2\nw = 3\nf = tanh(x * w + 1) * x")
    expect_inputs(graph, "x", "w")

    def drawn() -> list[list[str | None]]:
        cards = graph.locator(".card[data-node]").all()
        said = ("node", "value", "gradient")
        return sorted([card.get_attribute(f"data-{one}") for one in said] for card in cards)

    wanted = number(graph, "x", "gradient")
    before = drawn()
    written = "\n".join(graph.locator(".lines .line code").all_text_contents()).replace("\u00a0", "")
    write(graph, written)
    assert number(graph, "x", "gradient") == wanted
    expect(graph.locator(".told")).to_be_hidden()
    assert drawn() == before

    # Of one paste there are several events; the last may come when the graph has been stepped through already.
    write(graph, "a = 2\nf = a * 3")
    assert number(graph, "a", "gradient") == 3
    editor(graph).dispatch_event("input")
    field = graph.get_by_role("textbox", name="a", exact=True)
    field.fill("5")
    field.press("Enter")
    expect(graph.locator('.card[data-node="a"]')).to_have_attribute("data-value", "5")
    expect(graph.locator('.card[data-node="a"]')).to_have_attribute("data-gradient", "3")

    editor(graph).click()
    editor(graph).press("ControlOrMeta+a")
    for line in ("def f(t):", "u = t * 2", "return u + 1"):
        graph.keyboard.type(line)
        graph.keyboard.press("Enter")
    expect(editor(graph)).to_have_value("def f(t):\n    u = t * 2\n    return u + 1\n    ")
    graph.keyboard.press("Shift+Home")
    graph.keyboard.type("f(x)")
    graph.keyboard.press("Enter")
    expect(editor(graph)).to_have_value("def f(t):\n    u = t * 2\n    return u + 1\nf(x)\n")
    expect_inputs(graph, "x")
    graph.keyboard.press("Tab")
    expect(editor(graph)).not_to_be_focused()


# Into an input


def test_numbers_pasted_into_an_input_or_a_gradient_fill_it_set_its_shape_and_change_the_text_or_are_refused(
    graph: Page,
) -> None:
    problem = graph.locator(".array-problem:visible")
    for pasted, said in (
        ("1, two", "“two” is not a number. Nothing was changed."),
        ("1 2\n3", "Row 2 is not as long as row 1. Nothing was changed."),
        ("1\t" * 12 + "1", "This is 1×13; an input has at most 12 rows and 12 columns. Nothing was changed."),
    ):
        paste(graph, pasted, into=cell(graph, "y"))
        expect(problem).to_contain_text(said)
        expect(cell(graph, "y")).to_have_value("5")
    paste(graph, "6", into=cell(graph, "y"))
    expect_figure(graph, "y", 6)
    expect(problem).to_have_count(0)
    write(graph, "relu(v)")
    paste(graph, "[1, -2, 3]", into=cell(graph, "v"))
    expect_figure(graph, "v", [1, -2, 3])
    expect(cell(graph, "v/0")).to_be_focused()
    paste(graph, "0,5\t-1\n2\t1/4\n", into=cell(graph, "v/1"))
    expect_figure(graph, "v", [[0.5, -1], [2, 0.25]])
    paste(graph, "np.array([4.0, -5.0])", into=cell(graph, "v/0/0"))
    expect_figure(graph, "v", [4, -5])
    paste(graph, "torch.tensor(-2.5, requires_grad=True)", into=cell(graph, "v/0"))
    expect_figure(graph, "v", -2.5)
    cell(graph, "v").fill("[7, 8]")
    cell(graph, "v").press("Enter")
    expect_figure(graph, "v", [7, 8])
    write(graph, "x = [1, 2]\nsum(x * x)")
    paste(graph, "3 4 5", into=cell(graph, "x/0"))
    expect(editor(graph)).to_have_value("x = [3.0, 4.0, 5.0]\nsum(x * x)")
    write(graph, "x = [1, 2]\nx * x")
    paste(graph, "1, 2, 3", into=cell(graph, "upstream/0"))
    expect(graph.locator(".array-problem:visible")).to_contain_text(
        "The shape must be 2 here, like that of the output."
    )
    paste(graph, "[3, 4]", into=cell(graph, "upstream/0"))
    expect(cell(graph, "upstream/1")).to_have_value("4")
    expect(graph.locator('.card[data-node="x"]')).to_have_attribute("data-value", "[1,2]")

    # Random numbers are inputs, and the text follows when one is set.
    write(graph, "w = torch.rand(2)\nx = torch.randn(2)\nw @ x")
    expect_inputs(graph, "w", "x")
    said = graph.locator(".inputs .random")
    expect(said).to_contain_text("w and x hold random numbers.")
    paste(graph, "np.random.randn(2)", into=cell(graph, "w/0"))
    expect(editor(graph)).to_have_value(
        re.compile(r"^w = torch\.tensor\(\[.*, .*\]\)\nx = torch\.randn\(2\)\nw @ x$")
    )
    expect(said).to_contain_text("x holds random numbers.")
