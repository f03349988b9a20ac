"""A file of prices: loss, curve and the steps of a sample are told in prices, and the scaling is shown as a step."""

import re

from data_pages import plot, upload
from playwright.sync_api import Locator, Page, expect
from waiting import next_frame

PRICES = "size,rooms,price\n" + "".join(
    f"{45 + 5 * row},{1 + row % 5},{100_000 + 12_500 * row}\n" for row in range(20)
)


def row(page: Page) -> Locator:
    return page.locator(".curves [data-row=error]")


def taken(page: Page) -> None:
    upload(page, PRICES.encode(), "prices.csv")
    expect(plot(page)).to_have_attribute("data-points", "20")


def test_names_from_the_file_stand_whole_in_large_type(page: Page) -> None:
    page.get_by_role("button", name="Projector").click()
    for across, upward in (("rooms", "area"), ("temperature_in_kelvin", "pressure of the air in bar")):
        rows = "".join(f"{1 + row % 5},{45 + 5 * row},{100_000 + 12_500 * row}\n" for row in range(20))
        upload(page, f"{across},{upward},price\n{rows}".encode(), f"{across}.csv")
        expect(page.locator(".axes .name")).to_have_text([across, upward])


def test_a_loss_of_prices_is_read_in_prices_scaling_is_a_step_before_the_network_and_the_answer_a_price(
    page: Page,
) -> None:
    expect(row(page)).to_be_hidden()
    taken(page)
    page.get_by_role("button", name="Step through", exact=True).click()
    line, rule = page.locator(".arithmetic .line"), page.locator(".arithmetic .rule")
    expect(line).to_contain_text(
        re.compile(r"price scaled =\s*\(\s*[\d,]+\s*−\s*218,750\s*\)\s*/\s*118,750\s*=\s*[−\d.]+")
    )
    expect(rule).to_contain_text("Before the network, each number is scaled.")
    step = page.get_by_role("slider", name="Step", exact=True)
    said = []
    while len(said) < 2:
        now = step.get_attribute("aria-valuenow") or step.input_value()
        page.get_by_role("button", name="Step forward").click()
        expect(step).not_to_have_value(now)
        next_frame(page)
        text = " ".join((rule.text_content() or "").split())
        if "price" in text:
            said.append(text)
    assert re.match(r"In the file's units: price = −?[\d.e−]+ × 118,750 \+ 218,750 = [\d,]+\.", said[0]), said
    assert re.match(r"The output is off by [\d,]+ in price: [\d,]+ instead of [\d,]+\.", said[1]), said
    page.keyboard.press("Escape")

    expect(row(page)).to_contain_text(re.compile(r"RMSE\s*in price"))
    before = float(row(page).locator("[data-number=train_error]").get_attribute("data-value") or "nan")
    assert before > 10_000
    expect(row(page).locator("[data-number=train_error]")).to_have_text(f"{round(before):,}")
    expect(page.locator(".curves [data-which=loss] + small")).to_have_text("scaled")
    expect(page.locator(".curves [data-which=loss] + small")).to_have_attribute(
        "data-says", re.compile(r"learns \(price − 218,750\) / 118,750")
    )
    expect(page.locator(".count.loss .what")).to_have_text("Scaled loss")
    curve = page.locator(".curves svg[data-quantity=loss]")
    expect(curve).to_have_attribute(
        "aria-label",
        re.compile(
            r"^Loss after 0 epochs: .+\. RMSE in price after 0 epochs: training [\d,]+; validation [\d,]+$"
        ),
    )
    curve.hover()
    expect(page.locator(".curves .tip")).to_contain_text(re.compile(r"Training [\d.]+, RMSE [\d,]+"))
    page.get_by_label("Loss", exact=True).select_option("l1")
    expect(row(page)).to_contain_text(re.compile(r"MAE\s*in price"))
    page.get_by_role("radio", name="circle", exact=True).click()
    expect(row(page)).to_be_hidden()
    expect(page.locator(".curves [data-which=loss] + small")).to_be_hidden()
