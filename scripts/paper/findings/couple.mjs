/** @file What couples: the inductive bias, three ways to begin and the sample size, crossed with one another and with weights and samples. */
import { MARGINS } from '../judge.mjs';
import { STAND_IN } from '../places.mjs';
import { count, lossOf, markdownTable, percent, rowsOf, show } from '../say.mjs';
import { COUPLED } from '../steps.mjs';

const STUDIES = [
  { name: 'couple-energy', what: 'Energy on B, Model 2 and its layers without the sum' },
  {
    name: 'couple-position',
    what: 'Position on A, Model 4 and its layers without the barycentre',
    unit: STAND_IN['position-A'].cell,
    unitName: ' cm',
  },
];

/** A training on the largest size takes so long on a core that has other work, by the hours below. */
const LONGEST_SECONDS = 65;

const WORDS = { 'layers.join': 'the bias', initialization: 'the initialisation', size: 'the sample size' };
const termText = (factors) => factors.map((name) => WORDS[name] ?? name).join(' x ');

export function couple({ tables, published }) {
  const studies = STUDIES.flatMap(({ name, ...study }) => {
    const table = tables[name];
    return table?.couple === undefined ? [] : [{ ...study, table, ...table.couple }];
  });
  if (studies.length === 0) return undefined;
  return {
    title: 'What couples: sample size, initialisation and inductive bias',
    paper:
      'Sample size, initialisation and inductive bias are studied one after another, and their influence is what the abstract announces. No published figure sets the three beside one another. That "initialization strategy and data scale are primary determinants of robustness" is the sentence of [a machine-made summary](https://www.newx.sg/paper/detail/724cffa5-f823-11f0-b84c-00163e10baa7), not of the abstract.',
    here: studies.map(studyText).join('\n\n'),
    scores: studies.flatMap((study) => scoresOf(study, published)),
    verdict: studies.map(verdictOf).join(' '),
    why: `${REASONS}\n\n${leftText(studies)}`,
  };
}

const REASONS =
  'Weights as a source of randomness, which the section on sources of randomness is about, and initialisation as a setting, which is what crosses here, are two things. ' +
  'How a share is made: the variance over cells that a setting, the size or a coupling explains, over itself and the variance of one training (partial omega squared); of the spread, of its logarithm. p-values are corrected for all effects of loss and spread (Holm). ' +
  'Shares depend on the range of sizes: over a wider one the sample size explains more.';

function studyText({
  what,
  unit = 1,
  unitName = '',
  table,
  factors,
  sizes,
  crossed,
  epochs,
  effects,
  shares,
  savings,
}) {
  const rows = rowsOf(table);
  const seconds = rows.reduce((sum, row) => sum + Number(row.seconds), 0);
  const levels = factors.map(({ name, levels: own }) => `${WORDS[name] ?? name} (${own.join(', ')})`).join(', ');
  const collapsed = effects.cells.reduce((sum, cell) => sum + cell.collapsed, 0);
  return [
    `*${what}:* ${levels}, ${sizes.map(count).join(', ')} examples: ${effects.cells.length} cells, each a table of ${crossed.join(' initial weights x ')} samples; ${count(rows.length)} trainings of ${epochs} epochs in ${show(seconds / 3600, 2)} hours, ${collapsed} collapsed. Losses from ${show(unit * Math.min(...rows.map(lossOf)))} to ${show(unit * Math.max(...rows.map(lossOf)))}${unitName}.`,
    determinantsTable(effects.responses),
    sharesText(shares, factors),
    savingsTable(savings, factors),
  ].join('\n\n');
}

const intervalText = (interval, format) =>
  interval.low === undefined ? '' : ` [${format(interval.low)}, ${format(interval.high)}]`;

const estimateText = ({ value, interval }, format) =>
  value === null ? '–' : `${format(value)}${intervalText(interval, format)}`;

const pText = (term) => (term?.adjusted === null || term === undefined ? '' : `, p = ${show(term.adjusted, 2)}`);

/** What explains the level of the losses, and what their spread. */
function determinantsTable(responses) {
  const [location, spread] = ['location', 'spread'].map((name) => responses.find(({ response }) => response === name));
  const shareOf = ({ determinants, terms }, factors) => {
    const [row, term] = [determinants.rows, terms].map((all) =>
      all.find((one) => one.factors.join() === factors.join()),
    );
    return row === undefined ? '–' : `${estimateText(row.share, percent)}${pText(term)}`;
  };
  const table = markdownTable(
    ['explained by', 'of the loss', 'of its spread'],
    location.determinants.rows.map(({ factors }) => [
      termText(factors),
      shareOf(location, factors),
      shareOf(spread, factors),
    ]),
  );
  const reasons = [location, spread].flatMap(({ response, reason }) =>
    reason === undefined ? [] : [`Of the ${response} nothing is said: ${reason}.`],
  );
  return [table, ...reasons].join('\n\n');
}

/** Whose variance over retrainings is the larger, level by level. */
function sharesText({ crossings }, factors) {
  const told = crossings.map(({ levels, finding }) => {
    const place = levels.map((level, index) => factors[index].levels[level]).join(', ');
    return { place, text: CROSSINGS[finding.kind](finding) };
  });
  const kinds = [...new Set(told.map(({ text }) => text))];
  const all = kinds.map((text) => {
    const places = told.filter((one) => one.text === text).map(({ place }) => place);
    return `${text} (${places.length === told.length ? 'at all levels' : places.join('; ')})`;
  });
  return `Whose variance over trainings is larger, that of initial weights or of the sample: ${all.join('; ')}.`;
}

