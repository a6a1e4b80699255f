/** @file What the studies share beside their plans: the port of a kind, and what a question is told. */
export { candidatesNamed, onlyCandidate, readFactor } from './asked-names.js';
export { allAtOnce, type BuildConfigurations, type PlannedStudy, type StudyKind, settingsOf } from './study-kind.js';
export {
  countOption,
  counts,
  flagsOf,
  fromZero,
  type OptionsOf,
  readAnother,
  readLevels,
  readList,
  readSizes,
  sizesOption,
  type ToldFlag,
  type ToldQuestion,
  text,
  texts,
  typed,
} from './told-options.js';
