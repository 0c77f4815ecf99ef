import { html } from '../../shared/element.js';
import { pointerIn } from '../../shared/svg.js';
import { readTable } from '../data/csv.js';
import { readFormula } from '../data/function.js';
import { mostOwnPoints, type OwnPoint, ownPointsInText, textOfPoints } from '../data/own-points.js';
import { bound } from '../state/options.js';
import type { State } from '../state/state.js';
import { button, type Change } from './controls.js';
import type { OutputMap } from './output-map.js';

type Pen = 'none' | 'one' | 'other' | 'erase';
const pens: readonly (readonly [Pen, string])[] = [
  ['none', 'No pen'],
  ['one', 'Class 1 (circles)'],
  ['other', 'Class −1 (squares)'],
  ['erase', 'Eraser'],
];

/** Units between two points of one stroke, and around the eraser. */
const apart = 0.45;
/** Points that a formula gives. */
const formulaCount = 300;

/** The reader's own points: painted on the map, pasted as a table, or given by a formula. */
export class OwnData {
  readonly element: HTMLElement;
  readonly #change: Change;
  readonly #map: OutputMap;
  readonly #remark = html('p', { class: 'caption', role: 'status' });
  readonly #pen = html('select', { name: 'pen' });
  readonly #size = html('input', { type: 'range', name: 'brush', min: '1', max: '8', step: '1', value: '1' });
  #points: OwnPoint[] = [];
  #last: { x: number; y: number } | undefined;

  constructor(map: OutputMap, change: Change, signal: AbortSignal) {
    this.#change = change;
    this.#map = map;
    for (const [value, text] of pens) this.#pen.append(html('option', { value }, text));
    this.#pen.addEventListener('input', () => {
      map.element.classList.toggle('painted', this.#pen.value !== 'none');
      this.#remark.textContent =
        this.#pen.value === 'none'
          ? ''
          : 'Draw on the map, or move the cross there with the arrow keys and put points with Enter.';
    });
    const table = html('textarea', {
      name: 'table',
      rows: 4,
      placeholder: 'x, y, class\n1.5, −2, 1\n−3, 0.5, −1',
    });
    const file = html('input', { type: 'file', accept: '.csv,.txt,.tsv' });
    const formula = html('input', { type: 'text', name: 'formula', value: 'y > 2 * sin(x)' });
    const take = (text: string): void => {
      const { points, remarks } = readTable(text);
      this.#remark.textContent = [...remarks, `${points.length} points.`].join(' ');
      if (points.length > 0) this.#put(points);
    };
    file.addEventListener('change', async () => {
      const given = file.files?.[0];
      if (given) take(await given.text());
    });
    this.element = html(
      'details',
      { class: 'own', 'data-ui': 'dataset' },
      html('summary', {}, 'Your own data'),
      html(
        'div',
        { class: 'controls' },
        html('label', { class: 'control' }, html('span', { class: 'name' }, 'Pen'), this.#pen),
        html('label', { class: 'control' }, html('span', { class: 'name' }, 'Points at once'), this.#size),
        button('Clear', () => this.#put([]), { 'data-action': 'clear-points' }),
      ),
      html(
        'div',
        { class: 'controls' },
        html(
          'label',
          { class: 'control wide' },
          html('span', { class: 'name' }, 'A table: two numbers and a class in each line'),
          table,
        ),
        button('Take the table', () => take(table.value), { 'data-action': 'take-table' }),
        html('label', { class: 'control' }, html('span', { class: 'name' }, 'or a CSV file'), file),
      ),
      html(
        'div',
        { class: 'controls' },
        html(
          'label',
          { class: 'control wide' },
          html('span', { class: 'name' }, 'A formula: class 1 where it holds, or where it is above 0'),
          formula,
        ),
        button('Take the formula', () => this.#takeFormula(formula.value), { 'data-action': 'take-formula' }),
      ),
      this.#remark,
    );
    // A table may be dropped anywhere on it.
    this.element.addEventListener('dragover', (event) => event.preventDefault(), { signal });
    this.element.addEventListener(
      'drop',
      async (event) => {
        event.preventDefault();
        const dropped = event.dataTransfer?.files[0];
        take(dropped ? await dropped.text() : (event.dataTransfer?.getData('text') ?? ''));
      },
      { signal },
    );
    this.#listen(signal);
  }

  /** Whether the pointer paints. */
  get isPainting(): boolean {
    return this.#pen.value !== 'none';
  }

  show(state: State): void {
    this.#points = ownPointsInText(state.points);
  }

  /** Puts or takes away at a place of the plane. */
  paint(x: number, y: number): void {
    const pen = this.#pen.value as Pen;
    if (pen === 'none') return;
    if (pen === 'erase') {
      this.#put(this.#points.filter((point) => Math.hypot(point.x - x, point.y - y) > apart));
      return;
    }
    const count = this.#size.valueAsNumber;
    const added = Array.from({ length: count }, (_, i): OwnPoint => {
      // Around the place, evenly: no two strokes need the same luck.
      const [angle, radius] = [2.4 * i, 0.35 * Math.sqrt(i)];
      return {
        x: x + radius * Math.cos(angle),
        y: y + radius * Math.sin(angle),
        label: pen === 'one' ? 1 : -1,
      };
    });
    this.#put([...this.#points, ...added]);
  }

  #put(points: readonly OwnPoint[]): void {
    if (points.length > mostOwnPoints)
      this.#remark.textContent = `There is room for ${mostOwnPoints} points.`;
    this.#change({
      problem: 'classification',
      dataset: 'own',
      points: textOfPoints(points.slice(0, mostOwnPoints)),
    });
  }

