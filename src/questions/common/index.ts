/** @file What the studies share beside their plans: the port of a kind, and what programs tell a question. */
export { type AskedFactor, candidatesNamed, onlyCandidate, readFactor } from './asked-names.js';
export {
  allAtOnce,
  type BuildConfigurations,
  countOption,
  counts,
  fromZero,
  type OptionsOf,
  type PlannedStudy,
  type StudyEnd,
  type StudyKind,
  type StudySubject,
  settingsOf,
  sizesOption,
  type ToldQuestion,
  text,
  texts,
} from './study-kind.js';
