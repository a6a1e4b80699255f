/** @file Styles the strip, in the colours of the page. */

const STYLE = `
.live { max-width: 1148px; margin: 0 auto; padding: 14px 34px 0; font-size: 14px; line-height: 1.5; }
.live-body { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 276px); gap: 4px 28px; align-items: start; }
.live-board:not(:has(section:not([hidden]))) { display: none; }
.live-body:not(:has(section:not([hidden]))) { display: block; }
.live-beside { min-width: 0; }
.live-as-of { margin: 12px 0 0; color: var(--muted); }
.live .unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.live-board section { margin-top: 10px; }
.board-rows { list-style: none; margin: 0; padding: 0; }
.board-head, .board-rows li { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1.2fr) 58px 68px 104px; gap: 0 10px; align-items: center; }
.has-chances :is(.board-head, .board-rows li) { grid-template-columns: minmax(0, 1.1fr) minmax(0, 1fr) 52px 62px 102px 94px; }
.board-chance { display: none; align-items: center; gap: 6px; justify-content: space-between; color: var(--muted); white-space: nowrap; }
.has-chances .board-chance { display: flex; }
.board-head .board-chance { white-space: normal; line-height: 1.2; }
.board-chance svg { width: 44px; height: 18px; flex: none; }
.board-chance path { fill: none; stroke: var(--racing); stroke-width: 1.4; }
.course { margin-top: 18px; }
.course-claim { margin: 0 0 6px; max-width: none; font-weight: 600; }
.course-plot { display: grid; grid-template-columns: 56px minmax(0, 1fr); gap: 2px 8px; color: var(--muted); font-size: 12.5px; }
.course-values { display: flex; flex-direction: column; justify-content: space-between; text-align: end; line-height: 1.2; }
.course-plot svg { width: 100%; height: 130px; border: 1px solid var(--grid); overflow: visible; }
.course-band { fill: var(--choice-soft); }
.course-line { fill: none; stroke: var(--choice); stroke-width: 2; vector-effect: non-scaling-stroke; }
.course-change { fill: none; stroke: var(--muted); stroke-width: 1; stroke-dasharray: 2 3; vector-effect: non-scaling-stroke; }
.course-trainings { grid-column: 2; display: flex; justify-content: space-between; gap: 8px; }
.course-leaders { margin: 6px 0 0; max-width: none; color: var(--muted); overflow-wrap: anywhere; }
.board-head { color: var(--muted); font-size: 12.5px; padding-bottom: 2px; }
.board-axis { display: flex; justify-content: space-between; gap: 8px; white-space: nowrap; overflow: hidden; }
.board-rows li { min-height: 26px; border-top: 1px solid var(--grid); }
.board-rows li[hidden] { display: none; }
.board-name { overflow-wrap: anywhere; line-height: 1.3; padding: 2px 0; }
.board-value, .board-count { text-align: end; font-variant-numeric: tabular-nums; white-space: nowrap; }
.board-count, .board-status { color: var(--muted); }
.board-rows .unit { display: none; }
.board-dots { display: block; width: 100%; height: 24px; overflow: visible; }
.board-dots circle { fill: var(--dropped); fill-opacity: 0.75; }
.board-dots .fresh { fill: var(--paper); stroke: var(--late); stroke-width: 1.4; }
.board-dots svg { overflow: visible; }
.board-dots path { stroke: var(--worse); stroke-width: 1.6; fill: none; }
.board-dots line { stroke: var(--muted); stroke-width: 1.5; }
[data-status="undecided"] circle { fill: var(--racing); }
[data-status=leader] circle { fill: var(--choice); }
[data-status=leader] line { stroke: var(--choice); stroke-width: 2; }
[data-status=leader] .board-name, [data-status=leader] .board-status { font-weight: 600; color: var(--ink); }
.board-dots .new { animation: arrive 0.9s ease-out; }
@keyframes arrive { from { opacity: 0; stroke: var(--ink); stroke-width: 8; } }
@media (prefers-reduced-motion: reduce) { .board-dots .new { animation: none; } }
.board-more { margin-top: 8px; }
.live-head { display: flex; flex-wrap: wrap; align-items: baseline; gap: 4px 18px; padding: 10px 14px; border: 1px solid var(--line);
  border-inline-start: 4px solid var(--muted); border-radius: 8px; background: var(--raised); }
.live[data-state=running] .live-head { border-inline-start-color: var(--choice); }
.live[data-state=lost] .live-head { border-inline-start-color: var(--worse); }
.live-state { font-weight: 600; overflow-wrap: anywhere; }
.live-facts { display: flex; flex-wrap: wrap; gap: 0 16px; margin: 0; }
.live-facts dt, .live-facts dd { display: inline; margin: 0; }
.live-facts dt { color: var(--muted); }
.live details[hidden] { display: none; }
.live button { font: inherit; padding: 2px 12px; border: 1px solid var(--muted); border-radius: 6px; background: var(--paper); color: var(--ink); cursor: pointer; }
.live-word:empty, .live-problem:empty { display: none; }
.live-word, .live-problem { margin: 8px 0 0; max-width: none; overflow-wrap: anywhere; white-space: pre-line; }
.live-problem { border-inline-start: 4px solid var(--worse); background: var(--worse-soft); padding: 6px 12px; border-radius: 6px; }
.live details { margin-top: 8px; }
.live details ul { list-style: none; margin: 4px 0 0; padding: 0; }
.live summary { font-size: 14px; }
.live-running ul { display: grid; grid-template-columns: repeat(auto-fill, minmax(250px, 1fr)); gap: 2px 20px; }
.live-running li { display: grid; grid-template-columns: 64px minmax(0, 1fr); gap: 0 10px; align-items: center; line-height: 1.35; padding: 2px 0; }
.live-running svg { grid-row: 1 / 3; width: 64px; height: 26px; overflow: visible; }
.live-running span { grid-column: 2; }
.live-running .live-name { overflow-wrap: anywhere; }
.live-running path { vector-effect: non-scaling-stroke; fill: none; stroke: var(--choice); stroke-width: 1.6; stroke-linecap: round; stroke-linejoin: round; }
.live li { overflow-wrap: anywhere; }
.live-decisions li, .live-failures li { padding: 3px 0; line-height: 1.4; }
.live-detail { color: var(--muted); }
.live a { color: var(--choice); }
@media (max-width: 1100px) { .live-body { grid-template-columns: minmax(0, 1fr); } }
@media (max-width: 640px) {
  .live { padding: 10px 18px 0; }
  .board-head { grid-template-columns: minmax(0, 1fr); }
  .board-head > :not(.board-axis) { display: none; }
  .has-chances :is(.board-head, .board-rows li), .board-rows li { grid-template-columns: minmax(0, 1fr) auto auto auto; padding: 4px 0; }
  .has-chances .board-head { grid-template-columns: minmax(0, 1fr); }
  .has-chances .board-head .board-chance, .board-rows .board-chance { display: none; }
  .board-rows .board-dots { grid-row: 2; grid-column: 1 / -1; }
  .board-count .unit { display: inline; }
}
@media print { .live { display: none; } }
`;

export function addStyle(): void {
  const style = document.createElement('style');
  style.textContent = STYLE;
  document.head.append(style);
}
