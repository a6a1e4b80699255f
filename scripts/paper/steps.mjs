/**
 * @file What is trained for docs/paper.md, as steps: each asks one question of a run folder, with as many trainings as it is
 * given. Asked again with more it trains what is missing. Several steps may share a folder, and with it their trainings.
 */

const ENERGY = 'examples/paper-energy.yaml';
const POSITION = 'examples/paper-position.yaml';
export const SPACE = 'examples/paper-space.yaml';

/** The paper's 41 sizes, evenly spaced in their logarithm. */
export const SIZES = Array.from({ length: 41 }, (_, step) => Math.round(100 * 320 ** (step / 40)));
/** A tenth of the time of all. */
const SMALL = SIZES.filter((size) => size < 3500);
const MIDDLE = SIZES.filter((size) => size < 13_000);
/** Those of the paper's figure of the energy. */
export const FIGURE = [8000, 16000, 24000, 32000];

/** Candidates of the table of losses: 300 drawn from the space, and the published four. */
const SEARCHED = 304;

/** GeV, from edge to edge: those of the step `energy-bins`. */
export const ENERGY_EDGES = [1, 3, 5, 8, 12, 17, 24, 34, 48, 68, 100];

const take = (...names) => names.flatMap((name) => ['--candidate', name]);
const vary = (...factors) => factors.flatMap((factor) => ['--factor', factor]);

const compare =
  (file, ...rest) =>
  (trials) => [['compare', file, ...rest, '--trials', `${trials}`]];

const curve =
  (file, sizes, ...names) =>
  (trials) => [
    ['curve', file, '--sizes', sizes.join(','), '--trials', `${trials}`, '--no-adaptive', ...take(...names)],
  ];

const ofModels = compare(ENERGY, ...take('model-1', 'model-2', 'parametric'));
const energyOn = (sizes) => ({
  folder: 'energy-b',
  commands: curve(ENERGY, sizes, 'model-1', 'model-2', 'model-2-without'),
});
const positionOn = (sizes) => ({ folder: 'position', commands: curve(POSITION, sizes, 'model-3', 'model-4') });

/**
 * The full design of what couples: bias x initialisations, sizes, and of each cell its weights crossed with samples, and its pairs of
 * fresh ones. Simulated, 4 x 4 + 8 tells more than 6 x 4 does of as many trainings: fresh pairs are independent of each other.
 */
export const COUPLED = {
  levels: 2 * 3,
  sizes: [500, 1000, 2000, 4000, 8000, 16_000, 32_000],
  crossed: [4, 4],
  fresh: 8,
};
const WHOLE = `${COUPLED.crossed.join('x')}+${COUPLED.fresh}`;

/** Its stages, by number from 1: the largest size, and the table of each cell. Each adds to those before; the last takes as long as all others. */
const STAGES = [
  ...[
    [2000, '2x2+0'],
    [2000, '4x3+0'],
  ],
  ...COUPLED.sizes.slice(2).map((largest) => [largest, WHOLE]),
];

/** The inductive bias crosses with three ways to begin, with sizes, and in each cell weights cross with samples. */
const couple = (file, model, join, sizes, crossed) => [
  [
    ...['couple', file, ...take(model), ...vary(`layers.join=none,${join}`)],
    ...vary('initialization=kaiming-uniform,xavier-uniform,pytorch'),
    ...['--sizes', sizes.join(','), '--crossed', crossed],
  ],
];
const coupledEnergy = (sizes, crossed) => couple(ENERGY, 'model-2', 'sum', sizes, crossed);
const coupledPosition = (sizes, crossed) => couple(POSITION, 'model-4', 'bx + by', sizes, crossed);

/** A stage of the design in place of a number of trainings. */
const stageOf = (coupled) => (stage) => {
  const [largest, crossed] = STAGES[stage - 1];
  return coupled(
    COUPLED.sizes.filter((size) => size <= largest),
    crossed,
  );
};

/** The pick of a searched space, by the name of the search, trained afresh. */
const winnerOf = (folder, name) => ({
  folder,
  needs: [`${folder}/result.json`],
  program: (trials, run, workers) => [['node', 'scripts/paper/whole-winner.mjs', `${trials}`, run, `${workers}`, name]],
});

