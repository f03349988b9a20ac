"""A server that falls silent, is killed or loses a visitor's session: the page says so, and what was trained comes
back."""

import json
import re
from contextlib import suppress

import pytest
from playwright.sync_api import Error, expect
from serving import Server
from waiting import STAGE, addressed, next_frame, until

pytestmark = pytest.mark.browser
KEPT = "JSON.parse(sessionStorage['backprop-playground.moments'] ?? '[]')"
NEWEST = f"(({KEPT}).slice(-1)[0]?.text ? atob({KEPT}.slice(-1)[0].text) : '{{}}').split('\\n')[0]"
OWN_WAY = re.compile(
    "ERR_CONNECTION_REFUSED|Failed to connect to Bokeh server|ERR_EMPTY_RESPONSE|ERR_CONNECTION_RESET"
    "|Failed to load resource|WebSocket connection to|close code must be"
)
SILENT = "The server does not answer"
RACE_INTERRUPTED = re.compile(r"Training was interrupted at step ([\d,]+)\. Go on\?")
INTERRUPTED = re.compile(r"Training was interrupted at epoch (\d+)\. Go on\?")


def button(page, name):
    return page.get_by_role("button", name=name, exact=True)


def kept(page):
    """What the tab has kept last, as it is described."""
    return json.loads(page.evaluate(NEWEST))


def weights(page):
    return page.locator("[data-weight]").evaluate_all(
        "all => Object.fromEntries(all.map((one) => [one.dataset.weight, one.dataset.value]))"
    )


def numbers(page):
    """Epoch, step, losses and accuracies of the frame that is drawn."""
    return page.evaluate(f"{STAGE}?.latest('frame')?.metrics ?? null")


def curve_begins(page):
    """The epochs of the curves as the page was given them."""
    return page.evaluate(f"Array.from({STAGE}.latest('history').epoch)")


def ready(page):
    page.locator("[data-neuron]:visible, [data-digit]:visible").first.wait_for()


def forgive(watch):
    """Drops what the browser says of a server that is not there."""
    watch.errors[:] = [error for error in watch.errors if not OWN_WAY.search(error)]


@pytest.fixture
def trained(open_page):
    """A page that has trained two epochs and a step, all of which the tab has kept."""

    def open_trained(**options):
        page = open_page(**options)
        for name in ("One epoch", "One epoch", "One step"):
            button(page, name).click()
        until(page, lambda: kept(page).get("iteration") == numbers(page)[1] == 41, "the last moment, kept")
        addressed(page)  # which has the weights as well
        return page

    return open_trained


def test_a_run_that_is_being_trained_comes_back_after_the_server_was_killed(open_page, own_server, watch):
    page = open_page("?optimizer=Adam", server=own_server)
    button(page, "Train").click()
    until(page, lambda: kept(page).get("training") and kept(page)["epoch"] > 0, "a moment of training")
    own_server.kill()
    expect(page.get_by_text("connection to the server is lost")).to_be_visible()
    expect(button(page, "Pause training")).to_have_count(0)
    was = kept(page)
    with page.expect_event("load"):
        own_server.start()
    ready(page)

    question = page.locator(".message").filter(has_text=INTERRUPTED)
    expect(question).to_be_visible()
    expect(page.locator("[data-step]")).to_have_text(f"{was['iteration']:,}")
    expect(page.locator("[data-epoch]")).to_have_text(f"{was['epoch']:,}")
    button(page, "Go on").click()
    expect(button(page, "Pause training")).to_be_visible()
    expect(page.locator("[data-step]")).not_to_have_text(f"{was['iteration']:,}")
    expect(question).to_be_hidden()
    forgive(watch)


def test_a_reload_or_the_way_back_brings_back_weights_epoch_and_curves_but_a_link_in_another_tab_does_not(
    trained,
):
    page = trained()
    was, shown = weights(page), numbers(page)
    page.reload()
    ready(page)
    expect(page.locator("[data-epoch]")).to_have_text("2")
    until(page, lambda: numbers(page) == shown, "the same numbers")
    assert weights(page) == was
    assert curve_begins(page) == pytest.approx([0, 1, 2, 2.05])
    expect(page.locator(".message")).to_be_hidden()

    page.get_by_role("link", name="Graph").click()
    page.locator("[data-node]:visible").first.wait_for()
    page.go_back()
    ready(page)
    until(page, lambda: numbers(page) == shown, "the same numbers")
    assert weights(page) == was

    other = page.context.new_page()
    other.goto(page.url)
    ready(other)
    expect(other.locator("[data-weight]").first).to_be_attached()
    until(other, lambda: weights(other) == was, "the weights of the link")
    expect(other.locator("[data-epoch]")).to_have_text("0")


