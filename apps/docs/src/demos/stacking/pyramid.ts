import type { Stage } from '../shared/stages.js';
import { pointerIn, setAttributes, svg } from '../shared/svg.js';
import { edge } from './protocol.js';

const spacing = 20;
const width = edge * spacing;
const rowHeight = 62;
const cell = 14;

/** A cut through a stack: cells of the picture below, units of each layer above, and all that one unit depends on. */
export class Pyramid {
  readonly picture = svg('svg', { class: 'pyramid', role: 'img' });
  #last: Stage | undefined;

  /** @param onUnit - the reader points at a unit of the last layer, from 0 */
  constructor(onUnit: (unit: number) => void, signal: AbortSignal) {
    const go = (event: PointerEvent): void => {
      if (!this.#last) return;
      const { x } = pointerIn(this.picture, event);
      const { edge: count, size, stride } = this.#last;
      const unit = Math.round((x / spacing - size / 2) / stride);
      onUnit(Math.max(0, Math.min(count - 1, unit)));
    };
    this.picture.addEventListener(
      'pointermove',
      (event) => {
        if (event.pointerType === 'mouse') go(event);
      },
      { signal },
    );
    this.picture.addEventListener('pointerdown', go, { signal });
  }

  show(stages: readonly Stage[], unit: number): void {
    const last = stages.at(-1) as Stage;
    this.#last = last;
    const height = (stages.length + 1) * rowHeight;
    // Of the picture, then of each layer: the cells that the unit depends on.
    const seen = [...last.seen.map((each) => each.slice(2 * unit, 2 * unit + 2)), [unit, unit]] as [
      number,
      number,
    ][];
    const counts = [edge, ...stages.map((stage) => stage.edge)];
    /** Where a cell's middle is: over the middle of its field. */
    const x = (row: number, index: number): number => {
      const { size, stride } = row === 0 ? { size: 1, stride: 1 } : (stages[row - 1] as Stage);
      return (index * stride + size / 2) * spacing;
    };
    const y = (row: number): number => height - (row + 0.5) * rowHeight + 8;
    const links: SVGElement[] = [];
    const cells: SVGElement[] = [];
    counts.forEach((count, row) => {
      const [first, end] = seen[row] as [number, number];
      const name = row === 0 ? 'picture' : `layer ${row}`;
      cells.push(svg('text', { x: 0, y: y(row) - 16 }, `${name}: ${end - first + 1} of ${count}`));
      for (let index = 0; index < count; index++) {
        const isLit = index >= first && index <= end;
        cells.push(
          svg('rect', {
            class: isLit ? 'lit' : '',
            x: x(row, index) - cell / 2,
            y: y(row) - cell / 2,
            width: cell,
            height: cell,
          }),
        );
        if (!isLit || row === 0) continue;
        const window = (stages[row - 1] as Stage).seen[row - 1] as readonly number[];
        for (const below of window.slice(2 * index, 2 * index + 2)) {
          const [x1, x2] = [x(row, index), x(row - 1, below)];
          links.push(svg('line', { x1, x2, y1: y(row) + cell / 2, y2: y(row - 1) - cell / 2 }));
        }
      }
    });
    setAttributes(this.picture, {
      viewBox: `0 0 ${width} ${height}`,
      'aria-label': `A cut through ${stages.length} layers: a unit of the last depends on ${last.size} cells of the picture each way`,
    });
    this.picture.replaceChildren(...links, ...cells);
  }
}
