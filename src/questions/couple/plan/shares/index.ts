/** @file Shares of the variance over retrainings, by level and size. */
export { analyseShares } from './analyse-shares.js';
export type {
  CellShares,
  CrossingFinding,
  SharesAnalysis,
  SharesCrossing,
  StreamChange,
  StreamRatio,
  VariancePart,
} from './shares-analysis.js';
