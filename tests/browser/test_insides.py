"""What is seen beside the network: spaces, layers and functions, chosen by tabs, live, and opened by an address."""

from collections.abc import Callable

from playwright.sync_api import Page, expect


def test_the_points_are_moved_from_where_they_lie_to_where_a_layer_sees_them(
    open_page: Callable[..., Page],
) -> None:
    page = open_page("?page=network")
    expect(page.locator(".boundary .plot")).to_be_visible()
    page.get_by_role("tab", name="Spaces").click()
    space = page.locator(".spaces canvas")
    expect(space).to_have_attribute("data-share", "1.00")
    expect(space).to_have_attribute("data-points", "400")
    expect(page.locator(".boundary .plot")).to_be_hidden()
    page.get_by_label("From the points to the layer").fill("30")
    expect(space).to_have_attribute("data-share", "0.30")
    page.get_by_role("tabpanel", name="Spaces").get_by_role("button").click()
    expect(space).to_have_attribute("data-share", "1.00")
    page.get_by_role("radio", name="Hidden layer 1").check(force=True)
    expect(page.get_by_role("heading", name="As hidden layer 1 sees it")).to_be_visible()
    page.get_by_role("tab", name="Boundary").click()
    expect(page.locator(".boundary .plot")).to_be_visible()


def test_between_the_regions_of_several_classes_there_are_lines(open_page: Callable[..., Page]) -> None:
    page = open_page("?page=network&dataset=blobs&view=spaces&space=0", reduced_motion="reduce")
    space = page.locator(".spaces canvas")
    expect(space).to_have_attribute("data-points", "400")
    # Pixels of the ink, whatever it is in the theme, and colours that a region has.
    inked, colours = space.evaluate("""(canvas) => {
      const context = canvas.getContext("2d");
      const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
      const counts = new Map();
      const pixels = new Uint32Array(data.buffer);
      for (const pixel of pixels) counts.set(pixel, (counts.get(pixel) ?? 0) + 1);
      context.fillStyle = getComputedStyle(canvas).getPropertyValue("--ink");
      context.fillRect(0, 0, 1, 1);
      const [ink] = new Uint32Array(context.getImageData(0, 0, 1, 1).data.buffer);
      const large = [...counts].filter(([pixel, count]) => pixel >>> 24 && count > 0.03 * pixels.length);
      return [counts.get(ink) ?? 0, large.length];
    }""")
    assert inked > 50
    assert colours == 3


def test_layers_and_functions_open_by_an_address_and_by_keys(open_page: Callable[..., Page]) -> None:
    page = open_page("?page=network&dataset=sine&features=x&layers=3&activations=tanh&view=functions")
    curves = page.get_by_role("img", name="3 curves of hidden units and the sum of all of them with the bias")
    expect(curves).to_be_visible()
    page.get_by_label("All 3 units").fill("1")
    expect(page.get_by_text("Thick: the bias and the first unit.")).to_be_visible()
    page.get_by_role("tab", name="Functions").focus()
    page.keyboard.press("ArrowLeft")
    layers = page.get_by_role("list", name="Layers").get_by_role("listitem")
    expect(layers).to_have_count(2)
    expect(layers.first).to_contain_text("saturated")
    before = layers.first.get_attribute("data-size")
    page.get_by_role("button", name="One epoch").click()
    expect(layers.first).not_to_have_attribute("data-size", str(before))
