/** An item of `check --json`, as far as it tells what was done and how long it took. */
export interface CheckedItem {
  readonly mode: string;
  /** Suites and tables have none of these. */
  readonly network?: string;
  readonly parameters?: Readonly<Record<string, unknown>>;
  readonly faults?: readonly string[];
  readonly states?: number;
  readonly steps?: number;
  readonly runs?: number;
  readonly seconds: number;
}

/**
 * Pairs of items in which two commits did the same: of one network in one mode, no parameter that both have differs, and they are counted alike. Each is in
 * one pair at most.
 */
export function commonItems(
  here: readonly CheckedItem[],
  there: readonly CheckedItem[],
): readonly (readonly [CheckedItem, CheckedItem])[] {
  const left = [...there];
  return here.flatMap((item) => {
    const at = left.findIndex((other) => didTheSame(item, other));
    return at < 0 ? [] : [[item, left.splice(at, 1)[0]!] as const];
  });
}

function didTheSame(one: CheckedItem, other: CheckedItem): boolean {
  return (
    one.steps !== undefined &&
    (['mode', 'network', 'states', 'steps', 'runs'] as const).every((key) => one[key] === other[key]) &&
    (one.faults ?? []).join() === (other.faults ?? []).join() &&
    agree(one.parameters ?? {}, other.parameters ?? {})
  );
}

/** One commit has parameters that another does not know. */
function agree(one: Readonly<Record<string, unknown>>, other: Readonly<Record<string, unknown>>): boolean {
  return Object.entries(one).every(([name, value]) => !Object.hasOwn(other, name) || other[name] === value);
}
