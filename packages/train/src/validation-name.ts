/** What a number is called when it was measured on the validation data. */
export function validationName(name: string): string {
  return `validation${name[0]?.toUpperCase()}${name.slice(1)}`;
}
