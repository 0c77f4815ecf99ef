import { type Import, init, parse } from 'es-module-lexer';
import { transform } from 'sucrase';
import type { Failure, Piece } from './protocol.js';

/** Code that is ready to run, or what is wrong with it. */
export type Prepared =
  | { readonly pieces: readonly Piece[]; readonly packages: readonly string[] }
  | { readonly failure: Failure };

/**
 * Strips the types from TypeScript, line by line as it stands, and finds the packages that it imports.
 * @param known - the packages that there are
 */
export async function prepare(code: string, known: readonly string[]): Promise<Prepared> {
  let stripped: string;
  let imports: readonly Import[];
  await init();
  try {
    stripped = transform(code, { transforms: ['typescript'], disableESTransforms: true }).code;
    [imports] = parse(stripped);
  } catch (error) {
    return { failure: syntaxFailure(error) };
  }
  const pieces: Piece[] = [];
  const packages = new Set<string>();
  let end = 0;
  for (const found of imports) {
    // `import.meta`, and imports of what is known only when they run.
    if (!found.specifier || (found.type === 'dynamic' && found.glob)) continue;
    const { specifier: name, start, end: after } = found;
    if (!known.includes(name)) return { failure: unknownPackage(name, lineAt(stripped, start), known) };
    packages.add(name);
    // Of a static import the place lies between the quotes.
    const quote = /['"`]/.test(stripped.charAt(start)) ? '"' : '';
    pieces.push(stripped.slice(end, start) + quote, { package: name }, quote);
    end = after;
  }
  pieces.push(stripped.slice(end));
  return { pieces, packages: [...packages] };
}

function syntaxFailure(error: unknown): Failure {
  const { message } = error as Error;
  // `… (2:11)` of the one, `Parse error @:2:11` of the other.
  const [at, line] = /\(?@?:?(\d+):\d+\)?$/.exec(message) ?? [];
  return {
    name: 'SyntaxError',
    message: (at === undefined ? message : message.slice(0, -at.length))
      .replace(/^Error transforming \w*: /, '')
      .trim(),
    ...(line && { line: Number(line) }),
  };
}

function unknownPackage(name: string, line: number, known: readonly string[]): Failure {
  return {
    name: 'ImportError',
    message: `live code cannot import '${name}'`,
    fix: `import from ${known.join(', ')}`,
    line,
  };
}

const lineAt = (code: string, at: number): number => code.slice(0, at).split('\n').length;
