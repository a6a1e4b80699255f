/** @file Whether one candidate is better than another: the question's plan and its analysis. */
export { analyseChange, type ChangeAnalysis } from './change-analysis.js';
export { type ChangeRequest, createChange, judgeChange, trainingsUpTo } from './change-plan.js';
