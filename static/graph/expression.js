// @ts-check
// What the graph is made of: an example or an expression of one's own, its inputs, and the gradient given at its output.
import { make, rewrite } from "../shared/elements.js";
import { arrayField } from "./array_field.js";
import { takeSeat } from "../shared/context.js";
import { explain, tells } from "../shared/explained.js";
import { WORDS } from "./field_words.js";
import { FUNCTIONS, OPERATORS } from "./functions.js";
import { randomNote } from "./random_note.js";
import { shapeText } from "../shared/numbers.js";
import { onPanel } from "../shared/panel.js";
import { isAway } from "../shared/stage.js";
import { steady } from "../shared/steady.js";
import { underlinedText } from "./underlined_text.js";
import { aboutConstants, readAs } from "./written_form.js";

const PAUSE = 350; // ms without a key before a new mistake is pointed out; half a word is no mistake yet
const NOTHING = { code: "", arguments: {}, text: "" }; // is wrong
const MOST_SENT = 10000; // characters; the server takes fewer

/** @param {HTMLElement} el @param {import("../shared/context.js").Context} context */
export function draw(el, context) {
  const seat = takeSeat(context);
  const { ask, subscribe } = seat;
  el.innerHTML = `
    <section class="expression" aria-label="Expression and inputs">
      <div class="pick"><button type="button" class="before" aria-label="Previous example" data-named>‹</button>
        <select aria-label="Example"></select>
        <button type="button" class="after" aria-label="Next example" data-named>›</button></div>
      <p class="problem" role="alert" data-field="example" hidden></p>
      <div class="lesson" hidden><p class="about"></p><p class="erratum" role="note"></p><details><summary></summary><ol></ol></details></div>
      <div class="typing">
        <div class="head"><h2>Expression</h2><output class="makes" aria-live="off"></output><button type="button" class="help" aria-expanded="false" aria-label="Functions" aria-description="Operators and functions">?</button></div>
        <p class="told" aria-live="polite" hidden></p>
        <p class="read_as"></p>
        <div class="functions" role="group" aria-label="Operators and functions" hidden></div>
      </div>
      <div class="inputs"><h2>Inputs</h2><p class="cause" role="status"></p><p class="random"></p><div class="fields"></div></div>
      <div class="given" hidden><div class="head"><h2>Upstream gradient <b></b></h2><button type="button" class="ones" aria-description="Set every element to 1">Ones</button></div>
        <div class="fields"></div></div>
    </section>`;
  /** @template {HTMLElement} Found @param {string} selector @returns {Found} */
  const find = (selector) => /** @type {Found} */ (el.querySelector(selector));
  const root = find(".expression");
  const picker = /** @type {HTMLSelectElement} */ (find(".pick select"));
  explain(seat.newId, find(".pick"), [picker], WORDS.example);
  const [before, after] = [".before", ".after"].map((name) => /** @type {HTMLButtonElement} */ (find(name)));
  const lesson = find(".lesson");
  const [typingBox, told, makes, functions, inputsBox, given] =
    [".typing", ".told", ".makes", ".functions", ".inputs", ".given"].map((name) => find(name));
  const help = /** @type {HTMLButtonElement} */ (find(".help"));

  /** @type {import("../messages").ExampleItem[]} */ let examples = [];
  /** None until one has come. @type {import("../shared/topics").Topics["expression"]} */ let state;

  // ---- Examples -----------------------------------------------------------------------------------------------

  const own = new Option("Your own expression", "");

  function paintExamples() {
    const themes = [...new Set(examples.map((item) => item.theme ?? ""))];
    picker.replaceChildren(own, ...themes.map((theme) => {
      const group = make("optgroup");
      group.label = theme;
      group.append(...examples.filter((item) => (item.theme ?? "") === theme).map((item) => new Option(item.title, item.id)));
      return group;
    }));
    describe();
  }

  /** The chosen example: what there is to see, what is often printed wrong, what to ask the class. */
  function describe() {
    const item = examples.find((one) => one.id === state?.example);
    picker.value = item?.id ?? "";
    own.hidden = Boolean(item) && !state?.own; // what was typed can be gone back to
    lesson.hidden = !item;
    const at = item ? examples.indexOf(item) : -1;
    before.disabled = at <= 0;
    after.disabled = at >= examples.length - 1;
    if (!item || lesson.dataset.of === item.id) return;
    lesson.dataset.of = item.id;
    const [about, erratum, details] = [".about", ".erratum", "details"].map((name) => /** @type {HTMLElement} */ (lesson.querySelector(name)));
    about.textContent = item.text;
    erratum.textContent = item.erratum ?? "";
    erratum.hidden = !item.erratum;
    const questions = item.questions ?? [];
    details.hidden = !questions.length;
    details.removeAttribute("open");
    /** @type {HTMLElement} */ (details.querySelector("summary")).textContent = questions.length === 1 ? "A question" : `${questions.length} questions`;
    /** @type {HTMLElement} */ (details.querySelector("ol")).replaceChildren(...questions.map((/** @type {string} */ question) => {
      const line = make("li", "", question);
      return line;
    }));
  }

  /** @param {string | undefined} id of an example, or "" for the expression of one's own */
  function pick(id) {
    if (id === undefined) return;
    typist.forget();
    for (const sender of senders.values()) sender.forget();
    complain("example");
    picking = true;
    ask("example", { id });
  }
  let picking = false;
  picker.addEventListener("change", () => pick(picker.value));
  before.addEventListener("click", () => pick(examples[examples.findIndex((one) => one.id === state?.example) - 1]?.id));
  after.addEventListener("click", () => pick(examples[examples.findIndex((one) => one.id === state?.example) + 1]?.id));

  // ---- The text -----------------------------------------------------------------------------------------------

  /** What was typed and has been told, as long as it may be told back; the newest last. @type {string[]} */
  let sent = [];
  /** The text that the graph is of, or is to be of. @type {string | null} */ let wished = null;
  let [lastKey, pointing] = [0, 0];
  const typist = steady((/** @type {string} */ text) => {
    sent.push(text);
    ask("expression", { text });
  });
  const editor = underlinedText("Expression", (text) => {
    lastKey = performance.now();
    // A browser tells of one paste several times over; the same text again would bring its graph to its beginning.
    if (text === wished) return;
    wished = text;
    typist.push(text.slice(0, MOST_SENT));
  });
  const { area } = editor;
  typingBox.insertBefore(editor.el, told);
  explain(seat.newId, editor.el, [editor.area], WORDS.expression);

  /** Says what is wrong with the text, or what it makes. @param {import("../messages.js").TextProblem | null} problem */
  function judge(problem) {
    clearTimeout(pointing);
    const rest = PAUSE - (performance.now() - lastKey);
    if (problem && !root.classList.contains("mistaken") && rest > 0) {
      pointing = window.setTimeout(() => judge(problem), rest);
      return;
    }
    root.classList.toggle("mistaken", Boolean(problem));
    editor.mark(problem);
    told.hidden = !problem;
    if (problem) {
      const where = editor.area.value.includes("\n") ? `Line ${problem.line}, column ${problem.column}` : `Column ${problem.column}`;
      // The list of functions stands behind the question mark.
      const unknown = problem.code === "function_not_among";
      const words = unknown ? `there is no function '${problem.arguments.name}'; press ? for the list.` : problem.text.replace(/[^.?]$/, "$&.");
      const stays = make("span", "", " The last valid graph is still shown.");
      told.replaceChildren(problem.line ? `${where}: ${words}` : words.replace(/^there /, "There "), stays);
    } else if (state?.output) {
      const { name, shape } = state.output;
      makes.textContent = `→ ${name}${shape.length ? `, ${shapeText(shape)}` : ""}`;
      makes.dataset.says = `The output is ${name}, ${["a number", "a vector", "a matrix"][shape.length]}`;
    }
  }

  /** @param {string} text */
  function take(text) {
    if (text === editor.area.value) return;
    // Only what has changed elsewhere is written over what is being typed here.
    const at = sent.lastIndexOf(text);
    if (at >= 0 && !picking) {
      sent = sent.slice(at);
      return;
    }
    if (typist.busy && !picking) return;
    editor.put(text);
    sent = [text];
  }

  /** What was typed as it is on paper is written as it is read once nobody writes on. */
  function writeAsRead() {
    const { text, plain } = state;
    const now = plain !== null && area.value === text && !area.matches(":focus") && !typist.busy;
    find(".read_as").textContent = [now ? "" : readAs(text, plain), aboutConstants(state.constants)].filter(Boolean).join(". ");
    if (!now) return;
    editor.put(plain);
    wished = plain;
    typist.push(plain);
  }
  area.addEventListener("blur", () => state && writeAsRead());

  // ---- The functions ------------------------------------------------------------------------------------------

  /** @param {string} text @param {string} title @param {() => void} act */
  function chip(text, title, act) {
    const one = make("button");
    one.type = "button";
    one.textContent = text;
    tells(one, title);
    one.addEventListener("pointerdown", (event) => event.preventDefault()); // the caret stays where it is
    one.addEventListener("click", act);
    return one;
  }
  /** @param {string} title @param {HTMLElement[]} chips */
  function group(title, chips) {
    const heading = make("h3", "", title);
    const box = make("div", "chips");
    box.append(...chips);
    functions.append(heading, box);
  }
  group("Operators", OPERATORS.map(([sign, title]) => chip(sign, title, () => editor.insert(` ${sign} `))));
  for (const [title, names] of FUNCTIONS) group(title, names.map(([name, what]) => chip(name, what, () => editor.insert(`${name}(`, ")"))));
  const note = make("p");
  note.innerHTML = "A line <code>q = x + y</code> names a node, and <code>f(v) = v * v</code> defines a function. A name without a value is an input; <code>x = -2</code> gives it one. You can also write <code>3x² + |y|</code> as on paper, or paste NumPy or PyTorch code.";
  functions.append(note);
  /** @param {boolean} is */
  function unfold(is) {
    functions.hidden = !is;
    help.setAttribute("aria-expanded", String(is));
  }
  help.addEventListener("pointerdown", (event) => event.preventDefault());
  help.addEventListener("click", () => unfold(Boolean(functions.hidden)));
  functions.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    unfold(false);
    help.focus();
  });
  editor.area.addEventListener("keydown", (event) => {
    if (event.key === "Escape") unfold(false);
  });
  root.addEventListener("pointerdown", (event) => {
    const target = /** @type {Element} */ (event.composedPath()[0]);
    if (!target.closest?.(".functions, .help, .editor")) unfold(false);
  });

  // ---- The inputs ---------------------------------------------------------------------------------------------

  /** @type {Map<string, import("./array_field.js").ArrayField>} */
  const fields = new Map();
  /** @type {Map<string, ReturnType<typeof steady<import("./array_field.js").Nested>>>} */
  const senders = new Map();
  /** Values that the server has refused, which stand in their grids still. @type {Map<string, import("./array_field.js").Nested>} */
  const refused = new Map();
  let made = "";

  /** @param {string} name @param {import("./array_field.js").Nested} value */
  function send(name, value) {
    let sender = senders.get(name);
    if (!sender) {
      senders.set(name, (sender = steady((/** @type {import("./array_field.js").Nested} */ next) => {
        // What fits only together, a longer row here and a longer column there, is sent together.
        const also = Object.fromEntries([...refused].filter(([other]) => other !== name));
        ask("input", { name, value: next, ...(Object.keys(also).length ? { also } : {}) });
      })));
    }
    refused.delete(name);
    sender.push(value);
  }

  /** @param {import("../messages").GraphInput[]} inputs */
  function paintInputs(inputs) {
    const names = JSON.stringify(inputs.map((input) => [input.name, Boolean(input.whole)]));
    inputsBox.hidden = !inputs.length;
    if (names !== made) {
      made = names;
      const kept = new Map(fields);
      fields.clear();
      for (const { name, whole } of inputs) {
        const field = kept.get(name) ?? arrayField(seat, name, {
          whole: Boolean(whole),
          change: (value) => send(name, value),
          back: () => {
            refused.delete(name);
            field.complain("");
            const now = state?.inputs.find((input) => input.name === name);
            if (now) field.show(now.value);
          },
        });
        fields.set(name, field);
      }
      for (const [name, field] of kept) if (!fields.has(name)) field.el.remove();
      const box = /** @type {HTMLElement} */ (inputsBox.querySelector(".fields"));
      [...fields.values()].forEach((field, at) => {
        if (box.children[at] !== field.el) box.insertBefore(field.el, box.children[at] ?? null);
      });
    }
    for (const { name, value } of inputs) {
      const field = fields.get(name);
      if (!field || refused.has(name) || field.held || senders.get(name)?.busy) continue;
      field.show(value);
      field.complain("");
    }
  }

  /** Why something is not finite, beside the inputs of the gate in which it arose; over all of them where it has none.
   * @param {import("../messages").NotFinite[]} causes */
  function paintCauses(causes) {
    /** @param {(cause: import("../messages").NotFinite) => boolean} of */
    const told = (of) => causes.filter(of).map(({ text }) => `${text}.`).join(" ");
    for (const [name, field] of fields) field.remark(told(({ inputs }) => inputs.includes(name)));
    rewrite(/** @type {HTMLElement} */ (inputsBox.querySelector(":scope > .cause")), told(({ inputs }) => !inputs.length));
  }

  // ---- The given gradient -------------------------------------------------------------------------------------

  const upstreamSender = steady((/** @type {import("./array_field.js").Nested | null} */ value) => ask("upstream", { value }));
  /** @type {import("./array_field.js").ArrayField | null} */
  let upstream = null;
  find(".ones").addEventListener("click", () => {
    upstream?.complain("");
    upstreamSender.forget();
    upstreamSender.push(null);
  });

  function paintUpstream() {
    given.hidden = !state.needs_upstream;
    const name = state.output?.name ?? "";
    const box = /** @type {HTMLElement} */ (given.querySelector(".fields"));
    if (!state.needs_upstream) {
      box.replaceChildren();
      upstream = null;
      return;
    }
    if (!upstream || given.dataset.of !== name) {
      given.dataset.of = name;
      /** @type {HTMLElement} */ (given.querySelector("b")).textContent = `dL/d${name}`;
      upstream = arrayField(seat, "upstream", { label: `dL/d${name}`, resizable: false, words: WORDS.upstream, change: (value) => upstreamSender.push(value) });
      box.replaceChildren(upstream.el);
    }
    if (upstream.held || upstreamSender.busy) return;
    const { shape } = state.output;
    const ones = shape.length === 2 ? Array.from({ length: shape[0] }, () => new Array(shape[1]).fill(1)) : new Array(shape[0]).fill(1);
    upstream.show(state.upstream ?? ones);
    upstream.complain("");
  }

  // ---- What arrives -------------------------------------------------------------------------------------------

  /** @param {string} field @param {import("../messages.js").Reason} [reason] */
  function complain(field, reason = NOTHING) {
    const { text } = reason;
    if (field === "example") {
      const place = find('[data-field="example"]');
      place.textContent = text;
      place.hidden = !text;
    } else if (field === "upstream") upstream?.complain(text);
    else if (field === "expression") {
      if (text) judge({ ...reason, line: 0, column: 0, length: 0 });
    } else if (field.startsWith("input:")) {
      const name = field.slice(6);
      fields.get(name)?.complain(text);
      if (text && fields.has(name)) refused.set(name, /** @type {import("./array_field.js").Nested} */ (fields.get(name)?.value));
      else refused.delete(name);
    }
  }

  subscribe("examples", ({ items }) => {
    examples = items;
    paintExamples();
  });
  // While inputs move down the gradient, their fields move with them.
  subscribe("descent", ({ values }) => {
    for (const [name, value] of Object.entries(values)) if (!refused.has(name)) fields.get(name)?.show(value);
  });
  subscribe("expression", (message) => {
    const other = message.example !== state?.example || message.own !== state?.own || picking;
    const another = message.text !== state?.text;
    state = message;
    // What was refused for another expression has no meaning any more.
    if (another && !message.error) refused.clear();
    typist.answered();
    for (const sender of senders.values()) sender.answered();
    upstreamSender.answered();
    take(message.text);
    if (picking || !typist.busy) wished = message.text;
    picking = false;
    if (message.text === editor.area.value || message.text === sent.at(-1)) judge(message.error);
    if (other) describe();
    paintInputs(message.inputs ?? []);
    paintCauses(message.causes ?? []);
    find(".random").textContent = randomNote(message.random, message.random_in_order);
    paintUpstream();
    writeAsRead();
  });
  subscribe("error", ({ field, ...reason }) => {
    const name = String(field ?? "");
    if (name === "example") picking = false;
    if (name === "expression") {
      wished = null;
      typist.answered();
    }
    if (name === "upstream") upstreamSender.answered();
    if (name.startsWith("input:") && reason.text) {
      const sender = senders.get(name.slice(6));
      const more = sender?.busy;
      sender?.answered();
      // A later value is under way already; it is that one which counts.
      if (more && sender?.busy) return;
    }
    complain(name, reason);
  });
  subscribe("connection", ({ state: line }) => (root.inert = isAway(line)));
  return seat.leave;
}

export const render = onPanel(draw);
