/** @file Races of another language, of candidates or of a space: opened, told and shown. The caller keeps what was told, and opens the race again with it. */
import {
  asJson,
  badArgument,
  type Candidate,
  type Direction,
  defined,
  inputError,
  isObject,
  type Joining,
  type JsonObject,
  PYTHON_FUNCTION,
  turned,
} from '../core/index.js';
import { buildCandidates, checkSearch, namesOfSpaces, type SearchDraft, trialsOfValues } from '../experiment/index.js';
import { isFresh, planRace, planSearch, type Race, type RaceSettings } from '../questions/race/plan/index.js';
import type { OpenRace, RaceOptions } from '../race/index.js';
import { createRaceBy } from '../race/open-race.js';
import { type ToldRace, tellRace } from '../report/told.js';
import {
  distinctPriors,
  type FoundPrior,
  type JoiningLog,
  loggedSearch,
  type Propose,
  priorOf,
  proposeWithoutSearch,
  searchAmong,
} from '../search/index.js';
import { parseCriterion, toldOf } from '../stats/index.js';
import { type NamedCandidate, type PlacedRace, positionOf, type RacePosition } from './race-position.js';
import type { Request, Requests } from './requests.js';
import { nameConfigurations } from './space-requests.js';

/** What follows from what was told. */
interface Turn {
  readonly status: OpenRace['status'];
  /** Trials to train now, each once. */
  readonly asked: readonly object[];
  /** Of those that were asked: no longer needed. */
  readonly dropped: readonly string[];
  /** Candidates that have joined since the last turn. */
  readonly joined: readonly object[];
}

interface HostedRace extends PlacedRace {
  /** Trials that were asked and not told. */
  readonly out: Set<string>;
  /** Of the candidates, so many are known to the caller. */
  shown: number;
}

/** Asks the caller amid a request, and waits for the answer. */
type AskCaller = (question: JsonObject) => JsonObject;

export class HostedRaces {
  readonly #races = new Map<number, HostedRace>();
  readonly #askCaller: AskCaller;
  #opened = 0;

  constructor(askCaller: AskCaller) {
    this.#askCaller = askCaller;
  }

  readonly requests: Requests = {
    open: (request) => this.#open(request),
    ahead: (request) => this.#ahead(request),
    tell: (request) => this.#tell(request),
    result: (request) => this.#result(request),
    close: ({ race }) => this.#races.delete(race as number),
  };

  #open({ id: _id, op: _op, candidates: listed, direction = 'minimize', told, ...others }: Request): object {
    if (direction !== 'minimize' && direction !== 'maximize')
      throw badArgument('direction', direction, 'minimize or maximize');
    const { searched, candidates, planOf, options: own } = this.#field(listed, others);
    if (candidates.length < 2)
      throw inputError`bad-argument: candidates: there ${candidates.length === 0 ? 'are none' : 'is only one'}.
        Allowed: a list of configurations, a list of names, or configurations by name, or a space; at least two
        Fix: Give the candidates of the race.`;
    const turnedBack = Array.isArray(told) ? told.map((one: unknown) => turnedTrial(one, direction)) : told;
    const choices = racedChoices(own.race, direction);
    const options: object = {
      ...own,
      ...defined({ race: choices }),
      ...(told === undefined ? {} : { told: turnedBack }),
      candidates: candidates.map(({ id }) => id),
    };
    const criterion = (choices as { readonly criterion?: string } | undefined)?.criterion ?? 'q3';
    // It checks what another language gives.
    const race = createRaceBy(planOf, options as RaceOptions);
    const hosted: HostedRace = {
      race,
      criterion,
      candidates,
      direction,
      out: new Set<string>(),
      shown: candidates.length,
    };
    this.#races.set(++this.#opened, hosted);
    return { race: this.#opened, candidates: candidates.map(searched ? described : named), ...turn(hosted) };
  }

