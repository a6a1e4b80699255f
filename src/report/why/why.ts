/**
 * @file Why a candidate of a race stands where it does: the decision that put it out, on which figures, what would have kept it in, and when it
 * might have come back. Composed of what the race said then and of what it says now.
 */
import pc from 'picocolors';
import { boundText, type Candidate } from '../../core/index.js';
import {
  type CandidateHistory,
  type CandidateStep,
  type RoundRule,
  statisticOfRule,
} from '../../questions/race/plan/index.js';
import { requiredFigure, requiredValue } from '../answer/requirement-words.js';
import { type CandidateStatus, STATUS_MEANINGS } from '../answer/statuses.js';
import { showCriterion, showInterval } from '../direction.js';
import {
  columnFormat,
  estimateText,
  formatCount,
  formatNumber,
  formatQuantity,
  formatValue,
  halfWidth,
} from '../number-text.js';
import { neverWorkedLine } from '../result/never-worked.js';
import type { Table } from '../table/table.js';
import { tableLines } from '../table/table-terminal.js';
import { type AnswerRow, answerLines } from '../terminal/answer-lines.js';
import { printable, type TerminalOptions, wrapText } from '../terminal/terminal-text.js';
import { legible } from '../view/candidate-names.js';
import { criterionPhrase } from '../view/choice-words.js';
import { capitalised, lowered } from '../view/phrases.js';
import type { ReportView } from '../view/report-view.js';
import { withId } from '../view/telling.js';
import { type WhyRow, whyRows, whyTable } from './why-table.js';

export interface Why {
  readonly rows: readonly AnswerRow[];
  /** Of decisions about it; of no rows where there was none. */
  readonly table: Table<WhyRow>;
}

/** What is told of one candidate of the race. A search names those that it has tried alone. */
export function whyOf(
  view: ReportView,
  { id, label }: Pick<Candidate, 'id' | 'label'>,
  history: CandidateHistory,
): Why {
  const candidate = id;
  const telling: Asked = { view, candidate, history, status: view.answer.statuses.get(candidate) ?? 'not tried' };
  const row = (label: string, text: string | null): readonly AnswerRow[] => (text === null ? [] : [{ label, text }]);
  return {
    rows: [
      {
        label: 'Candidate',
        text: view.names.has(id) ? view.telling.nameWithId(id) : withId(legible(label), id),
        style: 'strong',
      },
      ...row('Stands', standsText(telling)),
      ...row('Limit', limitText(telling)),
      ...row('Decided', decidedText(telling)),
      ...row('To stay', stayText(telling)),
      ...row('Back', backText(telling)),
      ...row('Now', nowText(telling)),
    ],
    table: whyTable(view, whyRows(view, history.steps)),
  };
}

/** Lines of at most the widths: the facts, and below them the decisions, a row each. */
export function formatWhy({ rows, table }: Why, options: TerminalOptions): string {
  const { dim } = pc.createColors(options.colors);
  const decisions = table.rows.length === 0 ? [] : ['', dim(`${wrapText(printable(table.caption), options.width)}:`)];
  return [
    ...answerLines(rows, options, Number.POSITIVE_INFINITY),
    ...decisions,
    ...tableLines(table, options),
    '',
  ].join('\n');
}

interface Asked {
  readonly view: ReportView;
  readonly candidate: string;
  readonly history: CandidateHistory;
  readonly status: CandidateStatus;
}

function standsText(asked: Asked): string {
  const { view, candidate, history, status } = asked;
  const { result, answer } = view;
  const never = result.neverWorked.find((one) => one.candidate === candidate);
  if (never !== undefined) return `Never worked: ${neverWorkedLine(never)}. It is compared with none.`;
  if (status === 'not tried') return untriedText(view);
  if (status !== 'winner') return `${capitalised(status)}: ${meaningOf(asked)}.`;
  const { ledFrom } = history;
  const leads =
    ledFrom === undefined
      ? ''
      : ` It has led without a break since decision ${formatCount(ledFrom.decision)}, after ${formatQuantity(ledFrom.trainings, 'training')}.`;
  return `It is the winner. ${answer.shown.sentence}${leads}`;
}

/** Of several meanings the one that it has; as long as there is no winner, the last. */
function meaningOf(asked: Asked): string {
  const { view, candidate, status } = asked;
  const { winner, tieSet } = view.result;
  const parts = lowered(STATUS_MEANINGS[status]).replace(/\.$/, '').split('; ');
  if (status === 'behind') return 'not better than the winner by more than the tolerance; it may be worse';
  if (status !== 'out') return winner === null ? (parts.at(-1) as string) : (parts[0] as string);
  if (limitText(asked) !== null) return 'it cannot win by what is required';
  if (lastOut(asked)?.kind === 'dropped') return 'the rule has dropped it';
  const rival = tieSet?.rivals.find((one) => one.candidate === candidate);
  return rival?.standing === 'worse' && Number.isFinite(rival.difference) ? 'worse than the winner' : 'it cannot win';
}

