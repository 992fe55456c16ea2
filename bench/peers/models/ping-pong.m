-- Ping-pong to N on a network that loses and repeats, after the actor model of Stateright: what was sent stays until it is lost.
const N: 9;

type value: 0 .. N;

var
  pinger: value;
  ponger: value;
  ping: array[value] of boolean;
  pong: array[value] of boolean;

startstate begin
  pinger := 0;
  ponger := 0;
  for v: value do
    ping[v] := v = 0;
    pong[v] := false;
  end;
end;

rule "receive PONG"
  pinger < N & pong[pinger]
==>
  pinger := pinger + 1;
  ping[pinger] := true;
end;

rule "receive PING"
  ponger < N & ping[ponger]
==>
  pong[ponger] := true;
  ponger := ponger + 1;
end;

ruleset v: value do
  rule "lose PING"
    ping[v]
  ==>
    ping[v] := false;
  end;

  rule "lose PONG"
    pong[v]
  ==>
    pong[v] := false;
  end;
end;
