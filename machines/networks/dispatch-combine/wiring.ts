import { dispatchSlotsOf } from '../../../src/cloudmatrix/paper/window.js';
import type { ChannelFunction, ComponentSpec, FairnessSpec } from '../../../src/index.js';
import { dieHealth } from '../../die/die-health.js';
import { receiveWindow, type WindowInput } from '../../die/receive-window.js';
import { ubPath } from '../../interconnect/ub-path.js';
import { expertFfn, type ExpertInput } from '../../moe/expert-ffn.js';
import { fusedCombine } from '../../moe/fused-combine.js';
import { fusedDispatch } from '../../moe/fused-dispatch.js';
import type { OperatorInput } from '../../moe/fused-operator.js';
import type { Numbers } from '../../moe/drawn-numbers.js';
import { copiesPerToken, hostedBy } from '../../moe/placement.js';
import type { Routing } from '../../moe/protocol.js';
import { type SendFence, sendingCore, type SendingCoreInput } from '../../moe/sending-core.js';
import { waitingCores, type WaitingCoresInput } from '../../moe/waiting-cores.js';
import { dataWindow, type Layout, statusWindow } from '../../moe/window-layout.js';
import type { NetworkWiring } from '../../network-wiring.js';
import { moeStream, type StreamInput } from '../../pipeline/moe-stream.js';
import { channelsOf } from './channels.js';
import { type Names, namesFor } from './names.js';
import { type DispatchCombineShape } from './parameters.js';
import { balancedRouting, everyRouting, sampledRoutings } from './routings.js';

type Components = [id: string, component: ComponentSpec][];

/** A network that is put together: its shape, and the names of its components. */
export class DispatchCombineWiring implements NetworkWiring {
  readonly names: Names;

  /** @param numbers what tokens carry, in networks that compute with it */
  constructor(
    readonly shape: DispatchCombineShape,
    readonly numbers: Numbers | null = null,
  ) {
    this.names = namesFor(this.shape.microbatches, this.shape.cores);
  }

  get dies(): number[] {
    return Array.from({ length: this.shape.dies }, (_, die) => die);
  }

  get microbatches(): number[] {
    return Array.from({ length: this.shape.microbatches }, (_, microbatch) => microbatch);
  }

  get cores(): number[] {
    return Array.from({ length: this.shape.cores }, (_, core) => core);
  }

  /** The layout that all dies compute addresses with. */
  get layout(): Layout {
    const { dies, sharedDies, expertsPerDie, redundant, topK, batch, buffers, cores } = this.shape;
    return {
      dies,
      sharedDies,
      expertsPerDie,
      redundant,
      topK,
      batch,
      halves: buffers === 'two-halves' ? 2 : 1,
      isShared: buffers === 'one' || buffers === 'one-ack',
      cores,
    };
  }

  routingsOf(die: number): Routing[] {
    const { shape } = this;
    if (die < shape.idleDies) return [[]];
    switch (shape.routing) {
      case 'any':
        return everyRouting(shape);
      case 'sampled':
        return sampledRoutings(shape, die);
      case 'balanced':
        return [balancedRouting(shape, die)];
    }
  }

  /** Waits with a limit ask who is alive. */
  get hasHealth(): boolean {
    return this.shape.limit !== 'none';
  }

  get components(): Readonly<Record<string, ComponentSpec>> {
    return Object.fromEntries(
      this.dies.flatMap((die) => [
        ...this.microbatches.flatMap((microbatch) => this.operators(die, microbatch)),
        this.path(die),
        ...this.windows(die),
        ...(this.hasHealth ? [this.health(die)] : []),
      ]),
    );
  }

  get channels(): ChannelFunction {
    return channelsOf(this.shape);
  }

  /** Who serves gives every die its tokens in the end: which, is the environment's choice. A die that fails, or a link that does, need not. */
  get fairness(): FairnessSpec {
    const streams = this.dies.flatMap((die) => this.microbatches.map((each) => this.names.stream(die, each)));
    return {
      units: streams.map((component) => ({ component, stimulus: 'ROUTE', fairness: 'weak' })),
    };
  }

