-- Readers and writers who are served in the order of a queue, after ReadersWriters.tla by DeFrain.
const
  N: 4;
  WAITING_MAX: 2 * N;

type
  actor: 1 .. N;
  access: enum { reading, writing };
  request: record who: actor; what: access; end;

var
  reads: array[actor] of boolean;
  writes: array[actor] of boolean;
  length: 0 .. WAITING_MAX;
  -- What is behind the end is undefined.
  waiting: array[0 .. WAITING_MAX - 1] of request;

startstate begin
  for a: actor do
    reads[a] := false;
    writes[a] := false;
  end;
  length := 0;
end;

ruleset a: actor; w: access do
  rule "try"
    !exists i: 0 .. WAITING_MAX - 1 do i < length & waiting[i].who = a & waiting[i].what = w end
  ==>
    waiting[length].who := a;
    waiting[length].what := w;
    length := length + 1;
  end;
end;

rule "serve"
  length > 0 & !exists a: actor do writes[a] end
    & (waiting[0].what = reading | !exists a: actor do reads[a] end)
==>
  if waiting[0].what = reading then
    reads[waiting[0].who] := true;
  else
    writes[waiting[0].who] := true;
  end;
  length := length - 1;
  for i: 0 .. WAITING_MAX - 2 do
    if i < length then
      waiting[i] := waiting[i + 1];
    end;
  end;
  undefine waiting[length];
end;

ruleset a: actor do
  rule "stop"
    reads[a] | writes[a]
  ==>
    reads[a] := false;
    writes[a] := false;
  end;
end;

invariant "nobody reads while somebody writes"
  !exists a: actor do reads[a] end | !exists a: actor do writes[a] end;
