"""The training bar and the curves: what a visitor presses, and what then stands there."""

import re

import legible
import pytest
from playwright.sync_api import expect
from waiting import STAGE, next_frame, until


def button(page, name):
    return page.get_by_role("button", name=name, exact=True)


def number(page, name):
    return page.locator(f'[data-number="{name}"]')


def epoch(page):
    return int(page.locator("[data-epoch]").inner_text().replace(",", ""))


def steps(page):
    return int(page.locator("[data-step]").inner_text().replace(",", ""))


def plot(page, quantity="loss"):
    return page.locator(f"[data-quantity={quantity}]")


def expect_points(page, count):
    expect(plot(page).locator(".line").first).to_have_attribute("data-points", str(count))


def tip_at(page, share):
    """What is said of the point at this share of the plot's width."""
    box = plot(page).bounding_box()
    page.mouse.move(box["x"] + box["width"] * share, box["y"] + box["height"] / 2)
    return page.locator(".plots .tip")


def test_one_step_one_epoch_training_until_paused_or_the_epoch_asked_for_and_then_a_sample(page):
    button(page, "One step").click()
    expect(page.locator("[data-step]")).to_have_text("1")
    assert epoch(page) == 0
    button(page, "One epoch").click()
    expect(page.locator("[data-epoch]")).to_have_text("1")
    assert steps(page) == 20  # every training sample once: half of 400, ten a step
    page.get_by_label("Until epoch").fill("12")
    page.keyboard.press("Enter")
    button(page, "Train").click()
    expect(page.locator("[data-epoch]")).to_have_text("12")
    expect(button(page, "Train")).to_be_visible()
    expect(page.locator(".message")).to_be_visible()

    target = page.get_by_label("or loss below")
    target.fill("0.0002")
    page.keyboard.press("Enter")
    page.wait_for_url("**target_loss=0.0002**")
    target.fill("-3")
    page.keyboard.press("Enter")
    refusal = page.get_by_role("alert").filter(has_text="Until loss must be between 0 and 1,000,000.")
    expect(refusal).to_be_visible()  # a whole sentence, though its label goes on from the one before
    for field in (target, page.get_by_label("Until epoch")):  # emptied, a target is taken away
        field.fill("")
        page.keyboard.press("Enter")
    page.wait_for_url(lambda address: "target_" not in address)

    button(page, "Train").click()
    expect(button(page, "Pause training")).to_be_visible()
    expect(page.locator("[data-epoch]")).not_to_have_text("12")
    button(page, "Pause training").click()
    expect(button(page, "Train")).to_be_visible()
    stopped = steps(page)
    button(page, "One step").click()
    expect(page.locator("[data-step]")).to_have_text(f"{stopped + 1:,}")
    button(page, "Step through").click()
    expect(page.get_by_role("slider", name="Step", exact=True)).to_be_visible()


