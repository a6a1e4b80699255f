/** @file Shares of the variance over retrainings, by level and size. */
export type {
  CellShares,
  CrossingFinding,
  SharesAnalysis,
  SharesCrossing,
  StreamChange,
  StreamRatio,
  VariancePart,
} from './shares-analysis.js';
