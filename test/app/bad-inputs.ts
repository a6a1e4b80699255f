/** @file Bad input of every kind that a command line can come to, by the code of the error that it ends with. */
import { cpSync, mkdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { takeExperimentValue } from '../../src/app/ask/experiment-source.js';
import type { JsonObject } from '../../src/core/index.js';
import { createSqliteStore, lockRun } from '../../src/evidence/log/index.js';
import { sampleHead, sampleHeader, sampleOutcome } from '../evidence/log/sample-log.js';
import { foundCases } from './bad-found-inputs.js';
import { WORKER_CASES } from './bad-worker-inputs.js';

export interface BadInput {
  readonly args: readonly string[];
  /** Makes what else there is in the folder; `base` is one with a finished run of `BASE`. What it gives undoes what is no file. */
  readonly prepare?: (folder: string, base: string) => undefined | (() => void);
}

const asRun = (folder: string, base: string) => void cpSync(base, folder, { recursive: true });
export const write = (files: Readonly<Record<string, string>>) => (folder: string) => {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return undefined;
};
const afterRun = (files: Readonly<Record<string, string>>) => (folder: string, base: string) => {
  asRun(folder, base);
  return write(files)(folder);
};

/** Sets a variable of the environment; what it gives sets it back. */
function withVariable(name: string, value: string): () => void {
  const before = process.env[name];
  process.env[name] = value;
  return () => {
    if (before === undefined) delete process.env[name];
    else process.env[name] = before;
  };
}

export const SELECT = ['select', 'e.yaml', '--quiet'];
const COUPLE = ['couple', 'e.yaml'];
const MODULE = { trainer: 'trainer: { module: ./t.mjs }', space: 'space: { x: [1, 2, 3] }' };
const NETWORK = {
  data: 'data: { file: d.csv, target: y }',
  space: 'space: { layers: [{ dense: { units: [2, 3] } }], epochs: 1 }',
};
const yaml = (lines: Readonly<Record<string, string>>) => `${['name: e', ...Object.values(lines)].join('\n')}\n`;
const TRAINER = 'export default ({ x }, { seeds }) => x + (seeds.init % 100) / 1000;\n';
const ROWS = Array.from({ length: 60 }, (_, row) => [
  row % 7,
  ((row * 31) % 17) / 3 + 0.1,
  ((row * 7) % 23) / 2 + 0.25,
]);
const csv = (header: string, rows: readonly (readonly (number | string)[])[]) =>
  `${[header, ...rows.map(String)].join('\n')}\n`;
const DATA = csv('a,b,y', ROWS);
/** Rows whose target is `label(row)`. */
const labelled = (label: (row: number) => number | string) =>
  csv(
    'a,b,y',
    ROWS.map(([a = 0, b = 0], row) => [a, b, label(row)]),
  );
const LOSSES = csv('candidate,loss_1,loss_2,loss_3', [
  ['a', 1, 2, 3],
  ['b', 2, 3, 4],
  ['c', 3, 4, 5],
]);

/** The experiment of the module with these lines; `select` it, or what `args` say. */
const ofModule = (
  lines: Readonly<Record<string, string>>,
  args: readonly string[] = SELECT,
  more: Readonly<Record<string, string>> = {},
): BadInput => ({
  args,
  prepare: write({ 'e.yaml': yaml({ ...MODULE, ...lines }), 't.mjs': TRAINER, ...more }),
});
/** A module that gives a loss by name, and nothing else. */
const LOSS_ALONE = { 't.mjs': 'export default () => ({ loss: 1 });' };
const ofNetwork = (
  lines: Readonly<Record<string, string>>,
  data = DATA,
  args: readonly string[] = SELECT,
): BadInput => ({
  args,
  prepare: write({ 'e.yaml': yaml({ ...NETWORK, ...lines }), 'd.csv': data }),
});
const ofCommand = (command: string, lines: Readonly<Record<string, string>> = {}): BadInput =>
  ofModule({ trainer: `trainer: { command: ${command} }`, ...lines });
const ofModels = (models: string, args: readonly string[] = SELECT): BadInput => ({
  args,
  prepare: write({
    'e.yaml': yaml({ data: NETWORK.data, models: `models: { ${models} }` }),
    'd.csv': DATA,
    't.mjs': TRAINER,
  }),
});
const ofTable = (args: readonly string[], losses = LOSSES): BadInput => ({
  args: ['replay', 'losses.csv', ...args],
  prepare: write({ 'losses.csv': losses }),
});
const ofRun = (args: readonly string[]): BadInput => ({ args, prepare: afterRun({}) });
/** A log written by hand, with one outcome. */
const ofLog = (args: readonly string[], header: JsonObject, isAsked = true): BadInput => ({
  args,
  prepare: (folder) => {
    mkdirSync(join(folder, 'run'));
    const store = createSqliteStore(join(folder, 'run/log.sqlite'), sampleHead);
    if (isAsked) store.ask({ header: { ...sampleHeader, ...header } }).append([sampleOutcome(0)]);
    store.close();
    return write({ 'd.csv': DATA })(folder);
  },
});
const ofDamage = (args: readonly string[], damage: (log: Buffer) => void): BadInput => ({
  args,
  prepare: (folder, base) => {
    asRun(folder, base);
    const log = join(folder, 'runs/e/log.sqlite');
    const bytes = readFileSync(log);
    damage(bytes);
    writeFileSync(log, bytes);
    return undefined;
  },
});
const networkWith = (text: string) => ({
  space: `space: { layers: [{ dense: { units: [2, 3] } }], epochs: 1, ${text} }`,
});
const linearWith = (text: string) => ({ trainer: 'trainer: linear', space: `space: { penalty: [0.1, 1], ${text} }` });
const layer = (text: string) => ({ space: `space: { layers: [${text}, { dense: { units: [2, 3] } }], epochs: 1 }` });
const dataOf = (text: string) => ({ data: `data: { ${text} }` });
const raceOf = (text: string) => ({ race: `race: { ${text} }` });

/** By code. */
export const CASES: Readonly<Record<string, BadInput>> = {
  'models-gpus': ofModels('a: { trainer: { command: [node, t.mjs], gpus: [0] }, space: { x: 1 } }'),
  'models-beside': ofModule({ models: 'models: { a: { space: { x: 1 } } }' }),
  'models-losses': ofModels(
    'a: { space: { layers: [{ dense: { units: 2 } }] } }, b: { space: { layers: [{ dense: { units: 2 } }], loss: mae } }',
  ),
  'models-not-comparable': ofModels('a: { trainer: { module: ./t.mjs } }'),
  'unknown-model': ofModels('a: { space: { layers: [{ dense: { units: 2 } }] } }', [
    ...['train', 'e.yaml', '--replicate', '0', '--configuration', '{"b":{}}'],
  ]),
  'predictions-without-sample': ofCommand('[node, t.mjs], loss: predictions'),
  'ambiguous-loss': ofTable(['--replicate', 'loss_1', '--loss', 'loss_*']),
  'assure-against-bar': ofModule({}, ['assure', 'e.yaml', '--against', 'e.yaml', '--loss-below', '2']),
  'assure-evidence': ofModule(
    {},
    ['assure', 'e.yaml', '-c', 'x=1', '--against', 'old.yaml', '--against-candidate', 'x=2'],
    {
      'old.yaml': yaml({ ...MODULE, trainer: 'trainer: { module: ./other.mjs }' }),
      'other.mjs': 'export default () => 1;',
    },
  ),
  'assure-no-against': ofModule({}, ['assure', 'e.yaml', '--loss-below', '2', '--against-candidate', 'x=1']),
  'keep-same': ofModule({}, ['assure', 'e.yaml', '-c', 'x=1', '--against', 'e.yaml', '--against-candidate', 'x=1']),
  'keep-no-seed': { args: ['keep', '--metric', 'loss (\\S+)', '--', 'node', 'train.mjs'], prepare: () => undefined },
  'keep-confirm-metric': {
    args: ['keep', '--metric', 'loss (\\S+)', '--confirm-metric', 'other (\\S+)', '--', 'node', 'train.mjs', '{seed}'],
    prepare: () => undefined,
  },
  'keep-nothing-kept': {
    args: ['keep', '--metric', 'loss (\\S+)', '--confirm', '--', 'node', 'train.mjs', '{seed}'],
    prepare: () => undefined,
  },
  'keep-link': {
    args: ['keep', '--metric', 'loss (\\S+)', '--link', 'nowhere', '--', 'node', 'train.mjs', '{seed}'],
    prepare: () => undefined,
  },
  'assure-sample': ofModule(
    {},
    ['assure', 'e.yaml', '-c', 'x=1', '--against', 'old.yaml', '--against-candidate', 'x=2'],
    {
      'old.yaml': yaml({ ...MODULE, sample: 'sample: 10' }),
    },
  ),
  'assure-bar': ofModule({}, ['assure', 'e.yaml', '-c', 'x=1']),
  'assure-bar-options': ofModule({}, ['assure', 'e.yaml', '--loss-below', '2', '--metric', 'f1']),
  'assure-launch': {
    args: ['assure', 'run', '--loss-below', '2', '--slurm', '2'],
    prepare: (folder, base) => {
      cpSync(join(base, 'runs/e'), join(folder, 'run'), { recursive: true });
      return undefined;
    },
  },
  'assure-share': ofModule({}, ['assure', 'e.yaml', '-c', 'x=1', '--loss-below', '2', '--share', '1']),
  'assure-side': ofModule({}, ['assure', 'e.yaml', '-c', 'x=1', '--metric', 'accuracy', '--below', '0.5']),
  'assure-value': ofModule({}, ['assure', 'e.yaml', '-c', 'x=1', '--metric', 'accuracy', '--above', '88']),
  'bad-cell': ofTable([], LOSSES.replace('2,3,4', '2,three,4')),
  'bad-configuration': ofModule({}, ['train', 'e.yaml', '--configuration', '{']),
  'bad-option': ofModule({}, [...SELECT, '--workers', '0']),
  'baseline-data': ofNetwork({
    space: 'candidates: { a: { baseline: parametric }, b: { layers: [{ dense: { units: 3 } }] } }',
  }),
  'budget-too-small': ofModule({
    ...raceOf('rule: halving, warmup: 3, criterion: mean'),
    budget: 'budget: { trials: 4 }',
  }),
  'budget-below-cells': ofModule({}, [...COUPLE, '--sizes', '10,20', '--budget', '23']),
  'combination-left-out': ofNetwork({ constraints: 'constraints: { maxParameters: 40 }' }, DATA, [
    ...COUPLE,
    ...['--sizes', '10,20', '--factor', 'units=2,30', '--crossed', '2'],
  ]),
  'code-changed': { args: SELECT, prepare: afterRun({ 't.mjs': `${TRAINER}\nlet changed;` }) },
  'column-missing': ofTable(['--candidate', 'candidates']),
  'column-twice': ofTable(['--loss', 'candidate']),
  'columns-of-log': ofRun(['replay', 'runs/e', '--loss', 'loss']),
  'command-not-executable': ofCommand('[./t.mjs]'),
  'command-not-found': ofCommand('[no-such-program]'),
  'constraints-unsupported': ofModule({ constraints: 'constraints: { maxParameters: 3 }' }),
  cost: ofModule({ cost: 'cost: width' }),
  'criterion-needs-its-rule': ofModule(raceOf('criterion: max')),
  'crossed-levels': ofModule({}, ['measure', 'e.yaml', '--vary', 'init,order', '--crossed', '2x2x2']),
  'curve-sizes': ofModule({}, ['curve', 'e.yaml', '--sizes', 'many']),
  'compare-missing': ofRun(['report', 'runs/e', 'runs/e']),
  'compare-options': ofRun(['report', '--compare', 'runs/e', 'runs/e', '--question', '1']),
  'custom-criterion': ofLog(['report', 'run'], { plan: { kind: 'race', criterion: { name: 'mine', version: 1 } } }),
  'custom-rule': ofLog(['replay', 'run'], {
    plan: { kind: 'race', criterion: 'mean', rule: { name: 'mine', version: 1 } },
  }),
  'data-changed': {
    args: ['export', 'run', '-c', 'a'],
    prepare: (folder, base) => {
      const { draft } = takeExperimentValue({ name: 'e', data: { file: 'd.csv', target: 'y' }, space: { layers: [] } });
      const experiment = { ...JSON.parse(JSON.stringify(draft)), baseFolder: folder, dataset: { hash: 'another' } };
      return ofLog([], { experiment }).prepare?.(folder, base);
    },
  },
  'data-column-twice': ofNetwork({}, DATA.replace('a,b,y', 'a,a,y')),
  'data-commas': ofNetwork(
    {},
    csv(
      'a,b,y',
      ROWS.map(([, b = 0, y = 0], row) => [row === 2 ? '"1,5"' : '"1,234"', b, y]),
    ),
  ),
  'data-date-order': ofNetwork(
    {},
    csv(
      'a,b,y',
      ROWS.map(([, b = 0, y = 0]) => ['01/02/2024', b, y]),
    ),
  ),
  'data-header': ofNetwork({}, DATA.replace('a,b,y\n', '')),
  'data-unit': {
    args: SELECT,
    prepare: write({
      'e.yaml': yaml({ ...NETWORK, ...dataOf('file: d.csv, finalFile: f.csv, target: y') }),
      'd.csv': DATA.replaceAll(/^(?=\d)/gm, '$'),
      'f.csv': DATA.replaceAll(/^(?=\d)/gm, '€'),
    }),
  },
  'data-date': ofNetwork(
    dataOf('file: d.csv, target: y, columns: { a: date }'),
    csv(
      'a,b,y',
      ROWS.map(([, b = 0, y = 0], row) => [row === 2 ? '2024-02-30' : '2024-02-29', b, y]),
    ),
  ),
  'data-class-absent': ofNetwork(
    dataOf('file: d.csv, target: y, classes: [p, q, r]'),
    labelled((row) => (row % 2 === 0 ? 'p' : 'q')),
  ),
  'data-class-rare': ofNetwork(
    {},
    labelled((row) => (row === 0 ? 'p' : 'q')),
  ),
  'data-classes': ofNetwork(
    dataOf('file: d.csv, target: y, task: classification'),
    labelled(() => 'p'),
  ),
  'data-column': ofNetwork(dataOf('file: d.csv, target: z')),
  'data-contradiction': ofNetwork(dataOf('file: d.csv, target: y, task: regression, classes: [p, q]')),
  'data-empty': ofNetwork({}, 'a,b,y\n'),
  'data-feature-shape': ofNetwork(
    dataOf(
      `file: ${resolve('test/engine/datasets/fixtures/plain.npz')}, target: energy, inputs: [bright], features: [images]`,
    ),
  ),
  'data-format': ofNetwork(dataOf('file: e.yaml, target: y')),
  'data-label': ofNetwork(
    dataOf('file: d.csv, target: y, classes: [p, q]'),
    labelled((row) => 'pqr'.charAt(row % 3)),
  ),
  'data-lengths': ofNetwork(dataOf(`file: d.csv, targetFile: ${resolve('test/engine/datasets/fixtures/energy.npy')}`)),
  'data-missing': ofNetwork({ data: '' }),
  'data-not-a-number': ofNetwork({}, DATA.replace('\n1,', '\none,')),
  'data-shape': ofNetwork(dataOf('file: d.csv, target: y, shape: [7]')),
  'data-target': ofNetwork(dataOf('file: d.csv, target: [a, y], task: classification')),
  'data-target-is-input': ofNetwork(dataOf('file: d.csv, target: y, inputs: [a, y]')),
  'data-target-missing': ofNetwork(
    {},
    labelled(() => 'NA'),
  ),
  'data-task': ofNetwork(
    {},
    labelled((row) => row % 4),
  ),
  'data-too-large': {
    ...ofNetwork({}),
    prepare: (folder, base) => {
      ofNetwork({}).prepare?.(folder, base);
      truncateSync(join(folder, 'd.csv'), 2 ** 30 + 1);
      return undefined;
    },
  },
  'data-troubles': ofNetwork({}, DATA.replace('\n1,', '\none,').replace('a,b,y', 'y,b,y')),
  'data-uneven': ofNetwork({}, DATA.replace('\n1,', '\n1,1,')),
  'data-unreadable': ofNetwork(dataOf('file: nowhere.csv, target: y')),
  'data-without-inputs': {
    args: ['init', 'new.yaml', '--data', 'd.csv', '--target', 'y'],
    prepare: write({
      'd.csv': csv(
        'y',
        ROWS.map(([, , y = 0]) => [y]),
      ),
    }),
  },
  'duplicate-candidates': ofNetwork(layer('{ dense: { units: [4, 4] } }')),
  'duplicate-cell': ofTable([], LOSSES.replace('\nb,', '\na,')),
  'empty-grid': ofModule({ space: 'space: { x: [] }' }),
  'empty-table': ofTable([], 'candidate,loss_1,loss_2\n'),
  'exclude-with-pairs': ofModule({
    ...raceOf('rule: paired-t, criterion: mean'),
    failures: 'failures: { action: exclude }',
  }),
  'experiment-unreadable': { args: ['select', 'nowhere.yaml'] },
  'factor-levels': ofModule({}, ['compare', 'e.yaml', '--factor', 'x=1']),
  'feature-moved': ofNetwork({
    ...dataOf('source: gratings'),
    space: 'space: { layers: [{ dense: { units: [2, 3], join: sum } }], epochs: 1, augment: { shift: 1 } }',
  }),
  'feature-missing': ofNetwork(layer('{ dense: { units: 4, join: [nothing] } }')),
  'file-exists': { args: ['init', 'e.yaml'], prepare: write({ 'e.yaml': '' }) },
  'files-missing': ofModule({ trainer: "trainer: { module: ./t.mjs, files: ['*.r'] }" }),
  'folder-unusable': ofModule({}, [...SELECT, '--out', 't.mjs/run']),
  'foreign-files': {
    args: [...SELECT, '--out', '.'],
    prepare: write({ 'e.yaml': yaml(MODULE), 't.mjs': TRAINER, 'result.json': 'mine' }),
  },
  'given-twice': ofModule(raceOf('delta: 0.1, rule: { name: default, delta: 0.2 }')),
  'half-predict': { args: ['predict', 'model.onnx', 'rows.csv', '--candidate', 'x=1'] },
  'half-data': { args: ['init', 'new.yaml', '--target', 'y'] },
  'holds-a-run': {
    args: ['replay', 'losses.csv', '--rule', 'halving', '--out', 'runs/e'],
    prepare: afterRun({ 'losses.csv': LOSSES }),
  },
  'infinitely-good': ofTable([], LOSSES.replace('2,3,4', '2,-Infinity,4')),
  'invalid-setting': ofNetwork(layer('{ dense: { units: none } }')),
  'layer-misfit': ofNetwork(layer('{ conv: { filters: 4, kernel: 3 } }')),
  'lock-unusable': { args: SELECT, prepare: afterRun({ 'runs/e/.lock': 'garbage '.repeat(100) }) },
  'log-damaged': ofDamage(['log', 'runs/e'], (log) => log.fill(0, 4096 * 2)),
  'log-lost': ofDamage(['log', 'runs/e', '--salvage', 'rescued'], (log) => log.fill(0, 4096)),
  // As a copy of a main file that a run had open: without the WAL beside it, or what the run said at its end.
  'log-incomplete': {
    args: ['log', 'runs/e'],
    prepare: (folder, base) => {
      asRun(folder, base);
      const log = join(folder, 'runs/e/log.sqlite');
      const bytes = readFileSync(log);
      bytes.writeUInt32BE(bytes.readUInt32BE(60) + 256, 60);
      bytes.fill(2, 18, 20);
      writeFileSync(log, bytes);
      rmSync(join(folder, 'runs/e/live.json'));
      return undefined;
    },
  },
  'log-options': ofRun(['log', 'runs/e', '--forget', 'the disk was full']),
  'log-foreign': {
    args: ['log', 'runs/e'],
    prepare: afterRun({
      'runs/e/live.json': JSON.stringify({ log: { id: 'x', outcomes: 0, decisions: 0, conclusions: 0, chain: 'x' } }),
    }),
  },
  'log-unreadable': {
    args: SELECT,
    prepare: (folder, base) => {
      asRun(folder, base);
      mkdirSync(join(folder, 'runs/e/log.sqlite-wal'));
      return undefined;
    },
  },
  'linear-loss': ofNetwork(linearWith('loss: { name: quantile, level: 0.9 }')),
  'linear-mix': ofNetwork(
    { ...linearWith('mix: 1'), ...dataOf('file: d.csv, target: y, classes: [p, q]') },
    labelled((row) => (row % 2 === 0 ? 'p' : 'q')),
  ),
  'loss-misfit': ofNetwork(networkWith('loss: cross-entropy')),
  'missing-key': ofModule({ name: 'seed: 3', space: '' }),
  'missing-losses': ofTable(['--rule', 'paired-t', '--criterion', 'mean'], LOSSES.replace('2,3,4', '2,,4')),
  'model-too-large': ofNetwork(layer('{ dense: { units: [8, 1e9] } }')),
  // The number of the version stands in the head of a file of SQLite.
  'other-log-version': ofDamage(SELECT, (log) => log.writeUInt32BE(99, 60)),
  'figures-not-asked': ofRun(['report', 'runs/e', '--theme', 'dark']),
  'factor-in-parts': ofModule({ space: 'space: { rate: 1, part: { rate: 2 } }' }, [
    ...COUPLE,
    ...['--sizes', '10,20', '--factor', 'rate=1,3'],
  ]),
  'no-base': ofModule({ space: 'space: { oneOf: [{ x: 1 }, { y: 2 }] }' }, [
    ...COUPLE,
    ...['--sizes', '10,20', '--factor', 'x=1,2', '--factor', 'y=1,2'],
  ]),
  'nothing-couples': ofModule({}, [...COUPLE, '--sizes', '10']),
  'from-itself': {
    args: [...SELECT, '--from', 'runs/e'],
    prepare: afterRun({}),
  },
  'from-nothing': {
    args: [...SELECT, '--from', 'runs/e', '--out', 'runs/new'],
    prepare: afterRun({ 'e.yaml': yaml({ ...MODULE, space: 'space: { x: [7, 8] }' }) }),
  },
  'from-outside': {
    args: [...SELECT, '--from', 'runs/e', '--out', 'runs/new'],
    prepare: afterRun({ 'e.yaml': yaml({ ...MODULE, space: 'space: { x: { range: [1, 3] }, y: 2 }' }) }),
  },
  'recheck-same-seed': ofRun(['recheck', 'runs/e', 'e.yaml']),
  'no-log': { args: ['replay', '.'] },
  'no-model': ofRun(['export', 'runs/e']),
  'no-slurm': {
    args: [...SELECT, '--slurm'],
    prepare: (folder) => {
      write({ 'e.yaml': yaml(MODULE), 't.mjs': TRAINER })(folder);
      return withVariable('PATH', folder);
    },
  },
  'several-bases': ofModule({ space: 'space: { x: [1, 2], y: [1, 2] }' }, [
    ...COUPLE,
    ...['--sizes', '10,20', '--factor', 'x'],
  ]),
  'several-candidates': ofModule({}, ['assure', 'e.yaml', '--loss-below', '2']),
  'slices-by-metric': ofNetwork({ slices: 'slices: { rmse: [1, 2] }' }),
  'slices-of-other-kind': ofNetwork({ slices: 'slices: { a: [low, high] }' }),
  'slices-without-data': ofModule({ slices: 'slices: { a: [1, 2] }' }),
  'slurm-too-short': ofModule({ resources: 'resources: { minutes: 60 }' }, [
    ...SELECT,
    '--slurm',
    '--slurm-time',
    '61',
  ]),
  'no-gpus': {
    ...ofModule({ resources: 'resources: { gpus: 1 }' }),
    prepare: (folder) => {
      write({ 'e.yaml': yaml({ ...MODULE, resources: 'resources: { gpus: 1 }' }), 't.mjs': TRAINER })(folder);
      return withVariable('CUDA_VISIBLE_DEVICES', '');
    },
  },
  'not-pictures': ofNetwork(networkWith('augment: { shift: 1 }')),
  'no-question': ofLog(['export', 'run'], {}, false),
  'newer-question': ofLog(['report', 'run'], { plan: { kind: 'foretell' } }),
  'no-race': ofLog(['replay', 'run'], { plan: { kind: 'measure' } }),
  'no-race-to-compare': ofLog(['report', '--compare', 'run', 'run'], { plan: { kind: 'measure' } }),
  'no-run': { args: ['log', 'nowhere'] },
  'no-such-question': ofRun(['report', 'runs/e', '--question', '99']),
  'no-such-trial': ofRun(['log', 'runs/e', 'nothing']),
  'file-not-writable': ofRun(['report', 'runs/e', '--out', 'runs']),
  'model-unreadable': { args: ['predict', 'e.yaml', 'd.csv'], prepare: write({ 'e.yaml': 'name: e', 'd.csv': DATA }) },
  'target-unclear': {
    args: ['init', 'new.yaml', '--data', 'd.csv'],
    prepare: write({ 'd.csv': 'a,b\n1,1\n2,4\n3,1\n' }),
  },
  'no-target': { args: ['init', 'new.yaml', '--data', 'd.csv'], prepare: write({ 'd.csv': 'a,b\n1,1\n1,1\n' }) },
  'not-a-log': { args: SELECT, prepare: afterRun({ 'runs/e/log.sqlite': 'something else' }) },
  'not-a-spread': ofModule({}, ['curve', 'e.yaml', '--sizes', '10,20', '--spread', 'mean']),
  'not-yaml': ofModule({ seed: 'seed: [1' }),
  trace: {
    args: SELECT,
    prepare: (folder, base) => {
      asRun(folder, base);
      return withVariable('SUREFOOT_TRACE', 'race,trainer');
    },
  },
  'why-alone': ofRun(['report', 'runs/e', '--why', 'x=1', '--long']),
  'why-candidate': ofRun(['report', 'runs/e', '--why', 'x=9']),
  'why-race': ofLog(['report', 'run', '--why', 'x=1'], { plan: { kind: 'measure' } }),
  'one-run': ofRun(['report', '--compare', 'runs/e']),
  'one-level': ofModule({ space: 'space: { x: 1, y: [1, 2] }' }, ['compare', 'e.yaml', '--factor', 'x']),
  'option-of-none': ofTable(['--rule', 'halving', '--alpha', '0.1']),
  'other-experiment': { args: SELECT, prepare: afterRun({ 'e.yaml': yaml({ ...MODULE, seed: 'seed: 99' }) }) },
  'python-missing': {
    args: ['init', 'n.yaml', '--python', 't.py'],
    prepare: (folder) => withVariable('PATH', join(folder, 'nothing')),
  },
  'script-unreadable': {
    args: ['init', 'n.yaml', '--python', 't.py'],
    prepare: (folder) => {
      // In Python's place, which tests need not have: it finds an error as Python does.
      const says = 'File "t.py", line 1\nSyntaxError: unterminated string';
      writeFileSync(join(folder, 'python3'), `#!/bin/sh\nprintf '%s\\n' '${says}' >&2\nexit 1\n`, { mode: 0o755 });
      return withVariable('PATH', `${folder}:${process.env.PATH}`);
    },
  },
  'placeholder-beside-text': ofCommand("[cat, 'x{configuration:key=value}']"),
  'placeholder-in-script': ofCommand("[sh, -c, 'cat {configuration.x}']"),
  'placeholder-long-lived': ofCommand("[cat, '{configuration.x}'], protocol: long-lived"),
  'placeholder-quoted': ofModule({ trainer: `trainer: { command: { shell: 'echo "{configuration.x}"' } }` }),
  'protocol-version': {
    args: SELECT,
    prepare: write({
      'e.yaml': yaml({
        ...MODULE,
        trainer: `trainer: { command: [${process.execPath}, p.mjs], protocol: long-lived }`,
      }),
      'p.mjs': 'process.stdin.once(\'data\', () => console.log(\'{"type":"ready","protocol":9}\'))',
    }),
  },
  'race-setting': ofModule(raceOf('maxReplicates: 1')),
  'replicate-order': ofTable(['--replicate-order', '99']),
  'rule-criterion-mismatch': ofModule(raceOf('rule: welch, criterion: std, warmup: 3')),
  'rule-option': ofModule(raceOf('rule: { name: welch, alpha: 7 }, criterion: mean')),
  'rule-syntax': ofTable(['--rule', 'welch:alpha']),
  'run-locked': {
    args: SELECT,
    prepare: (folder, base) => {
      asRun(folder, base);
      const lock = lockRun(join(folder, 'runs/e'));
      return () => lock.release();
    },
  },
  'sample-cannot-vary': ofNetwork({}, DATA, ['measure', 'e.yaml']),
  'sample-too-large': ofNetwork({ sample: 'sample: 1000' }),
  'samples-not-drawn': ofModule({ data: 'data: { file: d.csv, target: y, split: { samples: nested } }' }, SELECT, {
    'd.csv': DATA,
  }),
  'sample-without-data': ofCommand('[cat], sample: indices'),
  separate: ofModule({}, [...SELECT, '--separate', '5']),
  reliability: ofModule({}, [...SELECT, '--reliability', '1']),
  'reliability-budget': ofModule({ ...raceOf('reliability: 0.95'), budget: 'budget: { trials: 30 }' }),
  'reliability-without-fresh': ofModule(raceOf('reliability: 0.95, finalTrials: 0')),
  'separate-in-rounds': ofModule(raceOf('rule: halving'), [...SELECT, '--separate']),
  'setting-name': ofModule({
    trainer: 'trainer: { command: [cat], pass: arguments }',
    space: 'space: { a b: [1, 2] }',
  }),
  'bad-range': ofModule({ draw: 'draw: 3', space: 'space: { x: { range: [2, 1] } }' }),
  'range-without-draw': ofModule({ search: 'search: { prior: none }', space: 'space: { x: { range: [1, 2] } }' }),
  'audit-too-large': ofModule({ search: 'search: { audit: 4 }' }),
  'search-criterion': ofModule({ ...raceOf('criterion: std'), search: 'search: { prior: guarded }' }),
  'search-rule': ofModule({ ...raceOf('rule: halving'), search: 'search: { prior: full }' }),
  'search-separate': ofModule({ search: 'search: { prior: full }' }, [...SELECT, '--separate']),
  'study-of-search': ofModule({ space: 'space: { x: { range: [1, 2] } }' }, ['measure', 'e.yaml', '--trials', '3']),
  'range-in-space': ofModule({ space: 'space: { x: { logUniform: [1e-5, 1e-1] } }' }),
  'space-syntax': ofModule({ space: 'space: { x: { oneOf: [1, 2], y: 3 } }' }),
  'space-too-large': ofModule({
    space: `space: { ${'abcdefg'.split('').map((key) => `${key}: [${ROWS.slice(0, 10).map((_, index) => index)}]`)} }`,
  }),
  'split-groups': ofNetwork(
    dataOf('file: d.csv, target: y, split: { by: group }'),
    csv(
      'a,group,y',
      ROWS.map(([a = 0, b = 0]) => [a, 'all', b]),
    ),
  ),
  'split-repeated': ofNetwork(dataOf('file: d.csv, target: y, split: { time: a, repeated: true }')),
  'deliver-own-trainer': ofModule({ deliver: 'deliver: { ensemble: 3 }' }),
  'deliver-ensemble': ofNetwork({ deliver: 'deliver: { ensemble: 30 }' }),
  'deliver-refit': ofNetwork({ deliver: 'deliver: { refit: true, level: 0.9 }' }),
  'deliver-level': ofNetwork({ ...dataOf('file: d.csv, target: y, split: { calibration: 3 }') }),
  'deliver-nearest': ofNetwork({
    deliver: 'deliver: nearest',
    ...dataOf('file: d.csv, target: y, split: { repeated: true }'),
  }),
  'split-size': ofNetwork(dataOf('file: d.csv, target: y, split: { pool: 1000 }')),
  'split-time': ofNetwork(
    dataOf('file: d.csv, target: y, split: { time: day }'),
    csv(
      'a,day,y',
      ROWS.map(([a = 0, b = 0], row) => [a, row === 3 ? '2023-02-29' : '2023-02-28', b]),
    ),
  ),
  'study-trials': ofModule({}, ['measure', 'e.yaml', '--trials', '1']),
  'table-format': { args: ['replay', 'losses.npz'], prepare: write({ 'losses.npz': 'PK' }) },
  'target-misfit': ofNetwork(networkWith('loss: relative-rmse, target: { scale: log }')),
  'target-not-positive': ofNetwork(
    networkWith('target: { scale: log }'),
    DATA.replace(/,[^,]*\n$/, ',-1\n').replaceAll(/,0\.25$/gm, ',-1'),
  ),
  'target-zero': ofNetwork(networkWith('loss: relative-rmse'), DATA.replaceAll(/,0\.25$/gm, ',0')),
  'token-input': ofNetwork(layer('{ tokenEmbedding: { tokens: 4, width: 2 } }')),
  'too-few-candidates': ofModule({ space: 'space: { x: 1 }' }),
  'too-many-trials': ofModule(raceOf('rule: halving, warmup: 1e9, criterion: mean')),
  'train-what': ofModule({}, ['train', 'e.yaml']),
  'trainer-module-unreadable': ofModule({ trainer: 'trainer: { module: ./nowhere.mjs }' }),
  'trainer-module-without-function': {
    args: SELECT,
    prepare: write({ 'e.yaml': yaml(MODULE), 't.mjs': 'export const depth = 3;' }),
  },
  'kinds-of-arrays': { args: ['init', 'new.yaml', '--data', 'd.npz', '--target', 'y', '--kinds', 'net'] },
  'unknown-kind': {
    args: ['init', 'new.yaml', '--data', 'd.csv', '--kinds', 'net,trees'],
    prepare: write({ 'd.csv': DATA }),
  },
  'boost-packages': {
    args: ['init', 'new.yaml', '--data', 'd.csv', '--target', 'y', '--kinds', 'boost'],
    prepare: (folder) => {
      writeFileSync(join(folder, 'd.csv'), DATA);
      return withVariable('PATH', join(folder, 'nothing'));
    },
  },
  'init-options': { args: ['init', '--client', 'python', '--data', 'd.csv'] },
  'unknown-candidate': ofModule({}, ['measure', 'e.yaml', '-c', 'nobody']),
  'unknown-criterion': ofModule(raceOf('criterion: medain')),
  'criterion-of-another': ofModule(raceOf('criterion: q1 of the accuracy')),
  'unknown-help': { args: ['help', 'selct'] },
  'unknown-option': { args: ['select', '--no-ahead'] },
  'too-few-pairs': ofModule({}, [...COUPLE, '--sizes', '10,20', '--crossed', '4x4+1']),
  'two-streams': ofModule({}, [...COUPLE, '--sizes', '10,20', '--vary', 'init']),
  'unknown-factor': ofModule({}, ['compare', 'e.yaml', '--factor', 'z']),
  'unknown-key': ofModule({ seed: 'sede: 3' }),
  'bounds-without-statement': ofModule(raceOf('rule: { name: default, bounds: [0, 1] }')),
  'statement-of-rule': ofModule(raceOf('rule: { name: fast, statement: distribution-free }')),
  'statement-criterion': ofModule(raceOf('criterion: std, rule: { name: default, statement: distribution-free }')),
  'change-joint-metric': ofModule({ race: 'race: { metric: disagreement, criterion: mean }' }, [
    'assure',
    'e.yaml',
    '-c',
    'x=1',
    '--against',
    'e.yaml',
    '--against-candidate',
    'x=2',
  ]),
  'inspect-answer': ofModule({
    trainer: 'trainer: { command: [node, t.mjs], inspect: [node, t.mjs] }',
    require: 'require: { parameters: { below: 5 } }',
  }),
  'require-rule': ofModule({
    require: 'require: { ms: { q3: { below: 5 } } }',
    race: 'race: { rule: halving }',
  }),
  'require-metric': ofNetwork({ require: 'require: { accuracies: { q3: { above: 0.5 } } }' }),
  'require-criterion': ofModule({ require: 'require: { ms: { max: { below: 5 } } }' }),
  'require-impossible': ofModule({ require: 'require: { ms: { q3: { below: 5 }, median: { above: 10 } } }' }),
  'require-loss': ofModule({ require: 'require: { loss: { q3: { within: 5 % } } }' }),
  'joint-metric': ofModule({ race: 'race: { metric: disagreement }' }),
  'predictions-missing': ofModule({ race: 'race: { metric: disagreement, criterion: mean }' }),
  'replay-joint-metric': ofLog(['replay', 'run'], { plan: { kind: 'race', metric: 'disagreement' } }),
  'collapse-side': ofModule({ race: 'race: { collapse: { below: 0.9 } }' }),
  'metric-direction': ofModule({ race: 'race: { metric: auc }' }),
  'class-weights': ofNetwork({ space: 'space: { layers: [{ dense: { units: [2] } }], classWeights: balanced }' }),
  'data-weights': ofNetwork(
    { data: 'data: { file: d.csv, target: y, weights: a }' },
    csv('a,b,y', [[-1, 2, 3], ...ROWS]),
  ),
  'metric-missing': ofModule({ race: 'race: { metric: accuracy }' }, SELECT, LOSS_ALONE),
  'loss-pattern': ofCommand("[cat], loss: { pattern: 'val_loss' }"),
  'unknown-metric': ofModule(
    {},
    ['measure', 'e.yaml', '--metric', 'f1', '--vary', 'init', '--trials', '3', '--quiet'],
    LOSS_ALONE,
  ),
  'unknown-placeholder': ofCommand("[cat, '{z}']"),
  'unknown-rule': ofModule(raceOf('rule: halfing')),
  'unknown-rule-option': ofModule(raceOf('rule: { name: halving, alpha: 0.1 }')),
  'unknown-secret': ofCommand('[cat], secrets: [NO_SUCH_VARIABLE]'),
  'unknown-slice': ofNetwork(
    { slices: 'slices: { y: [left, rigth] }' },
    labelled((row) => (row % 2 === 0 ? 'left' : 'right')),
  ),
  'unknown-slice-column': ofNetwork({ slices: 'slices: { c: [1, 2] }' }),
  'unknown-stream': ofModule({}, ['measure', 'e.yaml', '--vary', 'inti']),
  'too-few-replicates': ofTable([], 'candidate,loss_0\na,1\nb,2\n'),
  'warmup-too-long': ofTable(['--rule', 'halving', '--warmup', '99']),
  'warmup-without-rounds': ofModule(raceOf('warmup: 3')),
  'wrong-value': ofModule({ sample: 'sample: many' }),
  ...foundCases(write),
  ...WORKER_CASES,
};

/** A race that has a run folder, `runs/e`. */
export const BASE = {
  'e.yaml': yaml({ ...MODULE, ...raceOf('rule: halving, criterion: mean, warmup: 2, finalTrials: 3') }),
  't.mjs': TRAINER,
};
