/** @file The pages of the site in the order of what people want. Each is a document of the repository; the names are those of the menu. */

/** Group -> documents, by their names without `docs/`, with their words and, where it is not that of the group, their kind; `README` begins. */
export const MENU = [
  [
    'Why',
    [
      ['README', 'Why Surefoot'],
      ['gallery', 'What answers look like'],
    ],
  ],
  [
    'Start',
    [
      ['start', 'In five minutes'],
      ['python', 'In Python'],
      ['trainer-protocol', 'Your own script, in any language', 'reference'],
      ['coming-from/README', 'Coming from another tool'],
      ['coming-from/optuna', 'Optuna'],
      ['coming-from/wandb', 'W&B sweeps'],
      ['coming-from/irace', 'irace'],
      ['coming-from/ray-tune', 'Ray Tune'],
    ],
  ],
  [
    'Guides',
    [
      ['choose-a-model', 'Choose a model'],
      ['why-results-wobble', 'Why results wobble'],
      ['replay', 'Losses that you have already'],
      ['from-other-tools', 'After Optuna: was the best one lucky?'],
      ['keep', 'Is this change real?'],
      ['assure', 'Does it hold?'],
      ['couple', 'Which settings act together?'],
      ['explain', 'What a model relies on'],
      ['predictions', 'What retrainings predict'],
      ['many-machines', 'Many machines, Slurm, queues'],
      ['watch', 'Watching a run'],
      ['continuous-integration', 'In continuous integration'],
      ['library', 'In TypeScript'],
      ['own-rules', 'Rules and criteria of your own'],
    ],
  ],
  [
    'How it decides',
    [
      ['method', 'The method'],
      ['glossary', 'Glossary', 'reference'],
      ['inside', 'Inside', 'reference'],
    ],
  ],
  [
    'Reference',
    [
      ['experiment-file', 'The experiment file'],
      ['settings', 'Every setting'],
      ['data', 'Data and tables'],
      ['model', 'The model'],
      ['metrics', 'Metrics'],
      ['report', 'The report', 'guide'],
      ['result-format', 'result.json'],
      ['study-format', 'The record of a study'],
      ['log-format', 'The log'],
      ['api/surefoot', 'API in TypeScript'],
      ['api/race', 'API of surefoot/race'],
      ['api/engine', 'API of surefoot/engine'],
      ['api/python', 'API in Python'],
      ['engine', 'The engine alone', 'guide'],
      ['bridge', 'The bridge'],
      ['versions', 'What a version promises'],
      ['CHANGELOG', 'Changes'],
    ],
  ],
  [
    'Evidence',
    [
      ['measurements', 'Measurements'],
      ['paper', "The paper's findings"],
      ['tables', 'Tables, beside others'],
    ],
  ],
];

/** What a group is for. Guides are read; their length is held by `test/words.test.ts`. References are looked up, evidence is to be trusted. */
const KINDS = {
  Why: 'guide',
  Start: 'guide',
  Guides: 'guide',
  'How it decides': 'guide',
  Reference: 'reference',
  Evidence: 'evidence',
};

/** Documents of a kind, by their names. */
export function documentsOf(wanted) {
  return MENU.flatMap(([group, items]) =>
    items.flatMap(([name, , kind = KINDS[group]]) => (kind === wanted ? [name] : [])),
  );
}

/** Documents of the repository's root. */
const OF_ROOT = ['README', 'CHANGELOG', 'ARCHITECTURE', 'CONTRIBUTING', 'SECURITY'];

/** Of a document in the repository, to its page in the site. */
export function rewrites() {
  return {
    'README.md': 'index.md',
    'docs/coming-from/README.md': 'coming-from/index.md',
    'docs/:page*': ':page*',
  };
}

export function addressOf(name) {
  if (name === 'README') return '/';
  return OF_ROOT.includes(name) ? `/${name}` : `/${name.replace(/README$/, '')}`;
}

export const SIDEBAR = MENU.map(([text, items]) => ({
  text,
  items: items.map(([name, words]) => ({ text: words, link: addressOf(name) })),
}));
