// @ts-check
// The dialog in which the columns of a file are chosen: what each is used as and what it is, with its first rows.
import { html, make } from "../shared/elements.js";

/** @typedef {import("../shared/topics").Topics} Topics */
/** @typedef {Topics["file_read"]} Read */
/** @typedef {Read["columns"][number]["role"]} Role */
/** @typedef {Read["columns"][number]["kind"]} Kind */
/** @typedef {Read["style"]} Style */

/** @type {[Role, string][]} */
const ROLES = [["feature", "Feature"], ["target", "Target"], ["ignored", "Not used"]];
/** @type {[Kind, string][]} */
const KINDS = [["number", "Number"], ["category", "Category"]];

/** The roles once one column has another: there is one target, and who gives the place away gets the other's.
 * @param {Role[]} roles @param {number} at @param {Role} role @returns {Role[]} */
export function withRole(roles, at, role) {
  const before = roles[at];
  return roles.map((one, place) => {
    if (place === at) return role;
    return role === "target" && one === "target" ? before : one;
  });
}

/** What a number that could mean two may be, with the style that makes it that. @param {string} example "1,000" or
 * "1.000" @returns {[Style, string][]} */
export function meanings(example) {
  const sign = example.includes(",") ? "," : ".";
  const [whole, rest] = example.split(sign);
  const thousands = `${whole}${rest}, in thousands`;
  const decimal = `${whole}.${rest}, with decimals`;
  return sign === "," ? [["point", thousands], ["comma", decimal]] : [["comma", thousands], ["either", decimal]];
}

/** @param {number} count @param {string} one @param {string} many */
const counted = (count, one, many) => `${count.toLocaleString("en")} ${count === 1 ? one : many}`;