def test_the_curves_tell_exact_values_differ_without_hues_linear_and_log_and_reset_brings_back_the_start(
    page,
):
    weights = "all => all.map(one => one.dataset.value)"
    first, loss = page.locator("[data-weight]").evaluate_all(weights), number(page, "train_loss").inner_text()
    exact = float(number(page, "train_loss").get_attribute("data-value"))
    lines = plot(page).locator(".line")
    expect(lines).to_have_count(2)
    dashes = lines.evaluate_all("all => all.map((one) => getComputedStyle(one).strokeDasharray)")
    assert len(set(dashes)) == 2
    expect(plot(page, "accuracy").get_by_text("epoch", exact=True)).to_be_visible()

    for _ in range(4):
        button(page, "One epoch").click()
    expect(page.locator("[data-epoch]")).to_have_text("4")
    expect_points(page, 5)
    for share, at, losses in (
        (
            0.95,
            4,
            [number(page, f"{which}_loss").get_attribute("data-value") for which in ("train", "validation")],
        ),
        (0.22, 0, [exact]),
    ):
        tip = tip_at(page, share)
        expect(tip).to_contain_text(f"Epoch {at}")
        told = [float(one) for one in tip.locator("b").all_inner_texts()]
        # The curves are 32 bits wide.
        assert told[: len(losses)] == pytest.approx([float(loss) for loss in losses], rel=1e-5)
    page.mouse.move(1, 1)
    expect(tip).to_be_hidden()

    assert page.locator("[data-weight]").evaluate_all(weights) != first
    button(page, "Reset").click()
    expect(page.locator("[data-epoch]")).to_have_text("0")
    expect(number(page, "train_loss")).to_have_text(loss)
    expect_points(page, 1)
    assert page.locator("[data-weight]").evaluate_all(weights) == first
    button(page, "One epoch").click()
    expect(page.locator("[data-epoch]")).to_have_text("1")
    page.keyboard.press("r")
    expect(page.locator("[data-epoch]")).to_have_text("0")

    button(page, "One epoch").click()
    expect(plot(page)).to_have_attribute("data-scale", "linear")
    page.get_by_role("radio", name="Log").click()
    expect(plot(page)).to_have_attribute("data-scale", "log")
    assert float(plot(page).get_attribute("data-low")) > 0
    ground = plot(page).locator(".ground")
    before = ground.evaluate("(one) => getComputedStyle(one).fill")
    page.get_by_label("Theme").select_option("dark")
    expect(ground).not_to_have_css("fill", before)


def test_what_is_typed_before_an_answer_stays_and_a_wish_is_taken_back_before_it_has_been_heard(
    open_page, own_server
):
    page = open_page(server=own_server)
    target = page.get_by_label("or loss below")
    own_server.hold()
    try:
        target.fill("0.2")
        page.keyboard.press("Enter")
        target.fill("0.3")
    finally:
        own_server.go_on()
    page.wait_for_url("**target_loss=0.2**")
    expect(page.get_by_text("Undo").first).to_be_enabled()
    expect(target).to_have_value("0.3")

    own_server.hold()
    try:
        for text in ("0.4", ""):
            target.fill(text)
            page.keyboard.press("Enter")
    finally:
        own_server.go_on()
    button(page, "One step").click()
    expect(page.locator("[data-step]")).to_have_text("1")  # heard after both
    expect(target).to_have_value("")
    page.wait_for_url(lambda address: "target_loss" not in address)  # it rests between two changes


def test_a_regression_has_no_accuracy_and_a_run_of_it_that_diverges_says_so_and_offers_a_lower_rate(
    open_page,
):
    page = open_page("?dataset=plane&output=linear&loss=mean+squared&rate=100&activations=linear,linear")
    expect(page.locator("[data-row=accuracy]")).to_be_hidden()
    expect(plot(page, "accuracy")).to_be_hidden()
    expect(plot(page).get_by_text("epoch", exact=True)).to_be_visible()

    button(page, "Train").click()
    message = page.locator(".message")
    expect(message).to_be_visible()
    expect(message).to_have_attribute("role", "alert")
    expect(message).to_contain_text("rate")
    offer = message.get_by_role("button", name=re.compile("Use rate"))
    rate = offer.inner_text().removeprefix("Use rate ")
    assert float(rate) < 100
    offer.click()
    expect(page.get_by_label("Learning rate", exact=True)).to_have_value(rate)
    expect(message).to_contain_text("back at its start")
    expect(offer).to_be_hidden()
    expect(page.locator("[data-step]")).to_have_text("0")


def test_where_another_rate_is_too_late_one_click_starts_again_and_the_axis_of_losses_comes_down_again(
    open_page,
):
    page = open_page("?dataset=plane&layers=&activations=&output=linear&loss=mean+squared&rate=0.3")
    rate = page.get_by_label("Learning rate", exact=True)

    def high():
        return float(plot(page).get_attribute("data-high"))

    def twelve_steps_that_are_too_long():
        for number in range(1, 13):
            button(page, "One step").click()
            expect(page.locator("[data-step]")).to_have_text(str(number))
        until(page, lambda: high() > 1e9, "an axis of losses that are too large")
        rate.fill("0.03")
        page.keyboard.press("Enter")

    twelve_steps_that_are_too_long()
    button(page, "Start again with rate 0.03").click()
    expect(page.locator("[data-step]")).to_have_text("0")
    expect(page.locator(".message")).to_be_hidden()
    expect(rate).to_have_value("0.03")
    rate.fill("0.3")
    page.keyboard.press("Enter")
    twelve_steps_that_are_too_long()
    button(page, "Train").click()
    until(page, lambda: high() < 10, "an axis of small losses")


