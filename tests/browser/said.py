"""All that a page says: its words, and what its elements say to pointers, keys and screen readers."""

from playwright.sync_api import Page

SAID = """() => {
  const said = [];
  const walk = (node) => {
    if (node.nodeType === Node.TEXT_NODE) said.push(node.nodeValue);
    if (node.nodeType === Node.ELEMENT_NODE) {
      if (node.matches("style, script, template")) return;
      if (getComputedStyle(node).display === "none") return;
      for (const { name, value } of node.attributes) if (/^(aria-|data-|title|value)/.test(name)) said.push(value);
      if ("value" in node && typeof node.value === "string") said.push(node.value);
      if (node.shadowRoot) walk(node.shadowRoot);
    }
    for (const child of node.childNodes) walk(child);
  };
  walk(document.body);
  return said.filter((text) => /\\d/.test(text)).join(" | ").replaceAll("\\u2212", "-");
}"""


def all_that_is_said(page: Page) -> str:
    """Each text that has a digit in it, of what is shown and of what is only heard."""
    return str(page.evaluate(SAID))
