// @ts-check
// Says on the page itself when its line to the server cannot be opened: until it is, nothing of the playground can be
// drawn. The words stand in templates/index.html. This is no module, since it has to stand before Bokeh's scripts, and it
// asks for nothing that a sandboxed frame forbids.

(() => {
  /** How long a line may take to be opened, and scripts to begin with it, before a word is said, in ms. */
  const PATIENCE = 4000;
  const Line = window.WebSocket;
  let opened = false;
  let begun = false;

  /** @param {"refused" | "silent" | "unbegun"} why */
  function say(why) {
    const words = document.getElementById("no-line");
    if (opened || !words) return;
    const cause = window.origin === "null" ? "sandboxed" : why; // so the frame makes it a site of its own, which no server knows
    for (const part of /** @type {NodeListOf<HTMLElement>} */ (words.querySelectorAll("[data-when]"))) part.hidden = part.dataset.when !== cause;
    const framed = window.parent !== window;
    for (const part of /** @type {NodeListOf<HTMLElement>} */ (words.querySelectorAll(".framed"))) part.hidden = !framed;
    for (const part of words.querySelectorAll(".host")) part.textContent = location.host;
    for (const part of words.querySelectorAll(".path")) part.textContent = `${location.pathname.replace(/\/$/, "")}/ws`;
    words.hidden = false;
  }

  // Lines are watched until the first has opened. With which code one ends is written down for connection.js: what Bokeh
  // tells of it does not say.
  window.WebSocket = class extends Line {
    /** @param {string | URL} address @param {string | string[]} [protocols] */
    constructor(address, protocols) {
      super(address, protocols);
      this.addEventListener("close", ({ code }) => (document.documentElement.dataset.lineEnded = String(code)));
      begun = true;
      const slow = setTimeout(() => say("silent"), PATIENCE);
      const ended = () => {
        clearTimeout(slow);
        say("refused");
      };
      this.addEventListener("open", () => {
        opened = true;
        clearTimeout(slow);
        const words = document.getElementById("no-line");
        if (words) words.hidden = true;
      });
      this.addEventListener("error", ended);
      this.addEventListener("close", ended);
    }
  };
  // Leaving the page closes a line that was about to open.
  window.addEventListener("pagehide", () => (opened = true));
  window.addEventListener("load", () => setTimeout(() => begun || say("unbegun"), PATIENCE));
  document.addEventListener("click", (event) => {
    if (/** @type {Element} */ (event.target).closest?.("#no-line button")) location.reload();
  });
})();
