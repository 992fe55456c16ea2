-- The credit link chain with 5 links, 2 credits a link and 2 values: queues of items and buffers as arrays with a length.
const
  LINKS: 5;
  CREDITS: 2;
  VALUES: 2;

type
  link: 1 .. LINKS;
  count: 0 .. CREDITS;
  item: 0 .. VALUES - 1;
  queue: record length: count; items: array[0 .. CREDITS - 1] of item; end;

var
  data: array[link] of queue;     -- on the way to the receiver
  buffer: array[link] of queue;   -- taken by the receiver, not yet forwarded or consumed
  credit: array[link] of count;   -- on the way back to the sender
  credits: array[link] of count;  -- at the sender

procedure push(var q: queue; i: item);
begin
  q.items[q.length] := i;
  q.length := q.length + 1;
end;

-- What is behind the end is undefined, so that equal queues are equal states.
procedure pop(var q: queue);
begin
  for i: 0 .. CREDITS - 2 do
    if i + 1 < q.length then
      q.items[i] := q.items[i + 1];
    end;
  end;
  q.length := q.length - 1;
  undefine q.items[q.length];
end;

startstate begin
  for l: link do
    data[l].length := 0;
    buffer[l].length := 0;
    credit[l] := 0;
    credits[l] := CREDITS;
  end;
end;

ruleset i: item do
  rule "produce"
    credits[1] > 0
  ==>
    credits[1] := credits[1] - 1;
    push(data[1], i);
  end;
end;

ruleset l: link do
  rule "take data"
    data[l].length > 0
  ==>
    push(buffer[l], data[l].items[0]);
    pop(data[l]);
  end;

  rule "take credit"
    credit[l] > 0
  ==>
    credit[l] := credit[l] - 1;
    credits[l] := credits[l] + 1;
  end;
end;

ruleset l: 1 .. LINKS - 1 do
  rule "forward"
    buffer[l].length > 0 & credits[l + 1] > 0
  ==>
    push(data[l + 1], buffer[l].items[0]);
    pop(buffer[l]);
    credits[l + 1] := credits[l + 1] - 1;
    credit[l] := credit[l] + 1;
  end;
end;

rule "consume"
  buffer[LINKS].length > 0
==>
  pop(buffer[LINKS]);
  credit[LINKS] := credit[LINKS] + 1;
end;
