/** @file Declares the budget of a run as every command takes it, and reads it from the flags. */

import type { Command } from 'commander';
import type { Budget } from '../app/commands.js';
import { given } from '../core/index.js';
import { positiveNumber, wholeNumber } from './option-values.js';

export interface BudgetFlags {
  readonly budget?: number;
  readonly minutes?: number;
}

export function addBudgetOptions(command: Command): Command {
  return command
    .option('-b, --budget <trials>', 'budget: trainings in all, over all resumes', wholeNumber('--budget', 1))
    .option('-m, --minutes <minutes>', 'budget: wall time in all, over all resumes', positiveNumber('--minutes'));
}

export function budgetOf({ budget, minutes }: BudgetFlags): Budget {
  return given({ trials: budget, minutes });
}
