import type { CheckRun, UndoneRun } from '../check/result.js';
import { subjectText } from './subject.js';

/** What a run is called in reports that others read: the same in every check that makes it, and different from all others of that check. */
export function itemName({ mode, subject }: Pick<CheckRun | UndoneRun, 'mode' | 'subject'>): string {
  return `${mode}: ${subjectText(subject)}`;
}
