/** JSON that keeps NaN and infinities, as `{"$number": "NaN"}`. */
export function stringifyExactly(value: unknown): string {
  return JSON.stringify(value, (_, each) =>
    typeof each === 'number' && !Number.isFinite(each) ? { $number: String(each) } : each,
  );
}

/** Reads what {@link stringifyExactly} wrote. */
export function parseExactly(text: string): unknown {
  return JSON.parse(text, (_, each) =>
    typeof each === 'object' && each !== null && '$number' in each ? Number(each.$number) : each,
  );
}
