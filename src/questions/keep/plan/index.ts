/** @file Whether a change is to be kept: the question's plan and its analysis. */
export { analyseKeep, type KeepAnalysis } from './keep-analysis.js';
export { createKeep, judgeKeep, type KeepRequest, type KeepStudy, REAL_ERROR, trainingsUpTo } from './keep-plan.js';
export { keptByChance } from './kept-by-chance.js';
