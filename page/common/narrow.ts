import { signal } from '@preact/signals';

const query = matchMedia('(max-width: 720px)');
const isNarrow = signal(query.matches);
query.addEventListener('change', ({ matches }) => {
  isNarrow.value = matches;
});

/** Whether the window is that of a telephone. */
export const useNarrow = (): boolean => isNarrow.value;
