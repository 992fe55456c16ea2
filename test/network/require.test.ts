// Goal: what is no network, no family and no trace is refused with a sentence, by every function that takes one.
// Method: each public function is given what users give by mistake.

import { setup } from 'xstate';
import { describe, expect, it } from 'vitest';
import {
  assertHolds,
  briefText,
  componentRef,
  defineNetwork,
  explain,
  explore,
  minimise,
  renderCounterexample,
  replaceMachines,
  replay,
  replayTrace,
  Simulation,
  stateAfter,
  walk,
  withMachines,
  writeTrace,
} from '../../src/index.js';
import { locks } from '../cli/catalogue.js';

const idle = setup({}).createMachine({ id: 'idle', tags: 'rest' });
const network = defineNetwork({ name: 'still', components: { it: { machine: idle } } });
const CHECK_ERROR = expect.objectContaining({ name: 'CheckError' }) as Error;

describe.each([undefined, null, {}, [], 'still', locks])('a network is wanted, not %o', (what) => {
  it.each([
    ['explore', () => explore(what as never)],
    ['walk', () => walk(what as never, { seed: 1 })],
    ['Simulation', () => new Simulation(what as never)],
    ['replay', () => replay(what as never, { initial: 0, steps: [] } as never)],
    ['replaceMachines', () => replaceMachines(what as never, {})],
    ['minimise', () => minimise(what as never, { steps: [] } as never)],
    ['explain', () => explain(what as never, { steps: [] } as never)],
  ])('by %s', (_, act) => {
    expect(act).toThrow(/^A network is wanted here, and this is /);
    expect(act).toThrow(CHECK_ERROR);
  });
});

it('a family is told what to do with it', () => {
  expect(() => explore(locks as never)).toThrow(
    "A network is wanted here, and this is 'locks'. It is a family: build one of its networks, or give it to `check`, `campaign` or `assertHolds`.",
  );
});

it.each([undefined, {}, network])('a family is wanted by withMachines, not %o', (what) => {
  expect(() => withMachines(what as never, {})).toThrow(/^A family of networks is wanted here/);
});

it.each([undefined, null, 'idle'])('machines to replace are an object, not %o', (what) => {
  expect(() => replaceMachines(network, what as never)).toThrow(/which are .*; give an object/);
});

describe.each([undefined, null, {}, { steps: 'a' }, { steps: [1] }])('steps are wanted, not %o', (what) => {
  it.each([
    ['replay', () => replay(network, what as never)],
    ['minimise', () => minimise(network, what as never)],
    ['replayTrace', () => replayTrace(network, what as never)],
    ['writeTrace', () => writeTrace('/nowhere', what as never)],
    ['renderCounterexample', () => renderCounterexample(what as never, undefined as never)],
  ])('by %s', (_, act) => {
    expect(act).toThrow(/^A (schedule|violation|trace) with its `steps`, a list of labels, is wanted here\./);
  });
});

const violation = {
  property: 'deadlock-freedom',
  initial: 0,
  steps: [],
  minimality: 'as found',
  message: '',
};

describe.each([
  ['property', { ...violation, property: undefined }],
  ['initial', { ...violation, initial: 'length' }],
  ['initial', { ...violation, initial: -1 }],
  ['deliveries', { ...violation, deliveries: ['a ⇒ b: X'] }],
])('%s is wanted as it should be, not as of %o', (field, what) => {
  it.each([
    ['replay', () => replay(network, what as never)],
    ['explain', () => explain(network, what as never)],
    ['minimise', () => minimise(network, what as never)],
  ])('by %s', (_, act) => {
    expect(act).toThrow(new RegExp(`^A (schedule|violation) with its \`${field}\`, .* is wanted here\\.`));
    expect(act).toThrow(CHECK_ERROR);
  });
});

it.each([undefined, {}, { steps: [] }])('an explanation is wanted, not %o', (what) => {
  for (const act of [() => briefText(what as never), () => stateAfter(what as never, 0)])
    expect(act).toThrow(/^An explanation is wanted here, and this is /);
});

it('numbers of columns and of steps are numbers', () => {
  const explanation = { initial: [], steps: [] } as never;
  expect(() => briefText(explanation, { width: Number.NaN })).toThrow(
    'The `width` of a brief is NaN; it is a number of columns.',
  );
  for (const n of [-1, 0.5, Number.NaN])
    expect(() => stateAfter(explanation, n)).toThrow(
      `A state after ${n} steps is wanted; give a whole number`,
    );
});

it('a counterexample is rendered beside its replay', () => {
  expect(() => renderCounterexample(violation as never, undefined as never)).toThrow(
    'There is nothing to render: give what `replay` returned beside the violation.',
  );
});

describe('a component', () => {
  const withAliases = (aliases: unknown) => () =>
    defineNetwork({ name: 'n', components: { it: { machine: idle, aliases: aliases as never } } });

  it.each([null, 'ab', ['it'], 3])('has aliases that are an object, not %o', (aliases) => {
    expect(withAliases(aliases)).toThrow(/^The component 'it' of network 'n' has `aliases` that are /);
  });

  it('that is given `names` is told what they are called', () => {
    expect(() =>
      defineNetwork({ name: 'n', components: { it: { machine: idle, names: {} } as never } }),
    ).toThrow(/has no 'names'; .* It is called 'aliases' now\.$/);
  });

  it.each([undefined, null, 3, {}])('is addressed by its id, or a function that gives it, not %o', (id) => {
    expect(() => componentRef(id as never)).toThrow(
      /^`componentRef` is given .*; give the id of a component/,
    );
  });
});

it.each([null, 3])('configurations to assert are a list, not %o', (configurations) => {
  expect(() => assertHolds(locks, { configurations: configurations as never })).toThrow(CHECK_ERROR);
});
