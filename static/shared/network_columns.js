// @ts-check
// The hidden layers' controls: header, activation, handle, and the gaps between layers. They only propose drafts of
// another shape and commit them; what is drawn of a draft is the drawing's business.
import { draggable } from "./drag.js";
import { attribute, html } from "./elements.js";
import { explain, tells } from "./explained.js";

/** @typedef {import("./network_layout.js").Draft} Draft */
/** @typedef {{network: () => import("./network_layout.js").Shape, draft: () => Draft | null, preview: (draft: Draft | null, carried?: {layer: number, dx: number, dy: number} | null) => void,
 *   commit: (draft: Draft) => void, slot: (x: number) => number, pitch: (layer: number) => number, unit?: number}} Hooks
 *   unit: how many pixels a handle is pulled for one neuron more; without it, as many as there is room for */

const OF_HIDDEN = "The function that each neuron of this layer applies to its weighted sum. relu and tanh are usual in hidden layers.";
const OF_OUTPUT = "The function that the output applies to its weighted sum. It must fit the loss: sigmoid or softmax for classes, linear for values.";
const AWAY = 64; // px up or down from which letting a header go removes its layer

/** @param {import("./context.js").Seat} seat @param {HTMLElement} host @param {Hooks} hooks */
export function layerControls({ ask, newId }, host, hooks) {
  /** @type {ReturnType<typeof makeLayer>[]} */
  const layers = [];
  /** @type {HTMLButtonElement[]} */
  const gaps = [];
  const output = html("div", { class: "layer output", role: "group" }, host);
  const outputHead = html("div", { class: "head" }, output);
  html("b", {}, outputHead, "Output");
  const outputChoice = choice(output, () => hooks.network().layers.length - 1, OF_OUTPUT);
  attribute(outputChoice, "aria-label", "Output activation");
  const outputName = html("span", { class: "function", "aria-hidden": "true" }, output);

  /** @param {number} value */
  const within = (value) => Math.max(1, Math.min(hooks.network().limits.width, value));

  /** The width that a layer has or is about to have. @param {number} layer */
  function widthNow(layer) {
    const draft = hooks.draft();
    return draft?.kind === "width" && draft.layer === layer ? draft.width : hooks.network().layers[layer].width;
  }

  /** @param {HTMLElement} parent @param {() => number} layer @param {string} words */
  function choice(parent, layer, words) {
    const select = html("select", { class: "activation" }, parent);
    explain(newId, parent, [select], words);
    select.addEventListener("change", () => ask("activation", { layer: layer(), name: select.value }));
    return select;
  }

  /** @param {number} index */
  function makeLayer(index) {
    const group = html("div", { class: "layer", role: "group", tabindex: 0 }, host);
    const head = html("div", { class: "head", "aria-description": "Drag sideways to move this layer, or up or down to remove it" }, group);
    html("span", { class: "grip", "aria-hidden": "true" }, head);
    const count = html("b", {}, head);
    const word = html("span", { class: "word" }, head);
    const remove = html("button", { type: "button", class: "remove", "aria-description": "Remove this layer" }, head);
    const select = choice(group, () => index, OF_HIDDEN);
    const handle = html("button", { type: "button", class: "handle", "aria-description": "Drag to change the number of neurons" }, group);
    html("span", { class: "knob", "aria-hidden": "true" }, handle);
    html("span", { class: "hint", "aria-hidden": "true" }, handle);
    const name = html("span", { class: "function", "aria-hidden": "true" }, group);
    const flag = html("div", { class: "flag", "aria-hidden": "true" }, group, "release to remove");

    remove.addEventListener("click", () => hooks.commit({ kind: "remove", layer: index }));
    group.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => keys(event, index, group));

    let [start, unit] = [0, 20];
    draggable(handle, {
      begin(drag) {
        start = widthNow(index);
        const more = hooks.network().limits.width - start;
        const room = window.innerHeight - drag.event.clientY - 12;
        unit = hooks.unit ?? Math.max(6, Math.min(30, hooks.pitch(index) / 2, Math.max(room / Math.max(1, more), 14)));
        group.classList.add("pulled");
      },
      move: (drag) => hooks.preview({ kind: "width", layer: index, width: within(start + Math.round(drag.dy / unit)) }),
      end(drag) {
        group.classList.remove("pulled");
        hooks.commit({ kind: "width", layer: index, width: within(start + Math.round(drag.dy / unit)) });
      },
      cancel() {
        group.classList.remove("pulled");
        hooks.preview(null);
      },
    });

    /** @param {import("./drag.js").Drag} drag @returns {Draft} */
    const carriedTo = (drag) =>
      Math.abs(drag.dy) > AWAY ? { kind: "remove", layer: index } : { kind: "move", layer: index, to: hooks.slot(drag.x) };
    draggable(head, {
      begin: () => group.classList.add("carried"),
      move(drag) {
        const draft = carriedTo(drag);
        group.classList.toggle("going", draft.kind === "remove");
        hooks.preview(draft, { layer: index, dx: drag.dx, dy: drag.dy });
      },
      end(drag) {
        group.classList.remove("carried", "going");
        hooks.commit(carriedTo(drag));
      },
      cancel() {
        group.classList.remove("carried", "going");
        hooks.preview(null);
      },
    });
    return { group, count, word, remove, select, handle, name, flag };
  }

  /** @param {number} at */
  function makeGap(at) {
    const button = html("button", { type: "button", class: "gap" });
    html("span", { "aria-hidden": "true" }, button);
    const usual = () => {
      const { layers: all } = hooks.network();
      return (all[at - 1] ?? (at < all.length - 1 ? all[at] : { width: hooks.network().limits.width / 8 })).width;
    };
    const insert = () => hooks.commit({ kind: "insert", at, width: usual() });
    button.addEventListener("click", insert);
    let unit = 20;
    /** @param {number} dy @returns {Draft} */
    const pulled = (dy) => ({ kind: "insert", at, width: within(1 + Math.floor(Math.max(0, dy - 16) / unit)) });
    draggable(button, {
      begin(drag) {
        const room = window.innerHeight - drag.event.clientY - 30;
        unit = hooks.unit ?? Math.max(9, Math.min(24, room / hooks.network().limits.width));
        button.classList.add("pulled");
      },
      move: (drag) => hooks.preview(pulled(drag.dy)),
      end(drag) {
        button.classList.remove("pulled");
        hooks.commit(pulled(drag.dy));
      },
      cancel() {
        button.classList.remove("pulled");
        hooks.preview(null);
      },
      tap: insert,
    });
    return button;
  }

  /** @param {KeyboardEvent} event @param {number} index @param {HTMLElement} group */
  function keys(event, index, group) {
    const at = /** @type {Element} */ (event.composedPath()[0]);
    if (at.closest("select, input") || event.ctrlKey || event.metaKey) return;
    const hidden = hooks.network().layers.length - 1;
    const onHandle = at.closest(".handle") !== null;
    const more = event.key === "+" || event.key === "=" || (onHandle && event.key === "ArrowDown");
    const fewer = event.key === "-" || event.key === "_" || event.key === "−" || (onHandle && event.key === "ArrowUp");
    const page = onHandle && (event.key === "PageDown" || event.key === "PageUp");
    if (more || fewer || page) {
      const stride = page ? hooks.network().limits.width / 16 : 1;
      const width = within(widthNow(index) + (more || event.key === "PageDown" ? stride : -stride));
      if (width !== widthNow(index)) hooks.commit({ kind: "width", layer: index, width });
    } else if (event.key === "Delete" && (at === group || onHandle)) hooks.commit({ kind: "remove", layer: index });
    else if (event.altKey && event.key === "ArrowLeft" && index > 0) hooks.commit({ kind: "move", layer: index, to: index - 1 });
    else if (event.altKey && event.key === "ArrowRight" && index < hidden - 1) hooks.commit({ kind: "move", layer: index, to: index + 1 });
    else if (!(event.altKey && event.key.startsWith("Arrow"))) return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** Has the flag of a carried layer stand where it is seen whole. @param {HTMLElement} group @param {HTMLElement} flag
   * @param {number} x in the drawing @param {number} dy how far it is carried down */
  function showWhole(group, flag, x, dy) {
    const [box, half] = [host.getBoundingClientRect(), flag.offsetWidth / 2 + 4];
    const [left, right] = [Math.max(box.left, 0), Math.min(box.right, window.innerWidth)];
    const [top, bottom] = [Math.max(box.top, 0), Math.min(box.bottom, window.innerHeight)];
    const [across, down] = [box.left + x, box.top + box.height / 2 + dy];
    group.style.setProperty("--aside", `${Math.max(left + half, Math.min(right - half, across)) - across}px`);
    group.style.setProperty("--level", `${Math.max(top + 20, Math.min(bottom - 24, down)) - down}px`);
  }

  /** @param {HTMLSelectElement} select @param {string[]} names @param {string} chosen */
  function offer(select, names, chosen) {
    if (select.dataset.names !== names.join()) {
      select.replaceChildren(...names.map((name) => html("option", { value: name }, undefined, name)));
      select.dataset.names = names.join();
    }
    select.value = chosen;
  }

  return {
    /** @param {import("./network_layout.js").Shape} network */
    build(network) {
      const hidden = network.layers.length - 1;
      while (layers.length > hidden) layers.pop()?.group.remove();
      while (gaps.length > hidden + 1) gaps.pop()?.remove();
      while (gaps.length < hidden + 1) {
        gaps.push(makeGap(gaps.length));
        if (layers.length < hidden) layers.push(makeLayer(layers.length));
      }
      // What stands right already is left alone: taking an element out, even for a moment, ends a press on it.
      const order = [...gaps.flatMap((gap, at) => (layers[at] ? [gap, layers[at].group] : [gap])), output];
      order.forEach((element, at) => host.children[at] !== element && host.insertBefore(element, host.children[at] ?? null));
      layers.forEach(({ group, remove, select, handle, name: shown }, index) => {
        const { width, activation } = network.layers[index];
        const name = `hidden layer ${index + 1}`;
        group.classList.remove("carried", "going", "pulled");
        attribute(group, "aria-label", `Hidden layer ${index + 1}: ${width} ${width === 1 ? "neuron" : "neurons"}, ${activation}`);
        attribute(remove, "aria-label", `Remove ${name}`);
        attribute(handle, "aria-label", `Resize ${name}`);
        attribute(select, "aria-label", `Activation of ${name}`);
        offer(select, network.activations, activation);
        shown.textContent = activation;
      });
      const last = network.layers[hidden];
      attribute(output, "aria-label", `Output: ${last.width} ${last.width === 1 ? "neuron" : "neurons"}, ${last.activation}`);
      offer(outputChoice, network.outputs, last.activation);
      outputName.textContent = last.activation;
      gaps.forEach((gap, at) => {
        const full = hidden >= network.limits.layers;
        attribute(gap, "aria-label", at ? `Insert a layer after hidden layer ${at}` : "Insert a layer after the inputs");
        tells(gap, full ? `At most ${network.limits.layers} hidden layers` : "Click to insert a layer, or drag to insert one");
        gap.disabled = full;
      });
    },
    /** @param {Map<string, number[]>} spots @param {{across: number, stepping: boolean}} view */
    place(spots, { across, stepping }) {
      const draft = hooks.draft();
      layers.forEach(({ group, count, word, flag }, index) => {
        const [x, below, dy] = spots.get(`c/${index}`) ?? [0, 0, 0];
        group.style.transform = `translate(${x.toFixed(1)}px, ${dy.toFixed(1)}px)`;
        if (group.classList.contains("going")) showWhole(group, flag, x, dy);
        group.style.setProperty("--below", `${below.toFixed(1)}px`);
        group.style.setProperty("--room", `${Math.max(56, across - 14).toFixed(0)}px`);
        group.classList.toggle("narrow", across < 150);
        const width = String(widthNow(index));
        if (count.textContent !== width) count.textContent = width;
        word.textContent = stepping ? "" : width === "1" ? "neuron" : "neurons";
        group.classList.toggle("drafted", draft?.kind === "width" && draft.layer === index);
      });
      gaps.forEach((gap, at) => {
        const [x] = spots.get(`g/${at}`) ?? [0];
        gap.style.transform = `translate(${x.toFixed(1)}px, 0)`;
      });
      const [x] = spots.get("c/out") ?? [0];
      output.style.transform = `translate(${x.toFixed(1)}px, 0)`;
      output.classList.toggle("narrow", across < 150);
      output.style.setProperty("--room", `${Math.min(112, Math.max(56, across - 14)).toFixed(0)}px`);
    },
    /** @param {number} layer */
    focus(layer) {
      (layers[Math.min(layer, layers.length - 1)]?.group ?? gaps[0])?.focus();
    },
    /** The layer in which the focus is, or -1; -2 for a gap. @param {Element | null} focused */
    holding(focused) {
      if (!focused) return -1;
      if (gaps.includes(/** @type {HTMLButtonElement} */ (focused))) return -2;
      return layers.findIndex(({ group }) => group.contains(focused));
    },
  };
}
