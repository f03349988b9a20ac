"""What a visitor does stays with the visitor: in the own session, and in the address that is passed on."""

import re

import pytest
from playwright.sync_api import expect
from waiting import addressed, until

pytestmark = pytest.mark.browser


def button(page, name):
    return page.get_by_role("button", name=name, exact=True)


def weights(page):
    """Every weight that the network's drawing shows."""
    return page.evaluate(
        """() => {
          const found = {};
          const walk = (root) => root.querySelectorAll("*").forEach((one) => {
            if (one.dataset && one.dataset.weight) found[one.dataset.weight] = one.dataset.value;
            if (one.shadowRoot) walk(one.shadowRoot);
          });
          walk(document);
          return found;
        }"""
    )


def test_training_and_refusals_of_one_visitor_are_nothing_to_another_who_sees_the_same_by_the_address(
    open_page,
):
    mine, theirs = open_page("?dataset=xor&layers=3&activations=relu&seed=7"), open_page()
    before = weights(theirs)
    mine.get_by_label("Optimizer").select_option("Adam")
    button(mine, "Train").click()
    seed = mine.get_by_label("Seed", exact=True)
    seed.fill("not a seed")
    seed.press("Enter")
    expect(mine.locator("[data-epoch]")).not_to_have_text("0")
    button(mine, "Pause training").click()
    expect(button(mine, "Train")).to_be_visible()
    expect(mine).to_have_url(re.compile("weights="))
    addressed(mine)

    # What has been sent to all would be there before the answer to a wish of their own.
    theirs.get_by_label("Until epoch").fill("50")
    theirs.keyboard.press("Enter")
    theirs.wait_for_url("**target_epochs=50**")
    expect(theirs.locator("[data-epoch]")).to_have_text("0")
    expect(button(theirs, "Train")).to_be_visible()
    expect(theirs.get_by_text("Seed must be a whole number")).to_have_count(0)
    assert weights(theirs) == before
    assert weights(mine) != before

    theirs.goto(mine.url)
    expect(theirs.get_by_label("Optimizer")).to_have_value("Adam")
    expect(theirs.get_by_role("group", name=re.compile("Hidden layer 1: 3 neurons, relu"))).to_be_attached()
    until(theirs, lambda: weights(theirs) == weights(mine), "the weights of the address")


def test_an_address_edited_by_hand_costs_only_its_bad_values(open_page):
    page = open_page("?rate=plenty&optimizer=Adam&layers=4,99")
    expect(page.get_by_label("Optimizer")).to_have_value("Adam")
    expect(page.get_by_label("Learning rate", exact=True)).to_have_value("0.03")
    expect(page.get_by_text("Learning rate in the address cannot be used").first).to_be_visible()
    expect(page.get_by_role("group", name=re.compile("Hidden layer 2: 32 neurons"))).to_be_attached()


def test_stepping_goes_on_while_the_server_is_stopped(own_server, open_page):
    page = open_page(server=own_server)
    button(page, "Step through").click()
    expect(button(page, "Step forward")).to_be_enabled()
    own_server.hold()
    try:
        button(page, "Step forward").click()
        expect(page.locator('[data-node="W1x"]')).to_have_attribute("data-value", re.compile(r"^\["))
        button(page, "To end").click()
        expect(page.locator('[data-node="W1"]')).to_have_attribute("data-gradient", re.compile(r"^\["))
    finally:
        own_server.go_on()