/** @param {import("../shared/context.js").Seat} seat @param {HTMLElement} root @returns {Pick<HTMLDialogElement, "close">} */
export function fileColumns({ ask, newId, subscribe }, root) {
  const id = newId("columns");
  const dialog = html("dialog", { class: "columns", "aria-labelledby": `${id}-title`, "aria-describedby": `${id}-sum` }, root);
  dialog.innerHTML = `<h2 id="${id}-title" tabindex="-1" autofocus></h2><p class="sum" id="${id}-sum"></p>
    <label class="tick"><input type="checkbox" class="names"> <span>The first row holds the names of the columns</span></label>
    <fieldset class="example" hidden><legend></legend></fieldset>
    <div class="sheet" role="region" aria-label="The columns of the file" tabindex="0"><table><thead><tr><th scope="col">Column</th><th scope="col">Use as</th><th scope="col">It is a</th><th scope="col" colspan="5">First rows</th></tr></thead><tbody></tbody></table></div>
    <fieldset class="target"><legend></legend>${[["classes", "Classes"], ["values", "Values"]].map(([value, text]) => `<label><input type="radio" name="${id}-target" value="${value}"> <span>${text}</span></label>`).join("")}</fieldset>
    <label class="tick"><input type="checkbox" class="undivided"> <span>Use all rows both for training and for validation</span></label>
    <ul class="notes" aria-label="How the file is read"></ul>
    <p class="problem" role="alert" hidden></p>
    <div class="does"><button type="button" class="use">Use these columns</button><button type="button" class="close">Cancel</button></div>`;
  /** @template {Element} Found @param {string} selector @returns {Found} */
  const find = (selector) => /** @type {Found} */ (dialog.querySelector(selector));
  const [title, sum, body, example, target, notes, problem] = ["h2", ".sum", "tbody", ".example", ".target", ".notes", ".problem"].map((name) => /** @type {HTMLElement} */ (find(name)));
  const names = /** @type {HTMLInputElement} */ (find(".names"));
  const undivided = /** @type {HTMLInputElement} */ (find(".undivided"));
  const use = /** @type {HTMLButtonElement} */ (find(".use"));

  let asked = 0;
  /** @type {Role[]} */ let roles = [];
  /** @type {Kind[]} */ let kinds = [];
  /** @type {Style} */ let style = null;
  // null where the file is to say it
  /** @type {Read["target_as"] | null} */ let targetAs = null;
  /** @type {boolean | null} */ let whole = null;

  function tell(useIt = false) {
    asked += 1;
    ask("file_columns", { id: asked, header: names.checked, style, roles, kinds, target_as: targetAs, undivided: whole, use: useIt });
  }
  /** @param {string} text */
  function complain(text) {
    problem.textContent = text;
    problem.hidden = !text;
  }

  /** @template {string} Value @param {[Value, string][]} options @param {(value: Value) => void} chosen */
  function choice(options, chosen) {
    const select = make("select");
    for (const [value, text] of options) html("option", { value }, select, text);
    select.addEventListener("change", () => {
      chosen(/** @type {Value} */ (select.value));
      tell();
    });
    return select;
  }
  /** A row for each column; they stay while what stands in them changes, and with them the focus. @param {number} count */
  function build(count) {
    body.replaceChildren(...Array.from({ length: count }, (_, at) => {
      const role = choice(ROLES, (value) => {
        roles = withRole(roles, at, value);
        targetAs = null;
      });
      const kind = choice(KINDS, (value) => {
        kinds = kinds.with(at, value);
        if (roles[at] === "target") targetAs = null;
      });
      const name = html("th", { scope: "row" });
      name.append(make("b"), make("small"));
      const row = make("tr", "", name, make("td", "", role), make("td", "", kind));
      for (let cell = 0; cell < 5; cell += 1) row.append(make("td", "cell"));
      return row;
    }));
  }

  /** @param {Read} read */
  function show(read) {
    const { columns } = read;
    [roles, kinds, style] = [columns.map(({ role }) => role), columns.map(({ kind }) => kind), read.style];
    title.textContent = `Columns of ${read.name}`;
    sum.textContent = `${counted(read.rows, "row", "rows")} of data. Choose up to ${read.most} features and one target.`;
    names.checked = read.header;
    undivided.checked = read.undivided;
    if (body.children.length !== columns.length) build(columns.length);
    for (const [at, column] of columns.entries()) {
      const row = /** @type {HTMLTableRowElement} */ (body.children[at]);
      row.dataset.role = column.role;
      const [name, small] = /** @type {HTMLElement[]} */ ([...row.cells[0].children]);
      name.textContent = column.name;
      small.textContent = column.missing ? `${column.missing.toLocaleString("en")} empty` : "";
      const [role, kind] = row.querySelectorAll("select");
      [role.value, kind.value] = [column.role, column.kind];
      role.setAttribute("aria-label", `Use ${column.name} as`);
      kind.setAttribute("aria-label", `${column.name} is a`);
      for (let cell = 0; cell < 5; cell += 1) row.cells[3 + cell].textContent = column.cells[cell] ?? "";
    }
    showExample(read);
    const aim = columns.find(({ role }) => role === "target");
    target.hidden = !aim || aim.kind === "category";
    /** @type {HTMLElement} */ (target.querySelector("legend")).textContent = `The numbers of ${aim?.name} are`;
    for (const input of target.querySelectorAll("input")) input.checked = input.value === read.target_as;
    notes.replaceChildren(...read.notes.map((note) => make("li", "", note.text)));
    const reason = read.problem?.text ?? "";
    complain(reason && `${reason[0].toUpperCase()}${reason.slice(1)}.`);
    use.disabled = Boolean(reason);
  }
  /** @param {Read} read */
  function showExample(read) {
    example.hidden = !read.example;
    if (!read.example) return;
    /** @type {HTMLElement} */ (example.querySelector("legend")).textContent = `${read.example} in this file is`;
    if (example.dataset.of !== read.example) {
      example.dataset.of = read.example;
      for (const label of example.querySelectorAll("label")) label.remove();
      for (const [value, text] of meanings(read.example)) {
        const label = make("label", "", html("input", { type: "radio", name: `${id}-example`, value: String(value) }), " ", make("span", "", text));
        example.append(label);
      }
    }
    for (const input of example.querySelectorAll("input")) input.checked = input.value === read.style;
  }

  names.addEventListener("change", () => tell());
  undivided.addEventListener("change", () => {
    whole = undivided.checked;
    tell();
  });
  example.addEventListener("change", (event) => {
    style = /** @type {Style} */ (/** @type {HTMLInputElement} */ (event.target).value);
    tell();
  });
  target.addEventListener("change", (event) => {
    targetAs = /** @type {Read["target_as"]} */ (/** @type {HTMLInputElement} */ (event.target).value);
    tell();
  });
  use.addEventListener("click", () => tell(true));
  find(".close").addEventListener("click", () => dialog.close());
  dialog.addEventListener("keydown", (event) => event.stopPropagation()); // what is pressed here is nobody's shortcut

  subscribe("file_read", (read) => {
    if (read.id === 0) [targetAs, whole, asked] = [null, null, 0];
    else if (read.id !== asked || !dialog.open) return; // something else has been chosen meanwhile
    show(read);
    if (!dialog.open) dialog.showModal();
  });
  subscribe("error", ({ field, text }) => {
    if (field !== "file_columns") return;
    complain(text);
    if (!text) dialog.close();
  });
  return dialog;
}
