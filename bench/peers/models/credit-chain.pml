/*
 * The credit link chain, as one would write it in Promela: one process for the producer, for each forwarding node and
 * for the consumer; buffered channels between them. Link i carries data one way and credits the other.
 *
 * Every step is one d_step, so that no state lies between taking a message and acting on it: a step of this model is a
 * step of the network of statecharts, and the counts can be compared. For the same reason what was received goes back
 * to 0 before the step ends: a local that still held it would split states that are the same.
 *
 * L links (1 or more), K credits a link (1..255), V data values (1..4); for example
 *   spin -a -DL=5 -DK=2 -DV=2 credit-chain.pml
 * A credit message has no content of its own; 1 stands for it.
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

chan data[L] = [K] of { byte };
chan credit[L] = [K] of { bit };

#define SEND(value) d_step { credits > 0 -> credits--; data[0]!value }

active proctype producer() {
  byte credits = K;

  do
  :: SEND(1)
#if V > 1
  :: SEND(2)
#endif
#if V > 2
  :: SEND(3)
#endif
#if V > 3
  :: SEND(4)
#endif
  :: d_step { credit[0]?1 -> credits++ }
  od
}

/*
 * Takes from the link before it and forwards to the link after it. A credit goes back when its item has left the buffer.
 * The producer has _pid 0, so the nodes have 1 .. L - 1: also the index of the link after each of them. (Nodes started
 * by an init process would add the states before they run.)
 */
#if L > 1
active [L - 1] proctype node() {
  chan buffer = [K] of { byte };
  byte credits = K;
  byte item;

  do
  :: d_step { data[_pid - 1]?item -> buffer!item; item = 0 }
  :: d_step { nempty(buffer) && credits > 0 -> buffer?item; credits--; data[_pid]!item; credit[_pid - 1]!1; item = 0 }
  :: d_step { credit[_pid]?1 -> credits++ }
  od
}
#endif

active proctype consumer() {
  chan buffer = [K] of { byte };
  byte item;

  do
  :: d_step { data[L - 1]?item -> buffer!item; item = 0 }
  :: d_step { buffer?item -> credit[L - 1]!1; item = 0 }
  od
}
