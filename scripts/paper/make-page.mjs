/** @file Makes docs/paper.md and its pictures of the tables of evidence: equal tables, equal page. */
import { drawChart, THEMES } from './chart.mjs';
import { bins } from './findings/bins.mjs';
import { couple } from './findings/couple.mjs';
import { energySlices } from './findings/energy-slices.mjs';
import { factors } from './findings/factors.mjs';
import { models } from './findings/models.mjs';
import { position } from './findings/position.mjs';
import { positionFigure } from './findings/position-figure.mjs';
import { randomness } from './findings/randomness.mjs';
import { search } from './findings/search.mjs';
import { settings } from './findings/settings.mjs';
import { energySizes, modelSizes, positionSizes } from './findings/sizes.mjs';
import { sizesFigure } from './findings/sizes-figure.mjs';
import { standIn } from './findings/stand-in.mjs';
import { wholeSearch } from './findings/whole-search.mjs';
import { wholeSpace } from './findings/whole-space.mjs';
import { count, markdownTable, show } from './say.mjs';
import { scoreboard, summary, verdictsText } from './scoreboard.mjs';

/** In the order of the page, with the steps of scripts/paper/runs.mjs behind each. */
const FINDINGS = [
  ['stand-in', standIn],
  ['energy-b energy-a', models],
  ['settings', settings],
  ['figure-sizes xgboost', sizesFigure],
  ['energy-bins', bins],
  ['energy-slices', energySlices],
  ['randomness test-sets', randomness],
  ['sizes-energy', modelSizes],
  ['sizes-energy', energySizes],
  ['sizes-position', positionSizes],
  ['sizes-position position-variants', positionFigure],
  ['position-variants', position],
  ['couple-position couple-energy', couple],
  ['search-table search-tpe search-winners', search],
  ['whole-space', wholeSpace],
  ['whole-search whole-winner whole-guarded guarded-winner', wholeSearch],
  ['factors', factors],
];

/** `markdown`, and pictures as SVG text by file name. `problems`: what is wrong with the evidence, said on the page. */
export function makePage(tables, published, problems = []) {
  const found = FINDINGS.map(([steps, find]) => ({ steps, finding: find({ tables, published }) }));
  const made = found.filter(({ finding }) => finding !== undefined);
  const missing = found.filter(({ finding }) => finding === undefined).map(({ steps }) => steps);
  const pictures = made.flatMap(({ finding: { picture } }) =>
    picture === undefined
      ? []
      : THEMES.map((theme) => [`${picture.name}-${theme}.svg`, drawChart(picture.chart, theme)]),
  );
  const sections = made.map(({ steps, finding }) => sectionOf(steps, finding));
  const notices = [
    ...(missing.length > 0 ? [`Not reached yet: ${missing.join('; ')}.`] : []),
    ...problems.map((problem) => `Left out: ${problem}.`),
  ];
  const findings = made.map(({ finding }) => finding);
  const head = [TITLE, summary(findings), INTRODUCTION(published), notices.join(' '), scoreboard(findings)];
  const markdown = [...head, ...sections, hoursSection(tables)].filter(Boolean).join('\n\n');
  return { markdown: `${markdown}\n`, pictures: Object.fromEntries(pictures) };
}

const TITLE = "# The paper's findings, at its own size, on a stand-in";

const INTRODUCTION = ({
  source,
  read,
  boxes,
}) => `${source} studied what makes instances of one network differ. Their clusters come from a detailed simulation and are not public.

Here the same questions are asked of \`data: { source: calorimeter }\`, clusters after a published parametrisation of showers: a stand-in, so figures can
be set side by side but not subtracted. Sample sizes, epochs, networks, optimizers and rates are the published ones unless a section says otherwise;
there are fewer instances, so figures have 95 % intervals where there are enough for one ([how they are made](result-format.md#intervals)). ${read}
Boxes of their sample-size plots (first quartile, median, third quartile) were read from the vector paths of ${boxes.source}.

No figure here is typed in: \`npm run paper\` makes this page of the tables in \`data/paper/evidence\`, and what was published comes from
\`data/paper/published.json\`. The words around them, and the reasons they give, are written by hand in \`scripts/paper/findings\`.
\`node scripts/paper/runs.mjs\` goes on from these tables and trains what is left, \`node scripts/paper/export.mjs\` makes the tables anew.
The experiments are [paper-energy.yaml](../examples/paper-energy.yaml), [paper-position.yaml](../examples/paper-position.yaml) and
[paper-space.yaml](../examples/paper-space.yaml).`;

function sectionOf(steps, { title, paper, here, scores, verdict, why, picture }) {
  return [
    `## ${title}`,
    `**Paper:** ${paper}`,
    // A table begins on a line of its own.
    `**Here:**${here.startsWith('|') ? '\n\n' : ' '}${here}`,
    ...(picture === undefined ? [] : [pictureText(picture)]),
    ...[verdictsText(scores), verdict].filter(Boolean).map((told) => `**${told}**`),
    ...(why === undefined ? [] : [why]),
    `\`node scripts/paper/runs.mjs ${steps}\``,
  ].join('\n\n');
}

function pictureText({ name, alt, caption }) {
  const place = (theme) => `pictures/${name}-${theme}.svg`;
  return `<picture><source media="(prefers-color-scheme: dark)" srcset="${place('dark')}"><img alt="${alt}" src="${place('light')}"></picture>\n\n*${caption}*`;
}

/** Each hour of training, by table. */
function hoursSection(tables) {
  const rows = Object.entries(tables).flatMap(([name, { columns, machines }]) => {
    if (columns?.seconds === undefined) return [];
    const hours = columns.seconds.reduce((sum, seconds) => sum + seconds, 0) / 3600;
    return [{ name, trainings: columns.seconds.length, hours, machines }];
  });
  if (rows.length === 0) return '';
  const sum = (key) => rows.reduce((total, row) => total + row[key], 0);
  const machines = new Set(
    rows.flatMap((row) => row.machines.map(({ cpu, cores, node }) => `${cores} cores of ${cpu} with Node ${node}`)),
  );
  return `## Hours

${markdownTable(
  ['evidence', 'trainings', 'hours of training'],
  [
    ...rows.map(({ name, trainings, hours }) => [name, count(trainings), hours === 0 ? 'not timed' : show(hours, 2)]),
    ['together', count(sum('trainings')), show(sum('hours'), 3)],
  ],
)}

Wall time of the trainings, at low priority, on machines that had other work: ${[...machines].join('; ')}.`;
}