/** A search tries some; any other race begins with all of them. */
function untriedText({ result: { search, trials } }: ReportView): string {
  if (search === undefined || search === null) {
    return `Never trained: the race was stopped after ${formatQuantity(trials.completed + trials.diverged + trials.failed, 'training')}, before its turn came.`;
  }
  const { tried, candidates, untriedOpen } = search;
  const others =
    untriedOpen === 0
      ? 'none of the others is'
      : `${formatCount(untriedOpen)} of the others ${untriedOpen === 1 ? 'is' : 'are'}`;
  return `Never trained: the search tried ${formatCount(tried)} of ${formatQuantity(candidates, 'candidate')}, where settings and trainings promised most, and some at random for the audit; ${others} likely enough to be better than the winner by more than the tolerance.`;
}

/** Of each limit that it is shown to break. */
function limitText({ view: { result }, candidate }: Asked): string | null {
  const broken = (result.requirements?.metrics ?? []).flatMap((metric) => {
    const own = metric.candidates.find((one) => one.candidate === candidate);
    return own?.standing === 'unmet'
      ? [`its ${requiredFigure(metric)} is ${requiredValue(own)}, and has to be ${boundText(metric)}`]
      : [];
  });
  const { requirement } = result;
  if (requirement?.beyond.includes(candidate)) {
    broken.push(`its ${requirement.criterion} of the loss is not within ${requirement.within} of the best`);
  }
  return broken.length === 0
    ? null
    : `It breaks ${broken.length === 1 ? 'this limit' : 'these limits'}: ${broken.join('; ')}.`;
}

/** The last step that took it out of the race, where it is out still. */
function lastOut({ history: { steps } }: Asked): CandidateStep | undefined {
  const last = steps.at(-1);
  return last?.kind === 'back' ? undefined : last;
}

function decidedText(asked: Asked): string | null {
  const { view, history, status } = asked;
  if (history.steps.length === 0) {
    if (status === 'winner' || status === 'not tried' || status === 'never worked') return null;
    if (history.decisions === 0) return 'The race has made no decision yet.';
    if (history.isIn) return 'No decision of the race has taken it out.';
    return limitText(asked) === null ? 'No decision of the race has had it among those that may be the best.' : null;
  }
  const step = lastOut(asked) ?? (history.steps.at(-1) as CandidateStep);
  const { decision, trainings, own } = step;
  const what = { dropped: 'dropped', 'set aside': 'set aside', back: 'taken back into the race' }[step.kind];
  const when = `${capitalised(what)} by decision ${formatCount(decision.round)} of rule ${decision.rule}, after ${formatQuantity(trainings, 'training')}, ${formatCount(own)} of them its own`;
  return `${when}: ${reasonText(view, step)}.`;
}

const REASONS: Readonly<Record<string, string>> = {
  divergence: 'its trainings diverge or collapse, which counts as the worst there is',
  'too-few-losses': 'it had too few losses for criterion and rule, which counts as the worst there is',
  'never-worked': 'all of its trainings failed',
  requirement: 'it breaks what is required',
};

function reasonText(view: ReportView, step: CandidateStep): string {
  const { evidence, decision } = step;
  const { reason } = evidence ?? {};
  if (reason !== undefined && evidence?.pValue === undefined) return REASONS[reason] ?? reason.replaceAll('-', ' ');
  const compared = comparedText(view, step);
  const by = decision.idle === undefined ? roundsText(view, step) : chanceText(view, step);
  return [compared, by].filter((text) => text !== '').join('; ');
}

/** `its q3 of the loss was 0.34, and that of x=0 (c1), which led, 0.21`. */
function comparedText(view: ReportView, { estimate, decision, rival }: CandidateStep): string {
  if (estimate === null) return '';
  const [own, theirs] = valuesText(view, rival, [estimate, decision.incumbentValue]);
  const shown = showCriterion(view.input.criterion, view.input.direction);
  const interval = rival === undefined ? null : showInterval(rival.interval, shown);
  const apart = estimateText(shown.show(estimate - decision.incumbentValue), interval);
  const leader = view.telling.nameWithId(decision.incumbent);
  return `its ${criterionPhrase(view.result)} was ${own} beside ${theirs} of ${leader}, which led, a difference of ${apart}`;
}

