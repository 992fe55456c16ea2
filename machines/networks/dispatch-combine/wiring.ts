import { dispatchSlotsOf } from '../../../src/cloudmatrix/paper/window.js';
import type { ChannelFunction, ComponentSpec } from '../../../src/index.js';
import { dieHealth } from '../../die/die-health.js';
import { receiveWindow, type WindowInput } from '../../die/receive-window.js';
import { ubPath } from '../../interconnect/ub-path.js';
import { expertFfn } from '../../moe/expert-ffn.js';
import type { Flags } from '../../moe/flags.js';
import { type CombineInput, fusedCombine } from '../../moe/fused-combine.js';
import { type DispatchInput, fusedDispatch } from '../../moe/fused-dispatch.js';
import type { Numbers } from '../../moe/numbers.js';
import { copiesPerToken } from '../../moe/placement.js';
import type { Routing } from '../../moe/protocol.js';
import { type SendFence, sendingCore } from '../../moe/sending-core.js';
import { type LimitReaction, waitingCores } from '../../moe/waiting-cores.js';
import { dataWindow, type Layout, statusWindow } from '../../moe/window-layout.js';
import type { NetworkWiring } from '../../network-wiring.js';
import { moeStream } from '../../pipeline/moe-stream.js';
import { channelsOf } from './channels.js';
import { type Deviation, dispatchCombineFaults } from './faults.js';
import { type Names, namesFor } from './names.js';
import { type DispatchCombineShape } from './parameters.js';
import { balancedRouting, everyRouting, sampledRoutings } from './routings.js';

type Components = [id: string, component: ComponentSpec][];

/** A network that is put together: its shape, what faults change in it, and the names of its components. */
export class DispatchCombineWiring implements NetworkWiring {
  readonly shape: DispatchCombineShape;
  readonly names: Names;
  readonly deviation: Deviation;

