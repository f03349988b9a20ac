// @ts-check
// Every digit of a number, and what a sign means: beside whatever carries them as `data-full` and `data-says`, when it is
// pointed at, tapped, or focused by keys; a click copies the digits. And what a button does (`tells` in explained.js), to
// a pointer or a finger that rests on it and to the keys: a browser tells a `title` to the mouse alone, late, and in small
// type. One for the whole document, whichever drawing the number or the sign stands in.
import { copied } from "./copying.js";
import { html } from "./elements.js";
import { toldBy } from "./explained.js";
import { focused } from "./focused.js";

/** @typedef {{left: number, right: number, top: number, bottom: number}} Area */

const AWAY = 7; // px from the number
const EDGE = 4; // px from the edge of the window
const LINGER = 250; // ms for the pointer to get from the number to the button
const LOOK = 200; // ms between two looks at whether the number is still there
const HOLD = 500; // ms that a finger rests on a button to be told what it does
const REST = 400; // ms that the pointer does
const NAME = "exactly";
const ACTS = "a, button, label, input, select, textarea, [role=button], [role=option], [role=radio], [role=menuitem], [role=application]";

const STYLE = `
  :host { position: fixed; inset: auto; margin: 0; padding: 4px 4px 4px 10px; border: 1px solid var(--line-strong);
    border-radius: var(--radius); background: var(--surface); color: var(--ink); max-width: min(90vw, 640px);
    font: var(--font-size) / 1.4 var(--font); font-variant-numeric: tabular-nums; }
  :host(:popover-open) { display: flex; flex-flow: row wrap; gap: 2px 10px; align-items: center; }
  p { flex: 1 1 auto; max-width: 44ch; margin: 3px 6px 3px 0; color: var(--ink-soft); }
  p:only-of-type:has(~ output:empty) { color: var(--ink); }
  p:empty, output:empty, output:empty ~ button { display: none; }
  output { overflow-wrap: anywhere; user-select: text; }
  button { min-height: 32px; padding: 0 10px; border: 1px solid var(--line-strong); border-radius: var(--radius);
    background: var(--surface); color: var(--ink); font: inherit; cursor: pointer; }
  button:hover { background: var(--sunken); }
  button:focus-visible { outline: none; box-shadow: var(--focus); }
  :host([data-hint]) { pointer-events: none; }
  @media (hover: none) { button { min-height: 44px; } }
`;

/** Where something of this size stands beside a number and does not cover it: below or, where there is no room, above; the
 * other way round where what belongs to the number stands below it.
 * @param {Area} number @param {{width: number, height: number}} size @param {{width: number, height: number}} window @param {boolean} [over] */
export function beside(number, size, window, over = false) {
  const fits = { below: number.bottom + AWAY + size.height <= window.height - EDGE, above: number.top - AWAY - size.height >= EDGE };
  const below = over ? !fits.above : fits.below || !fits.above;
  const middle = (number.left + number.right - size.width) / 2;
  return {
    left: Math.max(EDGE, Math.min(window.width - EDGE - size.width, middle)),
    top: below ? number.bottom + AWAY : number.top - AWAY - size.height,
  };
}

/** Where it stands to the right of it, or to its left; null where neither has room.
 * @param {Area} number @param {{width: number, height: number}} size @param {{width: number, height: number}} window */
export function aside(number, size, window) {
  const right = number.right + AWAY + size.width <= window.width - EDGE;
  if (!right && number.left - AWAY - size.width < EDGE) return null;
  const middle = (number.top + number.bottom - size.height) / 2;
  return {
    left: right ? number.right + AWAY : number.left - AWAY - size.width,
    top: Math.max(EDGE, Math.min(window.height - EDGE - size.height, middle)),
  };
}

/** What is copied can be typed and pasted anywhere. @param {string} text */
export const plain = (text) => text.replace(/\u2212/g, "-");

