/** @file What docs/paper.md begins with: each finding, what the paper has, what came out here, and whether the two agree. */
import { markdownTable } from './say.mjs';

/** In the words of `agrees`; what else it says (at so many sizes) agrees in part. */
const COUNTED = [
  ['yes', 'agree'],
  ['partly', 'agree in part'],
  ['no', 'differ'],
  ['open', 'cannot be told from the trainings here'],
];
const kindOf = (agrees) => (COUNTED.some(([word]) => word === agrees) ? agrees : 'partly');

/** `findings`: those of the page with their `scores`, in its order. Empty where none has any. */
export function scoreboard(findings) {
  const scores = findings.flatMap(({ scores = [] }) => scores);
  if (scores.length === 0) return '';
  const told = COUNTED.flatMap(([word, says]) => {
    const many = scores.filter(({ agrees }) => kindOf(agrees) === word).length;
    return many === 0 ? [] : [`${many} ${says}`];
  });
  const rows = findings.flatMap(({ title, picture, scores: own = [] }) =>
    own.map(({ finding, paper, here, agrees }, place) => [
      `[${finding}](#${anchorOf(title)})`,
      paper,
      here,
      `**${agrees}**`,
      place === 0 && picture !== undefined ? thumbnail(picture) : '',
    ]),
  );
  return `## Scoreboard

Of ${scores.length} findings ${told.join(', ')}. Each leads to its section, where the conditions and the reasons stand.

${markdownTable(['finding', 'paper', 'here', 'agrees', ''], rows)}`;
}

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
