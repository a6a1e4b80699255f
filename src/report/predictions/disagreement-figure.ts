/** @file Figure: how far two retrainings of each candidate differ in what they predict, by what differs between them. */
import type { Chart } from '../chart/index.js';
import { type IntervalRow, intervalChart } from '../chart/interval-chart.js';
import { shortSource } from '../studies/source-words.js';
import type { CandidatePredictions, PredictionRecord, StreamsApart } from './prediction-record.js';
import { disagreementText, disagreementUnit, predictionHeadline, setText } from './prediction-words.js';

export function disagreementFigure(record: PredictionRecord, nameOf: (candidate: string) => string): Chart {
  const { candidates, unit } = record;
  const scale = unit === 'own' ? 1 : 100;
  const all = candidates.flatMap((candidate) => setsOf(candidate).map((set) => ({ candidate, set })));
  const isSingle = candidates.length === 1;
  const rows = all.map(({ candidate, set: { streams, disagreement } }): IntervalRow => {
    const { value, low, high } = disagreement;
    const varied = candidate.streams.length > 1 ? shortSource(streams) : '';
    const name = [...(isSingle && varied !== '' ? [] : [nameOf(candidate.candidate)]), varied]
      .filter((part) => part !== '')
      .join(', ');
    const text = disagreementText(record, disagreement);
    return {
      name,
      note: text,
      value: scale * value,
      interval: low === null || high === null ? null : [scale * low, scale * high],
      role: candidate.isWinner ? 'choice' : 'open',
      title: `${name}: ${text} ${disagreementUnit(record)}`,
    };
  });
  const levels = all.filter(({ set }) => set.disagreement.low !== null);
  return {
    id: 'predictions-disagreement',
    title: 'Disagreement',
    says: `${predictionHeadline(record, nameOf)}.`,
    reads: [
      record.kind === 'values'
        ? 'The median over examples of how far two retrainings lie apart, averaged over all pairs.'
        : 'The share of examples that two retrainings give different labels, averaged over all pairs.',
      levels.length === 0 ? null : '95 % intervals (jackknife over retrainings)',
    ],
    direction: 'lower is better',
    n: `n = ${setText(record).replace(/^the /, '')}; the table has the trainings of each`,
    plot: intervalChart({
      rows,
      quantity: unit === 'own' ? disagreementUnit(record) : `% ${disagreementUnit(record)}`,
      hasZero: true,
    }),
    data: {
      columns: ['candidate', 'streams', 'retrainings', 'disagreement', 'low', 'high'],
      rows: all.map(({ candidate, set: { streams, retrainings, disagreement } }) => [
        candidate.candidate,
        streams,
        retrainings,
        disagreement.value,
        disagreement.low,
        disagreement.high,
      ]),
    },
  };
}

/** By streams; the trainings as they are, where nobody knows which streams they differ in. */
function setsOf({ streams, retrainings, disagreement }: CandidatePredictions): readonly StreamsApart[] {
  return streams.length > 0 ? streams : [{ streams: '', retrainings, disagreement }];
}
