import { html } from '../../shared/element.js';
import { type ActivationName, activationLabels, activationNames } from '../state/options.js';
import type { State } from '../state/state.js';
import type { NumberPlace } from '../worker/messages.js';
import type { Change } from './controls.js';
import type { NetworkView, UnitName } from './network.js';

/** The bias and the weights of the unit that stays, as fields to change: for keyboards and fingers. */
export class Inspector {
  readonly element = html('div', {
    class: 'inspector',
    hidden: true,
    role: 'group',
    'aria-label': 'Numbers of the neuron',
  });
  readonly #network: NetworkView;
  readonly #onEdit: (place: NumberPlace, value: number) => void;
  readonly #onClose: () => void;
  readonly #change: Change;
  #fields: { readonly place: NumberPlace; readonly field: HTMLInputElement }[] = [];

  constructor(
    network: NetworkView,
    onEdit: (place: NumberPlace, value: number) => void,
    onClose: () => void,
    change: Change,
  ) {
    this.#network = network;
    this.#onEdit = onEdit;
    this.#onClose = onClose;
    this.#change = change;
  }

  /** Shows the numbers of a unit; undefined for none. */
  open(unit: UnitName | undefined, state: State): void {
    this.element.hidden = unit === undefined;
    this.#fields = [];
    if (unit === undefined) return;
    const numbers = this.#network.numbersOf(unit).map(({ place, label }) => {
      const field = html('input', { type: 'number', step: '0.1', class: 'field' });
      field.addEventListener('input', () => {
        if (Number.isFinite(field.valueAsNumber)) this.#onEdit(place, field.valueAsNumber);
      });
      this.#fields.push({ place, field });
      return html('label', { class: 'control' }, html('span', { class: 'name' }, label), field);
    });
    const close = html('button', { type: 'button', class: 'small' }, 'Show the output again');
    close.addEventListener('click', () => this.#onClose());
    this.element.replaceChildren(
      html('p', {}, `${this.#network.nameOf(unit)}: its map stays. `, close),
      ...numbers,
      ...this.#activation(unit, state),
    );
    this.refresh();
  }

  /** The numbers as they are now; what is being typed stays. */
  refresh(): void {
    for (const { place, field } of this.#fields) {
      if (field !== document.activeElement) field.value = this.#network.valueAt(place).toFixed(3);
    }
  }

  /** The activation of the unit's layer, to choose; the output has none of its own. */
  #activation(unit: UnitName, state: State): HTMLElement[] {
    const layer = this.#network.numbersOf(unit)[0]?.place.layer;
    if (layer === undefined || layer >= state.networkShape.length) return [];
    const list = html('select', { name: 'layerActivation' });
    for (const name of activationNames) list.append(html('option', { value: name }, activationLabels[name]));
    list.value = state.layerActivations[layer] ?? state.activation;
    list.addEventListener('input', () => {
      const chosen = list.value as ActivationName;
      this.#change({
        layerActivations: state.networkShape.map((_, i) =>
          i === layer ? chosen : state.layerActivations[i],
        ),
      });
    });
    const name = html('span', { class: 'name' }, `Activation of hidden layer ${layer + 1}`);
    return [html('label', { class: 'control' }, name, list)];
  }
}
