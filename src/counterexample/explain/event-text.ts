import { inspectEvent } from '../../network/canonical.js';
import type { EventData } from './explanation.js';

/** Longer payloads are left out. */
const LENGTH_MAX = 40;

/** An event on one line: its type, and its payload if that is short. */
export function eventText(event: EventData): string {
  const text = inspectEvent(event);
  return text.length <= LENGTH_MAX ? text : event.type;
}
