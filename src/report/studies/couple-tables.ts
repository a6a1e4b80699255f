/** @file The tables of a study of coupled effects: what decides most, every effect, every cell, shares, where one stream gives way, and savings. */
import type {
  CollapsesEffect,
  CoupleAnalysis,
  CoupledContrast,
  EffectsTerm,
  ResponseEffects,
  Saving,
  SavingsRow,
} from '../../questions/couple/plan/index.js';
import { formatCount, formatP } from '../number-text.js';
import type { Column, Table } from '../table/table.js';
import {
  basedOn,
  crossingText,
  isFactorOf,
  levelName,
  levelsName,
  partText,
  quantityText,
  savingEnds,
  savingText,
  sizeText,
  termName,
  toldCell,
  toldContrast,
} from './couple-words.js';
import { toldCriterion } from './study-words.js';

const FINDINGS: Readonly<Record<EffectsTerm['finding'], string>> = {
  shown: 'shown',
  'not-shown': 'not shown',
  untold: 'not tested',
};

type Determinant = ResponseEffects['determinants']['rows'][number];

/** Of one response, the one that explains most first. */
export function determinantTable(
  analysis: CoupleAnalysis,
  effects: ResponseEffects,
  figure: string,
): Table<Determinant> {
  const { table } = analysis;
  const { rows, primary } = effects.determinants;
  const [first] = rows;
  return {
    id: `determinants-${effects.response}`,
    caption: `What decides ${responseText(effects.response, figure)} most`,
    note: `Partial omega squared: the variance of effects over cells that count alike, beside that of one training. Behind: by how much less each varies cells than ${first === undefined ? 'the first' : termName(table, first.factors)} does, on the same trainings; above 0 with its whole interval it is shown to explain less.`,
    columns: [
      { key: 'factor', of: ({ factors }) => termName(table, factors) },
      {
        key: 'partial omega squared',
        unit: 'hundredths',
        of: ({ share }) => share.value,
        interval: ({ share }) => basedOn(share.interval, analysis.effects),
      },
      { key: 'deviation', unit: 'ratio', of: ({ deviation }) => deviation.value, shownIn: ['file'] },
      {
        key: 'behind',
        unit: 'ratio',
        of: ({ behind }) => behind?.value ?? null,
        interval: ({ behind }) => behind && basedOn(behind.interval, analysis.effects),
      },
    ],
    rows,
    role: ({ factors }) => (factors.join() === primary?.join() ? 'best' : null),
  };
}

interface EffectRow {
  readonly term: EffectsTerm;
  /** Null in the row of all its levels. */
  readonly contrast: CoupledContrast | null;
}

/** Every effect and coupling of one response. */
export function effectTable(analysis: CoupleAnalysis, effects: ResponseEffects, figure: string): Table<EffectRow> {
  const { table } = analysis;
  const { response, terms } = effects;
  const isFactor = isFactorOf(analysis, response);
  const told = ({ contrast }: EffectRow) => contrast && toldContrast(analysis, response, contrast, figure);
  return {
    id: `effects-${response}`,
    caption: `Effects on ${responseText(response, figure)}: ${isFactor ? 'factors' : 'differences'}, of the sample size for every doubling`,
    columns: [
      { key: 'factor', of: ({ term }) => termName(table, term.factors) },
      { key: 'between', of: ({ contrast }) => (contrast === null ? 'all levels' : betweenText(analysis, contrast)) },
      {
        key: 'effect',
        unit: isFactor ? 'ratio' : 'value',
        of: (row) => told(row)?.value ?? null,
        interval: (row) => told(row)?.interval ?? null,
      },
      { key: 'p', unit: 'p', of: ({ term, contrast }) => (contrast ?? term).adjusted },
      { key: 'by ranks', unit: 'sentence', of: (row) => (row.contrast === null ? rankText(row.term) : null), spare: 1 },
      { key: 'finding', unit: 'sentence', of: ({ term, contrast }) => FINDINGS[(contrast ?? term).finding] },
    ],
    rows: terms.flatMap((term) => [{ term, contrast: null }, ...term.effects.map((contrast) => ({ term, contrast }))]),
  };
}

