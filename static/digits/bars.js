// @ts-check
// Ten bars, one a digit: how probable it is, its score before the softmax, and which of them is the label. While a digit
// is walked through the network they show what is known at the cursor; while a gradient is followed, the digit it makes.
import { explain } from "../shared/explained.js";
import { WORDS } from "./field_words.js";
import { takeSeat } from "../shared/context.js";
import { make } from "../shared/elements.js";
import { column, full, short } from "../shared/numbers.js";
import { onPanel } from "../shared/panel.js";

const DIGITS = 10;

/** Nothing is certain after a softmax: a probability that is rounded to 1 reads like its neighbours, and so does one that
 * is rounded to 0.
 * @param {number} share */
export function percent(share) {
  if (share > 0 && share < 0.0005) return "<0.1 %";
  return share > 0.9995 ? ">99.9 %" : `${(100 * share).toFixed(1)} %`;
}

/** Where the mark of the label stands: it stays where it was put until the numbers of that label come. What comes
 * meanwhile is still about a label before. */
export function labelMark() {
  /** What the loss is against: what was chosen, else what is known of the digit. @type {number | null} */ let at = null;
  /** Chosen here, and its numbers have not come. @type {number | null} */ let wished = null;
  let heard = false; // the server has set it
  return {
    get at() {
      return at;
    },
    /** @param {number | null} digit */
    choose(digit) {
      if (digit !== null) at = digit;
      [wished, heard] = [digit, false];
    },
    /** What the server has set. Another than what was wished was sent before, or, once the wish was heard, has been set since.
     * @param {number | null} digit */
    set(digit) {
      if (digit === wished) heard = true;
      else if (heard) wished = null;
    },
    /** The label of the numbers that have come; undefined where they have none. @param {number | null | undefined} digit */
    read(digit) {
      if (digit === wished) wished = null;
      if (digit !== undefined && wished === null) at = digit;
    },
  };
}

