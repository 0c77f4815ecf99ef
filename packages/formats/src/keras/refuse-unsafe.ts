import { FormatError } from '@descent/core';

/** Classes that run code of the file, or that reach for files and addresses. */
const unsafeClasses = new Set([
  ...['Lambda', 'TFSMLayer', '__lambda__', 'lambda', 'TorchModuleWrapper', 'JaxLayer', 'FlaxLayer'],
  ...['get_file', 'enable_unsafe_deserialization', 'load_model', 'load_weights', 'load_img'],
]);

/** Where Keras' own classes come from. */
const modules = /^(keras|tf_keras|tensorflow\.keras|tensorflow\.python\.keras)(\.[a-z_]\w*)*$/;
const unsafeModules = /^(tf_)?keras\.(src\.)?(utils|config|saving|export)(\.|$)/;

/** An address or a path where a name is expected. */
const address = /^[a-z][a-z0-9+.-]*:\/\/|^(file|data):|^[~.]{0,2}[\\/]|^[A-Za-z]:\\/i;

/**
 * Refuses what a Keras file says must be run, imported or fetched: nothing of it ever is here, and a model without it is
 * another one.
 * @param isOwn - whether the reader was given a class of its own
 * @throws FormatError E_UNSAFE naming file and place
 */
export function refuseUnsafe(file: string, json: unknown, isOwn: (className: string) => boolean): void {
  const fail = (where: string, what: string): never => {
    throw new FormatError(`${file}: ${where} ${what}`, {
      code: 'E_UNSAFE',
      fix: 'save the model with layers of Keras only; code of a file never runs here',
    });
  };
  const walk = (value: unknown, where: string): void => {
    if (Array.isArray(value)) {
      for (const [i, each] of value.entries()) walk(each, `${where}[${i}]`);
      return;
    }
    if (typeof value !== 'object' || value === null) return;
    const object = value as Readonly<Record<string, unknown>>;
    const { class_name: className, module, config } = object;
    if (typeof className === 'string') {
      const isKnown = isOwn(className);
      if (!isKnown && unsafeClasses.has(className))
        fail(where, `is a ${className}, which runs code of the file`);
      if (typeof module === 'string' && module !== 'builtins' && !isKnown) {
        if (!modules.test(module)) fail(where, `(${className}) is of the module '${module.slice(0, 80)}'`);
        if (unsafeModules.test(module))
          fail(where, `(${className}) is of '${module}', which is no place of layers`);
      }
      if (module === 'builtins' && typeof config !== 'string' && className === 'function') {
        fail(where, 'is a function of the file');
      }
    }
    for (const [name, each] of Object.entries(object)) {
      const place = where === '' ? name : `${where}.${name}`;
      const isReference =
        name.endsWith('initializer') ||
        name === 'activation' ||
        name === 'filename' ||
        name === 'filepath' ||
        name === 'url';
      if (isReference && typeof each === 'string' && address.test(each)) {
        fail(place, `is to be read from '${each.slice(0, 80)}'`);
      }
      walk(each, place);
    }
  };
  walk(json, '');
}
