-- The filter lock: Peterson's mutual exclusion of N processes. A label of the algorithm is a rule.
const N: 4;

type
  process: 0 .. N - 1;
  label: enum { noncritical, writing_level, writing_last, awaiting_level, critical };

var
  pc: array[process] of label;
  at: array[process] of 1 .. N - 1;
  level: array[process] of 0 .. N - 1;   -- 0: outside
  last: array[1 .. N - 1] of process;

startstate begin
  for i: process do
    pc[i] := noncritical;
    at[i] := 1;
    level[i] := 0;
  end;
  for l: 1 .. N - 1 do
    last[l] := 0;
  end;
end;

ruleset i: process do
  rule "want to enter"
    pc[i] = noncritical
  ==>
    pc[i] := writing_level;
  end;

  rule "write level"
    pc[i] = writing_level
  ==>
    level[i] := at[i];
    pc[i] := writing_last;
  end;

  rule "write last"
    pc[i] = writing_last
  ==>
    last[at[i]] := i;
    pc[i] := awaiting_level;
  end;

  rule "pass"
    pc[i] = awaiting_level & (last[at[i]] != i | forall k: process do k = i | level[k] < at[i] end)
  ==>
    if at[i] = N - 1 then
      pc[i] := critical;
    else
      at[i] := at[i] + 1;
      pc[i] := writing_level;
    end;
  end;

  rule "leave"
    pc[i] = critical
  ==>
    level[i] := 0;
    at[i] := 1;
    pc[i] := noncritical;
  end;
end;

invariant "mutual exclusion"
  forall i: process do forall k: process do i = k | pc[i] != critical | pc[k] != critical end end;