/** Begins to tell every digit in this document; where that has begun, it goes on. @param {Document} page */
export function tellExactly(page) {
  if (page.getElementById(NAME)) return;
  const box = html("div", { id: NAME, popover: "manual", role: "status" }, page.body);
  const inside = box.attachShadow({ mode: "open" });
  inside.innerHTML = `<style>${STYLE}</style>`;
  const words = html("p");
  const digits = html("output");
  const button = html("button", { type: "button" }, undefined, "Copy");
  inside.append(words, digits, button);
  /** @type {HTMLElement | SVGElement | null} */
  let told = null;
  let touched = false;
  let pointed = false; // whether it is told because the pointer is there
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let leaving;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  let watching;

  /** @param {HTMLElement | SVGElement} number */
  function show(number) {
    clearTimeout(leaving);
    if (told === number && isTold(number)) return;
    told?.removeAttribute("data-told");
    told = number;
    told.dataset.told = "";
    [words.textContent, digits.textContent] = [spoken(number), digitsOf(number)];
    button.textContent = "Copy";
    box.toggleAttribute("data-hint", isHint());
    box.setAttribute("aria-live", isHint() ? "off" : "polite"); // what a control says of itself is heard with its name
    if (!box.matches(":popover-open")) box.showPopover();
    // Of several numbers that stand together none is covered: `data-apart` is on what holds them.
    const group = /** @type {HTMLElement | SVGElement | null} */ (number.closest("[data-apart]"));
    const [area, size, screen] = [(group ?? labelOf(number)).getBoundingClientRect(), box.getBoundingClientRect(), { width: innerWidth, height: innerHeight }];
    const { left, top } = (group?.dataset.apart === "aside" && aside(area, size, screen)) || beside(area, size, screen, number.dataset.digits === "above");
    box.style.left = `${left}px`;
    box.style.top = `${top}px`;
    clearInterval(watching);
    watching = setInterval(follow, LOOK);
  }
  /** What was pointed at may be another number by now, or gone. */
  function follow() {
    if (!told?.isConnected || !told.checkVisibility() || !(saidOf(told) || digitsOf(told))) hide();
    else if (!isTold(told)) show(told);
  }
  const isTold = (/** @type {HTMLElement | SVGElement} */ one) => digits.textContent === digitsOf(one) && words.textContent === spoken(one);
  /** With what a click opens there: a finger is told first. @param {HTMLElement | SVGElement} one */
  function spoken(one) {
    const opens = openerOf(one)?.dataset.opens;
    return opens ? `${saidOf(one)} ${touched ? "Tap again" : "Click"} for ${opens}.` : saidOf(one);
  }
  function hide() {
    clearTimeout(leaving);
    clearInterval(watching);
    told?.removeAttribute("data-told");
    told = null;
    if (box.matches(":popover-open")) box.hidePopover();
  }
  async function copy() {
    button.textContent = (await copied(plain(digits.textContent ?? ""))) ? "Copied" : "Press Ctrl+C";
  }

  /** Whether what is told is only what a button does: it is out of the way as soon as something is done. */
  const isHint = () => Boolean(told && !digitsOf(told) && toldBy(told) && saidOf(told) === toldBy(told));
  /** The control under the pointer, and when what it does will be told: not while it is pressed, nor after that. @type {Element | undefined} */
  let under;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let resting;
  /** @param {HTMLElement | SVGElement | undefined} control @param {boolean} pressed */
  function rest(control, pressed) {
    if (pressed) clearTimeout(resting);
    if (control === under) return;
    clearTimeout(resting);
    under = control;
    if (told && told !== control && isHint()) hide();
    if (!control || pressed) return;
    resting = setTimeout(() => {
      pointed = true;
      show(control);
    }, REST);
  }
  let held = false; // a finger has rested on a button, which is then not pressed
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let holding;

  page.addEventListener("pointerdown", (event) => {
    touched = event.pointerType === "touch";
    held = false;
    if (event.target !== box && !carrier(event)) hide();
    clearTimeout(resting);
    const button = touched && !carrier(event) ? control(event) : undefined;
    if (!button) return;
    holding = setTimeout(() => {
      held = true;
      show(button);
    }, HOLD);
  });
  for (const over of /** @type {const} */ (["pointerup", "pointercancel"])) page.addEventListener(over, () => clearTimeout(holding));
  page.addEventListener("click", (event) => {
    if (!held) return;
    held = false;
    event.preventDefault();
    event.stopPropagation();
  }, true);
  // Not by pointerover and focusin: from one number to the next in the same shadow these do not come out of it.
  page.addEventListener("pointermove", (event) => {
    if (event.pointerType === "touch") return;
    const met = carrier(event);
    const number = met && openerOf(met)?.hasAttribute("data-opened") ? undefined : met;
    rest(number ? undefined : control(event, true), event.buttons > 0);
    if (number) pointed = true;
    if (number) show(number);
    else if (event.target === box) {
      clearTimeout(leaving);
      pointed = true;
    } else if (told && pointed && told !== under) {
      pointed = false;
      leaving = setTimeout(hide, LINGER);
    }
  });
  page.addEventListener("click", (event) => {
    const number = carrier(event);
    if (!number) return;
    if (openerOf(number) && (!touched || told === number)) return hide(); // what has been opened tells it too
    show(number);
    if (!touched && event.detail && digitsOf(number) && !acts(event)) copy();
  });
  page.addEventListener("keyup", (event) => {
    if (event.key === "Escape" || event.key === "Enter") return;
    const number = /** @type {HTMLElement | null} */ (focused(page));
    const says = number && (saidOf(number) || digitsOf(number)) && (event.key === "Tab" || !toldBy(number));
    if (says && number.matches(":focus-visible")) show(number);
    else if (event.key === "Tab" && page.activeElement !== box) hide();
  });
  page.addEventListener("keydown", (event) => {
    if (!told) return;
    if (isHint()) return hide();
    const typed = /** @type {Element} */ (event.composedPath()[0]).matches("input, textarea, select");
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "c" && digitsOf(told) && !typed && !String(getSelection())) {
      event.preventDefault();
      return copy();
    }
    const copies = event.key === "Enter" && event.composedPath()[0] === told && digitsOf(told) && !acts(event);
    if (event.key !== "Escape" && !copies) return;
    event.stopPropagation();
    event.preventDefault();
    if (copies) copy();
    else hide();
  }, true);
  page.documentElement.addEventListener("pointerleave", () => rest(undefined, false));
  // What moves away takes it along.
  page.addEventListener("scroll", hide, true);
  button.addEventListener("click", copy);
}

