/** @file The annotated experiment file that a user starts from. */

interface TemplateOptions {
  /** Names the run. */
  readonly name: string;
  /** The user's own examples, CSV, Parquet, NPY or NPZ; without it the template runs on simulated images. */
  readonly data?: {
    readonly file: string;
    /** Column, or array, that is predicted. */
    readonly target: string;
    /** What was found out about a table; absent for arrays. */
    readonly table?: TableDraft;
  };
}

/** What an experiment on a table says, beyond its file. */
export interface TableDraft {
  readonly target: string;
  /** Absent where the target has several values. */
  readonly task?: 'classification' | 'regression';
  /** Kinds of columns that cannot be told from their cells, and columns to be ignored. */
  readonly columns: Readonly<Record<string, string>>;
  /** What the rows are divided by; at random where it is empty. */
  readonly split: Readonly<Record<string, string>>;
  /** Training examples of one training; undefined for the whole pool. */
  readonly sample: number | undefined;
  /** Passes over the sample: fewer and more, among which the race chooses. */
  readonly epochs: readonly number[];
  /** What races, at least one. */
  readonly kinds: readonly ModelKind[];
}

/** Networks, linear models, boosted trees: by the names that they have as models of one race. */
export const MODEL_KINDS = ['net', 'line', 'boost'] as const;
export type ModelKind = (typeof MODEL_KINDS)[number];

/** YAML text that can be run as it stands (given the data), every key explained. */
export function experimentTemplate({ name, data }: TemplateOptions): string {
  const table = data?.table;
  const raced =
    table === undefined ? networksAlone(data === undefined ? IMAGE_LAYERS : VECTOR_LAYERS) : racedOnTable(table);
  return `${header(name)}
${data === undefined ? SIMULATED_DATA : ownData(data)}
${raced}
${restOf(table !== undefined && table.kinds.length > 1)}`;
}

const header = (name: string) => `# An experiment: which of these models trains well every time?
#
#   surefoot check FILE    what is in it: candidates, their layers and parameters
#   surefoot select FILE   the race; run it again to resume or to extend it

# Names the run and its folder.
name: ${JSON.stringify(name)}
`;

const SPLIT = `  # Replicates draw from the pool, the selection set ranks the candidates, the final set is used once, for the figures that
  # are reported. Whole numbers are examples, numbers below 1 shares. The split has a seed of its own.`;

const SIMULATED_DATA = `# The data. These are simulated images that need no file; real ones of your own:
#   data: { file: images.npz, inputs: images, target: label, task: classification }
#   data: { file: table.csv, inputs: 'cell_*', shape: [15, 15], target: energy }
data:
  source: gratings
${SPLIT}
  split: { pool: 4000, selection: 1000, final: 1000, seed: 0 }

# Training examples of one training, drawn afresh by every replicate; without it the whole pool.
sample: 1000
`;

const ownData = ({
  file,
  target,
  table,
}: NonNullable<
  TemplateOptions['data']
>) => `# The data: a CSV, Parquet, NPY or NPZ file, its path from the folder of this file.
data:
  file: ${JSON.stringify(file)}
  target: ${JSON.stringify(target)}        # a column, or several: [energy, x]
  # inputs: 'cell_*'       # columns that go in; default: all but the target
  # shape: [15, 15]        # when they are an image, row by row
  # features: [angle]      # columns that a layer can join beside the inputs
${
  table?.task === undefined
    ? '  # task: classification   # or regression, where the target leaves it open'
    : `  task: ${table.task}`
}
${
  Object.keys(table?.columns ?? {}).length === 0
    ? '  # columns: { zip: category, note: ignore }   # what the cells do not tell'
    : `  # What the cells do not tell, and what is left out.\n  columns: ${JSON.stringify(table?.columns)}`
}
  # selectionFile: selection.csv
  # finalFile: final.csv
