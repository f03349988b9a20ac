"""The first Train succeeds: what a newcomer tries first works at once, and old links show what they showed."""

import json
import math
import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect
from waiting import addressed, until


def button(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


def choose(page: Page, name: str) -> None:
    page.get_by_role("radio", name=name, exact=True).check()


def plot(page: Page) -> Locator:
    return page.locator(".boundary .plot")


def hidden_layers(page: Page, *widths: int) -> None:
    expect(page.get_by_role("group", name=re.compile("^Hidden layer"))).to_have_count(len(widths))
    for number, width in enumerate(widths, start=1):
        name = re.compile(f"^Hidden layer {number}: {width} neurons?, ")
        expect(page.get_by_role("group", name=name)).to_be_attached()


def train_until_learned(page: Page, loss: float = 1e9) -> None:
    """Presses Train, and Pause once both accuracies are as good as is promised, and the training loss as low."""
    button(page, "Train").click()
    page.wait_for_function(
        """(loss) => {
          const seen = [];
          (function look(root) {
            for (const one of root.querySelectorAll("*")) {
              if (/_accuracy$|train_loss/.test(one.dataset?.number ?? "")) seen.push(one);
              if (one.shadowRoot) look(one.shadowRoot);
            }
          })(document);
          const value = (name) => Number(seen.find((one) => one.dataset.number === name)?.dataset.value);
          return value("train_accuracy") >= 0.97 && value("validation_accuracy") >= 0.95 && value("train_loss") <= loss;
        }""",
        arg=loss,
    )
    button(page, "Pause training").click()
    expect(button(page, "Train")).to_be_visible()


def answer(page: Page, x: float, y: float) -> float:
    """What the map says of a place; the points that lie there are not asked."""
    box = plot(page).bounding_box()
    (left, right), (low, high) = json.loads(plot(page).get_attribute("data-domain") or "")
    assert box is not None
    across, down = (x - left) / (right - left), (high - y) / (high - low)
    page.mouse.move(box["x"] + across * box["width"], box["y"] + down * box["height"])
    said = page.locator(".boundary .readout")
    expect(said).to_have_text(re.compile(r"\)"))
    found = re.search(r"\): (\S+)$|class (\d)", said.inner_text())
    assert found is not None, said.inner_text()
    return float((found[1] or found[2]).replace("\u2212", "-"))


def test_disc_table_and_spiral_are_each_learned_as_they_open_with_the_network_that_they_bring(
    page: Page,
) -> None:
    hidden_layers(page, 4, 4)
    train_until_learned(page, loss=0.2)  # at the accuracies alone there may be a gap where no points lie
    assert answer(page, 0, 0) > 0.5
    around = [math.pi * turn / 4 for turn in range(8)]
    assert all(answer(page, 5.3 * math.cos(angle), 5.3 * math.sin(angle)) < 0.5 for angle in around)

    choose(page, "xor table")
    expect(plot(page)).to_have_attribute("data-points", "4")
    expect(page.locator(".boundary .legend")).not_to_contain_text("validation")  # it speaks of no second set
    expect(page.get_by_role("columnheader", name="Validation")).to_be_hidden()
    train_until_learned(page)
    assert answer(page, 0, 1) > 0.5 > answer(page, 1, 1)

    choose(page, "spiral")
    expect(page.get_by_role("columnheader", name="Validation")).to_be_visible()
    hidden_layers(page, 16, 16)
    expect(page.get_by_label("Optimizer")).to_have_value("Adam")
    train_until_learned(page)
    expect(page.locator(".doubt")).to_be_hidden()


def test_an_old_link_shows_what_it_showed_and_offers_a_set_up_that_learns(
    open_page: Callable[..., Page],
) -> None:
    page = open_page("?dataset=spiral")
    hidden_layers(page, 4, 2)
    expect(page.locator(".doubt")).to_contain_text("Another set-up is known to learn the spiral.")
    button(page, "Use another set-up").click()
    hidden_layers(page, 16, 16)
    expect(page.locator(".doubt")).to_be_hidden()
    expect(page).to_have_url(re.compile("layers=16,16"))


def own(page: Page, text: str) -> None:
    field = page.get_by_label("Your own function")
    field.fill(text)
    field.press("Enter")


def test_a_function_of_ones_own_is_data_and_stands_in_the_address_and_what_is_none_is_refused_at_its_place(
    open_page: Callable[..., Page],
) -> None:
    page = open_page()
    own(page, "x2 > foo(x1)")
    problem = page.locator('.data [data-field="own_function"]')
    expect(problem).to_contain_text("column 6: there is no function 'foo'")
    expect(page.get_by_role("radio", name="circle", exact=True)).to_be_checked()

    page.get_by_label("Samples").fill("20")
    expect(page).to_have_url(re.compile("samples=20"))
    shown = {}
    for text, said in (
        ("x1*x2", "A surface to fit."),
        ("sin(3*x)", "A curve to fit."),
        ("x2 > 0.5*x1**3 - x1", "Points where this is true are class 1."),
    ):
        before = plot(page).get_attribute("data-value") or ""
        own(page, text)
        expect(page.locator(".data .about")).to_contain_text(said)
        expect(page.locator(".data .about b")).to_have_text(text)
        expect(problem).to_be_hidden()
        expect(page.get_by_role("radio", name="circle", exact=True)).not_to_be_checked()
        expect(plot(page)).to_have_attribute("data-points", "20")
        expect(plot(page)).not_to_have_attribute("data-value", before)  # other points are painted
        if "x1" not in text:
            expect(page.locator(".boundary .legend")).to_contain_text("target")
        button(page, "One epoch").click()
        expect(page.locator("[data-epoch]")).to_have_text("1")
        usual = text == "sin(3*x)"  # what is the default stands in no address
        until(page, lambda usual=usual: ("&function=" not in page.url) == usual, f"the address of {text}")
        addressed(page)
        shown[text] = page.url.split("?")[1], plot(page).get_attribute("data-value") or ""
    again = open_page("?" + shown["sin(3*x)"][0])
    for text, (query, points) in shown.items():
        assert "dataset=function" in query
        if text == "x1*x2":
            continue  # as its neighbours
        if text != "sin(3*x)":
            again.goto(again.url.split("?")[0] + "?" + query)
        expect(again.get_by_label("Your own function")).to_have_value(text)
        expect(plot(again)).to_have_attribute("data-value", points)


def test_new_data_and_new_weights_leave_each_other_alone_and_so_do_data_a_network_changed_by_hand(
    page: Page,
) -> None:
    legend = page.locator(".boundary .legend")
    page.get_by_label("Validation points").uncheck()
    expect(legend).not_to_contain_text("validation")
    expect(page).to_have_url(re.compile("validation_points=off"))
    # The map is shown without shades. Of all pixels the share that has one of the two commonest colours; at the
    # boundary the others lie between.
    of_two_colours = """canvas => {
      const {data} = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
      const seen = new Map();
      for (let at = 0; at < data.length; at += 4) {
        const colour = `${data[at]},${data[at + 1]},${data[at + 2]}`;
        seen.set(colour, (seen.get(colour) ?? 0) + 1);
      }
      const [first, second] = [...seen.values()].sort((one, other) => other - one);
      return (first + second) / (data.length / 4);
    }"""
    assert page.locator(".boundary canvas.map").evaluate(of_two_colours) < 0.5
    page.get_by_label("Discretize output").check()
    expect(page).to_have_url(re.compile("discretize=on"))
    assert page.locator(".boundary canvas.map").evaluate(of_two_colours) > 0.8

    page.get_by_label("Samples").fill("20")
    expect(plot(page)).to_have_attribute("data-points", "20")
    first = page.locator('[data-weight="0/0/0"]')
    points, weight = plot(page).get_attribute("data-value") or "", first.get_attribute("data-value") or ""
    button(page, "New weights").click()
    expect(first).not_to_have_attribute("data-value", weight)
    expect(plot(page)).to_have_attribute("data-value", points)
    weight = first.get_attribute("data-value") or ""
    button(page, "New data").click()
    expect(plot(page)).not_to_have_attribute("data-value", points)
    expect(first).to_have_attribute("data-value", weight)

    page.get_by_label("Optimizer").select_option("Adam")
    expect(page).to_have_url(re.compile("optimizer=Adam"))
    choose(page, "sine")
    hidden_layers(page, 4, 4)
    expect(page.locator(".doubt")).to_contain_text("Another set-up is known to learn the sine.")
    expect(page.get_by_label("Discretize output")).to_be_hidden()
