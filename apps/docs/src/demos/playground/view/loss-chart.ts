import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { html } from '../../shared/element.js';
import { showFixed } from '../../shared/numbers.js';
import type { History } from '../state/history.js';
import type { Mark } from '../state/marks.js';
import { lineColours } from './colours.js';
import { button } from './controls.js';

const height = 150;

/** Both losses over the epochs, with what was changed on the way and the best epoch of the test loss. */
export class LossChart {
  readonly element = html('figure', { class: 'loss-chart' });
  readonly #place = html('div', {});
  readonly #under = html('figcaption', {});
  readonly #scale: HTMLButtonElement;
  #plot: uPlot | undefined;
  #isLogarithmic = false;
  #history: History | undefined;
  #marks: readonly Mark[] = [];
  #onEpoch: ((epoch: number) => void) | undefined;

  constructor(signal: AbortSignal) {
    this.#scale = button('Log scale', () => this.#toggleScale(), { 'aria-pressed': 'false', class: 'small' });
    this.element.append(this.#place, html('div', { class: 'chart-foot' }, this.#under, this.#scale));
    const observer = new ResizeObserver(() => {
      const width = this.#place.clientWidth;
      if (this.#plot && width) this.#plot.setSize({ width, height });
      else this.#make();
    });
    observer.observe(this.#place);
    const theme = new MutationObserver(() => this.#make());
    theme.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
    signal.addEventListener(
      'abort',
      () => {
        observer.disconnect();
        theme.disconnect();
        this.#plot?.destroy();
      },
      { once: true },
    );
  }

  /** What happens when the reader clicks at an epoch. */
  onEpoch(act: (epoch: number) => void): void {
    this.#onEpoch = act;
  }

  show(history: History, marks: readonly Mark[]): void {
    this.#history = history;
    this.#marks = marks;
    this.#plot?.setData(this.#data());
    if (this.#plot?.cursor.idx == null) this.#tell();
  }

  #data(): uPlot.AlignedData {
    const [epochs = [], train = [], test = []] = this.#history?.columns ?? [];
    // On a logarithmic scale 0 has no place.
    const shown = (values: number[]): (number | null)[] =>
      this.#isLogarithmic ? values.map((value) => (value > 0 ? value : null)) : values;
    return [epochs, shown(test), shown(train)] as uPlot.AlignedData;
  }

  #make(): void {
    this.#plot?.destroy();
    this.#plot = undefined;
    const width = this.#place.clientWidth;
    if (!width) return;
    const colours = lineColours();
    const pink = getComputedStyle(this.element).getPropertyValue('--descent-pink').trim();
    const axis = {
      stroke: colours.muted,
      grid: { stroke: `${colours.muted}33`, width: 1 },
      ticks: { show: false },
      font: '12px system-ui',
    };
    this.#plot = new uPlot(
      {
        width,
        height,
        legend: { show: false },
        cursor: { y: false, points: { size: 6 }, drag: { x: false, y: false } },
        scales: { x: { time: false }, y: { distr: this.#isLogarithmic ? 3 : 1 } },
        axes: [
          { ...axis, size: 26 },
          { ...axis, size: 46 },
        ],
        series: [
          {},
          { label: 'test', stroke: pink, width: 2, dash: [6, 4], points: { show: false } },
          { label: 'training', stroke: colours.ink, width: 2, points: { show: false } },
        ],
        bands: [{ series: [1, 2], fill: `${pink}22` }],
        hooks: {
          draw: [(plot) => this.#drawMarks(plot, colours.muted, pink)],
          setCursor: [() => this.#tell()],
        },
      },
      this.#data(),
      this.#place,
    );
    this.#plot.over.addEventListener('click', () => {
      const index = this.#plot?.cursor.idx;
      const epoch = index == null ? undefined : this.#history?.columns[0]?.[index];
      if (epoch !== undefined) this.#onEpoch?.(epoch);
    });
  }

  #drawMarks(plot: uPlot, muted: string, pink: string): void {
    const { ctx, bbox } = plot;
    ctx.save();
    ctx.font = `${11 * devicePixelRatio}px system-ui`;
    const line = (epoch: number, colour: string, text: string, y: number): void => {
      const x = plot.valToPos(epoch, 'x', true);
      if (x < bbox.left || x > bbox.left + bbox.width) return;
      ctx.strokeStyle = ctx.fillStyle = colour;
      ctx.setLineDash([3 * devicePixelRatio, 3 * devicePixelRatio]);
      ctx.beginPath();
      ctx.moveTo(x, bbox.top);
      ctx.lineTo(x, bbox.top + bbox.height);
      ctx.stroke();
      const isLeft = x > bbox.left + bbox.width / 2;
      ctx.textAlign = isLeft ? 'right' : 'left';
      ctx.fillText(text, x + (isLeft ? -3 : 3) * devicePixelRatio, bbox.top + y * devicePixelRatio);
    };
    this.#marks.slice(-6).forEach(({ epoch, text }, i) => {
      line(epoch, muted, text, 10 + 11 * (i % 6));
    });
    const { best, last } = this.#history ?? {};
    if (best && last && best.epoch < last.epoch && last.epoch > 1) line(best.epoch, pink, 'best test', 80);
    ctx.restore();
  }

  #tell(): void {
    const columns = this.#history?.columns;
    const index = this.#plot?.cursor.idx;
    if (!columns || index == null || columns[0]?.[index] === undefined) {
      this.#under.textContent =
        'Loss by epoch: training solid, test dashed, the gap between them shaded. Click an epoch to go back to it.';
      return;
    }
    const at = (column: number): number => columns[column]?.[index] as number;
    this.#under.textContent = `Epoch ${at(0)}: training loss ${showFixed(at(1))}, test loss ${showFixed(at(2))}.`;
  }

  #toggleScale(): void {
    this.#isLogarithmic = !this.#isLogarithmic;
    this.#scale.setAttribute('aria-pressed', String(this.#isLogarithmic));
    this.#make();
  }
}
