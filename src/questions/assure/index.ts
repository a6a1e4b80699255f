/** @file Whether enough trainings of one candidate pass a bar: the question as one object. */
import { z } from 'zod';
import { countOption, type OptionsOf, type StudyKind, settingsOf, typed } from '../common/index.js';
import {
  type AssureAnalysis,
  analyseAssurance,
  type BarAsked,
  barOf,
  createAssurance,
  decisionOf,
} from './plan/index.js';

/** What a program tells it. One of `below` and `above`. */
export interface AssureAsked extends BarAsked {
  /** Share of trainings that has to pass the bar, 0.05 to 0.999; default 0.95. */
  readonly share?: number;
  /** A training passes with a loss, or metric, below this. */
  readonly below?: number;
  /** The same for a metric that is better where it is higher. */
  readonly above?: number;
  /** Most trainings; default six times as many as decide where all pass (408 for a share of 0.95). */
  readonly trials?: number;
}

const numberOption = z.number().describe('a number');

const options = z.strictObject({
  share: typed(numberOption.default(0.95), '--share <share>', 'share that must pass, 0.05-0.999'),
  below: typed(numberOption.optional(), '--below <value>', 'with --metric: a training passes below this'),
  above: typed(numberOption.optional(), '--above <value>', 'with --metric: a training passes above this'),
  trials: typed(
    countOption.optional(),
    '--trials <count>',
    'most trainings (default: 6 times what it takes if all pass); with --against most pairs (default: 75)',
  ),
} satisfies OptionsOf<AssureAsked>);

export const ASSURE: StudyKind<z.output<typeof options>, AssureAnalysis, typeof options> = {
  options,
  aboutOne: true,
  example: "{ experiment: 'experiment.yaml', share: 0.95, below: 0.4 }",
  takesSample: true,
  replicates: true,
  trainings: ({ trials = 0 }) => trials,
  plan: (subject, { share, trials, ...asked }) => {
    const { figure, sampleSize } = subject;
    const bar = barOf(figure, asked);
    const study = createAssurance({ ...settingsOf(subject), share, bar, trials, sampleSize });
    const { settings } = study;
    return {
      study,
      // It ends as soon as it is decided.
      all: { trials: settings.trials, isExact: false },
      endOf: ({ outcomes }) => ENDS[decisionOf(settings, outcomes)],
      analyse: (outcomes, baselines) => analyseAssurance(study, outcomes, baselines),
    };
  },
};

const ENDS = { above: 'decided', below: 'denied', open: 'budget' } as const;
