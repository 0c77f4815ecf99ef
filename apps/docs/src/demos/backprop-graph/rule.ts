import { html } from '../shared/element.js';
import { showFixed } from '../shared/numbers.js';
import type { Figures } from './figures.js';
import { type ActivationName, type NetName, nudge } from './protocol.js';
import { columnOf, type SubStep, sourcesOf, targetsOf } from './steps.js';

/** Digits below the line. */
export const sub = (...numbers: readonly number[]): string =>
  numbers.map((number) => '₀₁₂₃₄₅₆₇₈₉'[number]).join('');

const slopeRules: Readonly<Record<ActivationName, string>> = {
  sigmoid: 'a·(1 − a)',
  tanh: '1 − a²',
  relu: '1 where in > 0, else 0',
};

/** A number on the page under its name, with all its digits beside those that are shown. */
function figure(figures: Figures, name: string, digits = 4): HTMLElement {
  const value = figures.get(name) as number;
  return html('span', { 'data-of': name, 'data-exact': value }, showFixed(value, digits));
}

type Part = string | Node;
/** One line of the rule: what it is, and parts that read from left to right. */
type Line = readonly [label: string, ...parts: Part[]];

/** The rule of a sub-step with its numbers filled in. */
export class Rule {
  readonly element = html('div', { class: 'rule' });

  show(step: SubStep, figures: Figures, net: NetName, activation: ActivationName): void {
    const { title, lines } = ruleOf(step, figures, net, activation);
    this.element.replaceChildren(
      html('p', { class: 'title' }, title),
      ...lines.map(([label, ...parts]) =>
        html('p', {}, html('span', { class: 'rule-name' }, label), html('span', {}, ...parts)),
      ),
    );
  }
}

