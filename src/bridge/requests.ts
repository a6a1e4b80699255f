/** @file What the parts of the bridge answer: functions by the name of the request. */

/** A request as it came: `id`, `op`, and what it asks by. */
export type Request = Readonly<Record<string, unknown>>;
export type Requests = Readonly<Record<string, (request: Request) => unknown>>;
