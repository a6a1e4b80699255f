/** @file Names a rule of a race by what sets it apart from its defaults. */
import type { JsonObject } from '../../core/index.js';

/** `welch alpha=0.01`, of a plan's description. */
export function ruleText({ rule }: JsonObject): string {
  const { name, ...options } = rule as Readonly<Record<string, string | number>>;
  const telling = Object.entries(options).filter(([key, value]) => DEFAULTS[key] !== value);
  return [name, ...telling.map(([key, value]) => `${key}=${value}`)].join(' ');
}

const DEFAULTS: Readonly<Record<string, string | number>> = {
  testEvery: 1,
  minimumSurvivors: 1,
  sided: 'two',
  correction: 'none',
  keep: 'floor',
  delta: 0.05,
  tolerance: 'auto',
  scale: 'auto',
};
