/*
 * Two-phase commit after TwoPhase.tla by Gray and Lamport: N resource managers (1..8) and a transaction manager. Messages are facts that never leave, here bits;
 * they are received again and again, which is a step each time. Every step is one d_step, as in the network of statecharts.
 */
#ifndef N
#define N 8
#endif

mtype = { working, prepared, committed, aborted };

bit reported[N];     /* resource manager i has sent PREPARED */
bit commit, abort;   /* the announcement of the transaction manager */

#define UNDECIDED (!commit && !abort)
#define RECEIVE(i) :: d_step { UNDECIDED && reported[i] -> count = count + 1 - received[i]; received[i] = 1 }

active proctype tm() {
  bit received[N];
  byte count;   /* of those received */

  do
  RECEIVE(0)
#if N > 1
  RECEIVE(1)
#endif
#if N > 2
  RECEIVE(2)
#endif
#if N > 3
  RECEIVE(3)
#endif
#if N > 4
  RECEIVE(4)
#endif
#if N > 5
  RECEIVE(5)
#endif
#if N > 6
  RECEIVE(6)
#endif
#if N > 7
  RECEIVE(7)
#endif
  :: d_step { UNDECIDED && count == N -> commit = 1 }
  :: d_step { UNDECIDED -> abort = 1 }
  od
}

/* The transaction manager has _pid 0. */
active [N] proctype rm() {
  mtype state = working;

  do
  :: d_step { state == working -> state = prepared; reported[_pid - 1] = 1 }
  :: d_step { state == working -> state = aborted }
  :: d_step { commit -> state = committed }
  :: d_step { abort -> state = aborted }
  od
}
