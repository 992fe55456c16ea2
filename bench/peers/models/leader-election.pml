/* The election of a leader in a ring of one direction by Dolev, Klawe and Rodeh, N (2 or more) nodes; what is received and what is sent then are one step. */
#ifndef N
#define N 5
#endif
#define FIRST 3
#define ROOM 10

#define NUMBER(node) ((N + FIRST - ((node) + 1)) % N + 1)
#define IN q[_pid]
#define OUT q[(_pid + 1) % N]

mtype = { one, two, winner };
chan q[N] = [ROOM] of { mtype, byte };
hidden byte number;

active [N] proctype node() {
  bit isActive = 1, hasTold = 0;
  byte maximum = NUMBER(_pid), neighbour = 0;
  d_step { OUT!one(NUMBER(_pid)) };
  do
  :: d_step {
       IN?one(number) ->
       if
       :: isActive && number != maximum -> OUT!two(number); neighbour = number
       :: isActive && number == maximum -> hasTold = 1; OUT!winner(number)
       :: !isActive -> OUT!one(number)
       fi;
       number = 0
     }
  :: d_step {
       IN?two(number) ->
       if
       :: isActive && neighbour > number && neighbour > maximum -> maximum = neighbour; OUT!one(neighbour)
       :: isActive && !(neighbour > number && neighbour > maximum) -> isActive = 0
       :: !isActive -> OUT!two(number)
       fi;
       number = 0
     }
  :: d_step {
       IN?winner(number) ->
       if
       :: hasTold
       :: else -> OUT!winner(number)
       fi;
       number = 0
     } -> break
  od;
  false /* who has ended stays where it is: a process of SPIN's that ends would be one state more */
}
