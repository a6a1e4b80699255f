/** @file The sections of each study's page: its pictures and tables, a function a kind, without which a study does not compile. */
import { isHigherBetter } from '../../questions/common/plan/index.js';
import { ALPHA, type FactorAnalysis } from '../../questions/compare/plan/index.js';
import type { ResponseEffects } from '../../questions/couple/plan/index.js';
import type { StudyAnalysis, StudyName } from '../../questions/index.js';
import type { MeasureAnalysis, MeasuredCandidate } from '../../questions/measure/plan/index.js';
import { type Chart, renderFigures, type Section } from '../chart/index.js';
import { intervalFigure } from '../chart/interval-chart.js';
import { statementList } from '../html/first-screen.js';
import { type Content, html } from '../html/markup.js';
import { formatP, formatQuantity, formatShare } from '../number-text.js';
import type { Table } from '../table/table.js';
import { renderTable } from '../table/table-html.js';
import { intervalWords } from '../view/interval-words.js';
import { joined } from '../view/phrases.js';
import { factorTable, pairTable } from './compare.js';
import { hasTrained } from './couple.js';
import {
  cellTable,
  collapseTable,
  crossingTable,
  determinantTable,
  effectTable,
  savingTable,
  shareTable,
} from './couple-tables.js';
import { partText } from './couple-words.js';
import { stabilityTable } from './curve.js';
import { coupledSharesFigure, coupledSizesFigure } from './figures/couple.js';
import { curvePanelsFigure } from './figures/curve-panels.js';
import { levelsFigure, setBoxesFigure, sourcesFigure, spreadsFigure } from './figures/sets.js';
import { shareCourseFigure } from './figures/share-course.js';
import { sessionFigure, sessionTable, sessionTexts } from './keep-session.js';
import { type ComponentRow, clearPart, componentTable } from './measure.js';
import { resultFirst, setTable } from './set-table.js';
import { capital, type ShownStudy, sourceText } from './study-words.js';

export interface StudySection extends Section {
  /** The picture that shows the finding, which is not in `content`; of several the first stands on the first screen. */
  readonly picture?: Chart | undefined;
  /** `open`: below the first screen. `known`: behind *How we know*. Absent: behind *All figures*. */
  readonly place?: 'open' | 'known' | undefined;
}

interface SectionParts extends Pick<StudySection, 'id' | 'title' | 'picture' | 'place'> {
  readonly figures?: readonly Chart[];
  /** What stands below the figures. */
  readonly details?: Content;
}

export function studySection({ figures = [], details = null, ...section }: SectionParts): StudySection {
  return { ...section, figures, content: html`${renderFigures(figures)}\n${details}` };
}

type ShownKind<Name extends StudyName> = ShownStudy<Extract<StudyAnalysis, { readonly kind: Name }>>;

const SECTIONS: { readonly [Name in StudyName]: (study: ShownKind<Name>) => readonly StudySection[] } = {
  measure: measureSections,
  curve: curveSections,
  compare: compareSections,
  couple: coupleSections,
  assure: assureSections,
  keep: keepSections,
};

export function sectionsOf(study: ShownStudy): readonly StudySection[] {
  return (SECTIONS[study.analysis.kind] as (study: ShownStudy) => readonly StudySection[])(study);
}

/** The picture of several candidates is their spreads; of one its parts where these show what leads, else its trainings. */
function measureSections(study: ShownKind<'measure'>): StudySection[] {
  const { candidates } = study.analysis;
  const [only] = candidates;
  const isSingle = candidates.length === 1;
  const components = componentTable(study);
  const parts = candidates.flatMap((measured, index) => {
    const rows = components.rows.filter(({ candidate }) => candidate === measured.candidate);
    return rows.length === 0 ? [] : [partsFigure({ ...components, rows }, study, measured, index)];
  });
  const trainings = candidates.map((measured, index) => sourcesFigure(study, measured, index));
  const arePartsPicture = isSingle && only && (only.leading.finding !== 'leads' || clearPart(only) !== undefined);
  const spreads = isSingle ? undefined : spreadsFigure(study);
  const picture = spreads ?? (arePartsPicture ? (parts[0] ?? trainings[0]) : trainings[0]);
  const others = (figures: readonly Chart[]) => figures.filter((figure) => figure !== picture);
  const reasons = candidates.flatMap(({ decomposition }) => ('reason' in decomposition ? [decomposition.reason] : []));
  return [
    studySection({
      id: 'parts-of-variance',
      title: 'Parts of the variance',
      picture,
      figures: others(parts),
      details: [
        renderTable(components),
        ...(reasons.length === 0 ? [] : [`No decomposition: ${[...new Set(reasons)].join('; ')}.`]),
      ],
    }),
    studySection({
      id: 'varies',
      title: 'What varies',
      figures: others(trainings),
      details: renderTable(resultFirst(setTable(study, study.sets), 'std')),
      place: isSingle ? 'open' : undefined,
    }),
  ];
}

