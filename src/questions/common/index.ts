/** @file What the studies share beside their plans: the port of a kind, and what programs tell a question. */
export { candidatesNamed, onlyCandidate } from './candidates-named.js';
export { type AskedFactor, readFactor } from './factor-text.js';
export {
  countOption,
  counts,
  fromZero,
  type OptionsOf,
  sizesOption,
  type ToldQuestion,
  text,
  texts,
} from './options.js';
export {
  allAtOnce,
  type BuildConfigurations,
  type PlannedStudy,
  type StudyEnd,
  type StudyKind,
  type StudySubject,
  settingsOf,
} from './study-kind.js';
