/**
 * @file Several trainers as one: each candidate goes to the trainer of its model, which knows nothing of the others. Whatever asks for a
 * trainer asks this one, and needs to know of no models.
 */
import {
  type Candidate,
  candidateOfModel,
  defined,
  ENGINE_VERSION,
  InputError,
  inputError,
  isObject,
  type JsonObject,
  mapValues,
  nameOfModel,
  nearestName,
  type RaceInspector,
  type Trainer,
} from '../../core/index.js';
import type { Dataset } from '../../engine/datasets/index.js';
import { trainerText } from '../../experiment/index.js';
import { codeOfModels, trainerOfModel } from '../../trainers/index.js';
import { secretsOfModels } from './secrets.js';
import type { FindingBackend, TrainerBackend } from './trainer-backend.js';

/** What the identity of evidence says in place of a trainer: each outcome knows which of them trained it, and by which code. */
const IDENTITY = 'models';

/** Trainers by the names of their models, at least one. */
type Backends = Readonly<Record<string, TrainerBackend>>;

/** What can be said of the candidates of several models, by what says it of each. */
export function combineFinding(
  finding: Readonly<Record<string, FindingBackend>>,
  dataset: Dataset | undefined,
): FindingBackend {
  const of = ownIn(finding);
  return {
    ...defined({ dataset }),
    parts: Object.values(finding),
    of,
    baselines: (candidate, needs) => {
      const own = of(candidate);
      return own.backend.baselines?.(own.candidate, needs) ?? [];
    },
  };
}

/** What trains a candidate, and the candidate as that knows it. */
type OwnOf<Backend> = (candidate: Candidate) => { readonly backend: Backend; readonly candidate: Candidate };

function ownIn<Backend>(backends: Readonly<Record<string, Backend>>): OwnOf<Backend> {
  return (candidate) => ({
    backend: backends[modelIn(candidate.configuration, backends)] as Backend,
    candidate: candidateOfModel(candidate),
  });
}

/** @throws InputError for models whose losses cannot be compared. */
export function combineBackends(backends: Backends, dataset: Dataset | undefined): TrainerBackend {
  const all = Object.values(backends);
  const own = ownIn(backends);
  const inspector = inspectorOf(backends);
  const code = codeOfModels(
    Object.entries(backends).map(([name, { identity, secrets, code: watched }]) => ({
      name,
      // What changes with a secret would tell of it.
      trainer: trainerText(secrets?.hideIn({ trainer: identity }).trainer ?? identity),
      ...defined({ watched }),
    })),
  );
  const poolCount = all.find((one) => one.poolCount !== undefined)?.poolCount;
  const seen: SeenLosses = { models: new Set(), losses: new Map() };
  return {
    ...combineFinding(backends, dataset),
    identity: IDENTITY,
    // Whichever of its models a run has now: another may come.
    ...(dataset === undefined ? {} : { engine: ENGINE_VERSION }),
    code,
    secrets: secretsOfModels(mapValues(backends, ({ secrets }) => secrets)),
    ...defined({ inspector, poolCount }),
    tell: (configuration) => {
      const model = modelIn(configuration, backends);
      const tell = backends[model]?.tell;
      if (tell === undefined) throw untold(model);
      return tell(configuration[model] as JsonObject);
    },
    checkCandidates: (candidates) => {
      for (const [model, backend] of Object.entries(backends)) {
        const of = candidates.filter(({ configuration }) => nameOfModel(configuration) === model);
        backend.checkCandidates?.(of.map(candidateOfModel));
      }
      requireOneLoss(candidates, own, seen);
    },
    takesThreads: all.some(({ takesThreads }) => takesThreads),
    checksSeeds: all.some(({ checksSeeds }) => checksSeeds),
    requireReady: async () => {
      for (const backend of all) await backend.requireReady?.();
    },
    training: {
      runs: 'by-model',
      models: Object.fromEntries(
        Object.entries(backends).flatMap(([name, { training }]) =>
          training.runs === 'by-model' ? [] : [[name, training]],
        ),
      ),
    },
    createTrainer: async (stretch) => dispatchingTrainer((candidate) => own(candidate).backend.createTrainer(stretch)),
  };
}

