import { setup } from 'xstate';
import { defineNetwork, explore } from '../../src/index.js';
import { chartNames } from '../../src/network/chart-names.js';
import { CheckError } from '../../src/network/errors.js';
import type { ComponentSpec } from '../../src/network/network.js';

type Machine = ComponentSpec['machine'];

/** How a sentence about what `acting` does on GO begins. */
export const ON_GO = "The component 'it' (machine 'm') on GO in state 'a'";

/** What exploring a network of this one machine, with the stimulus GO, is refused with. */
export function refusal(machine: Machine, component: Omit<ComponentSpec, 'machine'> = {}): string {
  try {
    const stimuli = chartNames(machine).handles('GO') ? [{ type: 'GO' }] : [];
    explore(defineNetwork({ name: 'refused', components: { it: { machine, stimuli, ...component } } }));
  } catch (thrown) {
    if (thrown instanceof CheckError) return thrown.message;
    throw thrown;
  }
  throw new Error('the machine was not refused');
}

/** A machine that performs `act` on GO. Any action goes, also one that types would refuse. */
export function acting(act: unknown): Machine {
  return setup({ actions: { act } as never }).createMachine({
    id: 'm',
    initial: 'a',
    states: { a: { on: { GO: { actions: 'act' as never } } } },
  });
}
