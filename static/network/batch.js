// @ts-check
// The gradient of one weight, a bar a sample of the mini-batch, and their mean: what the update really follows.
import { takeSeat } from "../shared/context.js";
import { make } from "../shared/elements.js";
import { says } from "../shared/explained.js";
import { full, short } from "../shared/numbers.js";
import { onTheme, signed } from "../shared/palette.js";
import { onPanel } from "../shared/panel.js";
import { predicting } from "../shared/stepping/predicting.js";

/** @param {HTMLElement} el @param {import("../shared/context.js").Context} context */
export function draw(el, context) {
  const seat = takeSeat(context);
  const { ask, ending, latest, subscribe } = seat;
  const root = make("section", "batch none");
  root.setAttribute("aria-label", "Gradients of the mini-batch");
  root.innerHTML = `<p class="head"><span class="title"></span><b class="mean"></b></p>
    <div class="plot"><div class="zero"></div><div class="average"><span></span></div><div class="bars"></div></div>`;
  el.append(root);
  const find = (/** @type {string} */ name) => /** @type {HTMLElement} */ (root.querySelector(name));
  const [title, mean, plot, zero, average, bars] =
    [".title", ".mean", ".plot", ".zero", ".average", ".bars"].map(find);

  let shown = /** @type {import("../shared/topics").Topics["batch"] | null} */ (null);
  /** @param {import("../shared/topics").Topics["batch"]} batch */
  function show(batch) {
    shown = batch;
    root.classList.toggle("none", !batch?.samples?.length);
    if (!batch?.samples?.length) return;
    const values = Array.from(batch.gradients, Number);
    const finite = values.filter(Number.isFinite);
    const [low, high] = [Math.min(0, ...finite), Math.max(0, ...finite)];
    const span = high - low || 1;
    const height = (/** @type {number} */ value) => (100 * (high - value)) / span; // per cent from the top
    const scale = Math.max(Math.abs(low), Math.abs(high)) || 1;
    says(title, `How fast the loss${batch.loss_label ? `, ${batch.loss_label},` : ""} changes with this weight: for each sample of the mini-batch, and on average.`);
    mean.dataset.says = "The mean of the bars: the gradient that the update uses.";
    const hidden = (was = secret.hides(reached));
    root.toggleAttribute("data-hidden", hidden);
    title.textContent = hidden
      ? `While you predict, the gradients of ${batch.label} stay hidden until the backward pass has reached it.`
      : `Gradient of ${batch.label} for each of the ${values.length} samples of the mini-batch`;
    mean.replaceChildren();
    delete mean.dataset.full;
    mean.removeAttribute("tabindex");
    bars.replaceChildren();
    /** @type {HTMLElement} */ (average.firstElementChild).textContent = "";
    if (hidden) return;
    mean.textContent = `mean ${short(batch.mean)}`;
    mean.dataset.full = full(batch.mean);
    mean.tabIndex = 0;
    zero.style.top = `${height(0)}%`;
    average.style.top = `${height(batch.mean)}%`;
    /** @type {HTMLElement} */ (average.firstElementChild).textContent = short(batch.mean);
    const open = latest("cursor")?.trace?.sample?.index;
    bars.replaceChildren(...values.map((value, at) => {
      const bar = make("button");
      const sample = Number(batch.samples[at]);
      bar.type = "button";
      bar.className = sample === open ? "bar open" : "bar";
      bar.dataset.sample = String(sample);
      bar.dataset.gradient = String(value);
      bar.setAttribute("aria-label", `Sample ${sample}: gradient ${short(value)}. Step through this sample`);
      bar.dataset.full = full(value);
      bar.dataset.says = `The gradient of ${batch.label} for sample ${sample} alone. Click to step through this sample.`;
      const fill = make("span");
      fill.style.top = `${Math.min(height(value), height(0))}%`;
      fill.style.height = `${Math.abs(height(value) - height(0))}%`;
      fill.style.background = signed(value, scale);
      bar.append(fill);
      bar.addEventListener("click", () => ask("step_through", { sample, level: latest("cursor")?.trace?.level ?? null }));
      return bar;
    }));
    plot.classList.toggle("dense", values.length > 60);
  }
  /** @param {import("../shared/topics").Cursor} cursor */
  function reached(cursor) {
    if (!shown) return true;
    const { layer, row, column } = shown.weight;
    const isBias = column === (latest("network")?.blocks[layer]?.columns ?? 0) - 1;
    return cursor.place(isBias ? `bias/${layer}/${row}` : `weight/${layer}/${row}/${column}`).gradient !== null;
  }
  let was = false;
  const secret = predicting(seat, () => {
    if (!shown || was === secret.hides(reached)) return;
    was = !was;
    show(shown);
  });
  subscribe("batch", show);
  let open = /** @type {number | undefined} */ (undefined);
  subscribe("cursor", (cursor) => {
    const index = cursor.trace?.sample?.index;
    if (index === open) return;
    open = index;
    for (const bar of bars.children) bar.classList.toggle("open", Number(/** @type {HTMLElement} */ (bar).dataset.sample) === open);
  });
  ending(onTheme(() => shown && show(shown)));
  return seat.leave;
}

export const render = onPanel(draw);