/** @param {HTMLElement | SVGElement} one */
const digitsOf = (one) => one.dataset.full ?? "";
/** What it means, or what it stands in; for keys also what is said of all the numbers of what is focused.
 * @param {HTMLElement | SVGElement} one */
const saidOf = (one) => /** @type {HTMLElement | null} */ (one.closest("[data-says]"))?.dataset.says ?? one.dataset.words ?? toldBy(one);

/** What stands around a number and opens at a click: `data-opens` says what, `data-opened` that it is open.
 * @param {HTMLElement | SVGElement} one @returns {HTMLElement | SVGElement | null} */
const openerOf = (one) => one.closest("[data-opens]");

/** Whether an event is about what is told of a number. @param {Event} event */
export const isTelling = (event) => event.composedPath().some((part) => part instanceof Element && part.id === NAME);

/** The number or the sign that an event is about, in whichever shadow it stands. @param {Event} event */
const carrier = (event) => /** @type {HTMLElement | SVGElement | undefined} */ (
  event.composedPath().find((part) => {
    if (!(part instanceof Element)) return false;
    const { full, says } = /** @type {HTMLElement} */ (part).dataset ?? {};
    return Boolean(full || says);
  })
);

/** What an event is about that tells what it does; a label has what it is the label of tell it.
 * @param {Event} event @param {boolean} [any] whether also what does nothing when it is pressed */
function control(event, any = false) {
  for (const part of event.composedPath()) {
    if (!(part instanceof HTMLElement || part instanceof SVGElement) || !(any || part.matches(ACTS))) continue;
    const one = (part instanceof HTMLLabelElement && part.control) || part;
    if (toldBy(one)) return one;
  }
}

/** Where it is seen: what is chosen from stands in a label. @param {HTMLElement | SVGElement} one */
const labelOf = (one) => (one.matches("input[type=radio], input[type=checkbox]") && one.closest("label")) || one;

/** Whether a click or a key here means something of its own. @param {Event} event */
const acts = (event) => event.composedPath().some((part) => part instanceof Element && part.matches(ACTS));
