/** Every way to choose one of each list's values, in lexical order of the choices. */
export function combinations<T>(lists: readonly (readonly T[])[]): T[][] {
  let found: T[][] = [lists.map((values) => values[0]!)];
  lists.forEach((values, at) => {
    // Copying only where there is a choice: most lists have one value, and there may be thousands of lists.
    if (values.length > 1) found = found.flatMap((chosen) => values.map((value) => chosen.with(at, value)));
  });
  return found;
}
