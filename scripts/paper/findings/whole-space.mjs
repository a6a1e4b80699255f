/** @file The default race of the whole space of 6,912: what it cost until its verdict, whom it chose, where the published models came. */
import { count, markdownTable, percent, rowsOf, show } from '../say.mjs';
import { describe, dimensionsOf } from '../search-space.mjs';
import { isDecided } from './whole-search.mjs';

export function wholeSpace({ tables, published }) {
  const table = tables['whole-space'];
  if (table?.race === undefined) return undefined;
  const rows = rowsOf(table);
  const { race } = table;
  const hours = rows.reduce((sum, { seconds }) => sum + seconds, 0) / 3600;
  const paper = published.search;
  const ended = race.status === 'decided' || race.status === 'exhausted';
  const { size, configuration } = rows[0];
  const each = race.trials.race / paper.candidates;
  const shared = tables['search-run'] === undefined ? '' : ', beside those of the table above, which it used as well';
  const cost = `${count(race.trials.race)} trainings on ${count(size)} examples for ${configuration.epochs} epochs, ${show(each, 2)} a candidate`;
  const trained = `For it ${count(rows.length)} were trained, some of them for an earlier form of the rule, in ${show(hours, 2)} hours on a machine that had other work${shared}.`;
  const looks = ended
    ? `The default race ended by itself after ${cost}.`
    : `The default race was stopped after ${cost}, before its own end. At its last look ${count(race.contested)} of the ${count(paper.candidates)} were still contested.`;
  return {
    title: `The whole space of ${count(paper.candidates)}, raced`,
    paper: `Halving after ${paper.warmup} trainings each took ${count(paper.trainings)} trainings.`,
    here: `${looks} ${trained}\n\n${verdictText(ended ? 'The winner' : 'In the lead so far', race, table, paper)}`,
    verdict: ended
      ? `${show(paper.trainings / race.trials.race, 2)} times fewer trainings than the published halving.`
      : isDecided(tables['whole-search'] ?? {})
        ? 'By trainings of every candidate it was not decided; by a search it is (next section).'
        : 'Not decided yet.',
  };
}

function verdictText(title, race, { candidates }, paper) {
  const { winner, survivors, published, untried } = race;
  if (!winner) return '';
  const { configuration } = candidates.find(({ id }) => id === winner.id);
  const places = published.map(({ name, id, rank, trials, criterion }) => [
    name,
    `${count(rank)} of ${count(paper.candidates)}`,
    `${trials}`,
    criterion === null ? '–' : show(Number(criterion)),
    survivors.includes(id) ? 'yes' : 'no',
  ]);
  const fresh = winner.fresh
    ? ` ${winner.fresh.trials} fresh trainings of it: q3 ${figureText(winner.fresh.criterion, winner.fresh.interval)}, the largest ${show(Number(winner.fresh.worst))}.`
    : '';
  return `${title}: ${describe(dimensionsOf(configuration))}.${fresh} ${rivalsText(race, paper)}${untried > 0 ? ` ${count(untried)} were never trained.` : ''}\n\n${markdownTable(['published model', 'place', 'trainings it was given', 'q3 of these', 'may be as good'], places)}`;
}

function rivalsText({ survivors, tolerance, bound }, { candidates }) {
  const rivals = survivors.length - 1;
  const within = Number.isFinite(Number(bound)) ? ` It is within ${show(Number(bound), 2)} of the best.` : '';
  if (rivals === candidates - 1) return `Nobody is excluded yet.${within}`;
  const level = tolerance.level === 'end' ? '' : ', by thresholds that hold wherever a race is stopped';
  const others =
    rivals === 0 ? 'No other' : `${count(rivals)} others (${percent(rivals / candidates, 1)} of the space)`;
  return `${others} may be better by more than the tolerance, ${show(tolerance.value, 2)}${level}.${within}`;
}

function figureText(value, { low, high }) {
  return low === undefined
    ? show(Number(value))
    : `${show(Number(value))} [${show(Number(low))}, ${show(Number(high))}]`;
}
