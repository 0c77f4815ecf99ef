/** A row's entries as the part of a title: `image [1,5,5,1], strides 2`. */
export function describeRow(row: object): string {
  return Object.entries(row)
    .map(([key, value]) => `${key} ${JSON.stringify(value)}`)
    .join(', ');
}
