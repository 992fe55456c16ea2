import {
  type AnyActor,
  type AnyActorLogic,
  type AnyActorRef,
  type AnyEventObject,
  type AnyMachineSnapshot,
  type AnyStateMachine,
  createActor,
  createMachine,
  type InspectionEvent,
} from 'xstate';
import type { Network } from '../../src/network/network.js';
import { type Feature, featuresOf } from './live-features.js';
import { type LiveTimer, LiveTimers } from './live-timers.js';
import { pictureOf, type SnapshotPicture } from './snapshot-picture.js';

/** A message that an actor takes out of its mailbox, or that nobody takes. */
export interface LiveDelivery {
  readonly kind: 'delivery';
  /** `undefined`: the environment. */
  readonly from: string | undefined;
  readonly to: string;
  readonly event: AnyEventObject;
  /** `lost`: the receiver is done, or ends while the message waits in its mailbox. */
  outcome: 'handled' | 'ignored' | 'throws' | 'lost';
}

export interface LiveEmission {
  readonly kind: 'emit';
  readonly from: string;
  readonly event: AnyEventObject;
}

/** What happens in one step, in order. */
export type LiveRecord = readonly (LiveDelivery | LiveEmission)[];

/**
 * The components of a network as XState's own actors in one actor system. Nothing of the checker takes part but the network's description,
 * all of whose channels are to be `sync`: actors send to each other directly. The clock is the test's: any pending timer may go off at any time.
 *
 * One thing is arranged: components know each other by fixed addresses. The `system.get` of a live system knows nobody who has yet to be
 * created or has ended, and a `sendTo` to nobody goes, silently, to the sender itself.
 */
export class LiveSystem {
  private readonly actors = new Map<string, AnyActor>();
  /** By receiver, who has sent what waits in its mailbox. */
  private readonly waiting = new Map<
    string,
    { readonly from: string | undefined; readonly event: AnyEventObject }[]
  >();
  private readonly started = new Set<string>();
  private readonly stopped = new Set<string>();
  /** Actors at work, the innermost last. */
  private readonly busy: string[] = [];
  private readonly timing: LiveTimers;
  private record: (LiveDelivery | LiveEmission)[] = [];
  /** Transitions that the event in hand selected; `undefined` until XState tells. */
  private selected: number | undefined;

  /** @param note is told of what happens */
  constructor(
    private readonly network: Network,
    private readonly note: (feature: Feature) => void = () => {},
  ) {
    this.timing = new LiveTimers(note);
    const root = createActor(createMachine({ on: { '*': {} } }), {
      id: 'root of the system',
      clock: this.timing.clock,
      inspect: (event) => this.inspect(event),
    }).start();
    this.timing.watch(root.system);
    const addresses = new Map(network.componentIds.map((id) => [id, this.addressOf(id)]));
    Object.assign(root.system, { get: (id: string) => addresses.get(id) });
    network.components.forEach(({ machine, input }, index) => {
      const id = network.componentIds[index]!;
      this.waiting.set(id, []);
      const actor: AnyActor = createActor(this.observed(id, machine), {
        id,
        systemId: id,
        input,
        parent: root,
      } as never);
      this.actors.set(id, actor);
      actor.on('*', (event: AnyEventObject) => this.record.push({ kind: 'emit', from: id, event }));
      const end = () => this.end(id);
      actor.subscribe({ complete: end, error: end });
    });
  }

  /** All actors start, in the order of definition. */
  start(): LiveRecord {
    return this.step(() => {
      for (const id of this.network.componentIds) {
        this.started.add(id);
        if (this.actors.get(id)!.getSnapshot().status === 'error') this.note('exception at the start');
        this.actors.get(id)!.start();
      }
    });
  }

  /** The environment sends an event. */
  send(component: string, event: AnyEventObject): LiveRecord {
    return this.step(() => this.actors.get(component)!.send(event));
  }

  /** Timers that may go off. */
  timers(): LiveTimer[] {
    // One that comes to nobody but its own component, which has ended, makes no difference any more.
    return this.timing.pending().filter(({ from, to }) => from !== to || !this.stopped.has(to));
  }

  /** A pending timer goes off: the first one that is like this. */
  fire(timer: LiveTimer): LiveRecord {
    return this.step(this.timing.take(timer));
  }

