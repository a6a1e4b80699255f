/** @file The style of the table of all candidates, and of what its script adds. Row height: as in the script's grid. */

export const TABLE_STYLE = `
.tools { display: flex; flex-wrap: wrap; gap: 6px; align-items: center; margin: 14px 0 4px; }
.tools[hidden] { display: none; }
.tools input[type="search"] { flex: 1 1 220px; }
input[type="search"], input[type="text"] {
  font: inherit; font-size: 13px; color: var(--ink); background: var(--paper); border: 1px solid var(--dropped); border-radius: 6px;
  padding: 3px 8px; min-width: 0;
}
input::placeholder { color: var(--muted); opacity: 1; }
input:focus-visible, summary:focus-visible, table:focus-visible, .scroll:focus-visible, pre:focus-visible {
  outline: 2px solid var(--choice); outline-offset: -2px;
}
input[aria-invalid="true"] { border-color: var(--worse); background: var(--worse-soft); }
.wrong { color: var(--worse); }
.choice { margin: 0; position: relative; }
.choice summary { font-size: 13px; font-weight: 400; border: 1px solid var(--line); background: var(--raised); border-radius: 6px; padding: 3px 10px; }
.choice > div {
  position: absolute; z-index: 3; top: 100%; left: 0; margin: 4px 0 0; padding: 8px 14px; max-height: 320px; overflow: auto; background: var(--paper);
  border: 1px solid var(--line); border-radius: 8px; box-shadow: 0 6px 24px #0003; width: max-content; max-width: min(340px, 80vw);
}
.choice label { display: block; font-size: 14px; padding: 2px 0; overflow-wrap: anywhere; }
.more { margin: 10px 0 0; color: var(--muted); font-size: 13px; }
.more button { margin-inline-end: 12px; }
.grid { --row: 32px; max-height: min(560px, 76vh); overflow: auto; border-block: 1px solid var(--line); }
.grid.first { max-height: none; overflow: auto hidden; border-block: 0; }
.grid.first thead .filters { display: none; }
.grid.first thead { position: static; }
.grid table, .unscripted table { table-layout: fixed; border-collapse: separate; border-spacing: 0; }
.grid thead { position: sticky; top: 0; z-index: 2; }
.grid th, .grid td { padding: 0 10px; height: var(--row); overflow: hidden; text-overflow: ellipsis; white-space: nowrap; vertical-align: middle; background: var(--paper); }
.grid thead th { height: auto; padding: 4px; background: var(--raised); vertical-align: bottom; border-bottom: 0; }
.grid thead td { height: auto; padding: 0 4px 5px; background: var(--raised); border-bottom: 1.5px solid var(--muted); }
.grid thead input { width: 100%; }
.grid thead button {
  border: 0; background: none; width: 100%; padding: 3px 6px; text-align: inherit; white-space: normal; font-weight: 600; line-height: 1.25;
  overflow-wrap: anywhere;
}
.grid thead .number input { text-align: right; }
.sorts thead button { border: 0; background: none; padding: 0; font-weight: 600; color: inherit; }
th[aria-sort="ascending"] button::after { content: " ▲"; }
th[aria-sort="descending"] button::after { content: " ▼"; }
.grid .fixed { position: sticky; left: 0; z-index: 1; box-shadow: 1px 0 0 var(--line); unicode-bidi: plaintext; }
.grid tbody tr { cursor: pointer; }
.grid tr.spacer td { padding: 0; border: 0; }
.grid tbody tr:hover td { background: var(--raised); }
.grid tr.chosen td { background: var(--choice-soft); font-weight: 600; }
.grid tr.chosen td:first-child, .grid tr.chosen td:last-child { box-shadow: none; }
.forest { width: 200px; height: 22px; vertical-align: middle; margin-inline-end: 12px; }
th .forest { display: block; margin: 0; }
.forest text { font-size: 12px; font-weight: 400; fill: var(--muted); text-anchor: middle; }
.forest .band { fill: var(--grid); }
.forest .zero { stroke: var(--muted); stroke-width: 1; }
.forest .reach { stroke: var(--late); stroke-width: 1.5; }
.forest circle { fill: var(--late); }
.forest circle.open { fill: var(--racing); }
.forest .off { fill: none; stroke: var(--late); stroke-width: 1.5; }
.grid table:focus-visible { outline: none; }
.grid:has(table:focus-visible) { outline: 2px solid var(--choice); }
.grid table:focus-visible tr.active td { box-shadow: inset 0 2px 0 var(--choice), inset 0 -2px 0 var(--choice); }
.trials { border: 1px solid var(--line); border-radius: 8px; padding: 14px 16px; margin-top: 14px; }
.trials:focus-visible { outline: 2px solid var(--choice); }
.trials .scroll { max-height: 420px; overflow: auto; }
.trials td { padding-top: 4px; padding-bottom: 4px; vertical-align: middle; }
.panel-head { display: flex; gap: 12px; justify-content: space-between; align-items: start; }
.panel-head h3 { margin: 0; font-size: 16px; line-height: 1.35; overflow-wrap: anywhere; min-width: 0; }
.row-facts { display: flex; flex-wrap: wrap; gap: 6px 22px; margin: 10px 0 14px; font-size: 14px; }
.row-facts dt { color: var(--muted); font-size: 13px; }
.row-facts dd { margin: 0; overflow-wrap: anywhere; }
.sparkline { display: block; fill: none; stroke: var(--choice); stroke-width: 1.5; }
.sparkline circle { fill: var(--choice); stroke: none; }
.sparkline circle.broken { fill: var(--worse); }
.trials pre, details > pre { white-space: pre-wrap; overflow-wrap: anywhere; max-height: 300px; overflow: auto; }
@media screen { .alive .unscripted { display: none; } }
.grid.short table { width: 100% !important; }
.grid.short col:first-child { width: auto !important; }
@media (max-width: 899px) {
  .grid .fixed { position: static; }
  .grid.short { --row: 58px; }
  .grid.short colgroup { display: none; }
  .grid.short thead, .grid.short tbody { display: block; }
  .grid.short tr {
    display: grid; grid-template-columns: minmax(0, 1fr) 9em 6em; height: var(--row); align-content: center; border-bottom: 1px solid var(--line);
  }
  .grid.short thead tr { height: auto; border-bottom: 1.5px solid var(--muted); }
  .grid.short thead .filters { display: none; }
  .grid.short tr.spacer { display: block; height: auto; border: 0; }
  .grid.short tr.spacer[hidden] { display: none; }
  .grid.short tr.spacer td { display: block; }
  .grid.short tr > * { height: auto; border: 0; padding: 1px 8px; background: none; box-shadow: none; }
  .grid.short tr.chosen { background: var(--choice-soft); }
  .grid.short tr.chosen td { background: none; }
  .grid.short .fixed { grid-column: 1 / -1; }
  .grid.short thead th { background: none; }
  .grid.short thead button { padding: 2px 0; }
}
@media screen and (max-width: 640px) {
  .stacks, .stacks tbody { display: block; }
  .stacks thead { display: none; }
  .stacks tr { display: grid; grid-template-columns: repeat(auto-fill, minmax(108px, 1fr)); gap: 4px 10px; padding: 9px 0; border-bottom: 1px solid var(--line); }
  .stacks tr.chosen { background: var(--choice-soft); box-shadow: -8px 0 0 var(--choice-soft), 8px 0 0 var(--choice-soft); }
  .stacks tr > td, .stacks tr.chosen > td { border: 0; padding: 0; text-align: start; background: none; box-shadow: none; min-width: 0; white-space: normal; }
  .stacks td::before { content: attr(data-heading); display: block; color: var(--muted); font-size: 12px; font-weight: 400; }
  .stacks td:empty { display: none; }
  .stacks td:first-child { grid-column: 1 / -1; font-weight: 600; }
  .stacks small.reason { min-width: 0; }
}
@media (max-width: 640px) {
  .grid.short { --row: 76px; }
  .grid.short tr { grid-template-columns: minmax(0, 1fr) 7em 6em; }
  .grid.short .fixed { font-size: 13px; line-height: 1.25; white-space: normal; overflow-wrap: anywhere; }
  .grid .forest { display: none; }
  .grid.short .difference { font-size: 13px; line-height: 1.25; white-space: normal; }
}
@media print {
  [data-table] { display: none; }
  .unscripted .scroll { overflow: visible; }
  .unscripted table { font-size: 7pt; }
  .unscripted th, .unscripted td { padding: 2px 5px 2px 0; font-size: inherit; }
  .unscripted th { white-space: normal; hyphens: auto; }
  .unscripted .name { min-width: 46mm; }
}
`;
