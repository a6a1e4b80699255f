/** @file Whether a candidate is better than another one that it is set against: the question as one object. */
import { z } from 'zod';
import { type Candidate, isObject, type JsonObject } from '../../core/index.js';
import { countOption, type OptionsOf, type StudyKind, settingsOf, text } from '../common/index.js';
import { analyseChange, type ChangeAnalysis, createChange, judgeChange, trainingsUpTo } from './plan/index.js';

/** What a program tells it; the new candidate is the one that the question is about. */
export interface ChangeAsked {
  /** By which criterion, as races take it. */
  readonly criterion: string;
  /** Of a metric of one's own. */
  readonly direction?: 'minimize' | 'maximize';
  /** The old candidate, completed, and what it is called. */
  readonly against: { readonly name: string; readonly configuration: JsonObject };
  /** Most pairs of trainings; default 75. */
  readonly trials?: number;
}

/** Most pairs of trainings, by default. */
export const MOST_CHANGE_PAIRS = 75;

const isAgainst = (value: unknown): boolean =>
  isObject(value) && ['name', 'configuration'].every((key) => key in (value as object));

const options = z.strictObject({
  criterion: text,
  direction: z.enum(['minimize', 'maximize']).optional(),
  against: z.custom<ChangeAsked['against']>(isAgainst).describe('an object with `name` and `configuration`'),
  trials: countOption.default(MOST_CHANGE_PAIRS),
} satisfies OptionsOf<ChangeAsked>);

export const CHANGE: StudyKind<z.output<typeof options>, ChangeAnalysis, typeof options> = {
  options,
  aboutOne: true,
  example: "{ experiment: 'new.yaml', against: 'old.yaml' }",
  takesSample: true,
  replicates: true,
  trainings: ({ trials }) => 2 * trials,
  settle: ({ against: { name, configuration } }, own, build) => {
    const [old] = build([{ name, place: name, configuration }]);
    return { candidates: [...own, old as Candidate], found: {} };
  },
  plan: (subject, { criterion, direction, trials }) => {
    const { sampleSize } = subject;
    const study = createChange({ ...settingsOf(subject), criterion, direction, trials, sampleSize });
    return {
      study,
      all: { trials: trainingsUpTo(trials), isExact: false },
      endOf: ({ outcomes }) => (judgeChange(study.settings, outcomes).verdict === 'real' ? 'decided' : 'denied'),
      analyse: (outcomes, baselines) => analyseChange(study, outcomes, baselines),
    };
  },
};
