import { describeValue } from '../../describe-value.js';
import { ShapeError, ValueError } from '../../errors.js';
import { type Shape, showShape } from '../../shape.js';

/**
 * What each axis of the operands and of the result is called: a letter, or, of the axes that `...` stands for, a number
 * that counts from the last of them.
 */
export interface EinsumLabels {
  readonly operands: readonly (readonly string[])[];
  readonly result: readonly string[];
}

/**
 * Reads an equation such as `ij,jk->ik`.
 * @throws ValueError when it is none, or names another number of operands; ShapeError when it does not fit the shapes
 */
export function readEquation(equation: string, shapes: readonly Shape[]): EinsumLabels {
  if (typeof equation !== 'string')
    throw new ValueError(`einsum: the equation must be a string, got ${describeValue(equation)}`, {
      fix: "write it first, such as einsum('ij,jk->ik', a, b)",
    });
  const [left = '', right] = splitAtArrow(equation.replaceAll(' ', ''), equation);
  const terms = left.split(',');
  for (const term of right === undefined ? terms : [...terms, right]) checkTerm(term, equation);
  if (terms.length !== shapes.length) {
    throw new ValueError(
      `einsum: '${equation}' names operands for ${terms.length} tensors, got ${shapes.length}`,
      { fix: 'write the axes of each tensor, with a comma between two tensors' },
    );
  }
  const operands = terms.map((term, i) => labelsOf(term, shapes[i] as Shape, i));
  checkSizes(operands, shapes);
  const count = new Set(operands.flat().filter((label) => !isLetter(label))).size;
  const dots = Array.from({ length: count }, (_, i) => `${count - i}`);
  return { operands, result: resultLabels(equation, right, operands, dots) };
}

function splitAtArrow(text: string, equation: string): string[] {
  const sides = text.split('->');
  if (sides.length <= 2) return sides;
  throw new ValueError(`einsum: '${equation}' has ${sides.length - 1} arrows, expects one at most`, {
    fix: "write one '->', in front of the axes of the result",
  });
}

function checkTerm(term: string, equation: string): void {
  if (/^[A-Za-z]*(\.\.\.)?[A-Za-z]*$/.test(term)) return;
  throw new ValueError(`einsum: '${term}' in '${equation}' is not a list of letters`, {
    fix: "write a letter per axis and at most one '...' per operand, such as 'bij,jk->bik'",
  });
}

function isLetter(label: string): boolean {
  return /[A-Za-z]/.test(label);
}

function labelsOf(term: string, shape: Shape, i: number): string[] {
  const [before = '', after] = term.split('...');
  const named = before.length + (after?.length ?? 0);
  const hidden = shape.length - named;
  if (after === undefined ? hidden === 0 : hidden >= 0)
    return [...before, ...Array.from({ length: hidden }, (_, k) => `${hidden - k}`), ...(after ?? '')];
  throw new ShapeError(
    `einsum: '${term}' names ${named} axes${after === undefined ? '' : ' at least'}, tensors[${i}] is ${showShape(shape)}`,
    { fix: "write a letter for each axis, or '...' for those that go together by themselves" },
  );
}

/** Axes of one name have one size; those behind `...` broadcast. */
function checkSizes(operands: readonly (readonly string[])[], shapes: readonly Shape[]): void {
  const seen = new Map<string, { size: number; operand: number }>();
  operands.forEach((labels, operand) => {
    labels.forEach((label, axis) => {
      const size = shapes[operand]?.[axis] as number;
      const other = seen.get(label);
      const fits = other === undefined || other.size === size;
      if (!fits && (isLetter(label) || (other.size !== 1 && size !== 1))) {
        const name = isLetter(label) ? `'${label}'` : `axis ${label} from the end of '...'`;
        throw new ShapeError(
          `einsum: ${name} is ${other.size} in tensors[${other.operand}] and ${size} in tensors[${operand}]`,
          {
            fix: isLetter(label)
              ? 'give one of the axes another letter: those of one letter have one size'
              : "sizes behind '...' must be equal or 1: reshape one of the tensors",
          },
        );
      }
      if (other === undefined || other.size === 1) seen.set(label, { size, operand });
    });
  });
}

function resultLabels(
  equation: string,
  right: string | undefined,
  operands: readonly (readonly string[])[],
  dots: readonly string[],
): string[] {
  const all = operands.flat();
  if (right === undefined) {
    const once = all.filter((label) => isLetter(label) && all.indexOf(label) === all.lastIndexOf(label));
    return [...dots, ...once.sort()];
  }
  const [before = '', after] = right.split('...');
  if (after === undefined && dots.length > 0) {
    throw new ValueError(`einsum: the result of '${equation}' leaves out the axes that '...' stands for`, {
      fix: "write '...' behind the arrow too, and sum afterwards",
    });
  }
  const letters = [...before, ...(after ?? '')];
  for (const [i, letter] of letters.entries()) {
    if (letters.indexOf(letter) !== i)
      throw new ValueError(`einsum: '${letter}' stands twice in the result of '${equation}'`, {
        fix: 'write each axis of the result once',
      });
    if (!all.includes(letter))
      throw new ValueError(`einsum: '${letter}' of the result of '${equation}' is in no operand`, {
        fix: 'leave it out, or add an axis with expandDims afterwards',
      });
  }
  return [...before, ...(after === undefined ? [] : dots), ...(after ?? '')];
}
