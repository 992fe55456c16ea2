import { inspectEvent } from '../../network/canonical.js';
import type { EventData } from './explanation.js';
import { originalOf } from './json.js';

/** Longer payloads are left out. */
const LENGTH_MAX = 40;

/** An event as labels of steps tell it: as it was, and not as JSON has it. */
export function wholeEventText(event: EventData): string {
  return inspectEvent(originalOf(event) as EventData);
}

/** An event on one line: its type, and its payload if that is short. */
export function eventText(event: EventData): string {
  const text = wholeEventText(event);
  return text.length <= LENGTH_MAX ? text : event.type;
}
