/** @file Every command that an answer tells people to type is one that the command line takes. */
import { expect, test } from 'vitest';
import { COMMANDS, createProgram } from '../../src/cli/program.js';
import { type ReportInput, type StudyInput, showRace, showStudy } from '../../src/report/index.js';
import { makeRace } from '../reading/races.js';
import { makeStudy } from '../reading/studies.js';

const FOLDER = "runs/somebody's run";

/** As they were typed: each with what its own answer may change. */
const TYPED: Readonly<Record<string, string>> = {
  race: "surefoot select 'my experiment.yaml' --out 'runs/x y' --budget 30",
  measure: 'surefoot measure experiment.yaml --trials 12 --crossed 4x4 -c one --out runs/x',
  curve: 'surefoot curve experiment.yaml -s 100,200,400',
  compare: "surefoot compare 'e x.yaml' --factor width=1,2 --trials 4",
  couple: 'surefoot couple experiment.yaml --sizes 500,1000 --budget 100',
  assure: 'surefoot assure experiment.yaml --loss-below 3',
  keep: 'surefoot assure new.yaml --against old.yaml',
};

/** Words as a shell makes them of a command. */
function words(command: string): string[] {
  const parts = command.matchAll(/(?:'[^']*'|\\.|[^\s'\\])+/g);
  return Array.from(parts, ([word]) => word.replaceAll(/'([^']*)'|\\(.)/g, '$1$2'));
}

/** Parses as the command line does and runs nothing; throws what it would refuse. */
async function parse(command: string): Promise<void> {
  const [program, name, ...rest] = words(command);
  expect(program).toBe('surefoot');
  const listed = COMMANDS.find((one) => one.name === name);
  if (listed === undefined) throw new Error(`no command ${name}: ${command}`);
  const parser = createProgram();
  (await listed.load())(parser);
  for (const own of parser.commands) own.configureOutput({ writeErr: () => {} }).action(() => {});
  await parser.parseAsync([listed.name, ...rest], { from: 'user' });
}

const commandsOf = (rows: readonly { readonly label: string; readonly text: string; readonly style?: string }[]) =>
  rows.filter(({ label, style }) => label === 'Next' && style === 'copied').map(({ text }) => text);

test('of races and studies of every kind', async () => {
  const told = new Set<string>();
  for (let number = 0; number < 10; number++) {
    const race: ReportInput = { ...makeRace(number).input, command: TYPED.race as string, folder: FOLDER };
    // Of a tie, one that is cheaper than the winner is to be taken.
    const { candidates, plan } = race.header;
    const costs = candidates.map(({ id }) => (id === race.answer?.ties[0] ? 0.1 : 1));
    const cheaper = { ...race, header: { ...race.header, plan: { ...plan, costs } } };
    for (const shown of [race, cheaper]) {
      for (const command of commandsOf(showRace(shown).answerRows(FOLDER))) told.add(command);
    }
  }
  for (let number = 0; number < 40; number++) {
    const made = makeStudy(number).input;
    const study: StudyInput = { ...made, command: TYPED[made.analysis.kind] as string, folder: FOLDER };
    for (const command of commandsOf(showStudy(study).answerRows(FOLDER))) told.add(command);
  }
  for (const command of told) await expect(parse(command), command).resolves.toBeUndefined();
  // All that there are to tell of, among them those that follow from what a study has found.
  const names = new Set(Array.from(told, (command) => command.split(' ')[1]));
  expect([...names].sort()).toEqual(
    expect.arrayContaining(['assure', 'compare', 'couple', 'curve', 'export', 'log', 'measure', 'select']),
  );
});

test('one that is refused is found', async () => {
  await expect(parse('surefoot select e.yaml --seperate 3')).rejects.toThrow('there is no option `--seperate`');
  await expect(parse('surefoot log')).rejects.toThrow('missing required argument');
});