/** Makes the trainer of a model when its first trial comes. */
function dispatchingTrainer(create: (candidate: Candidate) => Promise<Trainer>): Trainer {
  const made = new Map<string, Promise<Trainer>>();
  return {
    train: async (candidate, trial, context) => {
      const model = nameOfModel(candidate.configuration);
      const trainer = made.get(model) ?? create(candidate);
      made.set(model, trainer);
      return trainerOfModel(await trainer).train(candidate, trial, context);
    },
    close: async () => {
      await Promise.all(Array.from(made.values(), async (trainer) => (await trainer).close?.()));
    },
  };
}

/** Undefined where none of them can look at configurations. */
function inspectorOf(backends: Backends): RaceInspector | undefined {
  const all = Object.values(backends);
  if (all.every(({ inspector }) => inspector === undefined)) return undefined;
  return {
    ownNames: all.flatMap(({ inspector }) => inspector?.ownNames ?? []),
    complete: (configuration) =>
      withModel(configuration, backends, ({ inspector }, own, model) => ({ [model]: inspector?.complete(own) ?? own })),
    describe: (configuration) => withModel(configuration, backends, ({ inspector }, own) => inspector?.describe(own)),
  };
}

function withModel<Made>(
  configuration: JsonObject,
  backends: Backends,
  make: (backend: TrainerBackend, own: JsonObject, model: string) => Made,
): Made {
  const model = modelIn(configuration, backends);
  try {
    return make(backends[model] as TrainerBackend, configuration[model] as JsonObject, model);
  } catch (error) {
    throw placedError(error, model);
  }
}

/** What is wrong with a part of a model, said with the place of that part before it. */
export function placedError(error: unknown, place: string, isOfIt = (_what: string) => true): unknown {
  if (!(error instanceof InputError) || !isOfIt(error.what)) return error;
  const { code, what, allowed, fix } = error;
  return new InputError({ code, what: `${place}.${what}`, ...defined({ allowed }), fix, cause: error });
}

/** @throws InputError for a configuration that is no model's, or several. */
function modelIn(configuration: JsonObject, backends: Readonly<Record<string, unknown>>): string {
  const keys = Object.keys(configuration);
  const [model = ''] = keys;
  if (keys.length === 1 && Object.hasOwn(backends, model) && isObject(configuration[model])) return model;
  const names = Object.keys(backends);
  const near = nearestName(model, names);
  throw inputError`unknown-model: ${JSON.stringify(configuration).slice(0, 200)} is no candidate of one of the models.
    Allowed: the settings of a candidate below the name of its model, one of ${names.join(', ')}
    Fix: ${near === undefined || near === model ? `Write \`{ ${near ?? names[0]}: { ... } }\`.` : `Did you mean \`${near}\`?`}`;
}

interface SeenLosses {
  readonly models: Set<string>;
  /** The model that had each first. */
  readonly losses: Map<string, string>;
}

/**
 * Losses of several models are ranked together, so that they are one loss: by the same formula, in the same settings.
 * @throws InputError where candidates of two models have different ones.
 * Those of candidates that join later are ranked with the first ones: `seen` is of all so far.
 */
function requireOneLoss(
  candidates: readonly Candidate[],
  own: OwnOf<TrainerBackend>,
  { models, losses }: SeenLosses,
): void {
  for (const candidate of candidates) {
    const { backend, candidate: stripped } = own(candidate);
    const loss = backend.lossOf?.(stripped);
    if (loss === undefined) continue;
    const model = nameOfModel(candidate.configuration);
    models.add(model);
    if (!losses.has(loss)) losses.set(loss, model);
  }
  const [one, other] = [...losses];
  if (one === undefined || other === undefined || models.size < 2) return;
  const [name] = one[0].split(' ');
  throw inputError`models-losses: The losses of candidates differ, ${one[0]} (${one[1]}) and ${other[0]} (${other[1]}), so that a lower one is not better.
    Allowed: one loss for all candidates of all models
    Fix: Give all the same: among the settings of networks, \`space: { loss: ${name} }\`, and to commands \`trainer: { command: ..., loss: { predictions: ${name} } }\`.`;
}

function untold(model: string): InputError {
  return inputError`constraints-unsupported: require.parameters: the trainer of the model ${model} does not tell how many parameters a configuration has.
    Allowed: \`trainer: network\`; a module or function with \`inspect\`; a command with \`trainer.inspect\`
    Fix: Let the module export \`const inspect = (configuration) => ({ parameters: ... })\`, or name a command that prints it under \`trainer.inspect\`.`;
}
