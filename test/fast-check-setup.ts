/** @file Property tests try the same examples everywhere, so that a green run means the same on every machine. */
import fc from 'fast-check';

fc.configureGlobal({ seed: 20250523 });
