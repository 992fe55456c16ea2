import { catalogue } from '../../properties/catalogue.js';
import type { Fault } from '../../src/index.js';
import { code, link, table } from './markdown.js';

/** Every fault of every network, with its literal counterexample. */
export function networkFaults(): string {
  return catalogue.families
    .filter(({ faults }) => Object.keys(faults).length > 0)
    .map((family) => {
      const rows = Object.entries(family.faults).map(([id, fault]) => [
        code(id),
        link(fault.title, fault.link) + (fault.kinship === 'its kind' ? ' (its kind)' : ''),
        code(fault.property),
        lengthOf(family.name, id, fault),
        fault.counterexample?.tells ?? '',
      ]);
      const head = ['`--fault`', 'The bug', 'Violates', 'Shortest way', 'What happens on it'];
      return `### ${family.name}\n\n${table(head, rows)}`;
    })
    .join('\n\n');
}

const stepsText = (count: number): string => `${count} step${count === 1 ? '' : 's'}`;

function lengthOf(network: string, id: string, fault: Fault): string {
  const { isLarge, configuration, counterexample } = fault;
  if (isLarge === true) {
    const size = Object.entries(configuration ?? {}).map(([key, value]) => `${key} ${value}`);
    return `found by random walks, at ${size.join(', ')}`;
  }
  if (counterexample === undefined) throw new Error(`${id} of ${network} has no literal counterexample.`);
  const { steps, loop } = counterexample;
  if (loop !== undefined) return `${stepsText(loop)}, then a cycle of ${steps.length - loop}`;
  return stepsText(steps.length);
}

/** The faults of a suite of claims about numbers. */
export function suiteFaults(suite: string): string {
  const { faults } = catalogue.suites!.find(({ name }) => name === suite)!;
  return table(
    ['`--fault`', 'The mistake', 'Breaks'],
    Object.entries(faults).map(([id, fault]) => [
      code(id),
      link(fault.title, fault.link),
      code(fault.property),
    ]),
  );
}

/** Which fault each claim of each network catches. */
export function faultsByClaim(): string {
  const rows = catalogue.families.flatMap(({ name, faults }) => {
    const byClaim = new Map<string, string[]>();
    for (const [id, { property }] of Object.entries(faults)) {
      byClaim.set(property, [...(byClaim.get(property) ?? []), id]);
    }
    return [...byClaim].map(([claim, ids]) => [name, code(claim), ids.map(code).join(', ')]);
  });
  return table(['Network', 'Claim', 'Catches'], rows);
}
