/** @file A user's listener, which cannot end the run that it listens to. */

/** Calls the listener; what it throws, or rejects with, is a warning of the process, once. */
export function guardListener<Event>(listener: (event: Event) => unknown): (event: Event) => void {
  let isTold = false;
  const tell = (error: unknown): void => {
    if (isTold) return;
    isTold = true;
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    process.emitWarning(
      `onEvent threw; the run goes on, and later errors of it are not shown: ${text}`,
      'SurefootWarning',
    );
  };
  return (event) => {
    try {
      const answer = listener(event);
      if (answer instanceof Promise) answer.catch(tell);
    } catch (error) {
      tell(error);
    }
  };
}
