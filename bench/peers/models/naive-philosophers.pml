/* Dijkstra's dining philosophers, N (2 or more), who take the left fork first and put both down at once. */
#ifndef N
#define N 14
#endif

bit taken[N];

#define LEFT _pid
#define RIGHT ((_pid + 1) % N)

active [N] proctype philosopher() {
  do
  :: d_step { !taken[LEFT] -> taken[LEFT] = 1 };
     d_step { !taken[RIGHT] -> taken[RIGHT] = 1 };
     d_step { taken[LEFT] = 0; taken[RIGHT] = 0 }
  od
}
