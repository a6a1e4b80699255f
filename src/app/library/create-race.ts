/** @file The door to races that others train: what races is loaded when one is made. */
import { askedByProgram } from '../../core/index.js';
import type { AskTellRace, CreateRaceOptions } from './ask-tell.js';
import type { ConfigurationOf } from './configuration-type.js';

/** @throws InputError for anything wrong with the experiment or the run folder. */
export async function createRace<const Space = unknown>(
  options: CreateRaceOptions<Space>,
): Promise<AskTellRace<ConfigurationOf<Space>>> {
  const [{ openRace }, { CheckedRace }, { checkOptionsOf }] = await Promise.all([
    import('./ask-tell.js'),
    import('./checked-race.js'),
    import('./library-options.js'),
  ]);
  checkOptionsOf('createRace', options);
  const race = new CheckedRace((await askedByProgram(() => openRace(options))) as AskTellRace);
  return race as AskTellRace<unknown> as AskTellRace<ConfigurationOf<Space>>;
}