function betweenText({ table }: CoupleAnalysis, { between, slope }: CoupledContrast): string {
  const pairs = between.map(({ factor, level, reference }) => {
    const place = table.factors.findIndex(({ name }) => name === factor);
    return `${levelName(table, place, level)} beside ${table.factors[place]?.levels[reference] ?? ''}`;
  });
  return [...pairs, ...(slope ? ['each doubling of the sample'] : [])].join(', ');
}

function rankText({ rank }: EffectsTerm): string | null {
  return rank && `${formatP(rank.adjusted)}, ${rank.agrees ? 'agrees' : 'disagrees'}`;
}

/** `the loss`, `its spread`, `its collapses`. */
export function responseText(response: ResponseEffects['response'], figure: string): string {
  return { location: `the ${figure}`, spread: 'its spread', collapses: 'its collapses' }[response];
}

interface CellRow {
  readonly cell: CoupleAnalysis['effects']['cells'][number];
  readonly collapses: CoupleAnalysis['collapses']['cells'][number] | undefined;
}

/** What came out of each cell, and what collapsed. */
export function cellTable(analysis: CoupleAnalysis, figure: string): Table<CellRow> {
  const { table, effects, collapses } = analysis;
  const quantity = (which: 'location' | 'spread'): Column<CellRow> => ({
    key: which,
    label: quantityText(analysis, which, figure),
    unit: 'value',
    of: ({ cell }) => toldCell(analysis, cell, which, figure)?.value ?? null,
    interval: ({ cell }) => toldCell(analysis, cell, which, figure)?.interval ?? basedOn(cell[which].interval, effects),
  });
  return {
    id: 'cells',
    caption: 'Cells: location and spread of the trainings that came out, and how many collapsed',
    columns: [
      { key: 'level', of: ({ cell }) => levelsName(table, cell.levels) },
      { key: 'size', unit: 'count', of: ({ cell }) => cell.size },
      { key: 'trainings', unit: 'count', of: ({ cell }) => cell.trainings },
      quantity('location'),
      quantity('spread'),
      { key: 'collapsed', unit: 'count', of: ({ cell }) => cell.collapsed },
      {
        key: 'collapse rate',
        unit: 'share',
        of: (row) => row.collapses?.rate ?? null,
        interval: (row) => (row.collapses === undefined ? null : basedOn(row.collapses.interval, collapses)),
      },
      {
        key: 'follows',
        unit: 'sentence',
        of: ({ collapses: own }) => (own?.follows ? partText(own.follows) : null),
        spare: 2,
      },
      { key: 'worth', unit: 'ratio', of: (row) => row.collapses?.effective ?? null, shownIn: ['file'] },
      { key: 'missing', unit: 'count', of: ({ cell }) => cell.missing, spare: 1 },
    ],
    rows: effects.cells.map((cell, place) => ({ cell, collapses: collapses.cells[place] })),
  };
}

/** Each level and size beside the first of its own. */
export function collapseTable({ table, collapses }: CoupleAnalysis): Table<CollapsesEffect> {
  const nameOf = ({ factor }: CollapsesEffect, place: number): string =>
    factor === 'size'
      ? sizeText(table.sizes[place] ?? 0)
      : levelName(
          table,
          table.factors.findIndex(({ name }) => name === factor),
          place,
        );
  return {
    id: 'collapses',
    caption: 'How much more often trainings collapse, as a share of them',
    columns: [
      { key: 'level', of: (effect) => nameOf(effect, effect.level) },
      { key: 'beside', of: (effect) => nameOf(effect, effect.reference) },
      {
        key: 'difference',
        unit: 'share',
        of: ({ difference }) => difference,
        interval: ({ interval }) => basedOn(interval, collapses),
      },
      { key: 'finding', unit: 'sentence', of: ({ finding }) => FINDINGS[finding] },
    ],
    rows: collapses.effects,
  };
}

