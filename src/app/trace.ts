/** @file What SUREFOOT_TRACE shows of the inside of a run, on standard error: `race`, each step of its plan; `log`, each entry that is written. */
import { inputError, type Plan, type Question, type Trace } from '../core/index.js';
import { tracedPlan } from '../evidence/drive/index.js';
import { printable } from '../report/index.js';

const SECTIONS = ['race', 'log'] as const;
type Section = (typeof SECTIONS)[number];

/**
 * The form is that of `util.debuglog`, which knows its own variable alone. Without process ids, so that two traces can be compared line by line.
 * @returns undefined where it was not asked for, so that nothing is computed.
 * @throws InputError for a section that there is not.
 */
export function traceOf(section: Section): Trace | undefined {
  const asked = (process.env.SUREFOOT_TRACE ?? '').split(',').map((name) => name.trim());
  const unknown = asked.find((name) => name !== '' && !SECTIONS.some((one) => one === name));
  if (unknown !== undefined)
    throw inputError`trace: SUREFOOT_TRACE names "${unknown}".
      Allowed: ${SECTIONS.join(', ')}, or several with commas between them
      Fix: Correct the variable, or unset it.`;
  return asked.includes(section) ? (line) => process.stderr.write(`${section}: ${printable(line)}\n`) : undefined;
}

/** The plan of a question, which tells its steps where that was asked for. @throws InputError as {@link traceOf} does. */
export function tracedRace<State>(plan: Plan<State>, question: Question): Plan<State> {
  const trace = traceOf('race');
  if (trace === undefined) return plan;
  const names = new Map<string, string>();
  return tracedPlan(plan, trace, (candidate) => {
    // Others may have joined.
    if (!names.has(candidate))
      for (const { id, label } of question.header.candidates) names.set(id, label === '' ? id : `${label} (${id})`);
    return names.get(candidate) ?? candidate;
  });
}
