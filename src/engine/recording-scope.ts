import type { AnyMachineSnapshot, AnyStateMachine } from 'xstate';
import { CheckError } from '../network/errors.js';
import type { Microstep } from './chart-watch.js';

/** What XState hands over for an action; the published types do not cover it. */
export interface RecordedAction {
  readonly type: string;
  readonly info: { readonly self: SelfReference };
  readonly params: Record<string, unknown>;
  readonly exec: unknown;
}

/** A fresh one for every reading of `scope.self`, numbered: see `addresseeOf`. */
interface SelfReference {
  readonly id: string;
  readonly serial: number;
}

type ActorScope = Parameters<AnyStateMachine['transition']>[2];

/**
 * An actor scope in which actions are recorded and none is performed. XState's own `transition()` builds an actor system for each
 * call; this one is reused, and its `system.get(id)` answers for components, which are no actors here.
 */
export class RecordingScope {
  /** The actions of the last question, in order. */
  readonly recorded: RecordedAction[] = [];
  /** The states that the last question led through, after each microstep but the initial one. */
  readonly passed: AnyMachineSnapshot[] = [];
  readonly scope: ActorScope;
  private selfSerial = 0;

  /** @param onMicrostep called with each microstep after the initial one */
  constructor(id: string, onMicrostep: (microstep: Microstep) => void) {
    const system = {
      get: (component: string) => new Reference(component, component),
      getAll: () => refuseReading('system.getAll()'),
      // Besides microsteps, a spawned actor is told of; the interpreter refuses that afterwards.
      _sendInspectionEvent: (event: Microstep | { readonly type: '@xstate.actor' }) => {
        if (event.type !== '@xstate.microstep') return;
        this.passed.push(event.snapshot);
        onMicrostep(event);
      },
      _bookId: () => 'unused',
    };
    const nextSelf = () => new Self(id, this.selfSerial++, system);
    const scope = {
      get self() {
        return nextSelf();
      },
      id,
      sessionId: id,
      system,
      logger() {},
      defer() {},
      stopChild() {},
      emit() {},
      actionExecutor: (action: unknown) => {
        this.recorded.push(action as RecordedAction);
      },
    };
    // XState's scope type asks for live actors; a pure transition reads no more of it than this.
    this.scope = scope as unknown as ActorScope;
  }

  clear(): void {
    this.recorded.length = 0;
    this.passed.length = 0;
  }
}

function refuseReading(what: string): never {
  throw new CheckError(
    `A machine uses ${what}. In a network a component knows others by messages only: send them with sendTo, and receive what they answer.`,
  );
}

/** Stands for another component: good as the target of `sendTo`, and for nothing else. */
class Reference {
  constructor(
    readonly id: string,
    private readonly text: string,
  ) {}

  getSnapshot(): never {
    return refuseReading(`getSnapshot() of '${this.text}'`);
  }

  getPersistedSnapshot(): never {
    return refuseReading(`getPersistedSnapshot() of '${this.text}'`);
  }

  send(): never {
    return refuseReading(`send() of '${this.text}' itself`);
  }

  on(): never {
    return refuseReading(`on() of '${this.text}'`);
  }

  subscribe(): never {
    return refuseReading(`subscribe() of '${this.text}'`);
  }

  start(): never {
    return refuseReading(`start() of '${this.text}'`);
  }

  stop(): never {
    return refuseReading(`stop() of '${this.text}'`);
  }
}

/** Stands for the machine's own actor. */
class Self extends Reference implements SelfReference {
  readonly sessionId: string;

  constructor(
    id: string,
    readonly serial: number,
    readonly system: object,
  ) {
    super(id, 'self');
    this.sessionId = id;
  }
}

/**
 * The id of the component that a recorded `sendTo` is for, or `undefined` when its target evaluated to nothing. XState then
 * takes the sender itself, silently, and reads `scope.self` once more for it: such a reference is younger than the one that the
 * action was given.
 */
export function addresseeOf(action: RecordedAction): string | undefined {
  const to = action.params.to as Partial<SelfReference> | undefined;
  const isFallback = (to?.serial ?? -1) > action.info.self.serial;
  return typeof to?.id === 'string' && !isFallback ? to.id : undefined;
}