${SPLIT}
  split: { ${Object.entries(table?.split ?? {})
    .map(([key, column]) => `${key}: ${JSON.stringify(column)}, `)
    .join('')}pool: 0.6, selection: 0.2, final: 0.2, seed: 0 }

# Training examples of one training, drawn afresh by every replicate, so that what other rows change is measured; without it the whole pool.
${table?.sample === undefined ? '# sample: 1000' : `sample: ${table.sample}`}
`;

const SPACE_WORDS = `# The candidates, as settings of the trainer. A list of plain values stands for alternatives, and every combination is a
# candidate. A list of objects, like the layers, is a sequence. Alternatives of anything else:
#   optimizer: { oneOf: [{ name: adamw, weightDecay: [0.01, 0.1] }, { name: sgd, momentum: 0.9 }] }
# null leaves something out: { oneOf: [{ maxPool: 2 }, null] }. A list that is meant as it stands: { value: [3, 5] }.
# A number from a range: learningRate: { range: [1e-4, 1e-1], scale: log }, units: { range: [8, 64], integer: true }; then
# the race searches, as with \`search: { prior: full }\` beside a \`space\` too large to be trained; \`draw: 100\` races so many drawn ones.`;

/** One model, which needs no name. */
function oneModel(trainer: string, space: string): string {
  return `# What trains: the built-in networks, linear models (\`trainer: linear\`), your JavaScript module, { module: ./train.mjs }, or
# a command in any language, { command: [python3, train.py] }.
trainer: ${trainer}

${SPACE_WORDS}
# Instead of \`space\`: \`candidates: { small: { ... }, large: { ... } }\` names each.
space:
${indented(space, 2)}

# Candidates that break one of these do not take part.
# constraints: { maxParameters: 30000, maxLayers: { conv: 2, dense: 4 } }
# require: { parameters: { below: 30000 }, accuracy: { q0.25: { above: 0.8 } } }
`;
}

function networksAlone(layers: string): string {
  return oneModel(
    'network',
    `layers:\n${indented(layers, 2)}
optimizer: { name: adamw, learningRate: [0.001, 0.003], weightDecay: 0.01 }
batchSize: 32
epochs: 8`,
  );
}

/** In one race, each by its name. */
function racedOnTable(table: TableDraft): string {
  const models = table.kinds.map((kind) => [kind, MODELS[kind](table)] as const);
  const [[, only]] = models as [(typeof models)[number]];
  if (models.length === 1) return oneModel(only.trainer, only.space);
  const texts = models.map(
    ([kind, { about, trainer, space }]) =>
      `  # ${about}\n  ${kind}:\n    trainer: ${trainer}\n    space:\n${indented(space, 6)}\n`,
  );
  return `# What races, by names of yours: each has its trainer and its candidates. A trainer is the built-in networks (\`network\`) or linear
# models (\`linear\`), or a command in any language that predicts, { command: [python3, train.py] }.
#
${SPACE_WORDS}
models:
${texts.join('')}
# Candidates that break one of these do not take part.
# require: { accuracy: { q0.25: { above: 0.8 } } }
`;
}

interface DraftedModel {
  readonly about: string;
  readonly trainer: string;
  readonly space: string;
}

