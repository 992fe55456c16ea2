import type { Sentences } from '../sentences.js';

export const sentences: Sentences = {
  'leases-within-cores': "What kernels run on never exceeds their stream's share, nor the cores of the die.",
  'leases-are-held': 'A kernel has all its cores from its start to its end, and at no other time.',
  'kernel-order':
    'Every kernel has its cores once, after those whose results it reads have given theirs back.',
  'leased-in-order':
    'Kernels of a stream get their cores in the order in which they ask, though there may be cores for a later one.',
  'waits-for-its-own-stream': 'A kernel that waits for cores waits for a kernel of its own stream.',
  'kernels-run-once': 'Every kernel computes or sends once before it ends; one that only waits never does.',
  'waits-for-all-dies': 'A die goes on only when all others have notified it.',
  'gets-its-cores': 'A kernel that may be launched gets its cores, whoever else asks for some.',
  'as-at-the-start':
    'When all kernels of a die have ended, nobody holds or awaits its cores, and no signal is left.',
};
