/** Every way to choose one of each list's values, in lexical order of the choices. */
export function combinations<T>(lists: readonly (readonly T[])[]): T[][] {
  return [...eachCombination(lists)];
}

/** Like `combinations`, each made when it is asked for. */
export function* eachCombination<T>(lists: readonly (readonly T[])[]): Generator<T[]> {
  // Only where there is a choice: most lists have one value, and there may be thousands of lists.
  const choices = lists.flatMap((values, at) => (values.length > 1 ? [at] : []));
  const chosen = lists.map(() => 0);
  for (;;) {
    yield lists.map((values, at) => values[chosen[at]!]!);
    let next = choices.length - 1;
    while (next >= 0 && chosen[choices[next]!]! + 1 === lists[choices[next]!]!.length) {
      chosen[choices[next--]!] = 0;
    }
    if (next < 0) return;
    chosen[choices[next]!]!++;
  }
}
