/** @file Refuses what cannot fit into this machine's memory, with its size, before anything is trained. */
import { totalmem } from 'node:os';
import { type Candidate, inputError } from '../../core/index.js';
import { formatBytes, formatCount } from '../../report/index.js';

/** At least: a parameter, its gradient and two states of an optimizer, 4 bytes each. */
const BYTES_PER_PARAMETER = 16;

/** At least: an outcome in the memory of the one who decides. */
const BYTES_PER_TRIAL = 500;

/** What training a model takes at least, in bytes. */
function trainingBytes(parameters: number): number {
  return parameters * BYTES_PER_PARAMETER;
}

/** @throws InputError for a model whose training alone takes more memory than there is. */
export function requireMemoryForModel({ label }: Pick<Candidate, 'label'>, parameters: number): void {
  const [bytes, memory] = [trainingBytes(parameters), memoryBytes()];
  if (bytes <= memory) return;
  throw inputError`model-too-large: space: the candidate ${label} has ${formatCount(parameters)} parameters; training it takes at least ${formatBytes(bytes)}.
    Allowed: candidates that fit into the ${formatBytes(memory)} of memory here
    Fix: Take fewer units or filters, or leave such candidates out with \`constraints: { maxParameters: ... }\`.`;
}

/** `asked` names what asks for the trials, such as `race.warmup`. @throws InputError for more than memory holds. */
export function requireMemoryForTrials(trials: number, asked: string): void {
  const [bytes, memory] = [trials * BYTES_PER_TRIAL, memoryBytes()];
  if (bytes <= memory) return;
  throw inputError`too-many-trials: ${asked} asks for ${formatCount(trials)} trials; their outcomes alone take at least ${formatBytes(bytes)}.
    Allowed: trials that fit into the ${formatBytes(memory)} of memory here
    Fix: Lower ${asked}, or remove candidates.`;
}

/** Of this machine, or of the container that this process is held in. */
function memoryBytes(): number {
  const constrained = process.constrainedMemory();
  return constrained > 0 ? Math.min(constrained, totalmem()) : totalmem();
}