const STREAMS = { init: 'initial weights', sample: 'the sample' };
const CROSSINGS = {
  one: ({ from, to, size }) => `${STREAMS[from]} below about ${count(Math.round(size))} examples, ${STREAMS[to]} above`,
  several: () => 'it changes more than once',
  none: ({ larger }) => `${STREAMS[larger]} wherever anything is shown`,
  untold: () => 'cannot be told',
};

/** The bias beside none, and each way to begin beside the first, at the largest size of the latter. */
function savingsTable({ rows, criterion }, factors) {
  const found = rows.filter((row) => row.of === 'criterion');
  const spreadOf = ({ factor, levels }) =>
    rows.find((row) => row.of === 'spread' && row.factor === factor && row.levels.join() === levels.join());
  const table = markdownTable(
    ['level', 'beside', 'examples of the latter', `times fewer for the same ${criterion}`, 'for the same spread'],
    found.map((row) => {
      const place = factors.findIndex(({ name }) => name === row.factor);
      const textOf = (levels) => levels.map((level, index) => factors[index].levels[level]).join(', ');
      return [
        textOf(row.levels),
        textOf(row.levels.with(place, row.reference)),
        count(row.savings.at(-1).size),
        savingText(row.savings.at(-1)),
        savingText(spreadOf(row).savings.at(-1)),
      ];
    }),
  );
  return `${table}\n\n${ENDS}`;
}

const ENDS =
  'An interval that ends in "never": the level may not get there within the sizes; in "open": its smallest size may be more than enough. No figure: too few trainings for an interval.';

function savingText({ value, bound, interval }) {
  if (value === null || interval.low === undefined) return '–';
  const end = (one) => (typeof one === 'number' ? show(one, 2) : one);
  const text = value === 'at-least' ? `${show(bound, 2)} or more` : end(value);
  return `${text} [${end(interval.low)}, ${end(interval.high)}]`;
}

function verdictOf({ what, sizes, effects }) {
  const [subject] = what.split(',');
  const told = ['location', 'spread'].map((name) => {
    const { determinants, reason } = effects.responses.find(({ response }) => response === name);
    const word = name === 'location' ? 'the loss' : 'its spread';
    if (reason !== undefined || determinants.primary === null) return `what decides ${word} most cannot be told`;
    return `${termText(determinants.primary)} decides ${word} most`;
  });
  const { terms } = effects.responses.find(({ response }) => response === 'location');
  for (const name of ['initialization', 'layers.join']) {
    const term = terms.find(({ factors }) => factors.join() === name);
    told.push(`that ${WORDS[name]} changes the loss is ${term?.finding === 'shown' ? 'shown' : 'not shown'}`);
  }
  return `${subject}, from ${count(sizes[0])} to ${count(sizes.at(-1))} examples at fixed epochs: ${told.join('; ')}.`;
}

/** A summary calls both primary determinants; here one of them decides the loss most, or has an effect that is shown. */
function scoresOf({ what, sizes, effects }, { sources }) {
  const [subject] = what.split(',');
  const { terms, determinants, reason } = effects.responses.find(({ response }) => response === 'location');
  const isTold = reason === undefined && determinants.primary !== null;
  const shareOf = (name) => determinants.rows.find(({ factors }) => factors.join() === name)?.share;
  const initialization = terms.find(({ factors }) => factors.join() === 'initialization');
  const isShown = initialization?.finding === 'shown';
  const isSize = isTold && determinants.primary.join() === 'size';
  const of = (name) => (shareOf(name) === undefined ? '–' : estimateText(shareOf(name), percent));
  const common = { source: sources.summary, kind: 'share', paper: 'a primary determinant' };
  return [
    {
      ...common,
      finding: `The sample size decides the loss most: ${subject}`,
      here: `${isTold ? `${termText(determinants.primary)} decides most` : 'cannot be told'}, from ${count(sizes[0])} to ${count(sizes.at(-1))} examples; of the size ${of('size')}`,
      verdict: isSize ? 'agrees' : isTold ? 'differs' : 'open',
    },
    {
      ...common,
      finding: `The initialisation changes the loss: ${subject}`,
      here: `${isShown ? 'shown' : 'not shown'}, ${of('initialization')}`,
      verdict: isShown ? 'agrees' : isSlight(shareOf('initialization')) ? 'differs' : 'open',
    },
  ];
}

const isSlight = (share) => share?.interval.low !== undefined && share.interval.high < MARGINS.share.least;

/** What was not run, and what it would take. */
function leftText(studies) {
  const { levels, sizes, crossed, fresh } = COUPLED;
  const each = crossed[0] * crossed[1] + fresh;
  const isFull = studies.length === STUDIES.length && studies.every((study) => study.sizes.length === sizes.length);
  if (isFull) return 'The full design was run.';
  const share = sizes.reduce((sum, size) => sum + size, 0) / sizes.at(-1);
  const hours = (STUDIES.length * levels * each * share * LONGEST_SECONDS) / 3600;
  return `Not run to its end: the full design, ${levels} combinations of levels x ${sizes.length} sizes from ${count(sizes[0])} to ${count(sizes.at(-1))} x ${each} trainings, ${crossed.join(' x ')} weights and samples and ${fresh} fresh pairs; ${count(STUDIES.length * levels * sizes.length * each)} trainings for energy and position together, about ${Math.round(hours)} core-hours. \`node scripts/paper/runs.mjs couple-position couple-energy\` trains it stage by stage, the largest size last; it may be stopped and started again at any time.`;
}
