"""Makes the picture in the README: a network in the middle of its backward pass, at 1280x720."""

import sys
from pathlib import Path

import find_chromium
from playwright.sync_api import sync_playwright
from serving import ROOT, Server

PICTURE = ROOT / "static" / "screenshot.png"
TRAINING = 4_000  # ms, enough for the boundary to have a shape
STEPS = 12  # back from the end of the trace: in the backward pass


def main(picture: Path = PICTURE) -> None:
    path = find_chromium.find()
    if path is None:
        sys.exit(find_chromium.ADVICE)
    with Server() as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        page = browser.new_page(
            viewport={"width": 1280, "height": 720}, color_scheme="light", reduced_motion="reduce"
        )
        page.goto(server.url)
        page.locator("[data-neuron]").first.wait_for()
        page.get_by_role("button", name="Train", exact=True).click()
        page.wait_for_timeout(TRAINING)
        page.get_by_role("button", name="Pause training").click()
        page.get_by_role("button", name="Step through").click()
        page.get_by_role("button", name="To end").click()
        for _ in range(STEPS):
            page.get_by_role("button", name="Step back").click()
        page.mouse.move(640, 4)  # off the drawing, so that nothing is lit by hovering
        page.wait_for_timeout(1_000)
        page.screenshot(path=picture)
        browser.close()
    print(picture.relative_to(ROOT))


if __name__ == "__main__":
    main()