  #takeFormula(text: string): void {
    try {
      const formula = readFormula(text);
      const points = Array.from({ length: formulaCount }, (_, i): OwnPoint => {
        // A sequence that fills the square evenly (Roberts' R2).
        const [u, v] = [(0.5 + 0.7548776662466927 * i) % 1, (0.5 + 0.5698402909980532 * i) % 1];
        const [x, y] = [(2 * u - 1) * 0.96 * bound, (2 * v - 1) * 0.96 * bound];
        return { x, y, label: formula(x, y) > 0 ? 1 : -1 };
      });
      this.#put(points);
      this.#remark.textContent = `${points.filter(({ label }) => label > 0).length} of ${points.length} points are of class 1.`;
    } catch (error) {
      this.#remark.textContent = `The formula is not understood: ${(error as Error).message}.`;
    }
  }

  #listen(signal: AbortSignal): void {
    const { picture } = this.#map.plane;
    const at = (event: PointerEvent): { x: number; y: number } =>
      this.#map.plane.invert(pointerIn(picture, event));
    const isWithin = ({ x, y }: { x: number; y: number }): boolean =>
      Math.abs(x) <= bound && Math.abs(y) <= bound;
    picture.addEventListener(
      'pointerdown',
      (event) => {
        const place = at(event);
        if (!this.isPainting || !isWithin(place)) return;
        event.preventDefault();
        picture.setPointerCapture(event.pointerId);
        this.#last = place;
        this.paint(place.x, place.y);
      },
      { signal },
    );
    picture.addEventListener(
      'pointermove',
      (event) => {
        if (!this.#last) return;
        const place = at(event);
        if (!isWithin(place) || Math.hypot(place.x - this.#last.x, place.y - this.#last.y) < apart) return;
        this.#last = place;
        this.paint(place.x, place.y);
      },
      { signal },
    );
    picture.addEventListener(
      'keydown',
      ({ key }) => {
        const { chosen } = this.#map;
        if (key === 'Enter' && chosen) this.paint(...chosen);
      },
      { signal },
    );
    for (const kind of ['pointerup', 'pointercancel'] as const) {
      picture.addEventListener(kind, () => (this.#last = undefined), { signal });
    }
  }
}
