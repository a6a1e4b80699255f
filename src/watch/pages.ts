/** @file The server's own pages: the list of runs, chosen ones side by side, and a message where there is nothing else. */
import { html, type Markup, renderPlainPage, tableStart } from '../report/frame.js';
import type { ListedRun } from './watched-runs.js';

export function listPage(title: string, runs: readonly ListedRun[]): string {
  const rows = runs.map(
    ({ folder, name, state, choice, verdict, trials, age }) => html`<tr>
<td><input type="checkbox" name="run" value="${folder}" aria-label="compare ${folder}"></td>
<td class="name"><a href="${addressOf(folder)}">${folder}</a>${name === folder ? null : html`<small class="detail">${name}</small>`}</td>
<td>${state}</td><td>${verdict}</td><td>${choice}</td><td class="number">${trials}</td><td class="number">${age}</td></tr>`,
  );
  return renderPlainPage({
    title,
    kicker: 'Surefoot · runs',
    content: html`<form action="/compare" method="get">
${tableStart('Runs')}<thead><tr><th><span class="unseen">compare</span></th><th>run</th><th>state</th><th>verdict</th><th>choice</th><th class="number">trials</th><th class="number">age</th></tr></thead>
<tbody>${rows}</tbody></table></div>
<p><button type="submit">Compare the chosen ones</button></p></form>`,
  });
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
<tbody><tr><th>state</th>${runs.map(({ state }) => html`<td>${state}</td>`)}</tr>${names.map(
    (name) => html`<tr><th>${name}</th>${runs.map(({ figures }) => html`<td>${figures[name] ?? '-'}</td>`)}</tr>`,
  )}</tbody></table></div>
<p class="quiet">Runs of other data, losses or criteria are not comparable by these figures; equal data hashes say that the data are the same.</p>`;
}

/** `looksAgain`: in a moment, by itself. */
export function messagePage(message: string, home: string | null, looksAgain = false): string {
  return renderPlainPage({
    title: 'Surefoot',
    kicker: 'Surefoot · watch',
    refreshSeconds: looksAgain ? 1 : undefined,
    content: html`<pre>${message}</pre>${home === null ? null : html`<p><a href="${home}">All runs</a></p>`}`,
  });
}

function addressOf(folder: string): string {
  return `/run/${encodeURIComponent(folder)}`;
}
