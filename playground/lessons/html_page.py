"""How a lesson looks as one file: the words of a step beside its graph, which plays, or beside its still picture."""

from string import Template

from playground.shared import bundle

PAGE = Template(
    """<!DOCTYPE html>
<html lang="en" data-theme="light" data-page="graph">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>$title</title>
<style>
$theme
$look
$rules
* { box-sizing: border-box; }
[hidden] { display: none !important; }
body { margin: 0; height: 100vh; height: 100dvh; display: flex; flex-direction: column; overflow: hidden;
  font: var(--type)/1.45 var(--font); }
header { padding: 8px 16px; background: var(--surface); border-bottom: 1px solid var(--line); }
h1 { margin: 0; font: 600 var(--large) var(--font); }
header p { margin: 0; color: var(--ink-soft); }
main { flex: 1 1 0; display: flex; min-height: 0; }
aside { flex: 0 0 400px; display: flex; flex-direction: column; min-height: 0; background: var(--surface);
  border-right: 1px solid var(--line); }
[data-projector="on"] aside { flex-basis: 480px; }
#words { flex: 1 1 0; overflow: auto; padding: 12px 16px; }
/* There is nothing to write on. */
#words .rooms, #words .number .how, #words .choice .how { display: none; }
#words code, #words pre { font-family: var(--mono); }
#words .picture { padding: 8px; border-radius: var(--radius); }
summary { margin-top: 8px; cursor: pointer; color: var(--accent); }
.glossary { margin-top: 16px; padding-top: 8px; border-top: 1px solid var(--line); }
dt { font-weight: 600; }
dd { margin: 0 0 6px; color: var(--ink-soft); }
nav { display: flex; flex-wrap: wrap; gap: 8px; align-items: center; padding: 8px 16px;
  border-top: 1px solid var(--line); }
nav button { min-height: 32px; padding: 0 12px; border: 1px solid var(--line-strong); border-radius: var(--radius);
  background: var(--surface); color: var(--ink); font: inherit; cursor: pointer; }
nav button:disabled { opacity: 0.45; cursor: default; }
nav button:focus-visible { outline: none; box-shadow: var(--focus); }
nav output { flex: 1; text-align: center; color: var(--ink-soft); }
#stepping { flex: 1 1 0; display: flex; flex-direction: column; min-width: 0; }
#graph { flex: 1 1 0; min-height: 160px; }
#predict, #arithmetic, #transport { flex: 0 0 auto; }
#stills { flex: 1 1 0; min-width: 0; overflow: auto; padding: 16px; }
#stills > div { padding: 16px; border-radius: var(--radius); }
footer { padding: 4px 16px; color: var(--ink-soft); background: var(--surface); font: var(--small) var(--font); }
noscript { padding: 16px; }
@media (max-width: 900px) {
  body { height: auto; min-height: 100vh; overflow: auto; }
  main { flex: none; flex-direction: column; }
  aside { flex: none; border: 0; border-bottom: 1px solid var(--line); }
  #words { flex: none; overflow: visible; }
  #stepping { flex: none; height: 80vh; height: 80dvh; }
  #stills { flex: none; }
}
</style>
<script type="importmap">$importmap</script>
</head>
<body>
<header><h1>$title</h1><p>$can</p></header>
<main>
<aside aria-label="Lesson">
<div id="words" tabindex="-1">$steps$glossary</div>
<nav aria-label="Steps of the lesson"><button type="button" id="back">Back</button><output id="where"></output>
<button type="button" id="again">Put it back</button><button type="button" id="next">Next</button></nav>
</aside>
<div id="stepping" hidden>
<div id="graph"></div>
<div id="predict"></div>
<div id="arithmetic"></div>
<div id="transport"></div>
</div>
<div id="stills" hidden>$stills</div>
</main>
<footer>A lesson of the backprop playground. Nothing else is needed for what is stepped through here.</footer>
<noscript>This page needs JavaScript. Allow scripts for this file to go through the lesson.</noscript>
<script type="application/json" id="places">$places</script>
<script type="application/json" id="graphs">$graphs</script>
<script type="module">
"""
    + bundle.BEGINNING
    + """const find = (name) => document.getElementById(name);
const play = player(context, $hints);
const places = JSON.parse(find("places").textContent).places;
const graphs = JSON.parse(find("graphs").textContent);
let at = 0;
function show(step) {
  at = step;
  const { graph, cursor } = places[at];
  for (const one of document.querySelectorAll("[data-step]")) one.hidden = Number(one.dataset.step) !== at + 1;
  find("stepping").hidden = graph === null;
  find("stills").hidden = graph !== null;
  find("back").disabled = at === 0;
  find("next").disabled = at === places.length - 1;
  find("again").hidden = graph === null;
  find("where").textContent = "Step " + (at + 1) + " of " + places.length;
  find("words").scrollTop = 0;
  if (graph !== null) play.show(graphs[graph], cursor);
}
find("back").addEventListener("click", () => show(at - 1));
find("next").addEventListener("click", () => show(at + 1));
find("again").addEventListener("click", () => show(at));
show(0);
</script>
</body>
</html>
"""
)
