/** @file One factor at a time, with tests of location and spread: the study as one object. */
import { z } from 'zod';
import type { Candidate } from '../../core/index.js';
import {
  allAtOnce,
  candidatesNamed,
  countOption,
  type OptionsOf,
  readAnother,
  readFactor,
  type StudyKind,
  settingsOf,
  text,
  texts,
  typed,
} from '../common/index.js';
import {
  type Factor,
  factorAmong,
  findFactor,
  replaceFactor,
  requireKnown,
  WHOLE_CANDIDATE,
} from '../common/plan/index.js';
import { analyseComparison, type CompareAnalysis, createComparison } from './plan/index.js';

/** What a program tells it. */
export interface CompareAsked {
  /** Settings that the space varies (`layers.activation`), or with levels of their own (`layers.activation=relu,elu`); default: whole candidates. */
  readonly factors?: readonly string[];
  /** Id or label of the candidate that is changed; default: the first that has all of the settings. */
  readonly base?: string;
  /** Trainings of every level; default 20. */
  readonly trials?: number;
}

const options = z.strictObject({
  factors: typed(
    texts.default([WHOLE_CANDIDATE]),
    '-f, --factor <name>',
    `a setting that the space varies (layers.activation), or with your own levels (layers.activation=relu,elu); ${WHOLE_CANDIDATE} for whole candidates (default); repeatable`,
    readAnother,
  ),
  base: typed(
    text.optional(),
    '--base <name>',
    'candidate to change, by id or label (default: the first that has the settings)',
  ),
  trials: typed(countOption.default(20), '--trials <count>', 'trainings of every level'),
} satisfies OptionsOf<CompareAsked>);

export interface CompareOwn extends z.output<typeof options> {
  /** The factors with their levels, as they were found; logs of earlier versions do not have them. */
  readonly levels?: readonly Factor[];
}

export const COMPARE: StudyKind<CompareOwn, CompareAnalysis, typeof options> = {
  options,
  example: "{ experiment: 'experiment.yaml' }",
  takesSample: true,
  replicates: true,
  trainings: ({ trials }, candidates) => candidates * trials,
  settle: ({ factors, base: name }, own, build) => {
    const told = factors.map((text) => readFactor(text, 2));
    const named = told.map((asked) => asked.name);
    const base = name === undefined ? baseAmong(own, named) : (candidatesNamed(own, [name])[0] as Candidate);
    const found = told.map((asked) => {
      const { name, levels } = asked;
      if (levels === undefined) return { factor: factorAmong(name, own, base), candidates: own };
      requireKnown(name, own);
      const candidates = build(
        levels.map((level) => ({
          name: `${name}=${typeof level === 'string' ? level : JSON.stringify(level)}`,
          place: `--factor ${name}`,
          configuration: replaceFactor(base.configuration, name, level),
        })),
      );
      return { factor: factorAmong(name, candidates, candidates[0] as Candidate), candidates };
    });
    const levels = found.map(({ factor }) => factor);
    const taking = new Set(levels.flatMap((factor) => factor.levels.map(({ candidate }) => candidate)));
    const known = new Map(found.flatMap(({ candidates }) => candidates.map((candidate) => [candidate.id, candidate])));
    return { candidates: [...taking].map((id) => known.get(id) as Candidate), found: { levels } };
  },
  plan: (subject, own) => {
    const { sampleSize, candidates } = subject;
    const factors = own.levels ?? factorsAmong(own.factors, candidates);
    const study = createComparison({ ...settingsOf(subject), factors, trials: own.trials, sampleSize });
    return {
      study,
      all: allAtOnce(study),
      analyse: (outcomes, baselines) => analyseComparison(study.settings, outcomes, baselines),
    };
  },
};

/** Where several models race, the settings of one are none of another. The first of all where none has them. */
function baseAmong(candidates: readonly Candidate[], factors: readonly string[]): Candidate {
  const settings = factors.filter((factor) => factor !== WHOLE_CANDIDATE);
  const hasAll = ({ configuration }: Candidate): boolean =>
    settings.every((factor) => findFactor(configuration, factor).length > 0);
  return candidates.find(hasAll) ?? (candidates[0] as Candidate);
}

/** Levels are found again where candidates differ in nothing else. */
function factorsAmong(texts: readonly string[], candidates: readonly Candidate[]): readonly Factor[] {
  return texts.map((text) => factorAmong(text.split('=', 1)[0]?.trim() ?? '', candidates, candidates[0] as Candidate));
}
