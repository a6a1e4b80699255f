/** @file The door to races that others train: what races is loaded when one is made. */
import type { AskTellRace, CreateRaceOptions } from './ask-tell.js';
import type { ConfigurationOf } from './configuration-type.js';

/** @throws InputError for anything wrong with the experiment or the run folder. */
export async function createRace<const Space = unknown>(
  options: CreateRaceOptions<Space>,
): Promise<AskTellRace<ConfigurationOf<Space>>> {
  const askTell = await import('./ask-tell.js');
  return askTell.createRace(options);
}
