/** @file The rules that decide trial by trial: one line each. */
import { byChances, strict } from './default-rule.js';
import { fast } from './fast-rule.js';
import type { AdaptiveDefinition } from './rule.js';

const DEFINITIONS = { default: byChances, strict, fast };

export type AdaptiveRuleName = keyof typeof DEFINITIONS;

export const ADAPTIVE_RULES: readonly AdaptiveRuleName[] = Object.keys(DEFINITIONS) as AdaptiveRuleName[];

export function isAdaptiveRule(name: string): name is AdaptiveRuleName {
  return Object.hasOwn(DEFINITIONS, name);
}

export function adaptiveDefinition(name: AdaptiveRuleName): AdaptiveDefinition {
  return DEFINITIONS[name];
}
