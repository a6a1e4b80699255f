/**
 * @file The code of several models' trainers: each watched by itself. Files and versions have their model before their names, so that a
 * change of one model's code is no change of another's, and what stands in the experiment for its trainer counts as code of it.
 */
import { type Candidate, type CodeFiles, nameOfModel } from '../../core/index.js';
import { CodePlace } from './code-place.js';
import { type CodeState, CodeWatch } from './code-watch.js';
import type { Watch, WatchedCode } from './watch-code.js';

interface ModelCode {
  readonly name: string;
  /** Its trainer, as the experiment says it. */
  readonly trainer: string;
  /** Absent where it runs no code of the user's. */
  readonly watched?: WatchedCode;
}

/** What the trainer itself is called among the files of its model. */
const TRAINER = 'trainer';

export function codeOfModels(models: readonly ModelCode[]): WatchedCode {
  const watches = new Map(models.map((model) => [model.name, new ModelWatch(model)]));
  const all = [...watches.values()];
  const told = models.flatMap(({ watched }) => watched ?? []);
  const asking = told.flatMap(({ learnVersions }) => learnVersions ?? []);
  return {
    watch: {
      get state() {
        return joined(all.map(({ state }) => state));
      },
      changedSince: (earlier) => all.flatMap((one) => one.changedSince(earlier)),
      look: () => all.flatMap((one) => one.look()),
      // What a training has loaded is of its own model.
      take: () => [],
    },
    of: ({ configuration }: Candidate) => watches.get(nameOfModel(configuration)),
    isOfTrainer: ({ configuration }, files) => watches.get(nameOfModel(configuration))?.isOfTrainer(files) === true,
    missing: (files) =>
      new Map(
        Array.from(watches, ([name, watch]) => [name, watch.missing(files)] as const).filter(
          ([, own]) => own.length > 0,
        ),
      ),
    folders: told.flatMap(({ folders }) => folders),
    notices: told.flatMap(({ notices }) => notices),
    ...(asking.length === 0
      ? {}
      : { learnVersions: async () => void (await Promise.all(asking.map((learn) => learn()))) }),
  };
}

/** A watch whose files are told with the name of its model. */
class ModelWatch implements Watch {
  readonly #prefix: string;
  readonly #watch: Watch;
  readonly #trainer: string;
  readonly #code = new CodeWatch(new CodePlace(process.cwd()));
  #last: { readonly of: CodeState; readonly state: CodeState } | undefined;

  constructor({ name, trainer, watched }: ModelCode) {
    this.#prefix = `${name}: `;
    this.#code.noteText(TRAINER, trainer);
    this.#watch = watched?.watch ?? this.#code;
    this.#trainer = this.#code.state.files[TRAINER] as string;
  }

  get state(): CodeState {
    const of = this.#watch.state;
    if (this.#last?.of !== of) {
      const files = this.#named({ [TRAINER]: this.#trainer, ...of.files });
      this.#last = { of, state: { files, versions: this.#named(of.versions) } };
    }
    return this.#last.state;
  }

  changedSince(earlier: CodeFiles): string[] {
    const own = Object.entries(earlier).flatMap(([name, hash]) =>
      name.startsWith(this.#prefix) ? [[name.slice(this.#prefix.length), hash] as const] : [],
    );
    const { [TRAINER]: trainer, ...files } = Object.fromEntries(own) as CodeFiles;
    const changed = trainer === undefined || trainer === this.#trainer ? [] : [TRAINER];
    return this.#names([...changed, ...this.#watch.changedSince(files)]);
  }

  isOfTrainer(files: CodeFiles): boolean {
    return files[this.#prefix + TRAINER] === this.#trainer;
  }

  missing(files: CodeFiles): string[] {
    const there = this.state.files;
    return Object.keys(files).filter((name) => name.startsWith(this.#prefix) && !Object.hasOwn(there, name));
  }

  take(loaded: Parameters<Watch['take']>[0]): string[] {
    return this.#names(this.#watch.take(loaded));
  }

  look(): string[] {
    return this.#names(this.#watch.look());
  }

  #named(record: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
    return Object.fromEntries(Object.entries(record).map(([name, value]) => [this.#prefix + name, value]));
  }

  #names(names: readonly string[]): string[] {
    return names.map((name) => this.#prefix + name);
  }
}

function joined(states: readonly CodeState[]): CodeState {
  return {
    files: Object.assign({}, ...states.map(({ files }) => files)),
    versions: Object.assign({}, ...states.map(({ versions }) => versions)),
  };
}
