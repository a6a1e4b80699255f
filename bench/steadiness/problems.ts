/** @file What is retrained by `npm run bench:steadiness`: data, and the small networks that race on them. */

export interface Problem {
  /** As a table calls it. */
  readonly title: string;
  readonly data: object;
  /** Training examples of each training; 0 = the whole pool. */
  readonly sample: number;
  readonly candidates: Readonly<Record<string, object>>;
}

const dense = (...units: number[]) => ({
  layers: units.map((many) => ({ dense: { units: many, activation: 'relu' } })),
  epochs: 60,
});

const digits = (filters: number, activation: string) => ({
  layers: [{ conv: { filters, kernel: 5, activation } }, { maxPool: 2 }, { dense: { units: 32, activation: 'relu' } }],
  optimizer: { name: 'adamw', learningRate: 0.003, weightDecay: 0.01 },
  ...{ batchSize: 20, epochs: 8 },
});

/** Model 2 of docs/paper.md, on fewer showers. */
const showers = (others: object, join: object = { join: 'sum' }) => ({
  layers: [
    { conv: { filters: 32, kernel: 3, bias: false, activation: 'relu' } },
    { maxPool: { size: 2, stride: 2 } },
    { conv: { filters: 64, kernel: 3, bias: false, activation: 'relu' } },
    { maxPool: { size: 2, stride: 1 } },
    { dense: { units: 9, activation: 'relu', ...join } },
  ],
  ...{ loss: 'relative-rmse', inputs: 'none', batchSize: 32, epochs: 10 },
  optimizer: { name: 'adamw', learningRate: 0.001, weightDecay: 0.1 },
  ...others,
});

const DENSE = { '32': dense(32), '16': dense(16), '8': dense(8), '16 and 16': dense(16, 16) };
const SHARES = { pool: 0.5, selection: 0.2, final: 0.2, calibration: 0.1 };

/** `table`: the file of the given table of image models; without it that problem is left out. */
export function problemsWith(table?: string): Readonly<Record<string, Problem>> {
  const all = {
    digits: {
      title: 'digits',
      data: { source: 'digits', split: { pool: 6000, selection: 1000, final: 2000, calibration: 1000 } },
      sample: 600,
      candidates: {
        '4 filters, relu': digits(4, 'relu'),
        '4 filters, tanh': digits(4, 'tanh'),
        '8 filters, relu': digits(8, 'relu'),
        '8 filters, tanh': digits(8, 'tanh'),
      },
    },
    friedman: {
      title: 'friedman',
      data: { file: 'examples/friedman.csv', target: 'y', split: SHARES },
      ...{ sample: 0, candidates: DENSE },
    },
    calorimeter: {
      title: 'calorimeter',
      data: {
        ...{ source: 'calorimeter', spectrum: 'B', target: 'energy' },
        split: { pool: 8000, selection: 1000, final: 1000, calibration: 1000 },
      },
      sample: 1000,
      candidates: {
        sum: showers({}),
        'no sum': showers({}, {}),
        'sum, cosine': showers({ schedule: 'cosine' }),
        'sum, little decay': showers({ optimizer: { name: 'adamw', learningRate: 0.001, weightDecay: 0.01 } }),
      },
    },
  };
  if (table === undefined) return all;
  const inputs = ['batch_size', 'peak_lr', 'l2_reg', 'optimizer', 'activation', 'num_filters'];
  const data = { file: table, target: 'accuracy_20', inputs, split: SHARES };
  return { ...all, table: { title: 'settings of image models', data, sample: 0, candidates: DENSE } };
}
