/**
 * The machines that are checked also run as they are: the components of a network, put as actors into one ordinary XState system
 * under their ids, must carry a layer from routing to the sum. Nothing of the checker takes part but the network's description.
 */
import type { Sum } from '../../machines/moe/fused-operator.js';
import { expect, it } from 'vitest';
import { type AnyStateMachine, createActor, SimulatedClock, setup } from 'xstate';
import { dispatchCombine } from '../../properties/dispatch-combine/family.js';
import { decodePipeline } from '../../properties/pipeline/family.js';
import { configurationOf } from '../../src/index.js';

it('the machines of dispatch-combine run live in one actor system', () => {
  const layers = 2;
  const network = dispatchCombine.build(
    configurationOf(dispatchCombine, { dies: 2, tokens: 2, layers, topK: 2 }),
    new Set(),
  );
  const actors = Object.fromEntries(network.components.map(({ machine }) => [machine.id, machine])) as Record<
    string,
    AnyStateMachine
  >;
  const root = setup({ actors }).createMachine({
    invoke: network.componentIds.map((id, index) => {
      const { machine, input } = network.components[index]!;
      return { id, systemId: id, src: machine.id, input };
    }),
  });
  const clock = new SimulatedClock();
  const actor = createActor(root, { clock }).start();
  const stream = (die: number) => actor.system.get(`stream.${die}`)!;
  const sums: { token: number; summed: [token: number, expert: number][] }[] = [];
  stream(0).on('SUMMED', (summed: { sums: readonly Sum[] }) => {
    for (const { token, results } of summed.sums)
      sums.push({ token, summed: results.map((result) => [result.token, result.expert]) });
  });

  for (let layer = 0; layer < layers; layer++) {
    stream(0).send({
      type: 'ROUTE',
      routing: [
        [0, 1],
        [0, 1],
      ],
    });
    stream(1).send({ type: 'ROUTE', routing: [] });
    for (let tick = 0; tick < 20; tick++) clock.increment(1);
  }

  expect([0, 1].map((die) => stream(die).getSnapshot().value)).toEqual(['finished', 'finished']);
  const summed = (token: number) => [0, 1].map((expert) => [token, expert]);
  const perLayer = [0, 1].map((token) => ({ token, summed: summed(token) }));
  expect(sums).toEqual([...perLayer, ...perLayer]);
});

it('the machines of a die, which know each other by names, run live in a system of its own', () => {
  const network = decodePipeline.build(
    configurationOf(decodePipeline, { dies: 1, microbatches: 1, moeLayers: 2, steps: 2, ahead: 0 }),
    new Set(),
  );
  // Nothing defers messages in an actor system, so that launches and graphs take turns (ahead: 0).
  // Within the die a component is called as the others call it.
  const nameOf = (id: string) => (id === 'exchange.0' ? 'exchange' : id.replace('die.0.', ''));
  const actors = Object.fromEntries(network.components.map(({ machine }) => [machine.id, machine])) as Record<
    string,
    AnyStateMachine
  >;
  const root = setup({ actors }).createMachine({
    invoke: network.componentIds.map((id, index) => {
      const { machine, input } = network.components[index]!;
      const own = nameOf(id) === 'exchange' ? { members: ['microbatch.0'] } : input;
      return { id: nameOf(id), systemId: nameOf(id), src: machine.id, input: own };
    }),
  });
  const clock = new SimulatedClock();
  const actor = createActor(root, { clock }).start();
  const stages: string[] = [];
  actor.system
    .get('microbatch.0')!
    .on('STAGE_ENDED', ({ operator }: { readonly operator: string }) => stages.push(operator));

  for (let tick = 0; tick < 200; tick++) clock.increment(2_000_000);

  expect(actor.system.get('host')!.getSnapshot().value).toBe('finished');
  const layer = ['attention', 'dispatch', 'experts', 'combine'];
  // Two steps of two layers and the draft's one.
  expect(stages).toEqual(Array.from({ length: 2 * 3 }, () => layer).flat());
});