/**
 * By name: its run folder, what it changes of the `experiment` and of its `data`, and its command lines behind `surefoot` for a number of trainings each. Or `program`: command lines for
 * a number of trainings and a folder of its own, which begin with `node` or `python`, and the Python modules that they need.
 */
export const STEPS = {
  'energy-b': { folder: 'energy-b', commands: ofModels },
  randomness: {
    folder: 'energy-b',
    // A fresh sample has no order in common with another, so that "both" leaves the order free as well.
    commands: (trials) => [
      [
        ...['measure', ENERGY, ...take('model-1', 'parametric'), '--vary', 'init,sample,init+sample+order+noise'],
        ...['--crossed', 'none', '--trials', `${trials}`],
      ],
    ],
  },
  'figure-sizes': { folder: 'energy-b', commands: curve(ENERGY, FIGURE, 'model-2', 'parametric') },
  'small-sizes-energy': energyOn(SMALL),
  'middle-sizes-energy': energyOn(MIDDLE),
  'sizes-energy': energyOn(SIZES),
  'energy-a': { folder: 'energy-a', data: { spectrum: 'A' }, commands: ofModels },
  xgboost: {
    folder: 'xgboost',
    modules: ['numpy', 'xgboost'],
    program: (trials, folder) => [
      ['node', 'scripts/paper/write-data.mjs', ENERGY, folder],
      ['python', 'scripts/paper/xgboost_baseline.py', `${trials}`, FIGURE.join(','), folder],
    ],
  },
  'stand-in': {
    folder: 'stand-in',
    modules: ['numpy', 'xgboost'],
    program: (trials, folder) => [['node', 'scripts/paper/stand-in.mjs', `${trials}`, folder]],
  },
  'energy-bins': {
    folder: 'energy-bins',
    program: (trials, folder) => [['node', 'scripts/paper/energy-bins.mjs', `${trials}`, folder]],
  },
  'energy-slices': {
    folder: 'energy-slices',
    experiment: { keep: { predictions: 'all' }, slices: { energy: ENERGY_EDGES } },
    commands: ofModels,
  },
  settings: {
    folder: 'energy-b',
    commands: (trials) => [
      ...compare(
        ENERGY,
        ...['--base', 'model-2', ...vary('schedule=constant,cosine', 'optimizer.weightDecay=0.1,0.01,0')],
      )(trials),
      ...compare(
        ENERGY,
        ...['--base', 'model-1', ...vary('schedule=constant,cosine', 'optimizer.weightDecay=0.01,0.001')],
      )(trials),
    ],
  },
  factors: {
    folder: 'factors',
    commands: compare(
      'examples/paper-factors.yaml',
      ...vary('activation=relu,elu,gelu,prelu,leaky-relu,sigmoid,tanh'),
      ...vary('optimizer=[adamw, adam, nadam, rmsprop, adadelta, sgd]'),
    ),
  },
  'test-sets': {
    folder: 'test-sets',
    program: (trials, folder) => [['node', 'scripts/paper/test-sets.mjs', `${trials}`, folder]],
  },
  'position-variants': {
    folder: 'position-variants',
    program: (trials, folder) => [['node', 'scripts/paper/position-variants.mjs', `${trials}`, folder]],
  },
  position: { folder: 'position', commands: compare(POSITION) },
  'small-sizes-position': positionOn(SMALL),
  'middle-sizes-position': positionOn(MIDDLE),
  'sizes-position': positionOn(SIZES),
  'search-table': {
    folder: 'search',
    program: (trials, folder, workers) => [
      ['node', 'scripts/paper/search-prepare.mjs', folder, `${trials}`],
      [
        ...['node', 'dist/cli/main.js', 'select', `${folder}/search.yaml`, '--budget', `${trials * SEARCHED}`],
        ...['--workers', `${workers}`, '--out', `${folder}/run`],
      ],
    ],
  },
  'search-tpe': {
    folder: 'search',
    modules: ['optuna'],
    program: (trials, folder) => [
      ['node', 'scripts/paper/search-prepare.mjs', folder],
      ['python', 'scripts/paper/optuna_search.py', `${trials}`, folder],
    ],
  },
  'search-winners': {
    folder: 'search',
    needs: ['search/run/log.sqlite', 'search/trials.jsonl'],
    program: (trials, folder, workers) => [
      ['node', 'scripts/paper/search-winners.mjs', `${trials}`, folder, `${workers}`],
    ],
  },
  'couple-energy': { folder: 'couple-energy', commands: stageOf(coupledEnergy) },
  'couple-position': { folder: 'couple-position', commands: stageOf(coupledPosition) },
  'whole-space': {
    folder: 'whole-space',
    commands: () => [['select', SPACE]],
  },
  // The same space, searched: settings say who is trained, and 300 drawn at random are trained in any case.
  'whole-search': {
    folder: 'whole-search',
    experiment: { search: { prior: 'full', audit: 300 } },
    commands: () => [['select', SPACE, '--ahead', '0']],
  },
  // Everybody is trained at least once, and settings say who is trained again.
  'whole-guarded': {
    folder: 'whole-guarded',
    experiment: { search: { prior: 'guarded' } },
    commands: () => [['select', SPACE, '--ahead', '0']],
  },
  'whole-winner': winnerOf('whole-search', 'search'),
  'guarded-winner': winnerOf('whole-guarded', 'guarded'),
};

