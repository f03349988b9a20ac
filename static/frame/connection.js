// @ts-check
// The page's line to the server: whether anybody is there, and the word about it when nobody is.
import { listen } from "../shared/context.js";
import { isAway } from "../shared/stage.js";

/** How long a session that lives may take to answer, in ms. */
const PATIENCE = 4000;
/** How often the server is asked for a sign of life while the connection is lost, in ms. */
const PULSE = 1000;
/** After so much silence the server is asked whether it is there, in ms; a line on which something moves costs nothing. */
const ASKED_AFTER = 4000;
/** After so much silence the page says so, in ms. */
const SILENCE = 10_000;
/** After so much silence a server that answers elsewhere has lost this line, in ms. */
const HOPELESS = 30_000;
/** How often the clock is looked at, in ms. Where it has jumped, the page slept, and its silence was its own. */
const BEAT = 1000;
const JUMP = 3 * BEAT;

const LOST = "The connection to the server is lost. What you see stays, but nothing can be computed until the connection is back. Trying again…";
const SILENT = "The server does not answer. You can still step through what you see, but nothing can be computed until it answers.";
/** The code with which the server ends the line of a page whose room others need: playground/serving/full_house.py. */
const LET_GO = "4001";
const NO_ROOM = "The server needed room for others and has closed this page. “Try now” opens it again, with everything that its address and this browser have saved.";
const ANEW = "The server has restarted. The page is loading again, with everything that its address and this browser have saved.";

/**
 * Watches the line to the server. Lost: says so and knocks until the server is there. There again: asks for this very
 * session. If that answers, the page stays as it is and asks for the state anew; if not (the server was restarted, or
 * has given the session up), the page is loaded again, and the address restores what was set. Silent, but not lost: says
 * so, and when it is heard again, that too; the page is loaded again where only this line is dead. Let go, because
 * others needed its room: takes none until somebody looks at it.
 * // any: Bokeh has no types in the browser
 * @param {any} model @param {import("../shared/stage.js").Stage} stage @returns {() => void} the way to stop
 */
export function watchConnection(model, { ask, publish, subscribe, catchUp }) {
  const line = model.document;
  const script = /** @type {HTMLScriptElement | null} */ (document.querySelector('script[src*="bokeh"]'));
  const knock = script ? script.src : location.href;
  let state = /** @type {import("../shared/topics").Connection["state"]} */ ("open");
  let failures = 0;
  /** @type {any} */ // any: likewise, a ConnectionLost
  let loss = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let next;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let answerDue;
  let leaving = false;
  let letGo = false;

  /** @param {typeof state} now @param {string} [words] */
  function tell(now, words) {
    state = now;
    publish("connection", { state, words, retry: () => (letGo ? location.reload() : void pulse()) });
  }

  /** @param {string} words */
  function back(words) {
    tell("back", words);
    catchUp();
    ask("ready");
  }

  function reload() {
    if (leaving) return;
    clearTimeout(next);
    tell("reloading", ANEW);
    setTimeout(() => location.reload(), 400);
  }

  /** Whether the server answers at all. */
  async function isThere() {
    try {
      const reply = await fetch(knock, { method: "HEAD", cache: "no-store", signal: AbortSignal.timeout(PATIENCE) });
      return reply.status < 500;
    } catch {
      return false;
    }
  }

  async function pulse() {
    clearTimeout(next);
    if (state !== "lost" || leaving) return;
    const there = await isThere();
    if (state !== "lost") return;
    if (there) {
      failures += 1;
      if (failures > 3 || !loss) return reload();
      loss.reconnect();
    }
    next = setTimeout(pulse, PULSE);
  }

  line.on_event("connection_lost", (/** @type {unknown} */ _document, /** @type {typeof loss} */ event) => {
    loss = event;
    if (leaving) return;
    clearTimeout(answerDue);
    const connection = event.connection?.deref?.();
    // A line that breaks within a message leaves Bokeh waiting for the rest of it, on the next line too.
    if (connection?._receiver) connection._receiver = new connection._receiver.constructor();
    if (connection && typeof connection._repull_session_doc === "function") {
      // Bokeh would fetch the document and build the whole page anew; the views here ask for what they missed instead.
      connection._repull_session_doc = (/** @type {(session: unknown) => void} */ resolve) => resolve(connection.session);
    }
    letGo = document.documentElement.dataset.lineEnded === LET_GO;
    if (letGo) {
      if (connection) connection.closed_permanently = true; // Bokeh would come back at once, as one more
      return tell("lost", NO_ROOM);
    }
    if (state === "lost") return;
    failures = 0;
    tell("lost", LOST);
    next = setTimeout(pulse, PULSE);
  });
  line.on_event("client_reconnected", () => {
    if (leaving || state === "reloading") return;
    clearTimeout(answerDue);
    answerDue = setTimeout(reload, PATIENCE);
    model.send_msg({ ping: model.nonce });
  });
  model.on("msg:custom", (/** @type {{pong?: string}} */ message) => {
    if (!("pong" in message)) return;
    if (message.pong !== model.nonce) return reload();
    heard();
    clearTimeout(answerDue);
    clearTimeout(next);
    if (state === "lost") back("Connected again.");
  });

  // Silence: nothing comes, and nobody says that the connection is lost.

  let quiet = 0; // ms in which the page was awake and heard nothing
  let looked = performance.now();
  let asked = 0; // the silence at which the server was asked last
  let looking = false;
  let hopeless = 0; // the silence at which the server was first found to answer elsewhere

  function heard() {
    quiet = asked = hopeless = 0;
    if (state === "silent") back("The server answers again.");
  }

  async function beat() {
    const now = performance.now();
    const passed = now - looked;
    looked = now;
    // A page that slept, or that nobody looks at, has heard nothing through no fault of the server's.
    if (passed > JUMP || document.hidden || leaving || (isAway(state) && state !== "silent")) {
      quiet = asked = hopeless = 0;
      return;
    }
    quiet += passed;
    if (quiet >= asked + ASKED_AFTER) {
      asked = quiet;
      model.send_msg({ ping: model.nonce });
    }
    if (quiet >= SILENCE && state !== "silent") tell("silent", SILENT);
    if (quiet < HOPELESS || looking) return;
    looking = true;
    const there = await isThere();
    looking = false;
    if (!there || state !== "silent" || quiet < HOPELESS) return;
    // What waits on the line may come at any moment now.
    hopeless ||= quiet;
    if (quiet >= hopeless + SILENCE) reload();
  }

  const beating = setInterval(() => void beat(), BEAT);
  const stops = [
    listen(window, "pagehide", () => (leaving = true)),
    listen(document, "visibilitychange", () => letGo && !document.hidden && location.reload()),
    // A page that the browser had put aside whole has no line any more.
    listen(window, "pageshow", (event) => event.persisted && location.reload()),
    subscribe("heard", heard),
  ];
  return () => {
    leaving = true;
    clearTimeout(next);
    clearTimeout(answerDue);
    clearInterval(beating);
    for (const stop of stops) stop();
  };
}