/** Linear models are found exactly where they are raced; else networks without layers stand for them. */
const MODELS: Readonly<Record<ModelKind, (table: TableDraft) => DraftedModel>> = {
  net: ({ epochs, kinds }) => ({
    about: 'Networks.',
    trainer: 'network',
    space: `layers:
  oneOf:
${
  kinds.includes('line') ? '' : '    - { value: [] }                              # none: a linear model\n'
}    - - dense: { units: 64, activation: relu }
    - - dense: { units: 32, activation: tanh }
      - dense: { units: 16, activation: tanh }
    # The output layer comes by itself.
optimizer: { name: adamw, learningRate: 0.005, weightDecay: [0.01, 0.5] }
batchSize: 32
epochs: [${[...new Set(epochs)].join(', ')}]`,
  }),
  line: ({ task }) => ({
    about:
      task === 'classification'
        ? 'Linear models, found exactly: logistic regression. The penalty holds slopes down.'
        : 'Linear models, found exactly: ridge, and the lasso (`mix: 1`). The penalty holds slopes down.',
    trainer: 'linear',
    space:
      task === 'classification'
        ? `penalty: [${LOGISTIC_PENALTIES}]`
        : `oneOf:\n  - penalty: [${RIDGE_PENALTIES}]\n  - { mix: 1, penalty: [${LASSO_PENALTIES}] }`,
  }),
  boost: () => ({
    about: "Boosted trees of Python: XGBoost, or scikit-learn's. boost.py is yours to change.",
    trainer:
      "{ command: [python3, boost.py], protocol: long-lived, loss: predictions, environment: { OMP_NUM_THREADS: '1' } }",
    space: `max_depth: [2, 4, 6]\nlearning_rate: [0.05, 0.2]`,
  }),
};

// Wide and close enough: what five folds choose among them is, on rows held back of 13 tables, at most 1 % behind what they choose among four
// penalties a decade. Classes that can be separated take the smallest ones, where the loss changes fast.
const RIDGE_PENALTIES = '0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1';
const LASSO_PENALTIES = '0.0003, 0.001, 0.003, 0.01, 0.03';
const LOGISTIC_PENALTIES = '0.00001, 0.00003, 0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1';

function indented(text: string, spaces: number): string {
  return text.replace(/^(?=.)/gm, ' '.repeat(spaces));
}

const IMAGE_LAYERS = `- conv: { filters: [8, 16], kernel: 3, activation: relu }
- maxPool: 2
- dense: { units: [16, 32], activation: [relu, tanh] }
# The output layer comes by itself.`;

const VECTOR_LAYERS = `- dense: { units: [16, 32, 64], activation: [relu, tanh] }
- dense: { units: 16, activation: relu }
# The output layer comes by itself.`;

/** Of several kinds many are linear models, whose trainings cost next to nothing: they do not use up the budget of the others. */
const restOf = (isOfSeveral: boolean) => `race:
  # Robustness, of a candidate's losses, the smaller the better: mean, median, q3 (three of four trainings are better),
  # q0.9, q3+iqr, es0.1, std, ...
  criterion: q3
  # A difference of it that you do not care about: an amount of the loss, a share such as "5 %", or auto, half of what one
  # retraining varies. The larger it is, the sooner the race ends, and the fewer it leaves tied.
  tolerance: auto
  # What is trained next: candidates that may still be the best. None is dropped for good. \`strict\` asks for more evidence; \`fast\` costs
  # least and claims nothing; halving, welch and others race in rounds, with a \`warmup\`.
  rule: default
  maxReplicates: 20  # trainings of one candidate in the race, at most
  finalTrials: 20    # fresh trainings after it, which played no part in choosing: the figures reported rest on these

# Where the race ends at the latest; it may be raised later.
budget: { trials: ${isOfSeveral ? 1000 : 500}, minutes: 30 }

# What a failed training (not a diverged one, which counts as the worst) is worth after its retries.
# failures: { retries: 1, action: worst }

# Whose predictions are kept in the run folder: the fresh trainings of the winner and its rivals, of all trainings, or none.
# keep: { predictions: winner }
# Columns by which what retrainings predict is told apart: between edges, or by texts.
# slices: { energy: [3, 10, 30, 68] }
# Which fresh trainings of the winner model.onnx is made of: the one nearest to the mean prediction, the best, or several as one.
# deliver: nearest

# Trainings at the same time; default: as many as cores.
# workers: 2
# What one training takes of a machine: workers take what fits.
# resources: { cpus: 4, gpus: 1, memoryMiB: 8000, minutes: 30 }
# How surefoot select --slurm asks for workers.
# slurm: { workers: 16, partition: gpu, minutes: 240 }

# All randomness of the trainings derives from it.
seed: 1
`;
