"""How a handout looks, on paper of whatever size and on the screen before it is printed."""

from string import Template

PAGE = Template("""<!DOCTYPE html>
<html lang="en" class="on-paper">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>$kind: $title</title>
<style>
@page { margin: 14mm 15mm; }
* { box-sizing: border-box; }
$look
$steps
body { max-width: 180mm; margin: 24px auto; padding: 0 16px; font: 11pt/1.4 $letters; }
h1 { margin: 0; font-size: 18pt; line-height: 1.2; overflow-wrap: anywhere; }
.about { margin: 2pt 0; color: var(--ink-soft); font-size: 10pt; }
.can { margin: 6pt 0; padding: 5pt 10pt; background: var(--sunken); }
.who { display: flex; gap: 16pt; margin: 8pt 0; }
.who span { flex: 1; border-bottom: 0.75pt solid var(--line-strong); }
.who span.short { flex: 0 0 110pt; }
.step { margin-top: 14pt; }
/* What is seen stays with what is said of it. */
.look { break-inside: avoid; }
.glossary { margin-top: 16pt; }
.glossary dl { margin: 0; columns: 2; column-gap: 18pt; font-size: 9.5pt; }
.glossary .entry { break-inside: avoid; margin-bottom: 5pt; }
.glossary dt { font-weight: 600; }
.glossary dd { margin: 0; }
@media (max-width: 600px) { .glossary dl { columns: 1; } }
@media print { body { max-width: none; margin: 0; padding: 0; } a { color: inherit; text-decoration: none; } }
</style>
</head>
<body>
<header>
<p class="about">$chapter</p>
<h1>$heading</h1>
$who
<p class="can">$can</p>
$needs
</header>
$body
$glossary
</body>
</html>
""")

# Of a step, wherever it stands.
STEPS = """
h2 { margin: 0 0 4pt; font-size: 13pt; line-height: 1.25; break-after: avoid; }
h3, h4, h5, h6 { margin: 8pt 0 2pt; font-size: 11pt; break-after: avoid; }
p { margin: 4pt 0; orphans: 3; widows: 3; }
ul, ol { margin: 4pt 0; padding-left: 18pt; }
pre, code { font-family: ui-monospace, Menlo, Consolas, "Liberation Mono", "DejaVu Sans Mono", monospace; }
code { font-size: 0.93em; }
pre { margin: 6pt 0; padding: 5pt 10pt; background: var(--sunken); white-space: pre-wrap; overflow-wrap: anywhere;
  break-inside: avoid; }
.words table { margin: 6pt 0; border-collapse: collapse; break-inside: avoid; }
.words th, .words td { padding: 2pt 8pt 2pt 0; border-bottom: 0.75pt solid var(--line); text-align: left; }
a.word { color: inherit; text-decoration: underline dotted; text-underline-offset: 2px; }
.picture { margin: 6pt 0; break-inside: avoid; }
.picture > .caption { color: var(--ink-soft); font-size: 9.5pt; text-align: center; }
.picture > pre { text-align: center; background: none; padding: 0; }
.picture > .given { justify-content: center; font-size: 9.5pt; }
.question { margin: 8pt 0; padding: 6pt 10pt; border: 1pt solid var(--line-strong); border-radius: 4pt;
  break-inside: avoid; }
.question > p { margin: 0; }
.ask { font-weight: 600; }
.question > .how { color: var(--ink-soft); font-size: 9.5pt; }
.rooms { display: flex; gap: 18pt; }
.room { flex: 1; height: 24pt; border-bottom: 0.75pt solid var(--ink); }
.boxes { margin: 4pt 0 0; padding: 0; list-style: none; }
.boxes li { display: flex; gap: 8pt; margin: 3pt 0; align-items: flex-start; }
.box { flex: 0 0 15pt; height: 15pt; border: 1pt solid var(--ink); border-radius: 2pt; font-weight: 700;
  line-height: 13pt; text-align: center; }
.answer { margin: 2pt 0; font-size: 13pt; color: var(--accent); }
.way { margin-top: 5pt; font-size: 10pt; }
.way ol, .way ul { margin: 1pt 0; }
.example { margin: 6pt 0; break-inside: avoid; font-size: 9.5pt; }
.elsewhere { color: var(--ink-soft); font-size: 9.5pt; }
"""
