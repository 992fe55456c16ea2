import type { NetworkFamily } from '../network/family.js';
import type { Fault, Parameter, Parameterised } from '../network/parameters.js';
import type { Catalogue } from '../check/catalogue.js';
import type { Palette } from './palette.js';
import { parameterOption } from './subject.js';
import { tableText } from './table.js';

/** Every network, with its parameters, faults and sweeps; every suite of bounds; and every system that can be simulated. */
export function networksText({ families, suites = [], systems = [] }: Catalogue, colours: Palette): string {
  return [...families, ...suites, ...systems].map((each) => subjectListing(each, colours)).join('\n\n');
}

export function networksJson({ families, suites = [], systems = [] }: Catalogue) {
  return {
    networks: families.map(({ sweeps = {}, ...family }) => ({
      ...parameterisedJson(family),
      sweeps: Object.entries(sweeps).map(([sweep, each]) => ({ name: sweep, title: each.title })),
    })),
    ...(suites.length === 0 ? {} : { suites: suites.map(parameterisedJson) }),
    ...(systems.length === 0 ? {} : { systems: systems.map(parameterisedJson) }),
  };
}

function parameterisedJson({ name, title, parameters, faults }: Parameterised) {
  return {
    name,
    title,
    parameters: Object.entries(parameters).map(([parameter, each]) => ({
      name: parameter,
      option: parameterOption(parameter),
      ...each,
    })),
    faults: Object.entries(faults).map(([id, fault]) => ({ id, title: titleOf(fault) })),
  };
}

/** The title of a fault; of one that is not the bug of its report itself it is said. */
export function titleOf({ title, kinship }: Pick<Fault, 'title' | 'kinship'>): string {
  return kinship === 'its kind' ? `${title} (of the kind of its report)` : title;
}

/** Every fault of every network and suite, with the report that it is taken from, or that has one of its kind. */
export function faultsText(catalogue: Catalogue, _colours: Palette, width?: number): string {
  const rows = faultsJson(catalogue).faults.map(({ id, network, property, title, link, kinship }) => [
    id,
    network,
    property,
    title,
    kinship === 'its kind' ? `its kind: ${link}` : link,
  ]);
  return tableText({ head: ['fault', 'network', 'violates', 'title', 'reported at'], rows }, width);
}

export function faultsJson({ families, suites = [] }: Catalogue) {
  return {
    faults: [...families, ...suites].flatMap(({ name, faults }) =>
      Object.entries(faults).map(([id, { title, property, link, kinship = 'the report' }]) => ({
        network: name,
        id,
        title,
        property,
        link,
        kinship,
      })),
    ),
  };
}

/** Every chart that can be exported. */
export function machinesText({ machines }: Catalogue): string {
  return Object.keys(machines).join('\n');
}

export function machinesJson({ machines }: Catalogue) {
  return { machines: Object.entries(machines).map(([name, { id }]) => ({ name, id })) };
}

/** `dies taking part (1 to 4, default 2)`. */
export function parameterText(parameter: Parameter): string {
  const range =
    parameter.kind === 'integer' ? `${parameter.min} to ${parameter.max}` : parameter.values.join(' | ');
  return `${parameter.description} (${range}, default ${parameter.default})`;
}

function subjectListing(
  { name, title, parameters, faults, sweeps = {} }: Parameterised & Pick<NetworkFamily, 'sweeps'>,
  colours: Palette,
): string {
  const options = Object.entries(parameters).map(([parameter, each]) => [
    parameterOption(parameter),
    parameterText(each),
  ]);
  const ids = Object.entries(faults).map(([id, fault]) => [`--fault ${id}`, titleOf(fault)]);
  const questions = Object.entries(sweeps).map(([sweep, each]) => [`--sweep ${sweep}`, each.title]);
  const rows = [...options, ...ids, ...questions] as [option: string, meaning: string][];
  const width = Math.max(0, ...rows.map(([option]) => option.length));
  return [
    `${colours.bold(name)}: ${title}`,
    ...rows.map(([option, meaning]) => `  ${option.padEnd(width)}  ${meaning}`),
  ].join('\n');
}
