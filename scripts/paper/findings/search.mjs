/** @file Of the space of 6,912: a table of losses of 304 of its candidates, rules by replay on it, and what searches find. */
import { parseCriterion } from '../../../dist/stats/index.js';
import { above, judge, over } from '../judge.mjs';
import {
  collapsedText,
  count,
  figureOf,
  isReplicate,
  lossOf,
  markdownTable,
  percent,
  ratioOfSpreads,
  rowsOf,
  show,
  showInterval,
} from '../say.mjs';
import { describe, dimensionsOf, PUBLISHED } from '../search-space.mjs';

const RULES = {
  halving: 'published halving',
  default: 'default race',
  losses: 'default race on losses as they are',
};

export function search({ tables, published }) {
  const table = tables['search-run'];
  if (table === undefined) return undefined;
  const rows = rowsOf(table).filter(isReplicate);
  const byCandidate = new Map();
  for (const row of rows) byCandidate.set(row.candidate, [...(byCandidate.get(row.candidate) ?? []), row]);
  const each = Math.min(...[...byCandidate.values()].map((own) => own.length));
  if (byCandidate.size < 100 || each < 3) return undefined;
  const { evaluate } = parseCriterion('q3');
  const ranked = [...byCandidate]
    .map(([place, own]) => ({ configuration: table.candidates[place].configuration, q3: evaluate(own.map(lossOf)) }))
    .sort((a, b) => a.q3 - b.q3);
  const places = PUBLISHED.map(({ name, is }) => {
    const place = ranked.findIndex(({ configuration }) => is(dimensionsOf(configuration)));
    return [name, `${place + 1} of ${ranked.length}`, show(ranked[place]?.q3)];
  });
  const seconds = rows.reduce((sum, row) => sum + row.seconds, 0) / rows.length;
  const best = ranked[0];
  const paper = published.search;
  const replayed = tables['search-replay'];
  const parts = [
    `${ranked.length} of the ${count(paper.candidates)} candidates of examples/paper-space.yaml (${ranked.length - PUBLISHED.length} drawn at random, and the published ones), ${each} trainings each on ${count(rows[0].size)} examples for ${rows[0].configuration.epochs} epochs. The best by q3: ${describe(dimensionsOf(best.configuration))} (${show(best.q3)}).`,
    markdownTable(['published model', 'place by q3', 'q3'], places),
    replayed === undefined ? '' : replayText(replayed, best.q3, ranked),
    winnersText(tables),
    `A training took ${show(seconds, 2)} s on the busy machine: the published halving's ${count(paper.trainings)} trainings of the whole space would take ${show((paper.trainings * seconds) / 3600, 2)} hours of it.${tables['whole-space'] === undefined ? ' **The race of the whole space was not reached.**' : ''}`,
  ];
  return {
    title: `The space of ${count(paper.candidates)}: rules by replay, and a search`,
    paper: `${count(paper.candidates)} candidates; halving after ${paper.warmup} trainings each took ${count(paper.trainings)} trainings, ${percent(paper.trainings / (paper.candidates * paper.instances))} of ${paper.instances} of every model. The best models of a search by Optuna's TPE are less robust than the selected ones.`,
    here: parts.filter(Boolean).join('\n\n'),
    scores: besides(tables).flatMap(({ choice, theirs, own, ratio }) => [
      {
        finding: `TPE's pick has a higher q3 than that of ${choice}`,
        source: published.sources.search,
        kind: 'order',
        paper: 'less robust',
        here: `${showInterval(theirs)} and ${showInterval(own)}`,
        verdict: judge(above(1), over(theirs, own)),
      },
      {
        finding: `TPE's pick spreads more than that of ${choice}`,
        source: published.sources.search,
        kind: 'order',
        paper: 'less robust',
        here: `${showInterval(ratio, 2)} times`,
        verdict: judge(above(1), ratio),
      },
    ]),
  };
}

/** Without the sign of a zero. */
function regretText(share) {
  return `${(100 * share).toFixed(2).replace(/^-(0\.00)$/, '$1')} %`;
}

function replayText({ replayed, recorded, orders }, best, ranked) {
  const cells = replayed.map(({ name, cost, correct, regret, trainings }) => [
    RULES[name],
    count(trainings),
    intervalText(cost, percent),
    intervalText(correct, percent),
    intervalText(regret, (value) => regretText(value / best)),
  ]);
  const [, byDefault, plain] = replayed;
  const saved =
    byDefault.cost.high < plain.cost.low
      ? `Losses of this space lie between ${show(best, 2)} and ${show(ranked.at(-1).q3, 2)}, and spread with their size. The default race compares them on the scale where candidates spread most alike, here reciprocals, and needs ${percent(1 - byDefault.trainings / plain.trainings)} fewer trainings than on losses as they are (docs/method.md).`
      : '';
  return `By replay of that table (${recorded} trainings of every candidate, ${orders} orders):\n\n${markdownTable(['rule', 'trainings', 'of all', 'picks the best of the table', 'mean regret, of the best q3'], cells)}${saved === '' ? '' : `\n\n${saved}`}`;
}

const intervalText = ({ value, low, high }, format) => `${format(value)} [${format(low)}, ${format(high)}]`;

const NAMES = { halving: 'halving', default: 'the default race', tpe: 'TPE' };

/** What was chosen, by whom (one or several), with its fresh losses; undefined before there are enough. */
export function winnersOf(tables) {
  const table = tables['search-winners'];
  if (table === undefined) return undefined;
  const found = table.candidates.map(({ name }) => ({ by: name.split('-'), losses: freshLosses(table, name) }));
  return found.every(({ losses }) => losses.length >= 8) ? found : undefined;
}

/** Of the candidate of that name. */
export function freshLosses(table, name) {
  return rowsOf(table)
    .filter((row) => row.name === name && isReplicate(row))
    .map(lossOf);
}

/** How each of them trains, with who has chosen it by these names. */
export function winnersTable(winners, names) {
  const rows = winners.map(({ by, losses }) => [
    by.map((name) => names[name]).join(' and '),
    `${losses.length}`,
    showInterval(figureOf(losses, 'q3')),
    showInterval(figureOf(losses, 'std'), 2),
    show(Math.max(...losses)),
    collapsedText(losses),
  ]);
  return markdownTable(['chosen by', 'instances', 'q3', 'standard deviation', 'largest', 'collapsed'], rows);
}

function winnersText(tables) {
  const found = winnersOf(tables);
  if (found === undefined) return '';
  const { optuna, loss } = tables.search.columns;
  return `Fresh trainings of what was chosen, under another seed; TPE (Optuna ${optuna[0]}) had ${count(loss.length)} trainings, one a proposal, on the whole space:\n\n${winnersTable(found, NAMES)}`;
}

/** What TPE chose beside each of the others: q3 of both, and how many times as much it spreads. */
function besides(tables) {
  const found = winnersOf(tables) ?? [];
  const tpe = found.find(({ by }) => by.includes('tpe'));
  return found
    .filter((one) => one !== tpe)
    .map(({ by, losses }) => {
      const ratio = ratioOfSpreads(tpe.losses, losses);
      const [theirs, own] = [tpe.losses, losses].map((one) => figureOf(one, 'q3'));
      return {
        choice: by.map((name) => NAMES[name]).join(' and '),
        theirs,
        own,
        ratio,
      };
    });
}