/** Costs to one place, which their difference leaves them. */
function valuesText(view: ReportView, rival: CandidateStep['rival'], costs: readonly number[]): readonly string[] {
  const { show } = showCriterion(view.input.criterion, view.input.direction);
  const values = costs.map(show);
  return values.map(columnFormat(values, rival === undefined ? null : halfWidth(rival.interval)));
}

function chanceText({ result }: ReportView, { kind, evidence }: CandidateStep): string {
  if (evidence?.pValue === undefined) return '';
  const chance = formatValue(evidence.pValue, 2);
  const tolerance = result.tolerance?.value ?? 0;
  const better = tolerance === 0 ? 'better' : `better by more than the tolerance of ${formatValue(tolerance, 2)}`;
  const so = kind === 'back' ? '' : ', too little to go on with it';
  return `its chance of being ${better} was ${chance}${so}`;
}

/** What a rule in rounds goes by: a rank, a test, a threshold. */
function roundsText({ input }: ReportView, { evidence, decision }: CandidateStep): string {
  if (evidence === undefined) return '';
  const { statistic, pValue, correction } = evidence;
  const named = statisticOfRule(decision.rule);
  const kept = `the rule keeps ${formatCount(decision.survivors.length)}`;
  if (named !== undefined && statistic !== undefined) {
    const value = named.isCount ? formatCount(statistic) : formatValue(statistic);
    return named.isCount ? `its ${named.name} was ${value}, and ${kept}` : `it was ${named.name} ${value}`;
  }
  if (pValue !== undefined) {
    const alpha = alphaOf(input.header.plan.rule);
    const below = alpha === null ? '' : `, below ${alpha}`;
    const p = formatNumber(pValue, 'p');
    const corrected = correction === undefined ? '' : ` (${correction})`;
    return `the test says p ${p.startsWith('<') ? '' : '= '}${p}${corrected}${below}`;
  }
  return statistic === undefined ? '' : `its figure was ${formatValue(statistic)}`;
}

function alphaOf(rule: unknown): number | null {
  const { alpha } = (rule ?? {}) as Partial<Pick<RoundRule['settings'], 'alpha'>>;
  return typeof alpha === 'number' ? alpha : null;
}

function stayText(asked: Asked): string | null {
  const { view } = asked;
  const step = lastOut(asked);
  if (step?.staysFrom === undefined) return null;
  const [needed] = valuesText(view, step.rival, [step.staysFrom, step.estimate ?? step.staysFrom]);
  const { better, name } = showCriterion(view.input.criterion, view.input.direction);
  return `With ${article(name)} ${name} of ${needed} or ${better === 'low' ? 'less' : 'more'} it would have stayed, all others as they were.`;
}

function backText(asked: Asked): string | null {
  const { history, view } = asked;
  const step = lastOut(asked);
  if (step === undefined) return null;
  if (step.kind === 'dropped') return 'Under this rule a candidate that is dropped does not come back.';
  const back = history.steps.filter(({ kind }) => kind === 'back').length;
  const before = back === 0 ? '' : ` It came back ${back === 1 ? 'once' : `${formatCount(back)} times`} before.`;
  const since =
    history.since === 0
      ? 'No decision has followed.'
      : `It was judged anew at ${history.since === 1 ? 'the decision' : `each of the ${formatCount(history.since)} decisions`} that followed, and stayed out.`;
  const doubted =
    (view.input.answer?.setAside?.spreadTimes ?? 1) > 1
      ? ', or to be trained once more where it was set aside on few trainings'
      : '';
  return `No candidate is out for good: it comes back as soon as its chance is large enough${doubted}. ${since}${before}`;
}

/** Beside the winner, by all trainings of the race. */
function nowText({ view, candidate }: Asked): string | null {
  const { result, telling } = view;
  const rival = result.tieSet?.rivals.find((one) => one.candidate === candidate);
  if (rival === undefined || result.winner === null) return null;
  const beside = `that of ${telling.nameWithId(result.winner.candidate)}, the winner, over ${formatQuantity(rival.n, 'training')} of both`;
  if (!Number.isFinite(rival.difference))
    return `Its ${criterionPhrase(result)} cannot be set beside ${beside}${'reason' in rival.interval ? `: ${rival.interval.reason}` : ''}.`;
  const level = 'low' in rival.interval ? ` (${formatNumber(rival.interval.level, 'share')})` : '';
  return `Its ${criterionPhrase(result)} less ${beside}: ${estimateText(rival.difference, rival.interval)}${level}.`;
}

function article(name: string): string {
  return /^[aei]/.test(name) ? 'an' : 'a';
}
