/** @file Options of a command as the question says them itself, and what is told by them. */
import { type Command, Option } from 'commander';
import type { ToldFlag } from '../questions/common/index.js';

export function toldOption({ flags, help, read, fallback, shown, isRequired }: ToldFlag): Option {
  const option = new Option(flags, help).makeOptionMandatory(isRequired);
  option.argParser((text, before: unknown) => read(text, option.long ?? flags, before));
  return shown === undefined ? option : option.default(fallback, JSON.stringify(shown));
}

/** Completed by its defaults. */
export function readTold(told: readonly ToldFlag[], flags: object): Readonly<Record<string, unknown>> {
  const values: Record<string, unknown> = {};
  const typed: Readonly<Record<string, unknown>> = { ...flags };
  for (const flag of told) {
    const [name = '', member] = flag.path;
    const value = typed[toldOption(flag).attributeName()] ?? flag.fallback;
    if (member !== undefined) values[name] = { ...(values[name] as object | undefined), [member]: value };
    else if (value !== undefined) values[name] = value;
  }
  return values;
}

/** Those of these names, in this order; all without names. */
export function addTold(command: Command, told: readonly ToldFlag[], ...names: readonly string[]): Command {
  const wanted = names.length === 0 ? told : names.flatMap((name) => told.find(({ path }) => path[0] === name) ?? []);
  for (const flag of wanted) command.addOption(toldOption(flag));
  return command;
}