type ShareRow = CoupleAnalysis['shares']['cells'][number];

/** What the variance over retrainings comes from. */
export function shareTable({ table, shares }: CoupleAnalysis): Table<ShareRow> {
  const parts = [...table.streams, 'interaction'];
  return {
    id: 'shares',
    caption: 'Shares of the variance over retrainings',
    columns: [
      { key: 'level', of: ({ levels }) => levelsName(table, levels) },
      { key: 'size', unit: 'count', of: ({ size }) => size },
      ...parts.map((part, place): Column<ShareRow> => {
        const own = (row: ShareRow) => row.parts.find((one) => one.part === part);
        return {
          key: part,
          label: partText(part),
          unit: 'share',
          of: (row) => own(row)?.share ?? null,
          interval: (row) => {
            const found = own(row);
            if (found !== undefined) return basedOn(found.interval, shares);
            return place === 0 && row.reason !== undefined ? { reason: row.reason } : null;
          },
        };
      }),
      { key: 'trainings', unit: 'count', of: ({ trainings }) => trainings, spare: 1 },
    ],
    rows: shares.cells,
  };
}

export function crossingTable(
  { table, shares }: CoupleAnalysis,
  figure: string,
): Table<CoupleAnalysis['shares']['crossings'][number]> {
  return {
    id: 'crossings',
    caption: `What spreads the ${figure} more`,
    columns: [
      { key: 'level', of: ({ levels }) => levelsName(table, levels) },
      { key: 'finding', unit: 'sentence', of: (crossing) => crossingText(table, crossing, figure) },
    ],
    // One sentence for all stands with the finding.
    rows: new Set(shares.crossings.map((one) => crossingText(table, one, figure))).size < 2 ? [] : shares.crossings,
  };
}

interface SavingRow {
  readonly row: SavingsRow;
  readonly saving: Saving;
}

/** How many examples each level needs beside the first one of its setting. */
export function savingTable(analysis: CoupleAnalysis, figure: string): Table<SavingRow> {
  const { table, savings } = analysis;
  const placeOf = (row: SavingsRow) => table.factors.findIndex(({ name }) => name === row.factor);
  return {
    id: 'savings',
    caption: 'Examples that a level needs, beside the first level of its setting',
    note: 'Fewer: at this size of the first level the same is had with so many times fewer. Never: not within these sizes.',
    columns: [
      { key: 'level', of: ({ row }) => levelsName(table, row.levels) },
      { key: 'compared with', of: ({ row }) => levelsName(table, row.levels.with(placeOf(row), row.reference)) },
      { key: 'same', unit: 'sentence', of: ({ row }) => equalledText(analysis, row.of, figure) },
      { key: 'size', unit: 'count', of: ({ saving }) => saving.size },
      { key: 'finding', unit: 'sentence', of: ({ saving }) => savingText(saving, table.sizes) },
      {
        key: 'interval',
        label: 'times fewer',
        unit: 'sentence',
        of: ({ saving }) => savingEnds(saving, table.sizes),
        spare: 1,
      },
      { key: 'needs', unit: 'count', of: ({ saving }) => saving.needs, shownIn: ['file'] },
      { key: 'times fewer', unit: 'ratio', of: ({ saving }) => saving.value, shownIn: ['file'] },
    ],
    rows: savings.rows.flatMap((row) => row.savings.map((saving) => ({ row, saving }))),
  };
}

/** `median of the loss`, `spread`: what is the same with fewer examples. */
export function equalledText({ savings }: CoupleAnalysis, of: SavingsRow['of'], figure: string): string {
  return of === 'spread' ? 'spread' : `${toldCriterion(savings.criterion, figure)} of the ${figure}`;
}

/** `500 to 32,000 examples`, of every cell at most so many trainings. */
export function mostTrainings({ effects }: CoupleAnalysis): string {
  return `n = ${formatCount(Math.max(0, ...effects.cells.map(({ trainings }) => trainings)))} trainings in a cell at most`;
}