/** Of one candidate. */
function partsFigure(
  table: Table<ComponentRow>,
  { nameOf }: ShownStudy<MeasureAnalysis>,
  { candidate, leading }: MeasuredCandidate,
  index: number,
): Chart {
  const [{ of }] = table.rows as readonly [ComponentRow];
  const trainings = Object.values(of.levels).reduce((product, count) => product * count, 1);
  const design = Object.entries(of.levels).map(([source, count]) => `${count} seeds of ${sourceText(source)}`);
  const left = Object.values(of.leftOut).reduce((sum, count) => sum + count, 0);
  return intervalFigure(
    { ...table, id: `parts-${index}`, caption: `Shares of the variance of ${nameOf(candidate)}` },
    {
      says: `What each source brings, by every combination of ${joined(design)}${left === 0 ? '' : `, without ${left} whose cells failed, diverged or collapsed`}.`,
      n: `n = ${formatQuantity(trainings, 'training')}`,
    },
    {
      key: 'share',
      // Of two sources there is one.
      name: ({ source }) =>
        design.length === 2 && source.includes(' x ') ? partText('interaction') : sourceText(source),
      roleOf: ({ source }) => (leading.finding === 'leads' && source === leading.source ? 'choice' : 'open'),
      quantity: 'of the variance',
      isShare: true,
    },
  );
}

function curveSections(study: ShownKind<'curve'>): StudySection[] {
  return [
    studySection({
      id: 'curves',
      title: 'From which size on',
      picture: curvePanelsFigure(study),
      details: renderTable(stabilityTable(study)),
      place: 'open',
    }),
    studySection({ id: 'every-size', title: 'Every size', details: renderTable(setTable(study, study.sets)) }),
  ];
}

/** What is shown to differ first. Of one factor its levels say more than its row. */
function compareSections(study: ShownKind<'compare'>): StudySection[] {
  const { factors } = study.analysis;
  const shown = factors.filter(({ levels }) => levels.length > 0);
  const first = shown.find(({ verdict: { finding } }) => finding === 'differ') ?? shown[0];
  const isSingle = factors.length === 1;
  return [
    studySection({
      ...{ id: 'factors', title: 'Factors', details: renderTable(factorTable(factors)) },
      place: isSingle ? undefined : 'open',
    }),
    ...[...new Set(first === undefined ? [] : [first, ...shown])].flatMap((factor) =>
      factorSections(study, factor, factors.indexOf(factor), isSingle),
    ),
  ];
}

function factorSections(
  study: ShownKind<'compare'>,
  factor: FactorAnalysis,
  index: number,
  isSingle: boolean,
): StudySection[] {
  const { name, levels, pairs, verdict } = factor;
  const of = levels.map(({ value }) => `${name} = ${value}`);
  const table = resultFirst(
    setTable(
      study,
      study.sets.filter(({ set }) => of.includes(set)),
    ),
    'median',
  );
  const best = new Set(verdict.best.map((value) => `${name} = ${value}`));
  // A level says more than its candidate.
  const columns = table.columns.filter(({ key }) => key !== 'candidate name');
  const levelSection = studySection({
    id: `factor-${index}-levels`,
    title: `Levels of ${name}`,
    picture: levelsFigure(study, factor, index),
    details: renderTable({
      ...{ ...table, columns, caption: `Levels of ${name}` },
      role: ({ set }) => (best.has(set) ? 'best' : null),
    }),
    place: isSingle ? 'open' : undefined,
  });
  if (pairs.length === 0) return [levelSection];
  return [
    levelSection,
    studySection({
      id: `factor-${index}-pairs`,
      title: `Pairs of levels of ${name}`,
      figures: [pairsFigure(study, factor, index)],
      details: renderTable(pairTable(factor)),
    }),
  ];
}

/** Differences beyond these are in the table. */
const MOST_PAIRS = 28;

function pairsFigure({ figure }: ShownStudy, factor: FactorAnalysis, index: number): Chart {
  const { pairs, verdict, name } = factor;
  const table = pairTable(factor);
  return intervalFigure(
    { ...table, id: `differences-${index}`, caption: 'Paired differences' },
    {
      says: `${verdict.separated} of ${formatQuantity(pairs.length, 'difference')} between the levels of ${name} are significant (hollow); ${isHigherBetter(figure) ? 'above' : 'below'} 0 the first is better.`,
      reads: [intervalWords(pairs.map(({ shift }) => shift.interval))],
      n: 'n: common replicates',
    },
    {
      key: 'difference',
      name: ({ first, second }) => `${first} less ${second}`,
      note: ({ pairs: n, location }) => `n ${n} · p ${formatP(location.adjusted)}`,
      roleOf: ({ location }) => (location.adjusted < ALPHA ? 'settled' : 'open'),
      quantity: `difference of the ${figure}`,
      rows: table.rows.slice(0, MOST_PAIRS),
    },
  );
}

