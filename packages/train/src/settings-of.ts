/** What a loss or a schedule says it was made with, as plain data; of a user's own function nothing is known. */
export function settingsOf(made: object): unknown {
  return ('settings' in made && made.settings) || 'a function';
}
