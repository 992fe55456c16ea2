/*
 * The credit link chain, packed by hand to give SPIN its best chance: one process, no channels, four bytes a link. Not
 * how one would write it; the counts are the same as those of credit-chain.pml, and so is the meaning of each step.
 *
 * A queue is one number: its items, each 0 .. V - 1, are the digits to base V, the oldest first, behind a leading 1.
 * Thus 1 is empty, and a queue of n items lies in V^n .. 2 V^n - 1.
 *
 * L links (1..8), K credits a link (1..3), V data values (1..4); for V = 1 the digits all vanish, so V = 1 counts in base 2
 * with the digit 0 only.
 */
#ifndef L
#define L 5
#endif
#ifndef K
#define K 2
#endif
#ifndef V
#define V 2
#endif

#if V > 1
#define BASE V
#else
#define BASE 2
#endif
#define BASE2 (BASE * BASE)

#define EMPTY 1
#define PUSHED(queue, item) (queue * BASE + (item))
#define HEAD(queue) (queue < BASE2 -> queue - BASE : (queue < BASE2 * BASE -> (queue - BASE2) / BASE : (queue - BASE2 * BASE) / BASE2))
#define POPPED(queue) \
  (queue < BASE2 -> EMPTY : (queue < BASE2 * BASE -> BASE + (queue - BASE2) % BASE : BASE2 + (queue - BASE2 * BASE) % BASE2))

byte data[L] = EMPTY;    /* on the way to the receiver */
byte buffer[L] = EMPTY;  /* taken by the receiver, not yet forwarded or consumed */
byte credit[L];          /* on the way back to the sender */
byte credits[L] = K;     /* at the sender */

#define SEND(item) :: d_step { credits[0] > 0 -> credits[0]--; data[0] = PUSHED(data[0], item) }

#define TAKE_DATA(i) :: d_step { data[i] != EMPTY -> buffer[i] = PUSHED(buffer[i], HEAD(data[i])); data[i] = POPPED(data[i]) }

#define TAKE_CREDIT(i) :: d_step { credit[i] > 0 -> credit[i]--; credits[i]++ }

#define FORWARD(i) \
  :: d_step { buffer[i] != EMPTY && credits[i + 1] > 0 -> \
       data[i + 1] = PUSHED(data[i + 1], HEAD(buffer[i])); buffer[i] = POPPED(buffer[i]); credits[i + 1]--; credit[i]++ }

#define CONSUME :: d_step { buffer[L - 1] != EMPTY -> buffer[L - 1] = POPPED(buffer[L - 1]); credit[L - 1]++ }

#define LINK(i) TAKE_DATA(i) TAKE_CREDIT(i)

active proctype chain() {
  do
  SEND(0)
#if V > 1
  SEND(1)
#endif
#if V > 2
  SEND(2)
#endif
#if V > 3
  SEND(3)
#endif
  LINK(0)
#if L > 1
  FORWARD(0) LINK(1)
#endif
#if L > 2
  FORWARD(1) LINK(2)
#endif
#if L > 3
  FORWARD(2) LINK(3)
#endif
#if L > 4
  FORWARD(3) LINK(4)
#endif
#if L > 5
  FORWARD(4) LINK(5)
#endif
#if L > 6
  FORWARD(5) LINK(6)
#endif
#if L > 7
  FORWARD(6) LINK(7)
#endif
  CONSUME
  od
}
