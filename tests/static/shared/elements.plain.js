// Elements for tests without a browser: what they are called, what was set of them and what is in them.

class PlainElement {
  constructor(tag) {
    Object.assign(this, { tag, className: "", textContent: "", children: [], attributes: new Map(), dataset: {}, hidden: false });
    const properties = new Map();
    this.style = { setProperty: (name, value) => properties.set(name, value), getPropertyValue: (name) => properties.get(name) ?? "" };
    const names = () => this.className.split(" ").filter(Boolean);
    this.classList = {
      add: (name) => (this.className = [...new Set([...names(), name])].join(" ")),
      toggle: (name, on) => (this.className = [...names().filter((one) => one !== name), ...(on ? [name] : [])].join(" ")),
      contains: (name) => names().includes(name),
    };
  }
  append(...inside) {
    this.children.push(...inside);
  }
  setAttribute(name, value) {
    this.attributes.set(name, String(value));
  }
  /** All that is in it and is called so. @param {string} name */
  all(name) {
    return this.children.flatMap((one) => (one.all ? [...(one.tag === name || one.classList.contains(name) ? [one] : []), ...one.all(name)] : []));
  }
  /** Of a canvas: the pixels that were put on it. */
  getContext() {
    return {
      createImageData: (width, height) => ({ data: new Uint8ClampedArray(4 * width * height) }),
      putImageData: ({ data }) => (this.pixels = new Uint32Array(data.buffer)),
      fillRect() {},
      getImageData: () => ({ data: Uint8ClampedArray.of(200, 200, 200, 255) }),
    };
  }
}

/** Has modules find such elements. @param {Record<string, string>} [colours] of the theme */
export function usePlainElements(colours = {}) {
  globalThis.document = { documentElement: new PlainElement("html"), createElement: (tag) => new PlainElement(tag) };
  globalThis.getComputedStyle = () => ({ color: "", getPropertyValue: (name) => colours[name] ?? "" });
}
