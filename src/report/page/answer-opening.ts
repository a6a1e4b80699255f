/** @file What a reader sees first: the question, the choice with its verdict, key figures, and the choice beside its ties. */
import { type Figure, renderFigure } from '../figures/index.js';
import { drawIntervals } from '../html/charts/interval-chart.js';
import { html, type Markup } from '../html/markup.js';
import { noticeList, type Opening, statementList, tile } from '../html/page.js';
import {
  formatCount,
  formatDuration,
  formatQuantity,
  formatShare,
  formatValue,
  formatWithin,
  halfWidth,
} from '../number-text.js';
import type { Result, ResultChoice } from '../result/result-schema.js';
import { conditionText, criterionPhrase, examplesText, intervalText, mainMetrics } from '../view/choice-words.js';
import { partsOfEffort, shareOfAll, trainedInAll } from '../view/effort-words.js';
import { intervalWords } from '../view/interval-words.js';
import type { ReportView } from '../view/report-view.js';
import { judgingWords } from '../view/run-notices.js';
import type { StripRow, StripView } from '../view/strip-view.js';

export function answerOpening(view: ReportView): Opening {
  const { question, statements, notices, strip } = view;
  const figures = strip === null ? [] : [stripFigure(view, strip)];
  return {
    content: html`<p class="question">${question.text} <span class="definition">${question.definition}</span></p>
${answer(view)}
<dl class="figures">${keyFigures(view)}</dl>
${figures.map(renderFigure)}
${noticeList(notices)}
${statementList(statements)}`,
    figures,
  };
}

function answer({ parts, result }: ReportView): Markup {
  const { warning, predicate, rivals, choice } = parts;
  const { preface, text, verdict } = predicate;
  const kind = warning === null ? (result.verdict ?? 'none') : 'unbeaten';
  const badge = verdict === null ? null : html`<span class="badge">${begun(verdict)}</span> `;
  return html`<div class="answer ${kind}">
${warning === null ? null : html`<p class="warning">${warning}.</p>`}
${preface === '' ? null : html`<p class="preface">${preface.trim()}</p>`}
${choice === null ? null : html`<p class="chosen">${choiceName(choice, result.choice?.candidate ?? '')}</p>`}
<p class="verdict">${badge}${text}${rivals === null ? '' : `; ${rivals}`}.</p>
</div>`;
}

/** The id is for commands and files. */
function choiceName(name: string, id: string): Markup {
  const end = ` (${id})`;
  return name.endsWith(end)
    ? html`<bdi>${name.slice(0, -end.length)}</bdi> <small><bdi>${id}</bdi></small>`
    : html`<bdi>${name}</bdi>`;
}

