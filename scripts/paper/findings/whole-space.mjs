/** @file The default race of the whole space of 6,912: what it cost until its verdict, whom it chose, where the published models came. */
import { count, markdownTable, percent, rowsOf, show } from '../say.mjs';
import { describe, dimensionsOf } from '../search-space.mjs';

export function wholeSpace({ tables, published }) {
  const table = tables['whole-space'];
  if (table === undefined) return undefined;
  const rows = rowsOf(table);
  const { race } = table;
  const hours = rows.reduce((sum, { seconds }) => sum + seconds, 0) / 3600;
  const tried = new Set(rows.map(({ candidate }) => candidate)).size;
  const paper = published.search;
  const ended = race?.status === 'decided' || race?.status === 'exhausted';
  const { size, configuration } = rows[0];
  const cost = `${count(rows.length)} trainings on ${count(size)} examples for ${configuration.epochs} epochs, ${show(hours, 2)} hours of training on a machine that had other work`;
  return {
    title: `The whole space of ${count(paper.candidates)}, raced`,
    paper: `Halving after ${paper.warmup} trainings each took ${count(paper.trainings)} trainings.`,
    here: ended
      ? `The default race ended by itself after ${cost}: ${show(race.trials.race / paper.candidates, 2)} a candidate.\n\n${verdictText('The choice', race, table, paper)}`
      : `The default race had no verdict yet after ${cost}: ${count(tried)} of ${count(paper.candidates)} candidates had been trained.${race === undefined ? '' : `\n\n${verdictText('In the lead so far', race, table, paper)}`}`,
    verdict: ended
      ? `${show(paper.trainings / race.trials.race, 2)} times fewer trainings than the published halving.`
      : 'Not decided yet.',
  };
}

function verdictText(title, { choice, survivors, published, untried }, { candidates }, paper) {
  if (!choice) return '';
  const { configuration } = candidates.find(({ id }) => id === choice.id);
  const places = published.map(({ name, id, rank, trials, criterion }) => [
    name,
    `${count(rank)} of ${count(paper.candidates)}`,
    `${trials}`,
    criterion === null ? '–' : show(Number(criterion)),
    survivors.includes(id) ? 'yes' : 'no',
  ]);
  const fresh = choice.fresh
    ? ` ${choice.fresh.trials} fresh trainings of it: q3 ${figureText(choice.fresh.criterion, choice.fresh.interval)}, the largest ${show(Number(choice.fresh.worst))}.`
    : '';
  return `${title}: ${describe(dimensionsOf(configuration))}.${fresh} ${rivalsText(survivors.length - 1, paper)}${untried > 0 ? ` ${count(untried)} were never trained.` : ''}\n\n${markdownTable(['published model', 'place', 'trainings it was given', 'q3 of these', 'may be as good'], places)}`;
}

function rivalsText(rivals, { candidates }) {
  if (rivals === 0) return 'No other may be as good.';
  if (rivals === candidates - 1) return 'Nobody is excluded yet.';
  return `${count(rivals)} others may be as good (${percent(rivals / candidates, 1)} of the space).`;
}

function figureText(value, { low, high }) {
  return low === undefined
    ? show(Number(value))
    : `${show(Number(value))} [${show(Number(low))}, ${show(Number(high))}]`;
}