/** In the order of its questions; none where nothing was trained yet. */
function coupleSections(study: ShownKind<'couple'>): StudySection[] {
  const { figure, analysis } = study;
  if (!hasTrained(analysis)) return [];
  const { effects, shares, savings, collapses } = analysis;
  const { responses } = effects;
  const [picture, ...others] = responses
    .filter(({ determinants }) => determinants.rows.length > 0)
    .map((response) => determinantFigure(study, response));
  return [
    studySection({
      id: 'determinants',
      title: 'What decides most',
      picture,
      figures: others,
      details: [
        ...responses.map((response) => folded(determinantTable(analysis, response, figure), response.reason)),
        ...responses.map((response) => folded(effectTable(analysis, response, figure))),
      ],
    }),
    studySection({
      id: 'sizes',
      title: 'Against the sample size',
      figures: [coupledSizesFigure(analysis, 'location', figure), coupledSizesFigure(analysis, 'spread', figure)],
      details: folded(cellTable(analysis, figure)),
    }),
    studySection({
      id: 'shares',
      title: capital(analysis.table.streams.map(partText).join(' or ')),
      figures: [coupledSharesFigure(analysis)],
      details: [renderTable(crossingTable(analysis, figure)), folded(shareTable(analysis))],
    }),
    studySection({
      id: 'savings',
      title: 'Examples saved',
      details: renderTable(savingTable(analysis, figure)),
    }),
    studySection({
      id: 'collapses',
      title: 'Trainings that collapsed',
      details: renderTable(collapseTable(analysis)),
    }),
    studySection({
      id: 'method',
      title: 'How intervals are made',
      details: statementList([
        effects.model,
        `Effects: ${effects.method}.`,
        ...[`Shares: ${shares.method}.`, `Savings: ${savings.method}.`, `Collapses: ${collapses.method}.`],
      ]),
      place: 'known',
    }),
  ];
}

function determinantFigure({ analysis, figure }: ShownKind<'couple'>, response: ResponseEffects): Chart {
  const table = determinantTable(analysis, response, figure);
  return intervalFigure(
    table,
    {
      says: `How much of the variance between cells each setting, the sample size and each coupling explains, with ${formatShare(analysis.effects.level)} intervals.`,
      reads: ['The table tells which of two explains more.'],
      n: `n = ${analysis.table.cells.length} cells`,
    },
    {
      key: 'partial omega squared',
      roleOf: (row) => (table.role?.(row) === 'best' ? 'choice' : 'open'),
      quantity: 'partial omega squared',
    },
  );
}

/** Behind its caption; why it has no row, where that is known. */
function folded<Row>(table: Table<Row>, reason?: string) {
  const content = renderTable(table);
  if (content !== null) return html`<details><summary>${table.caption}</summary>${content}</details>`;
  return reason === undefined ? null : html`<p class="quiet">${table.caption}: ${reason}.</p>`;
}

function assureSections(study: ShownKind<'assure'>): StudySection[] {
  const { figure, analysis, nameOf } = study;
  const trainings = setBoxesFigure({
    id: 'share-losses',
    title: 'Every training',
    says: `The ${figure} of every training of ${nameOf(analysis.candidate)}.`,
    column: 'set',
    sets: [{ name: 'trainings', values: analysis.distribution.losses }],
    figure,
  });
  return [
    studySection({
      id: 'share',
      title: 'Every training',
      picture: shareCourseFigure(study),
      figures: [trainings],
      details: renderTable(setTable(study, study.sets)),
    }),
  ];
}

function keepSections(study: ShownKind<'keep'>): StudySection[] {
  const { figure, analysis, nameOf, session } = study;
  const picture = setBoxesFigure({
    id: 'keep-losses',
    title: 'Every training',
    says: `The ${figure} of every training, both on the same replicates.`,
    column: 'candidate',
    sets: [analysis.new, analysis.old].map(({ candidate, distribution }, place) => ({
      name: `${place === 0 ? 'new' : 'old'}: ${nameOf(candidate)}`,
      values: distribution.losses,
      isBest: place === 0,
    })),
    figure,
    isHigher: analysis.better === 'higher',
  });
  const details = renderTable(resultFirst(setTable(study, study.sets), analysis.criterion));
  const own = studySection({ id: 'keep', title: 'New and old', picture, details, place: 'open' });
  if (session === undefined) return [own];
  const all = studySection({
    ...{ id: 'session', title: 'The session', place: 'open', picture: sessionFigure(session, figure) },
    details: [statementList(sessionTexts(session)), renderTable(sessionTable(session))],
  });
  return [all, own];
}