def test_what_was_spoiled_is_refused_in_words_and_another_set_up_in_the_same_tab_is_offered_nothing(
    trained, server
):
    page = trained()
    page.evaluate(
        f"""() => sessionStorage.setItem("backprop-playground.moments",
             JSON.stringify({KEPT}.map((kept) => ({{ of: kept.of, text: btoa("spoiled") }}))))"""
    )
    page.reload()
    ready(page)
    expect(page.get_by_text("The training that this browser saved cannot be used.").first).to_be_visible()
    button(page, "One step").click()
    expect(page.locator("[data-step]")).to_have_text("1")
    until(page, lambda: kept(page).get("iteration") == 1, "the last moment, kept")

    page.goto(f"{server.url}?rate=0.5")
    ready(page)
    expect(page.get_by_label("Learning rate", exact=True)).to_have_value("0.5")
    button(page, "One step").click()
    expect(page.locator("[data-step]")).to_have_text("1")


def test_a_browser_that_keeps_nothing_goes_without(new_context, server):
    context = new_context()
    context.add_init_script(
        """for (const name of ["sessionStorage", "localStorage", "indexedDB"])
             Object.defineProperty(window, name, { get() { throw new DOMException("no", "SecurityError"); } });"""
    )
    page = context.new_page()
    page.goto(server.url)
    ready(page)
    button(page, "One epoch").click()
    expect(page.locator("[data-epoch]")).to_have_text("1")
    page.reload()
    ready(page)
    button(page, "One step").click()
    expect(page.locator("[data-step]")).to_have_text("1")


def race(page):
    """The step that is asked about, once the race is there again; it stands in the bar too."""
    page.locator("section.landscape[data-map]").wait_for()
    question = page.locator(".message").filter(has_text=RACE_INTERRUPTED)
    expect(question).to_be_visible()
    (step,) = RACE_INTERRUPTED.search(question.inner_text()).groups()
    expect(page.locator("output[data-step]")).to_have_text(step)
    return int(step.replace(",", ""))


def test_a_race_of_optimizers_comes_back_after_a_reload_and_a_killed_server_and_the_networks_with_it(
    open_page, own_server, watch
):
    page = open_page("?page=compare&speed=10+steps%2Fs", server=own_server)
    button(page, "One step").click()
    until(page, lambda: kept(page).get("runs"), "the networks, kept")
    page.get_by_role("tab", name="Landscape").click()
    button(page, "Train").click()
    until(page, lambda: kept(page).get("going"), "a moment of the race")
    addressed(page)
    was = kept(page)["step"]
    page.reload()
    first = race(page)
    assert first >= was

    button(page, "Go on").click()
    expect(page.locator(".message")).to_be_hidden()
    until(page, lambda: kept(page)["step"] > first, "a later moment of the race")
    own_server.kill()
    expect(page.get_by_text("connection to the server is lost")).to_be_visible()
    was = kept(page)["step"]
    with page.expect_event("load"):
        own_server.start()
    assert race(page) == was
    page.get_by_role("tab", name="Networks").click()
    expect(page.locator("output[data-step]")).to_have_text("1")
    forgive(watch)


def digits_kept(page):
    """What the browser's database says of this tab's runs: the first line of each."""
    return page.evaluate(
        """() => new Promise((resolve) => {
             const asked = indexedDB.open("backprop-playground.moments", 1);
             asked.onupgradeneeded = () => asked.result.createObjectStore("runs").createIndex("at", "at");
             asked.onsuccess = () => {
               const all = asked.result.transaction("runs").objectStore("runs").getAll();
               all.onsuccess = () => {
                 asked.result.close();
                 resolve(all.result.map((kept) => JSON.parse(new TextDecoder().decode(kept.blob).split("\\n", 1)[0])));
               };
             };
           })"""
    )


