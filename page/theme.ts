import { effect, signal } from '@preact/signals';

type Theme = 'light' | 'dark';

const KEY = 'cloudmatrix-check theme';

/** What the reader chose; without a choice it is that of the system. */
const chosen = signal<Theme | undefined>(remembered());

effect(() => {
  const { dataset } = document.documentElement;
  if (chosen.value === undefined) delete dataset.theme;
  else dataset.theme = chosen.value;
});

/** Changes between light and dark. */
export function toggleTheme(): void {
  const isDark =
    chosen.value === undefined ? matchMedia('(prefers-color-scheme: dark)').matches : chosen.value === 'dark';
  chosen.value = isDark ? 'light' : 'dark';
  try {
    localStorage.setItem(KEY, chosen.value);
  } catch {
    // A file that is opened from disk may have no storage.
  }
}

function remembered(): Theme | undefined {
  try {
    const theme = localStorage.getItem(KEY);
    return theme === 'light' || theme === 'dark' ? theme : undefined;
  } catch {
    return undefined;
  }
}