/** @param {HTMLElement} el @param {import("../shared/context.js").Context} context */
export function draw(el, context) {
  const seat = takeSeat(context);
  const { ask, subscribe } = seat;
  const id = seat.newId("bars");
  el.innerHTML = `
    <section class="bars" aria-label="Probabilities">
      <div class="head"><h2 class="title">Probabilities</h2><p class="read"></p></div>
      <div class="rows" role="radiogroup" aria-label="Label">
        <div class="row names" aria-hidden="true"><span></span><span data-says="The label: 1 for the true digit, 0 for the others (one-hot)">y</span><span></span>
          <span>p</span><span data-says="The scores, before the softmax">score</span><span class="slope" data-says="The gradient of the loss with respect to the score">dL/dz</span></div>
      </div>
      <div class="foot"><p class="loss"></p><button type="button" class="none" aria-label="No label" aria-description="Remove the label">✕</button></div>
    </section>`;
  /** @template {HTMLElement} Found @param {string} selector @returns {Found} */
  const find = (selector) => /** @type {Found} */ (el.querySelector(selector));
  const [root, rows, read, loss, none] = [".bars", ".rows", ".read", ".loss", ".none"].map((name) => find(name));

  const lines = Array.from({ length: DIGITS }, (_, digit) => {
    const radio = make("input");
    radio.type = "radio";
    radio.name = `${id}-label`;
    radio.value = String(digit);
    radio.setAttribute("aria-label", String(digit));
    radio.addEventListener("change", () => choose(digit));
    const name = make("span", "digit", String(digit));
    const bar = make("span", "bar", make("span", "fill"));
    bar.setAttribute("role", "meter");
    bar.setAttribute("aria-label", `Probability of ${digit}`);
    bar.setAttribute("aria-valuemin", "0");
    bar.setAttribute("aria-valuemax", "1");
    const [share, score, slope] = ["share", "score", "slope"].map((kind) => make("span", kind));
    const row = make("label", "row", name, radio, bar, share, score, slope);
    row.dataset.digit = String(digit);
    rows.append(row);
    return { row, radio, bar, share, score, slope };
  });

  explain(seat.newId, rows, lines.map(({ radio }) => radio), WORDS.label);

  /** @type {import("../shared/topics").Topics["reading"] | null} */ let reading = null;
  /** @type {import("../shared/topics").Cursor | undefined} */ let cursor;
  /** One picture on the way along the gradient. @type {import("../shared/topics").Topics["followed_at"]} */ let followed = null;
  const label = labelMark();
  /** @type {number | null} */ let chosen = null;

  /** @param {number | null} digit */
  function choose(digit) {
    ask("set", { name: "digits_label", value: digit });
    label.choose(digit);
    show();
  }
  none.addEventListener("click", () => choose(null));

  /** What there is to show: numbers that are not known yet are null. */
  function now() {
    const trace = cursor?.trace;
    if (followed) {
      const { probabilities, loss: at, index, label: toward } = followed;
      return { probabilities, scores: null, slopes: null, loss: at, against: toward, digit: strongest(probabilities), words: `step ${index}: `, label: label.at };
    }
    const whole = reading && !reading.problem ? reading : null;
    if (cursor && trace) {
      // The scores z of the last layer, and what its softmax makes of them a step later.
      const [z, a] = ["z", "a"].map((kind) => trace.nodes.filter((node) => node.place?.[0] === kind).at(-1)?.name ?? "");
      const probabilities = cursor.value(a)?.array ?? null;
      const against = trace.sample?.label ?? null;
      return {
        probabilities, scores: cursor.value(z)?.array ?? null, slopes: cursor.gradient(z)?.array ?? null, loss: cursor.value(trace.output)?.array[0] ?? null,
        against, digit: probabilities && strongest(probabilities), words: "read as ", label: label.at ?? against,
      };
    }
    return { probabilities: whole?.probabilities ?? null, scores: whole?.scores ?? null, slopes: null, loss: whole?.loss ?? null, against: whole?.label ?? null, digit: whole?.digit ?? null, words: "read as ", label: label.at };
  }

  function show() {
    const seen = now();
    if (seen.against !== seen.label) seen.loss = null; // it is still that of another label
    root.classList.toggle("walked", Boolean(cursor?.trace) && !followed);
    const [scores, slopes] = [seen.scores, seen.slopes].map((values) => (values ? column(values) : []));
    lines.forEach(({ row, radio, bar, share, score, slope }, digit) => {
      const probability = seen.probabilities?.[digit] ?? null;
      mark(row, "probability", probability);
      mark(row, "score", seen.scores?.[digit] ?? null);
      mark(row, "gradient", seen.slopes?.[digit] ?? null);
      row.classList.toggle("top", digit === seen.digit);
      radio.checked = digit === seen.label;
      bar.style.setProperty("--share", String(probability ?? 0));
      bar.setAttribute("aria-valuenow", String(Number((probability ?? 0).toFixed(6)))); // a power of ten is no value there
      bar.setAttribute("aria-valuetext", probability === null ? "not known" : percent(probability));
      share.textContent = probability === null ? "" : percent(probability);
      score.textContent = scores[digit] ?? "";
      slope.textContent = slopes[digit] ?? "";
      score.dataset.full = row.dataset.score ?? "";
      slope.dataset.full = row.dataset.gradient ?? "";
    });
    root.classList.toggle("nothing", !seen.probabilities);
    read.replaceChildren(...(seen.digit === null ? [] : [seen.words, make("b", "", String(seen.digit))]));
    mark(root, "loss", seen.loss);
    mark(root, "label", seen.label);
    none.hidden = chosen === null;
    loss.replaceChildren(...lossWords(seen));
  }

  /** @param {{loss: number | null, label: number | null}} seen @returns {(Node | string)[]} */
  function lossWords({ loss: value, label: truth }) {
    if (truth === null) return [make("span", "hint", "Choose a label y to see the loss.")];
    const law = make("span", "law", "Loss = −ln p", make("sub", "", String(truth)));
    if (value === null) return [law];
    // In single precision a loss this small is rounded to 0.
    const figure = make("b", "", value === 0 ? `< ${short(1e-6)}` : short(value));
    figure.dataset.full = value === 0 ? "Rounded to 0" : full(value);
    figure.tabIndex = 0;
    return [law, " = ", figure];
  }

  subscribe("reading", (news) => {
    reading = news;
    label.read(news.label);
    show();
  });
  subscribe("settings", ({ digits_label: set }) => {
    if (set === undefined) return;
    chosen = set;
    label.set(set);
    show();
  });
  subscribe("followed_at", (news) => {
    followed = news;
    show();
  });
  subscribe("cursor", (news) => {
    const quiet = !news.trace && !cursor?.trace;
    cursor = news;
    if (!quiet) show();
  });
  show();
  return seat.leave;
}

/** @param {ArrayLike<number>} values */
function strongest(values) {
  let best = 0;
  for (let at = 1; at < values.length; at += 1) if (values[at] > values[best]) best = at;
  return best;
}

/** A number that is not known is not there. @param {HTMLElement} element @param {string} name @param {number | null} value */
function mark(element, name, value) {
  if (value === null) delete element.dataset[name];
  else element.dataset[name] = String(value);
}

export const render = onPanel(draw);
