/**
 * @file The code of several models' trainers: each watched by itself. Files have their model before their names, so that a change of one
 * model's code is no change of another's, and what stands in the experiment for its trainer counts as code of it.
 */
import { type Candidate, type CodeFiles, canonicalJson, type JsonValue, nameOfModel } from '../../core/index.js';
import { CodePlace } from './code-place.js';
import { type CodeState, CodeWatch } from './code-watch.js';
import type { Watch, WatchedCode } from './watch-code.js';

interface ModelCode {
  readonly name: string;
  /** Its trainer, as the experiment says it. */
  readonly identity: JsonValue;
  /** Absent where it runs no code of the user's. */
  readonly watched?: WatchedCode;
}

/** What the trainer itself is called among the files of its model. */
const TRAINER = 'trainer';

export function codeOfModels(models: readonly ModelCode[]): WatchedCode {
  const watches = new Map(models.map((model) => [model.name, new ModelWatch(model)]));
  const all = [...watches.values()];
  const told = models.flatMap(({ watched }) => watched ?? []);
  const asking = models.flatMap(({ name, watched }) =>
    watched?.askVersions ? [{ name, ask: watched.askVersions }] : [],
  );
  return {
    watch: {
      get state() {
        return joined(all.map(({ state }) => state));
      },
      changedSince: (earlier) => all.flatMap((one) => one.changedSince(earlier)),
      look: () => all.flatMap((one) => one.look()),
      take: () => [],
      noteVersions: (versions) => {
        for (const { name } of asking) watches.get(name)?.noteVersions(versions);
      },
    },
    of: ({ configuration }: Candidate) => watches.get(nameOfModel(configuration)) as Watch,
    folders: told.flatMap(({ folders }) => folders),
    notices: told.flatMap(({ notices }) => notices),
    ...(asking.length === 0
      ? {}
      : {
          askVersions: async () => {
            const versions = await Promise.all(asking.map(({ ask }) => ask()));
            return Object.assign({}, ...versions) as Record<string, string>;
          },
        }),
  };
}

/** A watch whose files are told with the name of its model. */
class ModelWatch implements Watch {
  readonly #prefix: string;
  readonly #watch: Watch;
  readonly #trainer: string;
  readonly #code = new CodeWatch(new CodePlace(process.cwd()));
  #last: { readonly of: CodeState; readonly state: CodeState } | undefined;

  constructor({ name, identity, watched }: ModelCode) {
    this.#prefix = `${name}: `;
    this.#code.noteText(TRAINER, canonicalJson(identity));
    this.#watch = watched?.watch ?? this.#code;
    this.#trainer = this.#code.state.files[TRAINER] as string;
  }

  get state(): CodeState {
    const of = this.#watch.state;
    if (this.#last?.of !== of) {
      const files = Object.entries({ [TRAINER]: this.#trainer, ...of.files });
      const named = files.map(([name, hash]) => [`${this.#prefix}${name}`, hash] as const);
      this.#last = { of, state: { files: Object.fromEntries(named), versions: of.versions } };
    }
    return this.#last.state;
  }

  changedSince(earlier: CodeFiles): string[] {
    const own = Object.entries(earlier).flatMap(([name, hash]) =>
      name.startsWith(this.#prefix) ? [[name.slice(this.#prefix.length), hash] as const] : [],
    );
    const { [TRAINER]: trainer, ...files } = Object.fromEntries(own) as CodeFiles;
    const changed = trainer === undefined || trainer === this.#trainer ? [] : [TRAINER];
    return this.#named([...changed, ...this.#watch.changedSince(files)]);
  }

  take(loaded: Parameters<Watch['take']>[0]): string[] {
    return this.#named(this.#watch.take(loaded));
  }

  look(): string[] {
    return this.#named(this.#watch.look());
  }

  noteVersions(versions: Parameters<Watch['noteVersions']>[0]): void {
    this.#watch.noteVersions(versions);
  }

  #named(names: readonly string[]): string[] {
    return names.map((name) => `${this.#prefix}${name}`);
  }
}

function joined(states: readonly CodeState[]): CodeState {
  return {
    files: Object.assign({}, ...states.map(({ files }) => files)),
    versions: Object.assign({}, ...states.map(({ versions }) => versions)),
  };
}
