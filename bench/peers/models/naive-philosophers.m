-- Dijkstra's dining philosophers, who take the left fork first and put both down at once.
const N: 14;

type
  seat: 0 .. N - 1;
  state: enum { thinking, holding_left, eating };

var
  philosopher: array[seat] of state;
  taken: array[seat] of boolean;

startstate begin
  for i: seat do
    philosopher[i] := thinking;
    taken[i] := false;
  end;
end;

ruleset i: seat do
  rule "take left"
    philosopher[i] = thinking & !taken[i]
  ==>
    philosopher[i] := holding_left;
    taken[i] := true;
  end;

  rule "take right"
    philosopher[i] = holding_left & !taken[(i + 1) % N]
  ==>
    philosopher[i] := eating;
    taken[(i + 1) % N] := true;
  end;

  rule "put down"
    philosopher[i] = eating
  ==>
    philosopher[i] := thinking;
    taken[i] := false;
    taken[(i + 1) % N] := false;
  end;
end;
