import { catalogue } from '../../properties/catalogue.js';
import type { Fault, NetworkFamily } from '../../src/index.js';
import { counterexamples as corePool } from '../faults/core-pool.counterexamples.js';
import { counterexamples as dispatchCombine } from '../faults/dispatch-combine.counterexamples.js';
import { counterexamples as dispatchCombineInt8 } from '../faults/dispatch-combine-int8.counterexamples.js';
import { counterexamples as drainBarrier } from '../faults/drain-barrier.counterexamples.js';
import { counterexamples as groupedGemm } from '../faults/grouped-gemm.counterexamples.js';
import { counterexamples as ubPath } from '../faults/ub-path.counterexamples.js';
import { counterexamples as ubSwitch } from '../faults/ub-switch.counterexamples.js';
import type { Counterexamples } from '../support/faults.js';
import { code, link, table } from './markdown.js';

/** The literal counterexamples of faults that do not bring their own. */
const COUNTEREXAMPLES: Readonly<Record<string, Counterexamples>> = {
  'core-pool': corePool,
  'dispatch-combine': dispatchCombine,
  'dispatch-combine-int8': dispatchCombineInt8,
  'drain-barrier': drainBarrier,
  'grouped-gemm': groupedGemm,
  'ub-path': ubPath,
  'ub-switch': ubSwitch,
};

/** Every fault of every network, with its literal counterexample. */
export function networkFaults(): string {
  return catalogue.families
    .filter(({ faults }) => Object.keys(faults).length > 0)
    .map((family) => {
      const rows = Object.entries(family.faults).map(([id, fault]) => [
        code(id),
        link(fault.title, fault.link),
        code(fault.property),
        lengthOf(family, id, fault),
        counterexampleOf(family, id, fault)?.tells ?? '',
      ]);
      const head = ['`--fault`', 'The bug', 'Violates', 'Shortest way', 'What happens on it'];
      return `### ${family.name}\n\n${table(head, rows)}`;
    })
    .join('\n\n');
}

function counterexampleOf({ name }: NetworkFamily, id: string, { counterexample }: Fault) {
  return counterexample ?? COUNTEREXAMPLES[name]?.[id];
}

function lengthOf(family: NetworkFamily, id: string, fault: Fault): string {
  const { isLarge, configuration } = fault;
  if (isLarge === true) {
    const size = Object.entries(configuration ?? {}).map(([key, value]) => `${key} ${value}`);
    return `found by random walks, at ${size.join(', ')}`;
  }
  const counterexample = counterexampleOf(family, id, fault);
  if (counterexample === undefined)
    throw new Error(
      `${id} of ${family.name} has no literal counterexample in test/faults, or it is not listed here.`,
    );
  const { length } = counterexample.steps;
  return `${length} step${length === 1 ? '' : 's'}`;
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
