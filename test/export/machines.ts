import { type AnyStateMachine, createMachine } from 'xstate';
import { exportStately } from '../../src/export/stately.js';
import { importModule } from './import-module.js';

/** The machine that comes of a machine's exported text. */
export async function imported(machine: AnyStateMachine, name = 'chart'): Promise<AnyStateMachine> {
  const [exported] = Object.values(await importModule(exportStately(machine, name)));
  return exported as AnyStateMachine;
}

/** A machine of any configuration, whatever its types. */
export function machineOf(config: unknown): AnyStateMachine {
  return createMachine(config as never) as unknown as AnyStateMachine;
}

/** A machine's definition as XState serialises it. */
export function definitionOf(machine: AnyStateMachine): unknown {
  return JSON.parse(JSON.stringify(machine.definition));
}
