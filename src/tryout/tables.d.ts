/** @file Tables that the bundler puts into the page as their text. */
declare module '*.csv' {
  const text: string;
  export default text;
}
