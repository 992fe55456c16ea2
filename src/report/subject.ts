import type { Subject } from '../check/subject.js';
import type { Configuration } from '../network/parameters.js';

/** `dispatch-combine (dies 2, layers 1) with fault A1`. */
export function subjectText({ network, parameters, faults }: Subject): string {
  const values = parametersText(parameters);
  return `${network}${values === '' ? '' : ` (${values})`}${faultsText(faults)}`;
}

/** `dies 2, layers 1`. */
export function parametersText(parameters: Configuration): string {
  return Object.entries(parameters)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');
}

/** The option that sets a parameter: `--layers-max` for `layersMax`. */
export function parameterOption(name: string): string {
  return `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

function faultsText(faults: readonly string[]): string {
  return faults.length === 0 ? '' : ` with fault${faults.length === 1 ? '' : 's'} ${faults.join(', ')}`;
}
