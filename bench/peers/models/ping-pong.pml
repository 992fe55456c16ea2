/*
 * Ping-pong to N (1..10) on a network that loses and repeats, after the actor model of Stateright: a message is a bit of a set, stays there when it is received,
 * and may be lost at any time. PING 0 is there at first; PING N is sent at last and waits for ever.
 */
#ifndef N
#define N 9
#endif

short pings = 1, pongs;

#define HAS(set, value) (set & (1 << (value)))
#define ADD(set, value) set = set | (1 << (value))
#define LOSE(set, value) :: d_step { HAS(set, value) -> set = set & ~(1 << (value)) }

active proctype pinger() {
  byte value;

  do
  :: d_step { value < N && HAS(pongs, value) -> value++; ADD(pings, value) }
  od
}

active proctype ponger() {
  byte value;

  do
  :: d_step { value < N && HAS(pings, value) -> ADD(pongs, value); value++ }
  od
}

active proctype network() {
  do
  LOSE(pings, 0) LOSE(pongs, 0)
  LOSE(pings, 1) LOSE(pongs, 1)
#if N > 1
  LOSE(pings, 2) LOSE(pongs, 2)
#endif
#if N > 2
  LOSE(pings, 3) LOSE(pongs, 3)
#endif
#if N > 3
  LOSE(pings, 4) LOSE(pongs, 4)
#endif
#if N > 4
  LOSE(pings, 5) LOSE(pongs, 5)
#endif
#if N > 5
  LOSE(pings, 6) LOSE(pongs, 6)
#endif
#if N > 6
  LOSE(pings, 7) LOSE(pongs, 7)
#endif
#if N > 7
  LOSE(pings, 8) LOSE(pongs, 8)
#endif
#if N > 8
  LOSE(pings, 9) LOSE(pongs, 9)
#endif
#if N > 9
  LOSE(pings, 10) LOSE(pongs, 10)
#endif
  od
}
