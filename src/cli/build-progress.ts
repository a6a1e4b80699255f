/** @file Says how far the candidates of a large space have been built: renewed on a terminal, now and then elsewhere. */
import { fitText, formatCount } from '../app/commands.js';
import { clearLines, isRenewable, layoutOf, print, renewLines } from './terminal.js';

const RENEW_EVERY_MS = { terminal: 200, elsewhere: 5000 };

interface BuildDisplay {
  readonly onProgress: (done: number, total: number) => void;
  /** Clears the line that was being renewed. */
  readonly close: () => void;
}

export function createBuildDisplay(stream: NodeJS.WriteStream, isQuiet = false): BuildDisplay {
  const isRenewed = isRenewable(stream);
  const every = isRenewed ? RENEW_EVERY_MS.terminal : RENEW_EVERY_MS.elsewhere;
  let saidAtMs: number | undefined;
  let isLineOpen = false;
  return {
    onProgress: (done, total) => {
      const now = performance.now();
      // The first word comes after one interval: small spaces are built in silence.
      saidAtMs ??= now;
      if (isQuiet || now - saidAtMs < every) return;
      saidAtMs = now;
      const text = `Candidates: ${formatCount(done)} of ${formatCount(total)} built`;
      if (isRenewed) renewLines(stream, [fitText(text, layoutOf(stream).width - 1)]);
      else print(stream, `${text}\n`);
      isLineOpen = isRenewed;
    },
    close: () => {
      if (isLineOpen) clearLines(stream);
      isLineOpen = false;
    },
  };
}
