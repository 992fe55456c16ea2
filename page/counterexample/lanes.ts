import type { Explanation } from '../../src/counterexample/explain/explanation.js';

/** A column of the picture: one operator, or several that are shown as one. */
interface Lane {
  readonly key: string;
  readonly name: string;
  /** The whole name of what is in it. */
  readonly title: string;
  readonly group: string;
}

/** The columns, and which of them each component is in. */
export interface Lanes {
  readonly lanes: readonly Lane[];
  /** By component; those that take no part are in none. */
  readonly laneOf: readonly (number | undefined)[];
  /** The groups in order, with how many columns each has, and whether all of its own are shown. */
  readonly groups: readonly {
    readonly name: string;
    readonly count: number;
    readonly canUnfold: boolean;
    readonly isOpen: boolean;
  }[];
}

/** Up to so many operators are all shown. */
const ALL_MAX = 7;
/** From so many groups on, those without anything of interest are shown as one. */
const GROUPS_MAX = 8;

/** @param isNarrow a column a group, as on a telephone @param open groups that are unfolded */
export function lanesOf(explanation: Explanation, isNarrow: boolean, open: ReadonlySet<string>): Lanes {
  const { components } = explanation;
  const tops = components.map((_, at) => topOf(explanation, at));
  const groupOf = (component: number) => components[component]!.group[0] ?? '';
  const acting = actingIn(explanation);
  const shown = [...new Set(tops.filter((_, at) => acting.has(at)))].toSorted((one, other) => one - other);
  const allGroups = [...new Set(shown.map(groupOf))];
  const pinned = new Set([...pinnedIn(explanation)].map((component) => tops[component]!));
  const isSmall = shown.length <= ALL_MAX;
  const isQuiet = (group: string) =>
    allGroups.length > GROUPS_MAX && !shown.some((top) => groupOf(top) === group && pinned.has(top));
  const quiet = allGroups.filter((group) => isQuiet(group) && !open.has(group));

  const lanes: Lane[] = [];
  const laneByTop = new Map<number, number>();
  const groups: Lanes['groups'][number][] = [];
  const add = (members: readonly number[], lane: Omit<Lane, 'title'>) => {
    if (members.length === 0) return;
    for (const top of members) laneByTop.set(top, lanes.length);
    lanes.push({ ...lane, title: members.map((top) => components[top]!.id).join(', ') });
  };
  for (const group of allGroups.filter((each) => !quiet.includes(each))) {
    const own = shown.filter((top) => groupOf(top) === group);
    const isOpen = open.has(group);
    const isWhole = isOpen || (isSmall && !isNarrow);
    const alone = isWhole ? own : isNarrow ? [] : own.filter((top) => pinned.has(top));
    const others = own.filter((top) => !alone.includes(top));
    const before = lanes.length;
    for (const top of alone)
      add([top], { key: components[top]!.id, name: shortName(components[top]!.id, group), group });
    if (others.length === 1 && !isNarrow)
      add(others, {
        key: components[others[0]!]!.id,
        name: shortName(components[others[0]!]!.id, group),
        group,
      });
    else
      add(others, {
        key: `others of ${group}`,
        name: isNarrow && alone.length === 0 ? group || 'all' : `${others.length} others`,
        group,
      });
    groups.push({
      name: group,
      count: lanes.length - before,
      canUnfold: isOpen || others.length > 1,
      isOpen,
    });
  }
  if (quiet.length > 0) {
    add(
      shown.filter((top) => quiet.includes(groupOf(top))),
      { key: 'quiet', name: `${quiet.length} others`, group: '' },
    );
    groups.push({ name: '', count: 1, canUnfold: false, isOpen: false });
  }
  return { lanes, laneOf: tops.map((top) => laneByTop.get(top)), groups };
}

function topOf({ components }: Explanation, component: number): number {
  let top = component;
  for (let rest = components.length; rest > 0; rest--) {
    const { partOf } = components[top]!;
    if (partOf === null) return top;
    top = partOf;
  }
  return top;
}

/** Components that a step is about: those that act, are asked, or send. */
function actingIn({ steps }: Explanation): Set<number> {
  return new Set(
    steps.flatMap(({ from, to, participants, within }) => [
      ...(from === null ? [] : [from]),
      to,
      ...participants,
      ...within.flatMap((delivery) => [delivery.from, delivery.to]),
    ]),
  );
}

/** What the explanation speaks of: the subject, whoever wrote it, whoever would read it, the circle, or else all who wait. */
function pinnedIn({ components, steps, why }: Explanation): Set<number> {
  const spoken = why.lines.flatMap(({ n }) => {
    const step = n === null ? undefined : steps[n - 1];
    return step === undefined ? [] : [...(step.from === null ? [] : [step.from]), step.to];
  });
  const { subject, detour, circle } = why;
  const lastActor = detour?.actors.at(-1);
  const isCircle = circle.some(({ isInCircle }) => isInCircle);
  return new Set(
    [
      ...(subject === null ? [] : [subject.part]),
      ...spoken,
      ...(detour === null || detour.missed === null ? [] : [detour.missed.actor]),
      ...(lastActor === undefined ? [] : [lastActor]),
      ...circle.filter(({ isInCircle }) => isInCircle || !isCircle).map(({ component }) => component),
    ].filter((part) => part < components.length),
  );
}

/** A name without what its group says already: `die.0.dispatch-wait.0` of `die 0` is `dispatch-wait.0`. */
function shortName(id: string, group: string): string {
  const prefix = `${group.replace(' ', '.')}.`;
  return group !== '' && id.startsWith(prefix) ? id.slice(prefix.length) : id;
}
