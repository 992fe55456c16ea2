import type { AnyEventObject } from 'xstate';
import { messageOf } from '../../network/errors.js';
import { componentLabel, printable } from '../../network/quoted.js';
import type { Network } from '../../network/network.js';
import type { Variable, View } from '../../network/property.js';
import type { Step } from '../../network/step.js';
import type { WaitsFor } from '../../network/telling.js';
import { inspectEvent, inspectPlain } from '../../network/canonical.js';

/** Longer records are cut. */
const VALUE_LENGTH_MAX = 60;

/**
 * What a network tells of itself, asked with care: a counterexample is shown whatever its words do. What throws, or gives no text, is as if it was
 * left out, and is said once.
 */
export class Words {
  /** What went wrong with the network's own functions, as sentences. */
  readonly problems = new Set<string>();

  constructor(private readonly network: Network) {}

  step(step: Step, before: View, after: View | undefined): string | undefined {
    return this.text('describe.step', () => this.network.describe?.step?.({ ...step }, before, after));
  }

  move(component: string, before: View, after: View): string | undefined {
    return this.text('describe.move', () => this.network.describe?.move?.(component, before, after));
  }

  /** Where a variable is; without words its component and its path. */
  place({ component, path }: Variable): string {
    const told = this.toldPlace({ component, path });
    const id = `${componentLabel(component)}${path.length === 0 ? '' : `, ${path.join('.')}`}`;
    return told === undefined ? id : `${told} (${id})`;
  }

  toldPlace({ component, path }: Variable): string | undefined {
    return this.text('describe.place', () => this.network.describe?.place?.(component, path));
  }

  /** What a variable's value is; without words as a record, cut if it is long. */
  value({ component, path }: Variable, value: unknown): string {
    const told = this.text('describe.cell', () => this.network.describe?.cell?.(component, path, value));
    return told ?? (value === undefined ? 'nothing' : cut(inspectPlain(value)));
  }

  /** What became of a variable in a step. */
  change({ component, path }: Variable, before: unknown, after: unknown, step: Step): string {
    const told = this.text('describe.change', () =>
      this.network.describe?.change?.(component, path, before, after, { ...step }),
    );
    return told ?? (before === undefined ? 'written' : after === undefined ? 'cleared' : 'changed');
  }

  /** What somebody has emitted; without words the event. */
  observed(observed: AnyEventObject): string {
    const { component, ...event } = observed;
    const told = this.toldObserved(observed);
    return (
      told ?? `${componentLabel(String(component))} observes ${cut(inspectEvent(event as AnyEventObject))}`
    );
  }

  toldObserved({ component, ...event }: AnyEventObject): string | undefined {
    return this.text('describe.observed', () =>
      this.network.describe?.observed?.(String(component), event as AnyEventObject),
    );
  }

  group(component: string): readonly string[] {
    const given = this.ask('group', () => this.network.group?.(component)) ?? [];
    return this.checked('group', given, 'a list of texts', (value) => isTexts(value)) ?? [];
  }

  /** The variable that a violated property speaks of, if it or the network tells. */
  subject(property: string, view: View, cause: AnyEventObject | undefined): Variable | undefined {
    const about = this.network.properties.find(({ name }) => name === property)?.about;
    const variable = (name: string, ask: () => Variable | undefined) =>
      this.checked(name, this.ask(name, ask), 'a component that there is and a path', (value) =>
        this.isVariable(value),
      );
    return (
      variable('about', () => about?.(view, cause)) ??
      variable('subject', () => this.network.subject?.(property, view, cause))
    );
  }

  waitsFor(view: View, component: string): readonly WaitsFor[] {
    const given = this.ask('waitsFor', () => this.network.waitsFor?.(view, component)) ?? [];
    const waits = this.checked('waitsFor', given, 'a list of waits for components that there are', (value) =>
      this.isWaits(value),
    );
    return (waits ?? []).map((wait) => ({ ...wait, words: onOneLine(wait.words) }));
  }

  private text(name: string, ask: () => unknown): string | undefined {
    const told = this.checked(name, this.ask(name, ask), 'a text', (value) => typeof value === 'string') as
      string | undefined;
    // An empty one says nothing.
    return told === undefined || told.trim() === '' ? undefined : onOneLine(told);
  }

  private ask<T>(name: string, ask: () => T): T | undefined {
    try {
      return ask();
    } catch (thrown) {
      this.problems.add(
        `\`${name}\` of network '${this.network.name}' throws: ${onOneLine(messageOf(thrown))}.`,
      );
      return undefined;
    }
  }

  private checked<T>(
    name: string,
    value: T | undefined,
    wanted: string,
    isRight: (value: unknown) => boolean,
  ): T | undefined {
    if (value === undefined || isAnswered(() => isRight(value))) return value;
    this.problems.add(`\`${name}\` of network '${this.network.name}' does not give ${wanted}.`);
    return undefined;
  }

  private isVariable(value: unknown): boolean {
    const { component, path } = Object(value) as Partial<Variable>;
    return this.isComponent(component) && isTexts(path);
  }

  private isWaits(value: unknown): boolean {
    if (!Array.isArray(value)) return false;
    return value.every((wait) => {
      const { of, words, given, gone = [] } = Object(wait) as Partial<WaitsFor>;
      const isGiven =
        given === undefined || (this.isComponent(given.to) && typeof given.event?.type === 'string');
      const areComponents = [of, gone].every(
        (ids) => isTexts(ids) && ids.every((id) => this.isComponent(id)),
      );
      return typeof words === 'string' && areComponents && isGiven;
    });
  }

  private isComponent(id: unknown): boolean {
    return typeof id === 'string' && this.network.componentIds.includes(id);
  }
}

/** Whether the answer is yes; it is none where an object of the author's throws as it is read. */
function isAnswered(ask: () => boolean): boolean {
  try {
    return ask();
  } catch {
    return false;
  }
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'string');
}

/** A text of the network's as it can stand in a line: it looks like nothing else there, and a terminal obeys nothing in it. */
function onOneLine(text: string): string {
  return printable(text.trim().replace(/\s+/gu, ' '));
}

/** A text that is not too long for a line. */
function cut(text: string, lengthMax = VALUE_LENGTH_MAX): string {
  return text.length <= lengthMax ? text : `${text.slice(0, lengthMax - 1)}…`;
}
