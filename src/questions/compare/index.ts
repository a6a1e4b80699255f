/** @file One factor at a time, with tests of location and spread: the study as one object. */
import { parse } from 'yaml';
import { z } from 'zod';
import { type Candidate, InputError, type JsonValue } from '../../core/index.js';
import {
  allAtOnce,
  candidatesNamed,
  countOption,
  type OptionsOf,
  type StudyKind,
  settingsOf,
  text,
  texts,
} from '../common/index.js';
import {
  analyseComparison,
  type CompareAnalysis,
  createComparison,
  type Factor,
  factorAmong,
  replaceFactor,
  requireKnown,
  WHOLE_CANDIDATE,
} from './plan/index.js';

/** What a program tells it. */
export interface CompareAsked {
  /** Settings that the space varies (`layers.activation`), or with levels of their own (`layers.activation=relu,elu`); default: whole candidates. */
  readonly factors?: readonly string[];
  /** Id or label of the candidate that is changed; default: the first. */
  readonly base?: string;
  /** Trainings of every level; default 20. */
  readonly trials?: number;
}

const options = z.strictObject({
  factors: texts.default([WHOLE_CANDIDATE]),
  base: text.optional(),
  trials: countOption.default(20),
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
    const base = name === undefined ? (own[0] as Candidate) : (candidatesNamed(own, [name])[0] as Candidate);
    const found = factors.map(readFactor).map((asked) => {
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

/** Levels are found again where candidates differ in nothing else. */
function factorsAmong(texts: readonly string[], candidates: readonly Candidate[]): readonly Factor[] {
  return texts.map((text) => factorAmong(text.split('=', 1)[0]?.trim() ?? '', candidates, candidates[0] as Candidate));
}

/** `layers.activation=relu,elu`, `optimizer=[{ name: sgd }, { name: adamw }]`: levels as a YAML list, brackets optional. */
function readFactor(text: string): { readonly name: string; readonly levels?: readonly JsonValue[] } {
  const sign = text.indexOf('=');
  if (sign === -1) return { name: text.trim() };
  const name = text.slice(0, sign).trim();
  const list = text.slice(sign + 1).trim();
  try {
    const levels: unknown = parse(list.startsWith('[') ? list : `[${list}]`);
    if (Array.isArray(levels) && levels.length >= 2) return { name, levels: levels as JsonValue[] };
  } catch {
    // What is not YAML is told as any other list that is none.
  }
  throw new InputError({
    code: 'factor-levels',
    what: `The levels of the factor "${name}" are "${list}".`,
    allowed:
      'two or more, separated by commas, such as layers.activation=relu,elu or optimizer=[{ name: sgd }, { name: adamw }]',
    fix: 'Correct --factor.',
  });
}
