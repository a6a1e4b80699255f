/** @file The whole space of 6,912 by a search: what it cost, whom it chose, what it may say, and its pick trained afresh beside the others. */
import { count, isReplicate, lossOf, percent, rowsOf, show } from '../say.mjs';
import { describe, dimensionsOf } from '../search-space.mjs';
import { winnersOf, winnersTable } from './search.mjs';

export const isDecided = ({ race }) => race?.verdict === 'clear' || race?.verdict === 'tied';

export function wholeSearch({ tables, published }) {
  const table = tables['whole-search'];
  if (table?.race === undefined) return undefined;
  const { race } = table;
  const { choice, trials } = race;
  const paper = published.search;
  const pick = describe(dimensionsOf(choice.configuration));
  const state = isDecided(table)
    ? `ended by itself after ${count(trials.race)} trainings`
    : `stands at ${count(trials.race)} trainings and goes on`;
  const { tried, audit } = race.search;
  const parts = [
    `A search in the same space, by q3: what settings are worth is learnt from the trainings so far, and ${count(audit.drawn)} candidates drawn at random are trained whatever their settings say (\`search: { prior: full, audit: ${audit.drawn} }\`). It ${state}. Its table has ${count(rowsOf(table).length)} trainings, also fresh ones and those of searches that were stopped before; it used those of the tables above as well. It never trained ${count(paper.candidates - tried)} of the ${count(paper.candidates)}. ${isDecided(table) ? 'It chose' : 'In the lead so far'}: ${pick}.`,
    claimText(race),
    toleranceText(race),
    auditText(audit, race),
    winnersText(tables),
  ];
  return {
    title: `The whole space of ${count(paper.candidates)}, searched`,
    paper: `Halving after ${paper.warmup} trainings each took ${count(paper.trainings)} trainings.`,
    here: parts.filter(Boolean).join('\n\n'),
    verdict: isDecided(table)
      ? `${show(paper.trainings / trials.race, 2)} times fewer trainings than the published halving.`
      : 'Not decided yet.',
  };
}

/** What holds of all candidates, and on what it rests. */
function claimText({ verdict, survivors, tolerance, certificate, search: { candidates, tried, amongTried } }) {
  const by = show(tolerance.value, 2);
  const others = survivors.length - 1;
  const all =
    verdict === 'clear'
      ? `If candidates with like settings train alike, none of the ${count(candidates)} is better by more than ${by}`
      : `If candidates with like settings train alike, ${count(others)} of those trained may be better by more than ${by}`;
  const within = Number.isFinite(Number(certificate))
    ? `, and it is within ${show(Number(certificate), 2)} of the best`
    : '';
  const own = Number.isFinite(Number(amongTried))
    ? `By their own trainings alone none of the ${count(tried)} trained is better by more than ${show(Number(amongTried), 2)}.`
    : `By their own trainings alone nothing is known of the ${count(tried)} trained.`;
  return `${all}${within} (95 %). ${own}`;
}

/** What a search calls as good as the best, beside what its winner's own trainings say of one training. */
function toleranceText({ tolerance, choice }) {
  if (tolerance.kind !== 'retraining' || choice.deviation === undefined) return '';
  const own = choice.deviation / 2;
  return `Half of the standard deviation of its own ${choice.race.trials} trainings is ${show(own, 2)}. The tolerance is ${show(tolerance.value / own, 2)} times that.`;
}

function auditText({ drawn, tried, open, atMost }, { tolerance }) {
  const found = open === 0 ? 'none is' : `${count(open)} may be`;
  const planned = tried < drawn ? ` of ${count(drawn)} planned` : '';
  return `Of the ${count(tried)} drawn at random${planned} ${found} better by more than ${show(tolerance.value, 2)}: at most ${percent(atMost, 1)} of the space is (95 %).${open === 0 ? ' A single exception may have been missed.' : ''}`;
}

const NAMES = { halving: 'halving', default: 'the default race of 304', tpe: 'TPE', search: 'the search' };

/** Its pick beside those of the rules and of TPE, each trained afresh under the same seed. */
function winnersText(tables) {
  const own = tables['whole-search-winner'];
  const others = winnersOf(tables);
  if (own === undefined || others === undefined) return '';
  const search = {
    by: ['search'],
    losses: rowsOf(own)
      .filter((row) => row.name === 'search' && isReplicate(row))
      .map(lossOf),
  };
  return `Its pick, trained afresh, beside those of the section above:\n\n${winnersTable([search, ...others], NAMES)}`;
}