def test_ones_own_network_for_digits_comes_back(open_page):
    page = open_page("?page=digits&digits_model=own")
    track = page.get_by_role("progressbar", name="Progress")
    button(page, "Train").click()
    expect(track).not_to_have_attribute("data-epoch", "0")
    button(page, "Pause training").click()
    expect(button(page, "Train")).to_be_visible()
    # As it rests: what was kept while it was trained is of a moment before.
    until(page, lambda: any(not kept["training"] for kept in digits_kept(page)), "the network, kept")
    epoch, figures = track.get_attribute("data-epoch"), page.locator("[data-numbers]").inner_text()
    page.reload()
    ready(page)
    expect(track).to_have_attribute("data-epoch", epoch)
    expect(page.locator("[data-numbers]")).to_have_text(figures)

    other = page.context.new_page()  # another tab of the same browser
    other.goto(page.url)
    ready(other)
    expect(other.get_by_text("weights are fresh")).to_be_visible()


def test_a_page_that_slept_blames_nobody_but_after_ten_seconds_of_silence_it_says_so_and_when_it_is_over(
    new_context, own_server
):
    page = new_context().new_page()
    page.clock.install()
    page.goto(own_server.url)
    ready(page)
    own_server.hold()
    try:
        for _ in range(3):
            page.clock.fast_forward("01:00:00")  # the lid was closed
            page.clock.run_for(5_000)
        expect(page.get_by_text(SILENT)).to_be_hidden()
    finally:
        own_server.go_on()

    button(page, "Train").click()
    expect(page.locator("[data-epoch]")).not_to_have_text("0")
    told = page.get_by_role("alert").filter(has_text=SILENT)
    own_server.hold()
    try:
        page.clock.pause_at(page.evaluate("Date.now()") + 1000)  # time is the test's from here on
        page.clock.run_for(6_000)
        expect(told).to_have_count(0)
        page.clock.run_for(6_000)
        expect(told).to_be_visible()
        for part in (".settings", "section.data", ".bar:has(.train)"):
            expect(page.locator(part)).to_have_js_property("inert", True)
        expect(page.locator(".train")).to_have_text("Waiting")
        page.keyboard.press("r")
        expect(page.get_by_role("alert").filter(has_text="This is not possible until")).to_be_visible()
    finally:
        own_server.go_on()
    expect(page.get_by_text("The server answers again.")).to_be_visible()
    expect(page.locator(".settings")).to_have_js_property("inert", False)
    expect(button(page, "Pause training")).to_be_visible()


def test_with_two_processes_nothing_is_lost_however_often_the_line_breaks(new_context, watch):
    """A line that is made anew may lead to the other process, which does not know the session."""
    with Server(options=("--num-procs", "2")) as server:
        page = new_context().new_page()
        lines = []

        def carry(line):
            lines.append((line, line.connect_to_server()))

        page.route_web_socket(re.compile(r"/ws(\?|$)"), carry)
        page.goto(f"{server.url}?optimizer=Adam")
        ready(page)
        for _ in range(2):
            button(page, "One epoch").click()
        expect(page.locator("[data-epoch]")).to_have_text("2")
        until(page, lambda: kept(page).get("iteration") == numbers(page)[1] == 40, "the last moment, kept")
        weight = page.locator("[data-weight]").first
        value = weight.get_attribute("data-value")
        for _ in range(4):
            line, far_end = lines[-1]
            count = len(lines)
            far_end.close()
            line.close()
            while len(lines) == count:  # a new line, or the page anew and its line
                with suppress(Error):
                    next_frame(page)
            expect(page.locator(".connection[data-state=lost]")).to_be_hidden()
            expect(page.locator("[data-step]")).to_have_text("40")
            expect(weight).to_have_attribute("data-value", value)
        with suppress(Error):  # the page may be loading itself anew just then, which is the same
            page.reload()
        expect(page.locator("[data-step]")).to_have_text("40")
        button(page, "One step").click()
        expect(page.locator("[data-step]")).to_have_text("41")
        page.close()  # before the server goes: the page would speak of it
        watch.errors.clear()
