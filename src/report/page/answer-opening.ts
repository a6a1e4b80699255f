/** @file What a reader sees first: the question, the choice with its verdict, key figures, and the choice beside its ties. */
import { type Figure, renderFigure } from '../figures/index.js';
import { drawIntervals } from '../html/charts/interval-chart.js';
import { html, type Markup } from '../html/markup.js';
import { noticeList, type Opening, statementList } from '../html/page.js';
import { formatCount, formatValue, formatWithin, halfWidth } from '../number-text.js';
import { criterionPhrase, intervalText } from '../view/choice-words.js';
import { intervalWords } from '../view/interval-words.js';
import type { ReportView } from '../view/report-view.js';
import type { StripRow, StripView } from '../view/strip-view.js';
import { keyFigures } from './key-figures.js';

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