SAID = {
    "network": (
        "status",
        "Training is making no progress: after 1,200 steps, 8 of the 8 neurons in hidden layer 1 are saturated. Their "
        "slope is almost 0 for every sample, so hardly any gradient flows back through them. Try a learning rate of "
        "0.03, or new weights.",
    ),
    "digits": (
        "digits_status",
        "Training stopped: with a learning rate of 100, the steps became so large that the loss is no longer a finite "
        "number. The last finite weights have been kept. Try a learning rate of 0.01.",
    ),
    "compare": ("compared_status", "0.3 has diverged and has stopped; the other runs continue."),
    "compare&compare_view=landscape": ("compared_status", "Training was interrupted at step 1,065. Go on?"),
}
SAY = f"""([topic, text]) => {{
  const stage = {STAGE};
  const message = {{ code: "said", text, arguments: {{}} }};
  stage.publish(topic, {{ ...structuredClone(stage.latest(topic)), kind: "error", message }});
}}"""
# What can be pressed or read and is seen: what has nothing over its middle, what has the message there; and where the
# bar ends.
COVERED = (
    "() => {"
    + legible.ROOTS
    + """
  const above = (one) => one.assignedSlot ?? one.parentElement ?? one.getRootNode().host;
  const within = (one, whole) => Boolean(one) && (one === whole || within(above(one), whole));
  const at = (x, y, root = document) => {
    const one = root.elementFromPoint(x, y);
    return one?.shadowRoot && one.shadowRoot !== root ? at(x, y, one.shadowRoot) : one;
  };
  const over = (one) => {
    const { x, y, width, height } = one.getBoundingClientRect();
    return at(x + width / 2, y + height / 2);
  };
  const kinds = "button, select, [data-neuron], .total, .legend, .title, .axes text";
  const all = roots.flatMap((root) => [...root.querySelectorAll(kinds)])
    .filter((one) => !one.closest(".message") && one.checkVisibility({ visibilityProperty: true }));
  const named = (some) => some.map((one) => one.ariaLabel || one.textContent.trim());
  return {
    free: named(all.filter((one) => within(over(one), one) || within(one, over(one)))),
    covered: named(all.filter((one) => over(one)?.closest(".message"))),
    bar: roots.map((root) => root.querySelector(".bar:has(.train)")).find(Boolean).getBoundingClientRect().bottom,
  };
}"""
)


@pytest.mark.still
@pytest.mark.parametrize("name", SAID)
def test_what_is_said_over_the_bar_has_a_room_of_its_own_and_moves_no_button(open_page, name):
    topic, text = SAID[name]
    page = open_page(f"?page={name}")
    if name == "digits":  # what a model is called before and after it has been tested
        expect(page.locator('[data-model]:not([data-known=""])')).to_have_count(2)
    for large in (False, True):
        for width, height in ((1280, 720), (1920, 1080), (390, 844)):
            page.set_viewport_size({"width": width, "height": height})
            next_frame(page)
            before = page.evaluate(COVERED)
            page.evaluate(SAY, [topic, text])
            expect(page.locator(".message")).to_contain_text(text)
            next_frame(page)
            after = page.evaluate(COVERED)
            where = f"{width}x{height}, projector: {large}"
            assert after["covered"] == [], where
            if width > 900:  # on a phone what follows makes room
                assert after["bar"] == before["bar"], where
                assert set(before["free"]) <= set(after["free"]), where
            button(page, "Close the message").click()
            page.evaluate(SAY, [topic, ""])
        page.keyboard.press("f")
