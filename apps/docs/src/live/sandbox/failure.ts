import type { Failure } from '../protocol.js';

/**
 * An error in our form: its sentence, how to mend it, and the line of the reader's code that it came from.
 * @param codeAddress - the address of the reader's code
 * @param readable - replaces addresses by names
 */
export function failureOf(thrown: unknown, codeAddress: string, readable: (text: string) => string): Failure {
  if (!(thrown instanceof Error)) return { name: 'Thrown', message: readable(String(thrown)) };
  const [first = '', ...others] = thrown.message.split('\n');
  const message = [first];
  const where: string[] = [];
  let fix = 'fix' in thrown && typeof thrown.fix === 'string' ? thrown.fix : undefined;
  for (const line of others) {
    const [, kind, text = ''] = /^ {2}(fix:|in) (.*)$/.exec(line) ?? [];
    if (kind === 'in') where.push(text);
    else if (kind === 'fix:') fix ??= text;
    else message.push(line);
  }
  const line = lineOf(thrown, codeAddress);
  return {
    name: thrown.name,
    message: readable(message.join('\n')),
    ...(fix !== undefined && { fix }),
    ...(where.length > 0 && { where }),
    ...(line !== undefined && { line }),
  };
}

/** Where a trace first meets the reader's code. */
function lineOf({ stack = '' }: Error, codeAddress: string): number | undefined {
  const at = stack.indexOf(`${codeAddress}:`);
  if (at < 0) return undefined;
  const line = Number.parseInt(stack.slice(at + codeAddress.length + 1), 10);
  return line > 0 ? line : undefined;
}
