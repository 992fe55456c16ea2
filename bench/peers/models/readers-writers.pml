/*
 * Readers and writers who are served in the order of a queue, after ReadersWriters.tla by DeFrain: N actors, 1..8. What was received goes back to 0 before a
 * step ends: a local that still held it would split states that are the same. Who reads already may be served to read once more.
 */
#ifndef N
#define N 4
#endif

#define READ 0
#define WRITE 1

chan waiting = [2 * N] of { bit, byte };
bit waits_to_read[N], waits_to_write[N];
bit reads[N], writes[N];
byte readers, writers;

active [N] proctype actor() {
  do
  :: d_step { !waits_to_read[_pid] -> waits_to_read[_pid] = 1; waiting!READ, _pid }
  :: d_step { !waits_to_write[_pid] -> waits_to_write[_pid] = 1; waiting!WRITE, _pid }
  :: d_step { reads[_pid] -> reads[_pid] = 0; readers-- }
  :: d_step { writes[_pid] -> writes[_pid] = 0; writers-- }
  od
}

active proctype resource() {
  byte next;

  do
  :: d_step { writers == 0 && waiting?[READ, next] ->
       waiting?READ, next; waits_to_read[next] = 0; readers = readers + 1 - reads[next]; reads[next] = 1; next = 0 }
  :: d_step { writers == 0 && readers == 0 && waiting?[WRITE, next] ->
       waiting?WRITE, next; waits_to_write[next] = 0; writes[next] = 1; writers++; next = 0 }
  od
}
