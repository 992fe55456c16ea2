/* The filter lock: Peterson's mutual exclusion of N processes, 2..6. A label of the algorithm is a step. */
#ifndef N
#define N 4
#endif

byte level[N];      /* 0: outside */
byte last[N - 1];   /* who came last to levels 1 .. N - 1 */

#define BELOW(process) (process == _pid || level[process] < at)
#if N == 2
#define ALONE (BELOW(0) && BELOW(1))
#elif N == 3
#define ALONE (BELOW(0) && BELOW(1) && BELOW(2))
#elif N == 4
#define ALONE (BELOW(0) && BELOW(1) && BELOW(2) && BELOW(3))
#elif N == 5
#define ALONE (BELOW(0) && BELOW(1) && BELOW(2) && BELOW(3) && BELOW(4))
#else
#define ALONE (BELOW(0) && BELOW(1) && BELOW(2) && BELOW(3) && BELOW(4) && BELOW(5))
#endif
#define FREE (last[at - 1] != _pid || ALONE)

active [N] proctype process() {
  byte at = 1;

noncritical:
  skip;
writing_level:
  level[_pid] = at;
  last[at - 1] = _pid;
  if
  :: d_step { FREE && at < N - 1 -> at++ }; goto writing_level
  :: FREE && at == N - 1
  fi;
  d_step { level[_pid] = 0; at = 1 };
  goto noncritical
}