function begun(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function stripFigure({ result, telling }: ReportView, strip: StripView): Figure {
  const { rows, conclusion, missing, n, from } = strip;
  const phrase = criterionPhrase(result);
  return {
    id: 'answer',
    title: 'The choice and its ties',
    conclusion,
    reading: [
      ...(missing === 0
        ? []
        : [`${formatCount(missing)} more that may be better ${missing === 1 ? 'is' : 'are'} not drawn.`]),
      ...(from === 'choosing' ? ['These trials chose, and flatter the choice: there is no interval from them.'] : []),
    ],
    direction: telling.largerIsBetter ? 'higher is better' : 'lower is better',
    n,
    interval: intervalWords(rows.flatMap(({ interval }) => (interval === null ? [] : [interval]))),
    draw: (id, size) =>
      drawIntervals(
        id,
        {
          rows: rows.map((row) => ({
            name: row.name,
            note: valueText(row),
            shortNote: figureText(row),
            value: row.value,
            interval: endsOf(row),
            role: row.isChoice ? 'choice' : 'open',
            title: `${row.name}: ${valueText(row)}`,
          })),
          quantity: phrase,
          hasZero: false,
          tolerance: 0,
          noteHeading: '',
          title: `${begun(phrase)} of the choice and of those that may be better`,
          text: rows.map((row) => `${row.name}: ${valueText(row)}.`).join(' '),
        },
        size,
      ),
    keys: null,
    data: {
      columns: ['candidate', phrase, 'low', 'high'],
      rows: rows.map((row) => [row.id, row.value, ...(endsOf(row) ?? [null, null])]),
    },
  };
}

function endsOf({ interval }: StripRow): readonly [number, number] | null {
  return interval === null || 'reason' in interval ? null : [interval.low, interval.high];
}

function valueText({ value, interval }: StripRow): string {
  return interval === null ? formatValue(value) : `${figureText({ value, interval })}${intervalText(interval)}`;
}

function figureText({ value, interval }: Pick<StripRow, 'value' | 'interval'>): string {
  return formatWithin(value, halfWidth(interval));
}

function keyFigures({ result, telling, word }: ReportView): Markup[] {
  const { choice } = result;
  if (choice === null) return [costTile(result)];
  return [
    criterionTile(result, choice, telling.largerIsBetter),
    typicalTile(result, choice, word),
    exportedTile(result, choice),
    costTile(result),
  ].filter((one) => one !== null);
}

/** Beside the fresh figure that of the choosing stands, with the reason why they differ. */
function criterionTile(result: Result, { criterion, trials }: ResultChoice, largerIsBetter: boolean): Markup {
  const { value, race, interval, from } = criterion;
  const name = criterionPhrase(result);
  const spread = halfWidth(interval);
  if (from === 'choosing') {
    return tile(
      name,
      formatValue(value),
      `over the ${formatQuantity(trials, 'trial')} that chose it, which flatter it`,
    );
  }
  const range =
    'reason' in interval
      ? null
      : html`<span class="unbroken">${intervalText(interval).trim()}</span> at ${formatShare(interval.level)}${interval.holdsUnder === undefined ? null : ` ${conditionText(interval.holdsUnder)}`}, `;
  const flattered = race.value !== null && (largerIsBetter ? race.value > value : race.value < value);
  const before =
    race.value === null
      ? null
      : `; ${formatWithin(race.value, spread)} while it was chosen${flattered ? ': winners look better then' : ''}`;
  return tile(name, formatWithin(value, spread), html`${range}${formatQuantity(trials, 'fresh trial')}${before}`);
}

/** What to expect of one training: on unseen examples where they were judged, else by the loss of the choice. */
function typicalTile(result: Result, choice: ResultChoice, word: string): Markup | null {
  const [name] = mainMetrics(choice)[0] ?? [];
  const figure = name === undefined ? undefined : choice.finalDistribution?.metrics[name];
  if (name !== undefined && figure !== undefined) {
    const spread = halfWidth(figure.interval);
    return tile(
      `${name}, typical training`,
      formatWithin(figure.median, spread),
      html`median of ${formatQuantity(figure.values.length, 'training')} <span class="unbroken">${intervalText(figure.interval).trim()}</span>, worst ${formatWithin(figure.worst, spread)}, on ${examplesText(result)}`,
    );
  }
  const own = result.members.find(({ standing }) => standing === 'choice');
  const figures = own?.fresh ?? own?.race;
  if (!own || !figures) return null;
  const trials = formatQuantity(figures.trials, own.fresh === null ? 'trial' : 'fresh trial');
  return tile(
    `${word}, typical training`,
    formatValue(figures.median),
    `median of ${trials}, worst ${formatValue(figures.worst)}`,
  );
}

/** The luckiest of many, and said to be. */
function exportedTile(result: Result, choice: ResultChoice): Markup | null {
  const [first, second] = mainMetrics(choice);
  if (first === undefined) return null;
  const more = second === undefined ? '' : `${second[0]} ${formatValue(second[1])}; `;
  return tile(
    `${first[0]}, ${choice.model ?? 'the exported model'}`,
    formatValue(first[1]),
    html`${more}the exported model, best of its trainings on ${judgingWords(result.plan)}, on ${examplesText(result)}`,
  );
}

function costTile({ trials, seconds }: Result): Markup {
  const share = shareOfAll(trials);
  const notes = [
    ...(share === null ? [] : [`${share} of ${formatCount(trials.exhaustive)}, every candidate every time`]),
    partsOfEffort(trials),
    ...(seconds === 0 ? [] : [html`<span class="unbroken">${formatDuration(seconds)}</span> in all`]),
  ].filter((note) => note !== '');
  const joined = notes.map((note, place) => html`${place === 0 ? '' : '; '}${note}`);
  return tile('trials', formatCount(trainedInAll(trials)), html`${joined}`);
}
