/**
 * @file Runs the built command line in the process of the test: the same but for the process, which takes longer to start
 * than most commands to end. One at a time.
 */
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { CLI, type CommandResult } from './command-line.js';

export async function surefootHere(args: readonly string[], cwd: string): Promise<CommandResult> {
  const program: typeof import('../../src/cli/program.js') = await import(
    pathToFileURL(resolve('dist/cli/program.js')).href
  );
  const [home, typed] = [process.cwd(), process.argv];
  const [stdout, stderr] = [process.stdout, process.stderr].map(captured) as [Captured, Captured];
  process.chdir(cwd);
  process.argv = [process.execPath, CLI, ...args];
  try {
    await program.runProgram(args);
    return { status: Number(process.exitCode ?? 0), stdout: stdout.text(), stderr: stderr.text() };
  } finally {
    process.chdir(home);
    process.argv = typed;
    process.exitCode = undefined;
    stdout.restore();
    stderr.restore();
  }
}

interface Captured {
  text(): string;
  restore(): void;
}

function captured(stream: NodeJS.WriteStream): Captured {
  const { write } = stream;
  let text = '';
  stream.write = (chunk: string | Uint8Array, ...rest: unknown[]): boolean => {
    text += typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8');
    const done = rest.at(-1);
    if (typeof done === 'function') done();
    return true;
  };
  return {
    text: () => text,
    restore: () => {
      stream.write = write;
    },
  };
}
