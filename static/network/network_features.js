// @ts-check
// The features: each a switch, clicked or dragged into the input layer and out of it.
import { draggable } from "../shared/drag.js";
import { attribute, html } from "../shared/elements.js";
import { tells } from "../shared/explained.js";
import { featureText } from "../shared/network_notes.js";

/** @param {HTMLElement} host
 * @param {{network: () => import("../shared/topics").Topics["network"], zone: () => number, preview: (active: boolean[] | null, carried: {feature: number, dx: number, dy: number} | null) => void,
 *   commit: (active: boolean[]) => void}} hooks */
export function featureSwitches(host, hooks) {
  /** @type {ReturnType<typeof make>[]} */
  const switches = [];

  /** @param {number} index @param {boolean} on @returns {boolean[]} */
  const withOne = (index, on) =>
    hooks.network().features.map((feature, at) => (at === index ? on : feature.active));

  /** @param {number} index */
  function make(index) {
    const button = html("button", { type: "button", role: "switch", class: "feature", tabindex: "-1" }, host);
    html("span", { class: "name", "aria-hidden": "true" }, button);
    // One stop of the keyboard for all of them: the arrows walk.
    button.addEventListener("focus", () => switches.forEach((one) => (one.tabIndex = one === button ? 0 : -1)));
    button.addEventListener("keydown", (event) => {
      const by = { ArrowUp: -1, ArrowLeft: -1, ArrowDown: 1, ArrowRight: 1 }[event.key];
      const to = event.key === "Home" ? 0 : event.key === "End" ? switches.length - 1 : by === undefined ? -1 : switches.indexOf(button) + by;
      if (event.altKey || event.ctrlKey || event.metaKey || !switches[to]) return;
      event.preventDefault();
      event.stopPropagation();
      switches[to].focus();
    });
    const turn = () => hooks.commit(withOne(index, !hooks.network().features[index].active));
    button.addEventListener("click", turn);
    let from = 0;
    /** @param {import("../shared/drag.js").Drag} drag */
    const on = (drag) => from + drag.dx > hooks.zone() - 22;
    draggable(button, {
      begin() {
        from = Number(button.dataset.x);
        button.classList.add("carried");
      },
      move: (drag) => hooks.preview(withOne(index, on(drag)), { feature: index, dx: drag.dx, dy: drag.dy }),
      end(drag) {
        button.classList.remove("carried");
        hooks.commit(withOne(index, on(drag)));
      },
      cancel() {
        button.classList.remove("carried");
        hooks.preview(null, null);
      },
      tap: turn,
    });
    return button;
  }

  return {
    /** @param {import("../shared/topics").Topics["network"]} network */
    build(network) {
      while (switches.length > network.features.length) switches.pop()?.remove();
      while (switches.length < network.features.length) switches.push(make(switches.length));
      if (!switches.some((button) => button.tabIndex === 0)) switches[0].tabIndex = 0;
      switches.forEach((button, index) => {
        const { title: name, active } = network.features[index];
        attribute(button, "aria-label", name.replace("²", "^2").replace("·", "*"));
        attribute(button, "aria-checked", String(active));
        tells(button, active ? `${featureText(name)} is an input; click to remove it` : `Click to make ${featureText(name)} an input, or drag it into the network`);
        /** @type {ChildNode} */ (button.firstChild).textContent = featureText(name);
      });
    },
    /** @param {Map<string, number[]>} spots @param {number} words width of the names @param {boolean} stepping */
    place(spots, words, stepping) {
      switches.forEach((button, index) => {
        const [x, y, size] = spots.get(`f/${index}`) ?? [0, 0, 0];
        const half = Math.max(size, 20) / 2;
        button.style.transform = `translate(${(x - half).toFixed(1)}px, ${(y - half).toFixed(1)}px)`;
        button.style.width = button.style.height = `${(2 * half).toFixed(1)}px`;
        button.style.setProperty("--words", `${words.toFixed(0)}px`);
        button.hidden = stepping;
        if (!button.classList.contains("carried")) button.dataset.x = String(x);
      });
    },
    /** @param {number} index */
    focus: (index) => switches[index]?.focus(),
  };
}
