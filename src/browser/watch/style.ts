/** @file Styles the strip, in the colours of the page. */

const STYLE = `
.live { max-width: 868px; margin: 0 auto; padding: 14px 34px 0; font-size: 14px; line-height: 1.5; }
.live-head { display: flex; flex-wrap: wrap; align-items: baseline; gap: 4px 18px; padding: 10px 14px; border: 1px solid var(--line);
  border-inline-start: 4px solid var(--muted); border-radius: 8px; background: var(--raised); }
.live[data-state=running] .live-head { border-inline-start-color: var(--choice); }
.live[data-state=lost] .live-head { border-inline-start-color: var(--worse); }
.live-state { font-weight: 600; overflow-wrap: anywhere; }
.live-facts { display: flex; flex-wrap: wrap; gap: 0 16px; margin: 0; }
.live-facts dt, .live-facts dd { display: inline; margin: 0; }
.live-facts dt { color: var(--muted); }
.live-controls { display: flex; flex-wrap: wrap; gap: 6px 10px; align-items: center; }
.live-controls form { display: flex; align-items: center; gap: 6px; }
.live-controls [hidden], .live details[hidden] { display: none; }
.live button { font: inherit; padding: 2px 12px; border: 1px solid var(--muted); border-radius: 6px; background: var(--paper); color: var(--ink); cursor: pointer; }
.live input { font: inherit; width: 5em; padding: 1px 4px; border: 1px solid var(--muted); border-radius: 4px; background: var(--paper); color: var(--ink); }
.live-word:empty, .live-problem:empty { display: none; }
.live-word, .live-problem { margin: 8px 0 0; max-width: none; overflow-wrap: anywhere; white-space: pre-line; }
.live-problem { border-inline-start: 4px solid var(--worse); background: var(--worse-soft); padding: 6px 12px; border-radius: 6px; }
.live details { margin-top: 8px; }
.live details ul { list-style: none; margin: 4px 0 0; padding: 0; }
.live summary { font-size: 14px; }
.live-running ul { display: grid; grid-template-columns: repeat(auto-fill, minmax(250px, 1fr)); gap: 2px 20px; }
.live-running li { display: flex; flex-wrap: wrap; align-items: center; gap: 0 8px; min-width: 0; min-height: 26px; }
.live-running svg { flex: none; overflow: visible; }
.live-running path { fill: none; stroke: var(--choice); stroke-width: 1.6; stroke-linecap: round; stroke-linejoin: round; }
.live li { overflow-wrap: anywhere; }
.live-decisions li { padding: 1px 0; }
.live-detail { color: var(--muted); }
.live a { color: var(--choice); }
@media (max-width: 640px) { .live { padding: 10px 18px 0; } }
@media print { .live { display: none; } }
`;

export function addStyle(): void {
  const style = document.createElement('style');
  style.textContent = STYLE;
  document.head.append(style);
}
