import { html } from '../../shared/element.js';
import type { Row } from '../state/history.js';
import { readHash, type State } from '../state/state.js';
import type { View } from '../worker/messages.js';
import { button } from './controls.js';

/** Something to find out: how the playground is set, a guess to make first, and when it is done. */
interface Task {
  readonly title: string;
  readonly hash: string;
  readonly goal: string;
  readonly question: string;
  readonly answers: readonly string[];
  /** Which of the answers is right, and why. */
  readonly right: number;
  readonly reason: string;
  isDone(state: State, view: View, row: Row): boolean;
}

const neuronCount = ({ networkShape }: State): number => networkShape.reduce((sum, units) => sum + units, 0);

const tasks: readonly Task[] = [
  {
    title: 'A circle with one neuron',
    hash: 'dataset=circle&networkShape=&loss=log&scale=standard&speed=frame',
    goal: 'No hidden layer: get 98 % of the test data right by choosing other inputs.',
    question: 'Which inputs will do?',
    answers: ['sin X₁ and sin X₂', 'X₁² and X₂²', 'X₁X₂'],
    right: 1,
    reason: 'the circle is x₁² + x₂² = r², a straight line in the squares.',
    isDone: (state, _, row) =>
      state.dataset === 'circle' && neuronCount(state) === 0 && row.testScore >= 0.98,
  },
  {
    title: 'Exclusive or, with few neurons',
    hash: 'dataset=xor&networkShape=1&activation=tanh&loss=log&scale=standard&learningRate=0.1&speed=frame',
    goal: 'Only X₁ and X₂ as inputs, at most 4 hidden neurons: get 97 % of the test data right.',
    question: 'Is one hidden neuron enough?',
    answers: ['Yes', 'No'],
    right: 1,
    reason: 'one neuron bends nothing that its successor could not also cut with one straight line.',
    isDone: (state, _, row) =>
      state.dataset === 'xor' &&
      !state.xTimesY &&
      !state.xSquared &&
      !state.ySquared &&
      !state.sinX &&
      !state.sinY &&
      neuronCount(state) <= 4 &&
      row.testScore >= 0.97,
  },
  {
    title: 'The spiral',
    hash: 'dataset=spiral&networkShape=2&loss=log&scale=standard&learningRate=0.03&speed=fast',
    goal: 'Get 95 % of the test data of the spiral right.',
    question: 'Which net has the better chance?',
    answers: ['Two hidden neurons, trained for long', 'Two layers of eight'],
    right: 1,
    reason: 'the border winds almost twice around; two neurons cannot draw that however long they train.',
    isDone: (state, _, row) => state.dataset === 'spiral' && row.testScore >= 0.95,
  },
  {
    title: 'Links that die',
    hash: 'dataset=gauss&networkShape=4,2&regularization=L1&regularizationRate=0.003&sinX=true&sinY=true&loss=log&scale=standard&speed=fast',
    goal: 'Let L1 take at least half of all links away, with 97 % of the test data still right.',
    question: 'Which links will go first?',
    answers: ['Those that help least', 'Those with the largest weights'],
    right: 0,
    reason: 'L1 takes the same from every weight; what the data do not hold up goes to 0.',
    isDone(state, { alive }, row) {
      const links = alive.flatMap((layer) => [...layer]);
      const dead = links.filter((link) => link === 0).length;
      return state.dataset === 'gauss' && dead >= links.length / 2 && row.testScore >= 0.97;
    },
  },
];

/** Tasks with a guess and a goal that reads the real net. */
export class Tasks {
  readonly element: HTMLElement;
  readonly #place = html('div', { class: 'task' });
  readonly #onTask: (state: State) => void;
  #task: Task | undefined;
  #isDone = false;

  /** @param onTask - how the playground is to be set */
  constructor(onTask: (state: State) => void) {
    this.#onTask = onTask;
    const list = html('select', { name: 'task' }, html('option', { value: '' }, 'none'));
    tasks.forEach(({ title }, i) => {
      list.append(html('option', { value: String(i) }, title));
    });
    list.addEventListener('input', () =>
      this.#open(list.value === '' ? undefined : tasks[Number(list.value)]),
    );
    this.element = html(
      'div',
      { class: 'tasks' },
      html('label', { class: 'control' }, html('span', { class: 'name' }, 'A task'), list),
      this.#place,
    );
  }

  /** Looks whether the goal is reached. */
  check(state: State, view: View, row: Row | undefined): void {
    if (!this.#task || this.#isDone || !row || !this.#task.isDone(state, view, row)) return;
    this.#isDone = true;
    this.#place.append(
      html(
        'p',
        { class: 'done', role: 'status' },
        `Done, in epoch ${row.epoch}, with ${view.parameterCount} weights and biases.`,
      ),
    );
  }

  #open(task: Task | undefined): void {
    this.#task = task;
    this.#isDone = false;
    if (!task) {
      this.#place.replaceChildren();
      return;
    }
    const answer = html('span', { role: 'status' });
    const guesses = task.answers.map((text, i) =>
      button(
        text,
        () => {
          answer.textContent = `${i === task.right ? 'Yes' : 'No'}: ${task.reason}`;
        },
        { class: 'small' },
      ),
    );
    this.#place.replaceChildren(
      html('p', {}, html('strong', {}, task.goal)),
      html('p', {}, `A guess first: ${task.question} `, ...guesses, ' ', answer),
    );
    this.#onTask(readHash(task.hash).state);
  }
}
