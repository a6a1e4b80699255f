/** @file The part of picomatch that is used here; the package brings no types. */
declare module 'picomatch' {
  interface Options {
    readonly dot?: boolean;
  }
  interface Scan {
    /** The leading part without wildcards. */
    readonly base: string;
    readonly isGlob: boolean;
  }
  function picomatch(patterns: string | readonly string[], options?: Options): (text: string) => boolean;
  namespace picomatch {
    function scan(pattern: string): Scan;
  }
  export default picomatch;
}