function ruleOf(
  step: SubStep,
  figures: Figures,
  net: NetName,
  activation: ActivationName,
): { readonly title: string; readonly lines: readonly Line[] } {
  const number = (name: string): HTMLElement => figure(figures, name);
  /** In brackets where it is negative, behind a sign. */
  const factor = (name: string): Part[] =>
    (figures.get(name) as number) < 0 ? ['(', number(name), ')'] : [number(name)];
  const sum = (terms: readonly (readonly Part[])[]): Part[] =>
    terms.flatMap((term, i) => (i === 0 ? term : [' + ', ...term]));
  switch (step.kind) {
    case 'start':
      return {
        title: 'One example, one step of training',
        lines: [
          ['inputs', `a${sub(1)} = `, number('a.1'), `, a${sub(2)} = `, number('a.2')],
          ['goal', ...sum(outputsOf(net).map((i) => [`y${sub(i)} = `, number(`y.${i}`)])).map(comma)],
        ],
      };
    case 'forward': {
      const { unit } = step;
      const sources = [0, ...sourcesOf(net, unit)];
      return {
        title: `Forwards: unit ${unit}`,
        lines: [
          [
            'its input',
            `in${sub(unit)} = `,
            sources.map((i) => `w${sub(i, unit)} a${sub(i)}`).join(' + '),
            ' = ',
            ...sum(sources.map((i) => [...factor(`w.${i}.${unit}`), ' · ', ...factor(`a.${i}`)])),
            ' = ',
            number(`in.${unit}`),
          ],
          ['its output', `a${sub(unit)} = ${activation}(in${sub(unit)}) = `, number(`a.${unit}`)],
        ],
      };
    }
    case 'loss':
      return {
        title: 'How wrong is the answer?',
        lines: [
          [
            'loss',
            '½ ( ',
            ...sum(outputsOf(net).map((i) => ['(', number(`y.${i}`), ' − ', ...factor(`a.${i}`), ')²'])),
            ' ) = ',
            number('loss'),
          ],
        ],
      };
    case 'backward': {
      const { unit } = step;
      const slope: Line = [
        'slope of g',
        `g′(in${sub(unit)}) = ${slopeRules[activation]} = `,
        number(`slope.${unit}`),
      ];
      const delta = (name: string): Part[] => [
        `Δ${sub(unit)} = g′(in${sub(unit)}) · ${name} = `,
        number(`slope.${unit}`),
        ' · ',
        ...factor(`error.${unit}`),
        ' = ',
        number(`delta.${unit}`),
      ];
      const targets = targetsOf(net, unit);
      if (columnOf(unit) === 2) {
        return {
          title: `Backwards: output unit ${unit}`,
          lines: [
            [
              'error',
              `Error${sub(unit)} = y${sub(unit)} − a${sub(unit)} = `,
              number(`y.${unit}`),
              ' − ',
              ...factor(`a.${unit}`),
              ' = ',
              number(`error.${unit}`),
            ],
            slope,
            ['Δ', ...delta(`Error${sub(unit)}`)],
          ],
        };
      }
      return {
        title: `Backwards: hidden unit ${unit}`,
        lines: [
          [
            'its share of the error',
            `Σ w${sub(unit)}ᵢ Δᵢ = `,
            ...sum(targets.map((i) => [...factor(`w.${unit}.${i}`), ' · ', ...factor(`delta.${i}`)])),
            ' = ',
            number(`error.${unit}`),
          ],
          slope,
          ['Δ', ...delta(`Σ w${sub(unit)}ᵢ Δᵢ`)],
        ],
      };
    }
    case 'update': {
      const { from, to } = step;
      const name = `w${sub(from, to)}`;
      const of = `${from}.${to}`;
      return {
        title: `Update: the weight ${name}${from === 0 ? `, the bias of unit ${to}` : ''}`,
        lines: [
          [
            'change',
            `α · a${sub(from)} · Δ${sub(to)} = `,
            number('rate'),
            ' · ',
            ...factor(`a.${from}`),
            ' · ',
            ...factor(`delta.${to}`),
            ' = ',
            number(`change.${of}`),
          ],
          [
            'new weight',
            `${name} ← `,
            number(`w.${of}`),
            ' + ',
            ...factor(`change.${of}`),
            ' = ',
            number(`next.${of}`),
          ],
          [
            'gradient',
            `∂Loss/∂${name} = −a${sub(from)} · Δ${sub(to)} = `,
            figure(figures, `gradient.${of}`, 5),
          ],
          [
            'proof',
            `${name} ± ${nudge}: the loss changes by `,
            figure(figures, `difference.${of}`, 6),
            `, over ${2 * nudge} that is `,
            figure(figures, `nudged.${of}`, 5),
          ],
        ],
      };
    }
    case 'done':
      return {
        title: 'The step is done',
        lines: [
          ['loss', number('loss'), ' with the old weights, ', number('nextLoss'), ' with the new ones'],
        ],
      };
  }
}

/** Listed instead of added. */
function comma(part: Part): Part {
  return part === ' + ' ? ', ' : part;
}

function outputsOf(net: NetName): readonly number[] {
  return targetsOf(net, 3);
}

/** The same in a sentence. */
export function sentenceOf(step: SubStep, figures: Figures): string {
  const show = (name: string): string => showFixed(figures.get(name) as number, 4);
  switch (step.kind) {
    case 'start':
      return 'The example is at the inputs. Go on with Next, or play the whole step.';
    case 'forward':
      return `Unit ${step.unit} adds up its inputs to ${show(`in.${step.unit}`)} and gives ${show(`a.${step.unit}`)}.`;
    case 'loss':
      return `The loss is ${show('loss')}. Now the error goes back through the net.`;
    case 'backward':
      return `Unit ${step.unit}: error ${show(`error.${step.unit}`)} times slope ${show(`slope.${step.unit}`)} is Δ = ${show(`delta.${step.unit}`)}.`;
    case 'update': {
      const of = `${step.from}.${step.to}`;
      return `The weight from ${step.from === 0 ? 'the bias' : `unit ${step.from}`} to unit ${step.to} changes from ${show(`w.${of}`)} to ${show(`next.${of}`)}.`;
    }
    case 'done':
      return `All weights are updated: the loss falls from ${show('loss')} to ${show('nextLoss')}.`.replace(
        'falls',
        (figures.get('nextLoss') as number) <= (figures.get('loss') as number) ? 'falls' : 'rises',
      );
  }
}
