-- Two-phase commit after TwoPhase.tla by Gray and Lamport. Messages never leave, and are received again and again.
const N: 8;

type
  manager: 1 .. N;
  state: enum { working, prepared, committed, aborted };

var
  rm: array[manager] of state;
  reported: array[manager] of boolean;  -- PREPARED was sent
  received: array[manager] of boolean;  -- the transaction manager knows
  commit: boolean;
  abort: boolean;

startstate begin
  for i: manager do
    rm[i] := working;
    reported[i] := false;
    received[i] := false;
  end;
  commit := false;
  abort := false;
end;

rule "decide to commit"
  !commit & !abort & forall i: manager do received[i] end
==>
  commit := true;
end;

rule "decide to abort"
  !commit & !abort
==>
  abort := true;
end;

ruleset i: manager do
  rule "receive PREPARED"
    !commit & !abort & reported[i]
  ==>
    received[i] := true;
  end;

  rule "prepare"
    rm[i] = working
  ==>
    rm[i] := prepared;
    reported[i] := true;
  end;

  rule "choose to abort"
    rm[i] = working
  ==>
    rm[i] := aborted;
  end;

  rule "receive COMMIT"
    commit
  ==>
    rm[i] := committed;
  end;

  rule "receive ABORT"
    abort
  ==>
    rm[i] := aborted;
  end;
end;

invariant "consistency"
  !exists i: manager do rm[i] = aborted end | !exists i: manager do rm[i] = committed end;