  /** Whether an exception has ended an actor. */
  hasFailed(component: string): boolean {
    return this.actors.get(component)!.getSnapshot().status === 'error';
  }

  picture(component: string): SnapshotPicture {
    return pictureOf(this.actors.get(component)!.getSnapshot() as AnyMachineSnapshot);
  }

  private step(happen: () => void): LiveRecord {
    this.record = [];
    this.busy.length = 0;
    happen();
    this.noteOrder();
    return this.record;
  }

  private addressOf(id: string): AnyActorRef {
    // A real reference would be there only after the actor has been created. The system asks no more of it than this.
    const _send = (event: AnyEventObject) =>
      (this.actors.get(id) as unknown as { _send: (event: unknown) => void })._send(event);
    return { id, _send } as unknown as AnyActorRef;
  }

  /** The machine as an actor's logic that tells when an event is taken out of the mailbox, and what comes of it. */
  private observed(id: string, machine: AnyStateMachine): AnyActorLogic {
    return {
      ...machine,
      transition: (snapshot: AnyMachineSnapshot, event: AnyEventObject, scope: never) => {
        const from = this.waiting.get(id)!.shift()!.from;
        const delivery: LiveDelivery = { kind: 'delivery', from, to: id, event, outcome: 'throws' };
        this.record.push(delivery);
        this.busy.push(id);
        if (this.busy.length === 3) this.note('nesting of 3');
        if (this.busy.length === 4) this.note('nesting of 4');
        this.selected = undefined;
        try {
          const next = machine.transition(snapshot, event, scope);
          delivery.outcome = this.selected === 0 && next === snapshot ? 'ignored' : 'handled';
          return next;
        } catch (thrown) {
          this.note(from === undefined ? 'exception of a stimulus' : 'exception');
          throw thrown;
        }
      },
    } as unknown as AnyActorLogic;
  }

  private inspect(inspected: InspectionEvent): void {
    const { id } = inspected.actorRef as AnyActorRef;
    if (!this.waiting.has(id)) return;
    switch (inspected.type) {
      case '@xstate.event':
        if (inspected.event.type === 'xstate.init') this.busy.push(id);
        else this.relayed((inspected.sourceRef as AnyActorRef | undefined)?.id, id, inspected.event);
        return;
      case '@xstate.microstep':
        featuresOf(inspected, this.selected === undefined).forEach(this.note);
        this.selected ??= inspected._transitions.length;
        return;
      case '@xstate.snapshot':
        this.leave(id);
        return;
      case '@xstate.action':
      case '@xstate.actor':
      case '@xstate.transition':
    }
  }

  private relayed(from: string | undefined, to: string, event: AnyEventObject): void {
    if (from !== undefined && from === to) this.note('send to itself');
    else if (this.busy.includes(to)) {
      this.note(this.busy.at(-2) === to ? 'sync answer to a busy sender' : 'send to a busy third');
    }
    if (!this.started.has(to)) this.note('send to one not started');
    if (this.stopped.has(to)) {
      this.note('message to one that is done');
      this.record.push({ kind: 'delivery', from, to, event, outcome: 'lost' });
    } else this.waiting.get(to)!.push({ from, event });
  }

  /** All effects of the event in hand have been performed. */
  private leave(id: string): void {
    const at = this.busy.lastIndexOf(id);
    if (at >= 0) this.busy.splice(at, 1);
  }

  /** An actor is done or has failed: it takes nothing any more, and what waits in its mailbox is lost. */
  private end(id: string): void {
    this.stopped.add(id);
    this.leave(id);
    const left = this.waiting.get(id)!.splice(0);
    if (left.length > 0) this.note('end with waiting messages');
    for (const message of left) this.record.push({ kind: 'delivery', to: id, ...message, outcome: 'lost' });
    if (this.timing.pending().some(({ from, to }) => from === id && to !== id))
      this.note('timer that survives the end');
  }

  private noteOrder(): void {
    const sends = (from: string) => (other: LiveDelivery | LiveEmission) =>
      other.kind === 'delivery' && other.from === from;
    this.record.forEach((emitted, at) => {
      if (emitted.kind !== 'emit') return;
      const isSend = sends(emitted.from);
      if (this.record.slice(0, at).some(isSend) && this.record.slice(at).some(isSend))
        this.note('emit between sends');
    });
  }
}
