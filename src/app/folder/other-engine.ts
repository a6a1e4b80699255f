/** @file Evidence of another version of the engine: its losses differ in their last digits, so it is told apart and never added to. */
import {
  ENGINE_VERSION,
  type EvidenceHead,
  type InputError,
  inputError,
  type JsonObject,
  type Store,
} from '../../core/index.js';

/** The engine by which a log was trained, in words; undefined where it is this one, or none. */
export function otherEngineOf(
  { engine }: EvidenceHead['identityParts'],
  environment: JsonObject | undefined,
): string | undefined {
  if (engine === undefined || engine === String(ENGINE_VERSION)) return undefined;
  const surefoot = environment?.surefoot;
  return `engine ${engine}${typeof surefoot === 'string' ? ` (Surefoot ${surefoot})` : ''}`;
}

/** Of a log that is open. */
export function otherEngineIn(store: Pick<Store, 'head' | 'stretches'>): string | undefined {
  return otherEngineOf(store.head.identityParts, store.stretches().at(-1)?.environment);
}

export function refuseOtherEngine(folder: string, trained: string): InputError {
  return inputError`other-engine: ${folder} holds trainings by ${trained}. This Surefoot has engine ${ENGINE_VERSION}, whose losses differ in their last digits: the two are not mixed.
    Allowed: trainings by one version of the engine in a folder; trainers of your own do not depend on it
    Fix: Train anew in another folder with --out, or in this one with --fresh, which drops what is there. Or go on with the version of Surefoot that trained it. Without training, \`surefoot report\` and \`surefoot replay\` read the folder as it is.`;
}