/** Steps with their numbers of trainings, in the order in which they are given time. */
export const QUEUE = [
  ['energy-b', 8],
  ['small-sizes-energy', 5],
  ['stand-in', 1],
  ['test-sets', 20],
  ['position-variants', 2],
  ['randomness', 8],
  ['small-sizes-position', 4],
  ['settings', 3],
  ['search-table', 3],
  ['xgboost', 3],
  ['middle-sizes-energy', 4],
  ['energy-bins', 3],
  ['middle-sizes-position', 4],
  ['figure-sizes', 4],
  ['search-table', 7],
  ['randomness', 20],
  ['sizes-energy', 4],
  ['sizes-position', 4],
  ['energy-a', 8],
  ['factors', 10],
  ['search-tpe', 1800],
  ['search-winners', 50],
  ['energy-b', 20],
  ['figure-sizes', 8],
  ['xgboost', 8],
  ['randomness', 30],
  ['position-variants', 4],
  ['sizes-energy', 8],
  ['sizes-position', 8],
  ['position', 20],
  ['energy-a', 20],
  ['energy-b', 50],
  ['search-table', 20],
  ['randomness', 50],
  ['randomness', 100],
  ['energy-b', 100],
  ['energy-slices', 16],
  ...STAGES.flatMap((_, place) => ['couple-position', 'couple-energy'].map((name) => [name, place + 1])),
  ['whole-search', 1],
  ['energy-slices', 50],
  ['whole-winner', 50],
  ['whole-guarded', 1],
  ['guarded-winner', 50],
  ['whole-space', 1],
];

/**
 * Races of the whole space, with the folders whose trainings they used as well, the newest first: data, trainer and seed are the same, so
 * that what one has trained no other needs to train again.
 */
export const SHARED = {
  'whole-space': ['search/run'],
  'whole-search': ['whole-space', 'search/run'],
  'whole-guarded': ['whole-search', 'whole-space', 'search/run'],
};

/** Run folders with a log, and those with a file of JSON lines, that scripts/paper/export.mjs makes tables of. */
export const FOLDERS = [
  ...[
    'energy-b',
    'energy-a',
    'position',
    'search/run',
    'search/winners',
    'whole-space',
    'whole-search',
    'whole-search/winner',
    'whole-guarded',
    'whole-guarded/winner',
    'factors',
  ],
  ...['couple-energy', 'couple-position'],
];
export const LINES = ['stand-in', 'xgboost', 'test-sets', 'energy-bins', 'position-variants', 'search'];

/** Run folders of which tables have figures of predictions, but not the predictions: restore.mjs makes none of these. */
export const PREDICTED = ['energy-slices'];