  private operators(die: number, microbatch: number): Components {
    const { names, shape, layout, numbers } = this;
    const { layers, microbatches, dispatchTransfer, combineTransfer, combineSignal, buffers } = shape;
    const self = names.stream(die, microbatch);
    const [dispatch, expert, combine] = [names.dispatch, names.expert, names.combine].map((name) =>
      name(die, microbatch),
    ) as [string, string, string];
    const next = microbatches === 1 ? '' : names.stream(die, (microbatch + 1) % microbatches);
    const operator = (id: string, transfer: OperatorInput['transfer']): OperatorInput => ({
      self: id,
      die,
      stream: self,
      cores: this.cores.map((core) => names.core(id, core)),
      waiting: names.waiting(id),
      layout,
      transfer,
      flags: shape.flags,
      signal: combineSignal,
      isAcknowledged: buffers === 'one-ack',
      numbers,
    });
    const streamInput: StreamInput = {
      die,
      microbatch,
      microbatches,
      layers,
      wiring: { self, dispatch, expert, combine, next },
    };
    const expertInput: ExpertInput = { self: expert, stream: self, weights: hostedBy(layout, die), numbers };
    // A flag that follows its result in the same pipe need not wait until the result is visible.
    const isFlagInPipe = combineSignal === 'store' && combineTransfer === 'push';
    return [
      [
        self,
        {
          machine: moeStream,
          input: streamInput,
          stimuli: this.routingsOf(die).map((routing) => ({ type: 'ROUTE', routing })),
        },
      ],
      [dispatch, { machine: fusedDispatch, input: operator(dispatch, dispatchTransfer) }],
      ...this.coresOf(die, dispatch, { fence: 'visible', quantises: true }),
      [expert, { machine: expertFfn, input: expertInput }],
      [combine, { machine: fusedCombine, input: operator(combine, combineTransfer) }],
      ...this.coresOf(die, combine, { fence: isFlagInPipe ? 'issued' : 'visible', quantises: false }),
    ];
  }

  /** The cores that send for an operator, and those that wait for it. */
  private coresOf(
    die: number,
    operator: string,
    { fence, quantises }: { fence: SendFence; quantises: boolean },
  ): Components {
    const { names, shape, numbers } = this;
    const waiting = names.waiting(operator);
    const sending = this.cores.map((core): Components[number] => {
      const self = names.core(operator, core);
      const input: SendingCoreInput = {
        self,
        operator,
        port: names.path(die),
        fence,
        quantises,
        numbers,
        chunk: shape.chunk,
        slots: shape.ubufferSlots,
        returnsCredits: shape.credits > 0,
      };
      return [self, { machine: sendingCore, input }];
    });
    const input: WaitingCoresInput = { self: waiting, operator, die, limit: shape.limit };
    return [...sending, [waiting, { machine: waitingCores, input }]];
  }

  private path(die: number): Components[number] {
    const { credits, flaps } = this.shape;
    const input = { credits, flaps: die === 0 ? flaps : 0 };
    const stimuli = input.flaps > 0 ? [{ type: 'LINK_DOWN' }] : [];
    return [this.names.path(die), { machine: ubPath, input, stimuli }];
  }

  private windows(die: number): Components {
    const { layout } = this;
    const { dies, expertsPerDie, batch, halves, isShared } = layout;
    const copies = copiesPerToken(layout);
    const use = { dies, localExperts: expertsPerDie, batch, copiesPerToken: copies };
    // Pulled results wait at the expert's die, for the tokens of all dies.
    const combineSlots = batch * copies * (this.shape.combineTransfer === 'pull' ? dies : 1);
    const dispatchSlots = dispatchSlotsOf(this.shape.windowMiB, use);
    const found = new Map<string, ComponentSpec>();
    const add = (self: string, slots: number, readOut: WindowInput['readOut'] = 'as asked') =>
      found.set(self, { machine: receiveWindow, input: { self, slots, readOut } satisfies WindowInput });
    // To show that sums of numbers do not depend on the order in which results arrive.
    const ofResults = this.numbers === null ? 'as asked' : 'as written';
    for (let half = 0; half < halves; half++) {
      add(dataWindow(layout, die, 'combine', half), combineSlots, ofResults);
      add(
        dataWindow(layout, die, 'dispatch', half),
        isShared ? Math.max(combineSlots, dispatchSlots) : dispatchSlots,
        isShared ? ofResults : 'as asked',
      );
      for (const core of this.cores) add(statusWindow(layout, die, half, core), 0);
    }
    return [...found];
  }

  private health(die: number): Components[number] {
    const { names } = this;
    const parts = this.microbatches.flatMap((microbatch) => {
      const operators = [names.dispatch(die, microbatch), names.combine(die, microbatch)];
      return [
        names.stream(die, microbatch),
        names.expert(die, microbatch),
        ...operators,
        ...operators.map((operator) => names.waiting(operator)),
        ...operators.flatMap((operator) => this.cores.map((core) => names.core(operator, core))),
      ];
    });
    const stimuli = die < this.shape.failures ? [{ type: 'FAIL' }] : [];
    const input = { die, parts: [...parts, names.path(die)] };
    return [names.health(die), { machine: dieHealth, input, stimuli }];
  }
}
