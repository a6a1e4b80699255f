/** @file What docs/paper.md begins with: each finding, where it was published, what came out here, and whether the two agree by a margin. */
import { MARGINS } from './judge.mjs';
import { markdownTable, percent } from './say.mjs';

/** By the verdicts of judge.mjs. */
const VERDICTS = [
  ['agrees', 'What of the paper stands up here'],
  ['differs', 'What does not'],
  ['open', 'What cannot be told from here'],
];

/** The three lists that the page begins with, of all `findings` with their `scores`. */
export function summary(findings) {
  const scores = findings.flatMap(({ scores = [] }) => scores);
  if (scores.length === 0) return '';
  const told = VERDICTS.map(([word, says]) => {
    const own = scores.filter(({ verdict }) => verdict === word);
    const listed = own.map(({ finding }) => `- ${finding}`).join('\n');
    return `**${says}** (${own.length} of ${scores.length})${listed === '' ? '.' : `:\n\n${listed}`}`;
  });
  return told.join('\n\n');
}

/** In the order of the page. Empty where no finding has scores. */
export function scoreboard(findings) {
  const rows = findings.flatMap(({ title, picture, scores: own = [] }) =>
    own.map(({ finding, source, kind, paper, here, verdict }, place) => [
      `[${finding}](#${anchorOf(title)})`,
      source,
      kind,
      paper,
      here,
      `**${verdict}**`,
      place === 0 && picture !== undefined ? thumbnail(picture) : '',
    ]),
  );
  if (rows.length === 0) return '';
  return `## Scoreboard

A finding *agrees* where the whole interval of ours lies inside a margin around the published figure, and *differs* where it lies wholly outside. All else is *open*, and so is whatever has too few trainings for an interval. A finding that says several things agrees where each of them does, and differs where one does. The margins, by kind:

${markdownTable(['kind', 'of', 'margin', 'why'], Object.entries(MARGINS).map(marginRow))}

${markdownTable(['finding', 'published in', 'kind', 'paper', 'here', 'verdict', ''], rows)}`;
}

function marginRow([kind, { says, factor, least, why }]) {
  const wide = factor === undefined ? (least === undefined ? '–' : percent(least)) : `by a factor of ${factor}`;
  return [kind, says, wide, why];
}

/** As the last line of its section has it: each finding with its verdict. */
export const verdictsText = (scores = []) => scores.map(({ finding, verdict }) => `${finding}: ${verdict}.`).join(' ');

/** As GitHub names a heading. */
function anchorOf(title) {
  return title
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}_ -]/gu, '')
    .replaceAll(' ', '-');
}

function thumbnail({ name, alt }) {
  const place = (theme) => `pictures/${name}-${theme}.svg`;
  return `<picture><source media="(prefers-color-scheme: dark)" srcset="${place('dark')}"><img width="180" alt="${alt}" src="${place('light')}"></picture>`;
}
