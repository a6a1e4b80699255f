/** @file docs/tables.md from the figures that are kept: each table beside its best peer, and what it costs. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const SUITE = JSON.parse(readFileSync(join(import.meta.dirname, 'suite.json'), 'utf8'));

/** A table on which we are farther behind its best peer than this is named. */
const FAR_BEHIND = 1.1;

/** The page, of figures by table and split. */
export function tablesPage(kept) {
  const tables = Object.keys(SUITE).filter((name) => kept[name] !== undefined);
  const rows = tables.map((name) => rowOf(name, Object.values(kept[name])));
  const measured = rows.filter(({ ratio }) => ratio !== undefined);
  const behind = measured.filter(({ ratio }) => ratio > FAR_BEHIND);
  return `# Tables, beside scikit-learn and XGBoost

${tables.length} tables: eight of scikit-learn or simulated, the others of R's packages (\`scripts/tables/suite.json\` lists them, with what a careful
analyst leaves out: identifiers, groups, and columns that give the answer away). Each is divided up to five times into rows that are known and a fifth that is held back: at random, by class;
of repeated subjects whole subjects; of days what comes after the others. Surefoot is used on the known rows as a newcomer does, \`surefoot init\` and \`surefoot select\`, and
predicts the rows held back with \`surefoot predict\`. It divides the known rows once more, so its model is trained on 60 % of them; the peers, in a pipeline
with imputer, one-hot encoding and scaling, are fitted to all. *Tuned* chooses by five folds from a usual grid. The figures are root mean squared errors, or mean log losses of
classes, on the rows held back, averaged over splits; the best peer is the best by this mean. \`node scripts/tables/run.mjs\` makes this page of \`data/tables.json\`.

${summary(measured, behind)}

| table | splits | Surefoot | trivial | linear | hist boosting | XGBoost | forest | best peer | to the best | refit | seconds |
|---|---|---|---|---|---|---|---|---|---|---|---|
${rows.map(({ cells }) => `| ${cells.join(' | ')} |`).join('\n')}

Linear, boosting and forest stand untuned / tuned. *Refit*: the
loss with \`deliver: refit\` over that without. Seconds are those of a processor for \`init\` and \`select\`.
`;
}

function summary(measured, behind) {
  if (measured.length === 0) return 'Only the peers are measured so far.';
  const names = behind.map(({ name, ratio }) => `${name} ${ratio.toFixed(2)}`).join(', ');
  return `Geometric mean of Surefoot to the best peer of each table: **${geometricMean(measured.map(({ ratio }) => ratio)).toFixed(3)}** on ${measured.length} tables; more than 10 % behind on ${behind.length}${names === '' ? '' : ` (${names})`}. With \`deliver: refit\` the loss is ${geometricMean(measured.map(({ again }) => again)).toFixed(3)} of that, geometric mean.`;
}

function rowOf(name, splits) {
  const judged = splits.filter(({ own }) => own?.loss !== undefined);
  const of = judged.length > 0 ? judged : splits;
  const peers = Object.keys(of[0].peers).filter((peer) => peer !== 'trivial');
  const lossOf = (peer) => mean(of.map(({ peers }) => peers[peer].loss));
  const best = peers.reduce((least, peer) => (lossOf(peer) < lossOf(least) ? peer : least));
  const own = judged.length > 0 ? mean(judged.map(({ own }) => own.loss)) : undefined;
  const ratio = own === undefined ? undefined : own / lossOf(best);
  const both = (kind) => `${shown(lossOf(kind))} / ${shown(lossOf(`${kind}, tuned`))}`;
  const kinds = ['linear', 'hist boosting', 'xgboost', 'forest'].map(both);
  const seconds = judged.length > 0 ? mean(judged.map(({ own }) => own.seconds)) : undefined;
  const cells = [
    name,
    of.length,
    shown(own),
    shown(lossOf('trivial')),
    ...kinds,
    best,
    ratio?.toFixed(2) ?? '–',
    shown(seconds),
  ];
  return { name, ratio, again, cells };
}

const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;

const geometricMean = (ratios) => Math.exp(mean(ratios.map(Math.log)));

function shown(value) {
  return value === undefined
    ? '–'
    : Number(value.toPrecision(3)).toLocaleString('en-US', { maximumSignificantDigits: 3 });
}