  /** The candidates of a race, its plan, and the options that are left: of a list, or of a space that is searched. */
  #field(listed: unknown, others: Request) {
    const { space, search, from, proposes, proposed, ...options } = others;
    if (space === undefined)
      return { searched: false, candidates: candidatesOf(listed), planOf: planRace, options: others };
    if (listed !== undefined) throw badArgument('candidates', listed, 'nothing beside `space`');
    const propose = proposes === true ? this.#proposer(proposed) : undefined;
    return { searched: true, options, ...openSearch({ space, search, from, seed: options.seed }, propose) };
  }

  /** What was proposed before is not asked for again. */
  #proposer(proposed: unknown): Propose {
    const known = new Map(proposalsIn(proposed).map(({ trainings, configurations }) => [trainings, configurations]));
    return (state) => {
      const before = known.get(state.trainings);
      if (before !== undefined) return before;
      const { configurations, failed } = this.#askCaller({ ask: 'propose', state: asJson(state) });
      if (failed !== undefined)
        throw inputError`propose-failed: The proposer failed: ${String(failed).slice(0, 200)}
          Allowed: { "configurations": [...] }, a list that may be empty
          Fix: Correct it, and open the race again with what was told.`;
      return configurations as readonly JsonObject[];
    };
  }

  #tell(request: Request): Turn {
    const hosted = this.#at(request);
    const { trial, loss, failed } = request;
    const cost = typeof loss === 'number' ? turned(loss, hosted.direction) : (loss ?? Number.POSITIVE_INFINITY);
    const name = String(trial);
    try {
      hosted.race.tell(name, (failed === undefined ? cost : { failed }) as number);
    } catch (error) {
      // Where a proposer failed amid what follows from a loss, there is no going on from there.
      if (hosted.out.has(name) && !hosted.race.awaited.includes(name)) this.#races.delete(request.race as number);
      throw error;
    }
    hosted.out.delete(name);
    return turn(hosted);
  }

  /** What it is likely to ask for soon, for places that stand idle. */
  #ahead(request: Request): readonly object[] {
    const hosted = this.#at(request);
    return given(hosted, hosted.race.ask(request.most as number));
  }

  /** In numbers and in words. */
  #result(request: Request): RacePosition & ToldRace {
    const hosted = this.#at(request);
    return { ...positionOf(hosted), ...tellPosition(hosted) };
  }

  #at({ race }: Request): HostedRace {
    const hosted = this.#races.get(race as number);
    if (hosted === undefined) throw badArgument('race', race, 'the number of an open race');
    return hosted;
  }
}

const named = ({ id, label }: NamedCandidate): object => ({ id, label });
const described = ({ id, label, configuration }: NamedCandidate): object => ({ id, label, configuration });

function turn(hosted: HostedRace): Turn {
  const { race, out, candidates, shown } = hosted;
  const awaited = new Set(race.awaited);
  const dropped = [...out].filter((id) => !awaited.has(id));
  for (const id of dropped) out.delete(id);
  const asked = given(hosted, race.ask());
  hosted.shown = candidates.length;
  return { status: race.status, asked, dropped, joined: candidates.slice(shown).map(described) };
}

/** As they are told to another language. */
function given({ out }: HostedRace, trials: ReturnType<HostedRace['race']['ask']>): readonly object[] {
  return trials.map(({ id, candidate, replicate, seeds, streams }) => {
    out.add(id);
    return { id, candidate, replicate, seeds, phase: isFresh({ streams }) ? 'fresh' : 'race' };
  });
}

/** Of a name, in characters: it stands in every trial. */
const MOST_NAME = 1000;

/** Configurations get the ids that an experiment would give them; names are the caller's. */
function candidatesOf(listed: unknown): readonly NamedCandidate[] {
  const names = Array.isArray(listed) ? listed : isObject(listed) ? Object.keys(listed as object) : [];
  if (names.every((name) => typeof name === 'string' && name !== '')) {
    const long = names.find((name: string) => name.length > MOST_NAME);
    if (long !== undefined) throw badArgument('a name in candidates', long, `at most ${MOST_NAME} characters`);
    return names.map((id: string) => ({ id, label: id }));
  }
  return nameConfigurations(names);
}

/** With the criterion by its own name, which may say that it is of the scores that are told. */
function racedChoices(race: unknown, direction: Direction): unknown {
  const { criterion } = isObject(race) ? (race as JsonObject) : {};
  if (typeof criterion !== 'string' || criterion === '') return race;
  return { ...(race as JsonObject), criterion: parseCriterion(criterion, toldOf(undefined, direction)).name };
}

