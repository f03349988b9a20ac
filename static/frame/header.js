// @ts-check
// The page's head: name, pages, projector, theme, share, keys. Also what belongs to the page as a whole: the live
// region, the keys that work everywhere, and the word about a lost connection.
import { make } from "../shared/elements.js";
import { choice } from "./choice.js";
import { keysOf, trains } from "./keys.js";
import { listen, takeSeat } from "../shared/context.js";
import { copied } from "../shared/copying.js";
import { onPanel } from "../shared/panel.js";
import { isAway } from "../shared/stage.js";
import { watchConnection } from "./connection.js";
import { isTypedInto } from "../shared/typing.js";
import { forOthers } from "./lesson_link.js";
import { dropping } from "./dropping.js";
import { lessonLinks, placeIn } from "./lesson_links.js";
import { undoButtons } from "./undo.js";
import { found, skipsOf } from "./skipping.js";
import { wayBack } from "./way_back.js";

const THEMES = [
  ["auto", "Auto"],
  ["light", "Light"],
  ["dark", "Dark"],
];

const MISSING = "Some pictures of this page cannot be fetched from the server. Trying again…";
const LESSON_LEFT = "It opens what is on the page. The lesson that you are making is not in it: pass that on with “Copy link” in the recorder, or as a file.";
const UNHEARD = "This is not possible until the server answers again. You can still step through what you see.";

const ICONS = {
  projector: "M2 5h16v9H2zM7 17h6M10 14v3",
  share: "M8 12l4-4M6.5 9.5L4.6 11.4a3 3 0 0 0 4.2 4.2l1.9-1.9M13.5 10.5l1.9-1.9a3 3 0 0 0-4.2-4.2L9.3 6.3",
  keys: "M2.5 5.5h15v9h-15zM5.5 8.5h.01M8.5 8.5h.01M11.5 8.5h.01M14.5 8.5h.01M6.5 11.5h7",
};

/** The address at which a page was left in this tab. @param {string} page @returns {string | null} */
function visited(page) {
  try {
    return sessionStorage.getItem(`backprop-playground.page.${page}`);
  } catch {
    return null;
  }
}

/** @param {string} page @param {string} address */
function visit(page, address) {
  try {
    sessionStorage.setItem(`backprop-playground.page.${page}`, address);
  } catch {
    // A browser that keeps nothing opens the page as new.
  }
}

/** @param {keyof typeof ICONS} name */
function icon(name) {
  return `<svg class="icon" viewBox="0 0 20 20" aria-hidden="true"><path d="${ICONS[name]}"/></svg>`;
}

/** What was kept in this browser; nothing where storage is forbidden. @param {string} name */
function kept(name) {
  try {
    return localStorage.getItem(`backprop-playground.${name}`);
  } catch {
    return null;
  }
}

/** @param {string} name @param {string} value */
function keep(name, value) {
  try {
    localStorage.setItem(`backprop-playground.${name}`, value);
  } catch {
    // A browser that keeps nothing still gets the change for this visit.
  }
}

/** Where the choice at the start comes from: the address, then this browser. @param {string} name @param {string} fallback */
function atStart(name, fallback) {
  return new URLSearchParams(location.search).get(name) ?? kept(name) ?? fallback;
}

const page = document.documentElement;
const darkness = matchMedia("(prefers-color-scheme: dark)");

/** @param {string} theme */
function showTheme(theme) {
  const dark = theme === "dark" || (theme !== "light" && darkness.matches);
  page.dataset.theme = dark ? "dark" : "light";
}

/** @param {boolean} on */
function showProjector(on) {
  page.dataset.projector = on ? "on" : "off";
}

/** Whether the key press is meant for a field. @param {KeyboardEvent} event */
function typing(event) {
  return isTypedInto(event) || /** @type {Element} */ (event.composedPath()[0]).matches?.("select");
}

/**
 * @param {HTMLElement} el
 * @param {import("../shared/context.js").Context} context
 * @param {{pages: {name: string, title: string}[], page: string}} frame the pages that exist, in order, and the one that is open
 */