  /**
   * @param faults ids of `dispatchCombineFaults`
   * @param numbers what tokens carry, in networks that compute with it
   */
  constructor(
    drawn: DispatchCombineShape,
    faults: ReadonlySet<string> = new Set(),
    readonly numbers: Numbers | null = null,
  ) {
    this.deviation = deviationOf(faults);
    this.shape = { ...drawn, ...this.deviation.shape };
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

  /** The layout that a die computes addresses with: the same for all, but for some faults. */
  layoutOf(die: number): Layout {
    const { dies, sharedDies, expertsPerDie, redundant, topK, batch, buffers, cores } = this.shape;
    const isLast = die === dies - 1;
    return {
      dies,
      sharedDies,
      expertsPerDie,
      redundant,
      topK,
      batch: isLast && this.deviation.batchOfLastDie === 'one more' ? batch + 1 : batch,
      halves: buffers === 'two-halves' ? 2 : 1,
      isShared: buffers === 'one' || buffers === 'one-ack',
      cores,
      offsetBits: 0,
      ...this.deviation.layout,
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

  /** What a wait does that exceeds its limit. */
  get limit(): LimitReaction {
    return this.deviation.limit ?? this.shape.limit;
  }

  /** Waits with a limit ask who is alive. */
  get hasHealth(): boolean {
    return this.limit !== 'none';
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
    return channelsOf(this.shape, this.deviation);
  }

  private operators(die: number, microbatch: number): Components {
    const { names, shape, deviation } = this;
    const { layers, microbatches, dispatchTransfer, combineTransfer, combineSignal, buffers } = shape;
    const self = names.stream(die, microbatch);
    const [dispatch, expert, combine] = [names.dispatch, names.expert, names.combine].map((name) =>
      name(die, microbatch),
    ) as [string, string, string];
    const next = microbatches === 1 ? '' : names.stream(die, (microbatch + 1) % microbatches);
    const fence = deviation.fence ?? 'visible';
    const isAcknowledged = buffers === 'one-ack';
    const flags: Flags = { reset: shape.flags, modulus: 0, isNeverReset: false, ...deviation.flags };
    const operator = (id: string) => ({
      self: id,
      die,
      stream: self,
      cores: this.cores.map((core) => names.core(id, core)),
      waiting: names.waiting(id),
      layout: this.layoutOf(die),
      numbers: this.numbers,
      acknowledges: isAcknowledged,
      awaitsAcknowledgement: isAcknowledged,
    });
    const dispatchInput: DispatchInput = {
      ...operator(dispatch),
      flags,
      transfer: dispatchTransfer,
      acquire: 'after flags',
      flagSpacing: 'line',
      zeroTokens: 'takes part',
      modes: 'one layout',
      flagDisplacement: this.flagDisplacement(die),
      outputFill: 'ordered',
      prefixSumEntries: 0,
      ...deviation.dispatch,
    };
    const combineInput: CombineInput = {
      ...operator(combine),
      signal: combineSignal,
      fence,
      transfer: combineTransfer,
      staging: 'own',
      cells: 'by half',
      index: 'token',
      ...deviation.combine,
    };
    const streamInput = {
      microbatch,
      microbatches,
      layers,
      stepCount: deviation.stepCount ?? 'agreed',
      wiring: { self, dispatch, expert, combine, next },
    };
    // A flag that follows its result in the same pipe need not wait until the result is visible.
    const isFlagInPipe = combineSignal === 'store' && combineTransfer === 'push';
    const combineFence = isFlagInPipe && fence === 'visible' ? 'issued' : fence;
    return [
      [
        self,
        {
          machine: moeStream,
          input: streamInput,
          stimuli: this.routingsOf(die).map((routing) => ({ type: 'ROUTE', routing })),
        },
      ],
      [dispatch, { machine: fusedDispatch, input: dispatchInput }],
      ...this.coresOf(die, dispatch, fence),
      [expert, { machine: expertFfn, input: { self: expert, stream: self, numbers: this.numbers } }],
      [combine, { machine: fusedCombine, input: combineInput }],
      ...this.coresOf(die, combine, combineFence),
    ];
  }

  /** The cores that send for an operator, and those that wait for it. */
  private coresOf(die: number, operator: string, fence: SendFence): Components {
    const { names, shape, deviation } = this;
    const waiting = names.waiting(operator);
    const sending = this.cores.map((core): Components[number] => {
      const self = names.core(operator, core);
      const input = {
        self,
        operator,
        port: names.path(die),
        fence: core > 0 ? (deviation.fenceOfOtherCores ?? fence) : fence,
        chunk: shape.chunk,
        slots: shape.ubufferSlots,
        release: deviation.release ?? 'issued',
        returnsCredits: shape.credits > 0,
      };
      return [self, { machine: sendingCore, input }];
    });
    const input = { self: waiting, operator, die, limit: this.limit };
    return [...sending, [waiting, { machine: waitingCores, input }]];
  }

  /** Entries of a status window by which the flags of a die are displaced if they lie behind its data. */
  private flagDisplacement(die: number): number {
    const { dies, expertsPerDie } = this.shape;
    const isDisplaced = die === dies - 1 && this.deviation.flagsOfLastDie === 'behind its data';
    return isDisplaced ? dies * expertsPerDie : 0;
  }

  private path(die: number): Components[number] {
    const { credits, flaps } = this.shape;
    const input = { credits, flaps: die === 0 ? flaps : 0 };
    const stimuli = input.flaps > 0 ? [{ type: 'LINK_DOWN' }] : [];
    return [this.names.path(die), { machine: ubPath, input, stimuli }];
  }

  private windows(die: number): Components {
    const layout = this.layoutOf(0);
    const { dies, expertsPerDie, batch, halves, isShared } = layout;
    const flagCells = this.deviation.flagCells ?? 'plain';
    const copies = copiesPerToken(layout);
    const use = { dies, localExperts: expertsPerDie, batch, copiesPerToken: copies };
    // Pulled results wait at the expert's die, for the tokens of all dies.
    const combineSlots = batch * copies * (this.shape.combineTransfer === 'pull' ? dies : 1);
    const dispatchSlots = dispatchSlotsOf(this.shape.windowMiB, use);
    const found = new Map<string, ComponentSpec>();
    const add = (self: string, slots: number, readOut: WindowInput['readOut'] = 'as asked') =>
      found.set(self, { machine: receiveWindow, input: { self, slots, flagCells, readOut } });
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
    const stimuli = die === 0 && this.shape.failures > 0 ? [{ type: 'FAIL' }] : [];
    const input = { die, parts: [...parts, names.path(die)] };
    return [names.health(die), { machine: dieHealth, input, stimuli }];
  }
}

/** What several faults change together. */
function deviationOf(faults: ReadonlySet<string>): Deviation {
  let all: Deviation = {};
  for (const fault of faults) {
    const { deviation } = dispatchCombineFaults[fault]!;
    all = {
      ...all,
      ...deviation,
      shape: { ...all.shape, ...deviation.shape },
      flags: { ...all.flags, ...deviation.flags },
      dispatch: { ...all.dispatch, ...deviation.dispatch },
      combine: { ...all.combine, ...deviation.combine },
      layout: { ...all.layout, ...deviation.layout },
    };
  }
  return all;
}
