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
classes, on the rows held back, averaged over the splits that Surefoot has; the best peer is the best by its mean over all splits that peers have. \`node scripts/tables/run.mjs\` makes this page of \`data/tables.json\`.

${Math.min(...rows.map(({ cells }) => cells[1])) < 5 ? `Not all splits are measured yet: of each table at least ${counted(kept)} of the peers. Of one split a small table tells little.\n\n` : ''}${summary(rows, measured, behind)}

| table | splits | without boosting | refit | with boosting | trivial | linear | hist boosting | XGBoost | forest | best peer | to the best: without, with | seconds |
|---|---|---|---|---|---|---|---|---|---|---|---|---|
${rows.map(({ cells }) => `| ${cells.join(' | ')} |`).join('\n')}

Linear, boosting and forest stand untuned / tuned. *Without boosting*: networks and linear models, as \`init --kinds net,line\` drafts them; *with*: boosted trees of Python beside them, as \`init\` drafts them where
Python has scikit-learn or XGBoost. *Refit*: with \`deliver: refit\`, without boosting. Seconds are those of a processor for \`init\` and \`select\`, without and with boosting.
`;
}

/** `1 of Surefoot, 3`: the fewest splits of a table. */
function counted(kept) {
  const splits = Object.values(kept).map((one) => Object.values(one));
  const own = Math.min(...splits.map((all) => all.filter(({ own }) => own !== undefined).length));
  const peers = Math.min(...splits.map((all) => all.length));
  return `${own} of Surefoot, ${peers}`;
}

function summary(rows, measured, behind) {
  if (measured.length === 0) return 'Only the peers are measured so far.';
  const meanOf = (pick) => geometricMean(rows.flatMap((row) => pick(row) ?? [])).toFixed(3);
  const raced = rows.filter(({ boosted }) => boosted !== undefined);
  return `Geometric mean of the loss to that of the best peer of each table: **${meanOf(({ boosted }) => boosted)}** on ${raced.length} tables with boosting in the race, **${meanOf(({ ratio }) => ratio)}** on ${measured.length} without. More than 10 % behind the best peer: ${named(
    raced.filter(({ boosted }) => boosted > FAR_BEHIND),
    'boosted',
  )} with boosting; ${named(behind, 'ratio')} without. A refit comes to ${meanOf(({ again }) => again)} of the loss before it.`;
}

function named(rows, figure) {
  return rows.length === 0
    ? 'none'
    : `${rows.length} (${rows.map((row) => `${row.name} ${row[figure].toFixed(2)}`).join(', ')})`;
}

function rowOf(name, splits) {
  const judged = splits.filter(({ own }) => own?.loss !== undefined);
  const of = judged.length > 0 ? judged : splits;
  const peers = Object.keys(of[0].peers).filter((peer) => peer !== 'trivial');
  const meanLoss = (among, peer) => mean(among.map(({ peers }) => peers[peer].loss));
  const lossOf = (peer) => meanLoss(of, peer);
  // By all splits that peers have: of one the luckiest of eight would be the best.
  const best = peers.reduce((least, peer) => (meanLoss(splits, peer) < meanLoss(splits, least) ? peer : least));
  const meanOf = (figures) => (figures.length === 0 ? undefined : mean(figures));
  const own = meanOf(judged.map(({ own }) => own.loss));
  const refit = meanOf(judged.flatMap(({ own }) => own.refit ?? []));
  const raced = meanOf(of.flatMap(({ boosted }) => boosted?.loss ?? []));
  const toBest = (loss) => (loss === undefined ? undefined : loss / lossOf(best));
  const both = (kind) => `${shown(lossOf(kind))} / ${shown(lossOf(`${kind}, tuned`))}`;
  const peerCells = ['linear', 'hist boosting', 'xgboost', 'forest'].map(both);
  const seconds = [({ own }) => own?.seconds, ({ boosted }) => boosted?.seconds].map((pick) =>
    shown(meanOf(of.flatMap((split) => pick(split) ?? []))),
  );
  const ratios = [toBest(own), toBest(raced)];
  return {
    ...{ name, ratio: ratios[0], boosted: ratios[1] },
    again: own === undefined || refit === undefined ? undefined : refit / own,
    cells: [
      ...[name, of.length, shown(own), shown(refit), shown(raced), shown(lossOf('trivial')), ...peerCells, best],
      ratios.map((ratio) => ratio?.toFixed(2) ?? '–').join(', '),
      seconds.join(', '),
    ],
  };
}

const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;

const geometricMean = (ratios) => Math.exp(mean(ratios.map(Math.log)));

function shown(value) {
  return value === undefined
    ? '–'
    : Number(value.toPrecision(3)).toLocaleString('en-US', { maximumSignificantDigits: 3 });
}
