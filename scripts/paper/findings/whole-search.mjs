/** @file The whole space of 6,912 by a search: what it cost, whom it chose, what it may say, and its pick trained afresh beside the others. */
import { count, percent, rowsOf, show } from '../say.mjs';
import { describe, dimensionsOf } from '../search-space.mjs';
import { freshLosses, winnersOf, winnersTable } from './search.mjs';

export const isDecided = (table) => ['decided', 'tied'].includes(table?.race?.verdict);

export function wholeSearch({ tables, published }) {
  const full = tables['whole-search'];
  if (full?.race === undefined) return undefined;
  const guarded = tables['whole-guarded'];
  const paper = published.search;
  const { audit } = full.race.search;
  const parts = [
    `A search in the same space, by q3: what settings are worth is learnt from the trainings so far, and ${count(audit.drawn)} candidates drawn at random are trained whatever their settings say (\`search: { prior: full, audit: ${audit.drawn} }\`). ${endText(full, paper)}`,
    claimText(full.race),
    toleranceText(full.race),
    auditText(audit, full.race),
    ...(guarded?.race?.winner ? guardedParts(guarded, paper) : []),
    winnersText(tables),
  ];
  return {
    title: `The whole space of ${count(paper.candidates)}, searched`,
    paper: `Halving after ${paper.warmup} trainings each took ${count(paper.trainings)} trainings.`,
    here: parts.filter(Boolean).join('\n\n'),
    verdict: isDecided(full)
      ? `${timesFewer(full, paper)} times fewer trainings than the published halving${isDecided(guarded) ? `, and ${timesFewer(guarded, paper)} times fewer where each candidate is trained` : ''}.`
      : 'Not decided yet.',
  };
}

const timesFewer = ({ race }, paper) => show(paper.trainings / race.trials.race, 2);

/** How far it came, and whom it chose. */
function endText(table, paper) {
  const { winner, trials, search } = table.race;
  const state = isDecided(table)
    ? `ended by itself after ${count(trials.race)} trainings`
    : `stands at ${count(trials.race)} trainings and goes on`;
  const untried = paper.candidates - search.tried;
  const never = untried === 0 ? '' : ` It never trained ${count(untried)} of the ${count(paper.candidates)}.`;
  return `It ${state}. Its table has ${count(rowsOf(table).length)} trainings, also fresh ones and those of searches that were stopped before; it used those of the tables above as well.${never} ${isDecided(table) ? 'It chose' : 'In the lead so far'}: ${describe(dimensionsOf(winner.configuration))}.`;
}

/** Of the search that leaves none out. */
function guardedParts(table, paper) {
  return [
    `A search that trains each candidate at least once, and asks the settings only which ones are trained again (\`search: { prior: guarded }\`). ${endText(table, paper)}`,
    claimText(table.race),
    toleranceText(table.race),
  ];
}

/** What holds of all candidates, and on what it rests. */
function claimText({ verdict, survivors, tolerance, bound, search: { candidates, tried, amongTried } }) {
  const by = show(tolerance.value, 2);
  const others = survivors.length - 1;
  const all =
    verdict === 'decided'
      ? `If candidates with like settings train alike, none of the ${count(candidates)} is better by more than ${by}`
      : `If candidates with like settings train alike, ${count(others)} of those trained may be better by more than ${by}`;
  const within = Number.isFinite(Number(bound)) ? `, and it is within ${show(Number(bound), 2)} of the best` : '';
  const own = Number.isFinite(Number(amongTried))
    ? `By their own trainings alone none of the ${count(tried)} trained is better by more than ${show(Number(amongTried), 2)}.`
    : `By their own trainings alone nothing is known of the ${count(tried)} trained.`;
  return `${all}${within} (95 %). ${own}`;
}

/** What a search calls as good as the best, beside what its winner's own trainings say of one training. */
function toleranceText({ tolerance, winner }) {
  if (tolerance.kind !== 'retraining' || winner.deviation === undefined) return '';
  const own = winner.deviation / 2;
  return `Half of the standard deviation of its own ${winner.race.trials} trainings is ${show(own, 2)}. The tolerance is ${show(tolerance.value / own, 2)} times that.`;
}

function auditText({ drawn, tried, open, atMost }, { tolerance }) {
  const found = open === 0 ? 'none is' : `${count(open)} may be`;
  const planned = tried < drawn ? ` of ${count(drawn)} planned` : '';
  return `Of the ${count(tried)} drawn at random${planned} ${found} better by more than ${show(tolerance.value, 2)}: at most ${percent(atMost, 1)} of the space is (95 %).${open === 0 ? ' A single exception may have been missed.' : ''}`;
}

const NAMES = {
  ...{ halving: 'halving', default: 'the default race of 304', tpe: 'TPE' },
  ...{ search: 'the search', guarded: 'the search of all' },
};

/** The picks beside those of the rules and of TPE, each trained afresh under the same seed. */
function winnersText(tables) {
  const others = winnersOf(tables);
  const picks = ['search', 'guarded'].flatMap((name) => {
    const table = tables[`whole-${name}-winner`];
    return table === undefined ? [] : [{ by: [name], losses: freshLosses(table, name) }];
  });
  if (picks.length === 0 || others === undefined) return '';
  const whose = picks.length === 1 ? 'Its pick' : 'Their picks';
  return `${whose}, trained afresh, beside those of the section above:\n\n${winnersTable([...picks, ...others], NAMES)}`;
}
