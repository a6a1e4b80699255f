/** @file The server's own pages: the list of runs, chosen ones side by side, and a message where there is nothing else. */
import { html, type Markup, renderPlainPage, tableStart } from '../report/frame.js';
import { formatCount } from '../report/index.js';
import { addressOfQuery, LISTED_STATES, type ListOrder, type RunQuery, selectRuns } from './run-query.js';
import type { ListedRun } from './watched-runs.js';

const COLUMNS: readonly { readonly title: string; readonly order?: ListOrder; readonly isNumber?: true }[] = [
  { title: 'run', order: 'run' },
  { title: 'state', order: 'state' },
  { title: 'claim' },
  { title: 'winner' },
  { title: 'trainings', order: 'trainings', isNumber: true },
  { title: 'last written', order: 'age', isNumber: true },
];

/** `script`: keeps it at its time. */
export function listPage(title: string, all: readonly ListedRun[], query: RunQuery, script: string): string {
  const runs = selectRuns(all, query);
  const rows = runs.map(
    ({ folder, name, state, stateText, winner, claim, trainings, age }) => html`<tr>
<td><input type="checkbox" name="run" value="${folder}" aria-label="compare ${folder}"></td>
<td class="name"><a href="${addressOf(folder)}">${folder}</a>${name === folder ? null : html`<small class="detail">${name}</small>`}</td>
<td><span class="state" data-state="${state}">${stateText}</span></td><td>${claim}</td><td>${winner}</td><td class="number" data-unit="trainings">${formatCount(trainings)}</td><td class="number">${age}</td></tr>
`,
  );
  return renderPlainPage({
    title,
    kicker: 'Surefoot · runs',
    script,
    content: html`<form action="/" method="get" class="tools" role="search">
<input type="search" name="search" value="${query.search}" aria-label="search" placeholder="search runs, states, winners">
<select name="state" aria-label="state"><option value="">all states (${formatCount(all.length)})</option>${statesOf(all, query)}</select>
${query.order === 'state' ? null : html`<input type="hidden" name="sort" value="${query.order}">`}
<button type="submit">Search</button>${query.search === '' && query.state === '' ? null : html` <a href="/">Show all</a>`}</form>
<form action="/compare" method="get" id="runs">
${
  runs.length === 0
    ? html`<p>No run fits.</p>`
    : html`${tableStart('Runs')}<thead><tr><th><span class="unseen">compare</span></th>${COLUMNS.map((column) => headOf(column, query))}</tr></thead>
<tbody class="runs">${rows}</tbody></table></div>
<p><button type="submit">Compare the chosen ones</button></p>`
}</form>`,
  });
}

/** States that there are. */
function statesOf(runs: readonly ListedRun[], { state }: RunQuery): Markup[] {
  return LISTED_STATES.flatMap((one) => {
    const count = runs.filter((run) => run.state === one).length;
    if (count === 0 && one !== state) return [];
    return [
      html`<option value="${one}"${one === state ? html` selected` : null}>${one} (${formatCount(count)})</option>`,
    ];
  });
}

/** A click on what it is sorted by turns it round. */
function headOf({ title, order, isNumber }: (typeof COLUMNS)[number], query: RunQuery): Markup {
  const name = isNumber ? html` class="number"` : null;
  if (order === undefined) return html`<th${name}>${title}</th>`;
  const isOwn = query.order === order;
  const sorted = isOwn ? html` aria-sort="${query.isTurned ? 'descending' : 'ascending'}"` : null;
  const address = addressOfQuery({ ...query, order, isTurned: isOwn && !query.isTurned });
  return html`<th${name}${sorted}><a href="${address}">${title}</a></th>`;
}

export function comparePage(runs: readonly ListedRun[]): string {
  const names = [...new Set(runs.flatMap(({ figures }) => Object.keys(figures)))];
  return renderPlainPage({
    title: 'Runs side by side',
    kicker: 'Surefoot · runs',
    content: html`<p><a href="/">All runs</a></p>${
      runs.length < 2 ? html`<p>Choose two runs or more in the list.</p>` : figureTable(runs, names)
    }`,
  });
}

function figureTable(runs: readonly ListedRun[], names: readonly string[]): Markup {
  return html`${tableStart('Figures of the runs')}<thead><tr><th></th>${runs.map(
    ({ folder }) => html`<th><a href="${addressOf(folder)}">${folder}</a></th>`,
  )}</tr></thead>
<tbody><tr><th>state</th>${runs.map(({ stateText }) => html`<td>${stateText}</td>`)}</tr>${names.map(
    (name) => html`<tr><th>${name}</th>${runs.map(({ figures }) => html`<td>${figures[name] ?? '-'}</td>`)}</tr>`,
  )}</tbody></table></div>
<p class="quiet">Runs of other data, losses or criteria are not comparable by these figures; equal data hashes say that the data are the same.</p>`;
}

/**
 * After a code was exchanged. The page goes on by itself, and does so where a redirect would not do: to a browser that comes from a
 * link of another site the cookie belongs only once a page of ours asks.
 */
export function openedPage(address: string): string {
  return renderPlainPage({
    title: 'Surefoot',
    kicker: 'Surefoot · watch',
    refresh: { seconds: 0, address },
    content: html`<p><a href="${address}">Go on</a></p>`,
  });
}

/** `looksAgain`: in a moment, by itself. */
export function messagePage(message: string, home: string | null, looksAgain = false): string {
  return renderPlainPage({
    title: 'Surefoot',
    kicker: 'Surefoot · watch',
    ...(looksAgain ? { refresh: { seconds: 1 } } : {}),
    content: html`<pre>${message}</pre>${home === null ? null : html`<p><a href="${home}">All runs</a></p>`}`,
  });
}

function addressOf(folder: string): string {
  return `/run/${encodeURIComponent(folder)}`;
}
