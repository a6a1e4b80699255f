/** @file The style of the first screen, of the bar above it and of the folds below. */

export const FRAME_STYLE = `
.bar {
  position: sticky; top: 0; z-index: 5; display: flex; flex-wrap: wrap; align-items: center; gap: 2px 14px; min-height: 48px; padding: 6px 0;
  background: var(--paper); box-shadow: 0 1px 0 var(--line), 0 0 0 100vmax var(--paper); clip-path: inset(0 -100vmax -1px);
}
.bar h1 { font-size: 16px; margin: 0; max-width: 40ch; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.bar nav { display: flex; flex-wrap: wrap; gap: 2px 16px; margin-inline-start: auto; font-size: 14px; }
#answers { color: var(--muted); font-size: 14px; padding-block: 6px; }
#answers:empty { display: none; }
.bar a { color: var(--muted); text-decoration: none; padding: 3px 0; }
.bar a:hover { color: var(--ink); text-decoration: underline; text-underline-offset: 4px; }
.themes { display: flex; border: 1px solid var(--line); border-radius: 8px; overflow: hidden; }
.themes button { border: 0; border-radius: 0; background: none; padding: 5px 8px; line-height: 0; color: var(--muted); }
.themes button[aria-pressed="true"] { background: var(--choice-soft); color: var(--ink); }
.themes button:focus-visible { outline-offset: -2px; border-radius: 7px; }
.themes svg { width: 15px; height: 15px; fill: none; stroke: currentColor; stroke-width: 1.6; stroke-linecap: round; }
:root:not([data-scripted]) .scripted { display: none; }
.answer { padding-top: 26px; }
.label { display: block; color: var(--muted); font-size: 12px; line-height: 1.3; font-weight: 600; letter-spacing: 0.09em; text-transform: uppercase; margin: 0; }
.found { display: flex; flex-wrap: wrap; gap: 8px 20px; justify-content: space-between; align-items: end; }
.found h2 { margin: 0; font-size: 28px; font-weight: 650; letter-spacing: -0.018em; overflow-wrap: anywhere; min-width: 0; flex: 1 1 420px; }
.found .label { color: var(--choice); margin-bottom: 5px; }
.open .found .label { color: var(--racing); }
.bad .found .label { color: var(--worse); }
.found small { font-size: 14px; font-weight: 400; color: var(--muted); letter-spacing: 0; }
.actions { display: flex; flex-wrap: wrap; gap: 6px; padding-bottom: 3px; }
a.button { font-size: 13px; line-height: 1.55; color: var(--ink); background: var(--raised); border: 1px solid var(--line); border-radius: 6px; padding: 3px 10px; text-decoration: none; overflow-wrap: anywhere; }
a.button:hover { border-color: var(--muted); }
.sentence { font-size: 18px; line-height: 1.45; margin: 8px 0 0; max-width: 84ch; overflow-wrap: anywhere; }
.ground { font-size: 14px; color: var(--muted); margin: 6px 0 0; max-width: 84ch; overflow-wrap: anywhere; }
.answer .notices { margin-top: 14px; }
.answer > .figures { margin-top: 18px; }
.boxes { display: grid; grid-template-columns: minmax(0, 1fr); margin-top: 24px; border-block: 1px solid var(--line); font-size: 14px; line-height: 1.45; }
.boxes > section { padding: 16px 0; }
.boxes > section + section { border-top: 1px solid var(--line); }
.boxes h3 { margin: 0 0 8px; }
.boxes p { margin: 0 0 6px; overflow-wrap: anywhere; }
.big b { font-size: 28px; line-height: 1.15; font-weight: 650; letter-spacing: -0.02em; margin-inline-end: 4px; }
.collapsed { color: var(--worse); font-weight: 600; }
.share { height: 8px; border-radius: 4px; background: var(--late-soft); overflow: hidden; margin: 10px 0; }
.share i { display: block; height: 100%; min-width: 2px; background: var(--choice); }
.commands { list-style: none; margin: 0; padding: 0; display: grid; gap: 8px; }
.commands li { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 1px 8px; align-items: start; }
.commands li > span { grid-column: 1 / -1; color: var(--muted); font-size: 13px; }
.commands i { font-style: normal; display: inline-block; max-width: 100%; }
.commands code { overflow-wrap: anywhere; padding-top: 2px; }
.commands button { padding: 0 8px; font-size: 12px; }
.strip { display: block; width: 100%; max-width: 440px; height: auto; overflow: visible; margin-top: 8px; font-family: inherit; }
.strip + .quiet { margin-top: 12px; }
.fold { border-top: 1px solid var(--line); margin-top: 0; }
main > :not(.fold) + .fold { margin-top: 48px; }
.fold > details { margin: 0; padding: 15px 0; }
.fold > details[open] { padding-bottom: 40px; }
.fold > details > summary { padding-inline-start: 18px; position: relative; list-style: none; }
.fold > details > summary::-webkit-details-marker { display: none; }
.fold > details > summary::before { content: ""; position: absolute; inset-inline-start: 2px; top: 7px; width: 7px; height: 7px; border: solid var(--muted); border-width: 0 2px 2px 0; transform: rotate(-45deg); }
.fold > details[open] > summary::before { transform: rotate(45deg); top: 6px; }
.counted { color: var(--muted); font-size: 14px; margin: -6px 0 10px; }
.fold > details > summary h2 { display: inline; font-size: 17px; }
.fold > details > summary span { color: var(--muted); font-size: 14px; font-weight: 400; margin-inline-start: 8px; }
@media (min-width: 640px) and (max-width: 899px) {
  .boxes { grid-template-columns: minmax(0, 1.4fr) minmax(0, 1fr); column-gap: 34px; }
  .boxes > section:nth-child(2) { border-top: 0; }
  .boxes > section:nth-child(3) { grid-column: 1 / -1; }
}
@media (min-width: 900px) {
  .boxes { grid-template-columns: minmax(0, 1.25fr) minmax(0, 0.8fr) minmax(0, 1.15fr); }
  .boxes:has(> :nth-child(2):last-child) { grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); }
  .boxes > section { padding: 16px 26px; }
  .boxes > section:first-child { padding-inline-start: 0; }
  .boxes > section:last-child { padding-inline-end: 0; }
  .boxes > section + section { border-top: 0; border-inline-start: 1px solid var(--line); }
  .answer:has(> .figures > figure:only-child) {
    display: grid; grid-template-columns: minmax(0, 540px) minmax(0, 1fr); column-gap: 44px; align-items: start;
  }
  .answer:has(> .figures > figure:only-child) > * { grid-column: 1 / -1; }
  .answer:has(> .figures > figure:only-child) > .figures { grid-column: 1; }
  .answer.answer:has(> .figures > figure:only-child) > .boxes { grid-column: 2; grid-template-columns: minmax(0, 1fr); border: 0; margin-top: 6px; }
  .answer.answer:has(> .figures > figure:only-child) > .boxes > section { padding: 12px 0; }
  .answer.answer:has(> .figures > figure:only-child) > .boxes > section + section { border: 0; border-top: 1px solid var(--line); }
}
@media (max-width: 640px) {
  .bar { position: static; gap: 2px 12px; }
  .bar h1 { flex: 1 1 0; min-width: 0; }
  .bar .kicker { order: 2; flex-basis: 100%; }
  .bar nav { order: 3; flex-basis: 100%; margin: 0; gap: 2px 14px; font-size: 13px; }
  .answer { padding-top: 18px; }
  .found h2 { font-size: 22px; flex-basis: 100%; }
  .sentence { font-size: 16px; }
  .boxes { margin-top: 16px; }
  .boxes > section { padding: 13px 0; }
  .big b { font-size: 24px; }
}
@media print {
  .bar { position: static; box-shadow: none; clip-path: none; }
  .bar nav, [data-theme-switch], .actions, .commands button { display: none; }
  .fold > details > summary { padding: 0; }
  .fold > details > summary::before { display: none; }
  details::details-content { content-visibility: visible; height: auto; display: block; }
}
`;
