import { ActorReference, writtenActor } from '../network/actor-reference.js';
import { refuseWithinQuestion } from './hidden-inputs.js';

/** A fresh one for every reading of `scope.self`, numbered: see `addresseeOf`. A function of a chart sees the latest only. */
export interface SelfReference {
  readonly id: string;
  readonly serial: number;
}

/** What charts may do with a component is send to it, by an action, and ask for its id; everything else reads or changes what the engine does not see. */
export class ComponentReference {
  /** As of an actor that is found by this name in a live system. */
  readonly systemId: string;

  constructor(readonly id: string) {
    this.systemId = id;
  }

  /** As XState writes down an actor. */
  toJSON(): object {
    return writtenActor(this.id);
  }
}

/** What reads or changes an actor, by what it would be to a question. */
const METHODS = [
  ['input', ['getSnapshot', 'getPersistedSnapshot', 'subscribe', 'on', 'select']],
  ['effect', ['send', 'start', 'stop', 'trigger']],
] as const;

/** Has whatever a chart calls of an actor refused. @param actor an actor, or what all references inherit from */
export function refuseCalls(actor: object): void {
  for (const [kind, names] of METHODS) {
    for (const name of names) {
      const value = function (this: { readonly id: string }) {
        refuseWithinQuestion(kind, `${name}() of the actor '${this.id}'`);
      };
      Object.defineProperty(actor, name, { value });
    }
  }
}

function refuseReading(reference: object, names: readonly string[]): void {
  for (const name of names) {
    const get = function (this: { readonly id: string }) {
      refuseWithinQuestion('input', `${name} of the actor '${this.id}'`);
    };
    Object.defineProperty(reference, name, { get });
  }
}

const INSIDES = ['src', 'logic', 'options', 'clock'];

refuseCalls(ComponentReference.prototype);
refuseReading(ComponentReference.prototype, INSIDES);
refuseCalls(ActorReference.prototype);
refuseReading(ActorReference.prototype, [...INSIDES, 'systemId', 'sessionId', 'system']);

/** What a chart reads as `self`; XState looks for the session and the system in it. */
export class OwnReference extends ComponentReference implements SelfReference {
  constructor(
    id: string,
    readonly serial: number,
    readonly sessionId: string,
    readonly system: object,
  ) {
    super(id);
    Object.freeze(this);
  }
}

/** The same, with a note of each key of it that is read; without one, where all of them are. */
export function watched(self: OwnReference, note: (key?: string | symbol) => void): OwnReference {
  return new Proxy(self, {
    get: (target, key, receiver) => {
      note(key);
      return Reflect.get(target, key, receiver) as unknown;
    },
    ownKeys: (target) => {
      note();
      return Reflect.ownKeys(target);
    },
  });
}