export function draw(el, context, { pages, page: current }) {
  const seat = takeSeat(context);
  const { ask, ending, latest, subscribe } = seat;
  el.innerHTML = `
    <nav class="skips" aria-label="Skip"></nav>
    <header class="bar">
      <h1 class="name">backprop <span>playground</span></h1>
      <nav class="pages" aria-label="Pages"></nav>
      <div class="tools">
        <div class="undoing" role="group" aria-label="Changes"></div>
        <button class="tool" data-tool="projector" aria-pressed="false" aria-description="Make everything larger, for the back row (F)">${icon("projector")}<span>Projector</span><kbd>F</kbd></button>
        <label class="tool theme"><span>Theme</span><select aria-label="Theme">${THEMES.map(([value, title]) => `<option value="${value}">${title}</option>`).join("")}</select></label>
        <button class="tool" data-tool="share" aria-description="Copy the address; it contains everything you have set">${icon("share")}<span data-label>Share</span></button>
        <button class="tool" data-tool="keys" aria-description="The list of keys (?)">${icon("keys")}<span>Keys</span><kbd>?</kbd></button>
      </div>
    </header>
    <div class="connection" role="alert" hidden><span data-words></span><button data-again>Try now</button></div>
    <div class="connection refused" role="alert" hidden><span data-problems></span><button data-understood>Close</button></div>
    <div class="connection missing" role="status" hidden><span data-missing></span><button data-fetch>Try now</button><button data-missed>Close</button></div>
    <div class="connection stayed" data-state="back" role="status" hidden></div>
    <div class="dropping" hidden></div>
    <div class="heard" aria-live="polite" role="status"></div>
    <dialog class="list" aria-labelledby="keys-title">
      <form method="dialog"><h2 id="keys-title">Keys</h2><button aria-label="Close the list of keys" autofocus>Close</button></form>
      <div class="keys"></div>
    </dialog>
    <dialog class="address" aria-labelledby="address-title">
      <form method="dialog"><h2 id="address-title">The address of what you see</h2><button autofocus>Close</button></form>
      <p></p>
      <input type="text" readonly aria-label="Address">
      <div class="whole" hidden><p>One file can contain all of it. Open that file with “CSV file…” on the Network page, or drop it anywhere in the playground.</p>
      <button type="button" data-save>Save this session</button></div>
    </dialog>`;
  /** @template {HTMLElement} T @param {string} selector @returns {T} */
  const part = (selector) => /** @type {T} */ (el.querySelector(selector));
  const projector = part("[data-tool=projector]");
  const themes = /** @type {HTMLSelectElement} */ (part("select"));
  const share = part("[data-tool=share]");
  const list = /** @type {HTMLDialogElement} */ (part("dialog.list"));
  const address = /** @type {HTMLDialogElement} */ (part("dialog.address"));
  const heard = part(".heard");

  // Each page has an address of its own: going to and fro finds it as it was left, and so does a new document.
  // In a lesson it has another one there.
  const lessons = lessonLinks();
  const links = new Map(pages.map(({ name, title }) => [name, make("a", "", title)]));
  for (const [name, link] of links) {
    link.addEventListener("click", (event) => {
      const elsewhere = event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
      if (elsewhere || isAway(latest("connection")?.state)) return; // the browser's own way with a link
      event.preventDefault();
      if (name !== named(location.search)) go(link.href);
    });
    part(".pages").append(link);
  }
  /** The page that a query names. @param {string} query @returns {string} */
  function named(query) {
    const name = new URLSearchParams(query).get("page") ?? "";
    return links.has(name) ? name : pages[0].name;
  }
  /** Where the links lead now. */
  function link() {
    for (const [name, one] of links) one.href = lessons.link(location.search, name) ?? visited(name) ?? `?page=${name}`;
  }
  /** The page of the address is wanted, with the lesson that it names. */
  function turn() {
    const name = named(location.search);
    const place = `${name} ${placeIn(location.search)}`;
    link();
    if (name !== latest("page")?.name || place !== wanted) ask("page", { name, query: location.search.slice(1) });
    wanted = place;
  }
  /** @param {string} address another entry of the tab's history */
  function go(address) {
    way.push(address);
    turn();
  }
  subscribe("turn_to", ({ name }) => {
    const there = links.get(name);
    if (there) go(there.href);
  });
  // The server has opened it already.
  subscribe("lesson_turned", ({ name, query, entry }) => {
    if (entry) way.push("?" + query);
    else way.rename("?" + query);
    way.settle();
    wanted = `${name} ${placeIn(query)}`;
    lessons.left(query, name);
    link();
  });
  let wanted = `${current} ${placeIn(location.search)}`;
  link();
  const way = wayBack(seat, part(".stayed"));
  // An address may name a lesson and no page: it is then that of the page which the server has opened for it.
  if (named(location.search) !== current) way.rename(`?page=${current}&${location.search.slice(1)}`);
  ending(
    listen(window, "popstate", () => {
      const name = named(location.search);
      const stayed = `${name} ${placeIn(location.search)}` === wanted;
      turn();
      way.went(stayed);
      // What is shown may have changed since this entry was made.
      if (stayed) way.rename(/** @type {HTMLAnchorElement} */ (links.get(name)).href);
    }),
  );
  subscribe("page", ({ name }) => {
    part(".skips").replaceChildren(...skipsOf(name).map((words) => {
      const skip = Object.assign(make("button", "", words), { type: "button" });
      skip.addEventListener("click", () => found(name, words, document)?.focus());
      return skip;
    }));
    for (const [other, link] of links) {
      if (other === name) {
        link.setAttribute("aria-current", "page");
        part(".pages").onscroll = () => part(".pages").style.setProperty("--begun", part(".pages").scrollLeft > 1 ? "16px" : "0px");
        // On a phone not all are in sight: no further than that this one is whole, beside what is cut softly.
        part(".pages").scrollLeft = link.offsetLeft + link.offsetWidth + 16 - part(".pages").offsetLeft - part(".pages").clientWidth;
      } else link.removeAttribute("aria-current");
    }
    part(".keys").innerHTML = keysOf(name)
      .map(({ title, keys }) => `<section><h3>${title}</h3><dl>${keys.map(([key, does]) => `<div><dt><kbd>${key}</kbd></dt><dd>${does}</dd></div>`).join("")}</dl></section>`)
      .join("");
    document.title = `${links.get(name)?.textContent} · Backprop playground`;
  });
  /** @type {Map<string, string[]>} page -> what of it its address does not hold */
  const lacking = new Map();
  subscribe("address", ({ query, lacks }) => {
    const name = named(query);
    lacking.set(name, lacks.map(({ text }) => text));
    if (!placeIn(query)) visit(name, "?" + query);
    else if (placeIn(query) === placeIn(location.search)) lessons.left(query, name);
    link();
    // Not over the address of another page, or of another step, which has been turned to meanwhile.
    if (name === named(location.search) && placeIn(query) === placeIn(location.search)) way.rename("?" + query);
  });

  const begun = atStart("theme", "auto");
  const theme = choice(THEMES.some(([value]) => value === begun) ? begun : "auto");
  const large = choice(atStart("projector", "off") === "on"); // as the server reads it: any other word is told to be none

  function show() {
    showTheme(theme.value);
    showProjector(large.value);
    themes.value = theme.value;
    projector.setAttribute("aria-pressed", String(large.value));
  }
  function toggleProjector() {
    large.choose(!large.value);
    show();
    keep("projector", large.value ? "on" : "off");
    ask("set", { name: "projector", value: large.value });
    say(large.value ? "Projector mode on" : "Projector mode off");
  }

  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let silence;
  /** @param {string} text */
  function say(text) {
    // The same words twice are only heard twice when the region was empty in between.
    heard.textContent = "";
    clearTimeout(silence);
    silence = setTimeout(() => (heard.textContent = text), 30);
  }

  async function shareAddress() {
    way.settle();
    const shared = forOthers(location.href);
    const done = await copied(shared);
    const without = shared === location.href ? [] : [LESSON_LEFT];
    const lacks = lacking.get(named(location.search)) ?? [];
    if (!done || lacks.length || without.length) {
      const how = done ? "The address is copied." : "This browser does not allow the page to copy the address. Select it here and copy it.";
      part(".address p").textContent = [how, ...without, ...lacks].join(" ");
      part(".address .whole").hidden = !lacks.length || named(location.search) !== "network";
      /** @type {HTMLInputElement} */ (part(".address input")).value = shared;
      address.showModal();
      /** @type {HTMLInputElement} */ (part(".address input")).select();
      return;
    }
    const label = part("[data-tool=share] [data-label]");
    label.textContent = "Address copied";
    share.dataset.done = "";
    say("The address is copied. It opens the playground exactly as you see it now.");
    setTimeout(() => {
      label.textContent = "Share";
      delete share.dataset.done;
    }, 2500);
  }

  projector.addEventListener("click", toggleProjector);
  share.addEventListener("click", shareAddress);
  part("[data-save]").addEventListener("click", () => {
    address.close();
    ask("save_session");
  });
  part("[data-tool=keys]").addEventListener("click", () => list.showModal());
  for (const dialog of [list, address]) {
    dialog.addEventListener("click", (event) => {
      if (event.composedPath()[0] === dialog) dialog.close();
    });
  }
  themes.addEventListener("change", () => {
    theme.choose(themes.value);
    show();
    keep("theme", theme.value);
    ask("set", { name: "theme", value: theme.value });
  });
  ending(listen(darkness, "change", show));

  /** @param {KeyboardEvent} event */
  function onKey(event) {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.repeat || typing(event)) return;
    if (list.open || address.open) {
      if (event.key === "?") list.close();
      return;
    }
    if (event.key === "?") list.showModal();
    else if (event.key === "f" || event.key === "F") toggleProjector();
    else if (!trains(latest("page")?.name ?? "")) return;
    else if (event.key === "r" || event.key === "R") ask("reset");
    else if (event.key === "t" || event.key === "T") ask(latest("training")?.on ? "pause" : "train");
    else return;
    event.preventDefault();
  }
  ending(listen(document, "keydown", onKey));
  dropping(seat, part(".dropping"), [list, address]);
  undoButtons(seat, part(".undoing"), () => list.open || address.open);

  subscribe("settings", (settings) => {
    if (typeof settings.theme === "string") theme.hear(settings.theme);
    if (typeof settings.projector === "boolean") large.hear(settings.projector);
    show();
  });
  subscribe("announce", ({ text }) => text && say(text));
  let lastMessage = "";
  subscribe("status", ({ message }) => {
    const words = message?.text ?? "";
    if (words && words !== lastMessage) say(words);
    lastMessage = words;
  });
  const refused = part(".refused");
  part("[data-understood]").onclick = () => (refused.hidden = true);
  subscribe("anew", () => (refused.hidden = true));
  subscribe("address_problems", ({ text }) => {
    part("[data-problems]").textContent = text;
    refused.hidden = false;
  });
  const [missing, banner] = [part(".missing"), part(".connection")];
  const tellMissing = () => {
    // While the server is away the other banner says so.
    missing.hidden = !latest("files_missing")?.count || isAway(latest("connection")?.state);
    part("[data-missing]").textContent = missing.hidden ? "" : MISSING;
  };
  part("[data-fetch]").onclick = () => latest("files_missing")?.retry?.();
  part("[data-missed]").onclick = () => (missing.hidden = true);
  subscribe("files_missing", tellMissing);
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let fade;
  subscribe("connection", ({ state, words, retry }) => {
    tellMissing();
    clearTimeout(fade);
    banner.hidden = state === "open";
    banner.dataset.state = state;
    part("[data-words]").textContent = words ?? "";
    part("[data-again]").hidden = state !== "lost";
    part("[data-again]").onclick = retry ?? null;
    if (state === "back") turn(); // the browser's way back may have been taken meanwhile
    if (state === "back") fade = setTimeout(() => (banner.hidden = true), 3000);
  });
  // An alert, which is read out as well.
  subscribe("unheard", () => (part("[data-words]").textContent = UNHEARD));
  show();
  return seat.leave;
}

export const render = onPanel((el, context, model) => {
  const leave = draw(el, context, model);
  const stop = watchConnection(model, context.stage);
  context.stage.publish("page", { name: model.page, turned: false });
  let led = false; // a lesson has turned to it, whose panel has the keyboard
  const stopLeading = context.stage.subscribe("lesson_turned", ({ name }) => (led = name !== model.page));
  model.on("page", () => {
    context.stage.publish("page", { name: model.page, turned: !led });
    led = false;
  });
  return () => {
    stop();
    stopLeading();
    leave();
  };
});
