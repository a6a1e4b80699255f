/** @file Shows the figure of a study the way it is better: its words and its axes. */
import { isHigherBetter } from '../../questions/common/plan/index.js';
import { parseCriterion } from '../../stats/index.js';
import { betterWay, type Chart } from '../chart/chart.js';
import { type Box, boxOf, fitAxis, type ValueAxis } from '../view/value-axis.js';

/** `higher`: whether higher values of it are better; as of its name where absent. */
export function directionWords(figure: string, higher = isHigherBetter(figure)): NonNullable<Chart['direction']> {
  return betterWay(higher);
}

/** What of criteria of losses is told of the figure: `q1` for the q3 where higher is better. */
export function toldCriterion(name: string, figure: string): string {
  return isHigherBetter(figure) ? parseCriterion(name).scoreName : name;
}

export function studyAxis(values: readonly number[], figure: string, higher = isHigherBetter(figure)): ValueAxis {
  return fitAxis(values, higher ? 'maximize' : 'minimize');
}

export function studyBox(values: readonly number[], figure: string): Box | null {
  return boxOf(values, isHigherBetter(figure) ? 'maximize' : 'minimize');
}
