import type { Figures } from '../backprop-graph/figures.js';

/** A question with one number as its answer. */
export interface Question {
  readonly name: string;
  readonly text: string;
  /** Where the answer stands among all numbers of the step. */
  readonly answer: string;
  readonly hint: string;
}

/** One for each rule: at an output, at a hidden unit, at a weight. */
export const questions: readonly Question[] = [
  {
    name: 'output',
    text: 'What is Δ₅, at the output?',
    answer: 'delta.5',
    hint: 'Error₅ = y₅ − a₅, and the sigmoid’s slope is a₅ · (1 − a₅).',
  },
  {
    name: 'hidden',
    text: 'What is Δ₃, at the hidden unit?',
    answer: 'delta.3',
    hint: 'Its share of the error is w₃₅ · Δ₅; times the slope a₃ · (1 − a₃).',
  },
  {
    name: 'weight',
    text: 'What is ∂Loss/∂w₁₃?',
    answer: 'gradient.1.3',
    hint: 'It is −a₁ · Δ₃: mind the sign.',
  },
];

/** Whether an answer is right to 1 %. */
export function isRight(question: Question, given: number, figures: Figures): boolean {
  const answer = figures.get(question.answer) as number;
  return Math.abs(given - answer) <= 0.01 * Math.abs(answer);
}