interface Proposed {
  /** At the look with so many. */
  readonly trainings: number;
  readonly configurations: readonly JsonObject[];
}

function proposalsIn(proposed: unknown = []): readonly Proposed[] {
  const fits = (one: unknown): boolean => isObject(one) && Array.isArray((one as Partial<Proposed>).configurations);
  if (Array.isArray(proposed) && proposed.every(fits)) return proposed;
  throw badArgument('proposed', proposed, 'a list of { trainings, configurations }');
}

/** A score that was told, as the loss that is raced. */
function turnedTrial(told: unknown, direction: Direction): unknown {
  const loss = isObject(told) ? (told as { readonly loss?: unknown }).loss : undefined;
  return typeof loss === 'number' ? { ...(told as object), loss: turned(loss, direction) } : told;
}

function tellPosition({ race, candidates, direction }: PlacedRace): ToldRace {
  const { status, used, unused, decisions, standings, answer, collapse, description, facts } = race;
  return tellRace({
    header: {
      ...{ name: '', identity: '', identityParts: {}, seed: 1, plan: description },
      // Its own program trains: no command of a shell has a part in it.
      experiment: { trainer: { command: PYTHON_FUNCTION } },
      candidates: candidates.map(({ id, label, configuration = {} }) => ({ id, label, configuration })),
    },
    ...{ status, outcomes: used, decisions, standings, direction, collapse, stretches: [] },
    ...(answer === undefined ? {} : { answer }),
    beside: { unused, seedCheck: 0, forModels: 0, again: 0, budget: null },
    criterion: facts.criterion,
    exhaustiveReplicates: facts.maxReplicates,
    ...{ final: null, modelFile: null, command: null, files: [] },
    data: { name: '', hash: '', simulated: false, split: {} },
  });
}

/** The search of a request, unchecked. */
interface AskedSearch {
  readonly space: unknown;
  readonly search?: unknown;
  readonly seed?: unknown;
  /** What is known before: trials as values, of one search or several. */
  readonly from?: unknown;
}

interface OpenedSearch {
  /** All so far: those that join are added. */
  readonly candidates: readonly Candidate[];
  planOf(settings: RaceSettings): Race;
}

const SOURCE = 'open';

/** @throws InputError for everything that can be wrong with it. */
function openSearch(asked: AskedSearch, propose: Propose | undefined): OpenedSearch {
  const draft = checkSearch({ space: asked.space, ...defined({ search: asked.search, seed: asked.seed }) }, SOURCE);
  const { search, seed, spaces, written } = draft;
  const [range] = written.ranges;
  if (range !== undefined) throw range.refusal;
  if (search === undefined)
    throw inputError`space-unsearched: open: there is a space, and nothing says how it is searched.
      Allowed: a space with ranges, or one with \`search: { prior: full }\` or \`{ prior: guarded }\`; or \`candidates\`
      Fix: Add such a \`search\`, or list the candidates.`;
  const draw = draft.draw === undefined ? undefined : { count: draft.draw, seed };
  const audit = { count: search.audit, seed };
  const built = buildCandidates(spaces, { draw, audit });
  const candidates = [...built.candidates];
  const { source } = built;
  const logged = loggedSearch(search, { ...built, models: false, priors: priorsIn(asked.from, draft, candidates) });
  if (propose !== undefined && logged.refine !== true) throw proposeWithoutSearch();
  const draws = source && { source, candidates, propose, costOf: () => undefined, check: () => {} };
  const among = searchAmong(candidates, logged, draws);
  among.ports?.attach(memory());
  return { candidates, planOf: (settings) => planSearch({ ...settings, search: among.search }) };
}

function priorsIn(from: unknown, { spaces }: SearchDraft, candidates: readonly Candidate[]): readonly FoundPrior[] {
  const sources: readonly unknown[] = from === undefined ? [] : Array.isArray(from) ? from : [from];
  const names = namesOfSpaces(spaces);
  return distinctPriors(sources.map((one) => priorOf(trialsOfValues(one, names), spaces, undefined, candidates)));
}

/** Of this conversation alone: whoever opens the race again with what was told has the same join. */
function memory(): JoiningLog {
  const joined: Joining[] = [];
  return { joined: () => joined, join: (joining) => void joined.push(joining) };
}
