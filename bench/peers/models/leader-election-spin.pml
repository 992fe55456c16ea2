/* The election of a leader by Dolev, Klawe and Rodeh as in the tests of SPIN, where a message is received, and the next one sent, in a step each: 15,779 states, 97 with reduction. */
#ifndef N
#define N 5
#endif
#define I 3
#define L 10

mtype = { one, two, winner };
chan q[N] = [L] of { mtype, byte };
byte leaders = 0;

proctype node(chan in, out; byte mine) {
  bit isActive = 1, knows = 0;
  byte number, maximum = mine, neighbour;
  xr in;
  xs out;
  printf("%d\n", mine);
  out!one(mine);
end:
  do
  :: in?one(number) ->
    if
    :: isActive ->
      if
      :: number != maximum -> out!two(number); neighbour = number
      :: else -> knows = 1; out!winner, number
      fi
    :: else -> out!one(number)
    fi
  :: in?two(number) ->
    if
    :: isActive ->
      if
      :: neighbour > number && neighbour > maximum -> maximum = neighbour; out!one(neighbour)
      :: else -> isActive = 0
      fi
    :: else -> out!two(number)
    fi
  :: in?winner, number ->
    if
    :: number != mine -> printf("lost\n")
    :: else -> printf("leader\n"); leaders++; assert(leaders == 1)
    fi;
    if
    :: knows
    :: else -> out!winner, number
    fi;
    break
  od
}

init {
  byte proc;
  atomic {
    proc = 1;
    do
    :: proc <= N -> run node(q[proc - 1], q[proc % N], (N + I - proc) % N + 1); proc++
    :: proc > N -> break
    od
  }
}
