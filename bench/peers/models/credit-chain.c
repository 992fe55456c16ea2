/*
 * The credit link chain, searched breadth first by a program for it alone: what the machine can do. A state is one word, 10 bits a link; states are numbered
 * as they are found and keep the one that they were reached from, and an index of numbers doubles when it is three quarters full.
 *
 * L links (1..6) with 2 credits each, and 2 values. A queue is its items as binary digits, the oldest first, behind a leading 1.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#ifndef L
#define L 5
#endif
#define CREDITS 2
#define VALUES 2

/* Fields of a link, and the bits of each. */
#define DATA 0
#define BUFFER 3
#define CREDIT 6
#define IN_HAND 8
#define LINK_BITS 10
#define QUEUE 7
#define COUNT 3

typedef uint64_t State;

static State *states;
static uint32_t *parents, *slots;
static uint64_t found, room, slot_count, transitions;

static void *grown(void *memory, size_t bytes) {
  void *result = realloc(memory, bytes);
  if (!result) {
    fprintf(stderr, "out of memory\n");
    exit(1);
  }
  return result;
}

static uint64_t hash(State state) {
  state *= 0x9e3779b97f4a7c15u;
  return state ^ state >> 32;
}

static void double_index(void) {
  slot_count *= 2;
  free(slots);
  slots = calloc(slot_count, sizeof *slots);
  if (!slots) exit(1);
  for (uint64_t state = 0; state < found; state++) {
    uint64_t at = hash(states[state]) & (slot_count - 1);
    while (slots[at]) at = (at + 1) & (slot_count - 1);
    slots[at] = state + 1;
  }
}

static void add(State state, uint32_t parent) {
  uint64_t at = hash(state) & (slot_count - 1);
  for (; slots[at]; at = (at + 1) & (slot_count - 1))
    if (states[slots[at] - 1] == state) return;
  if (found == room) {
    room *= 2;
    states = grown(states, room * sizeof *states);
    parents = grown(parents, room * sizeof *parents);
  }
  states[found] = state;
  parents[found] = parent;
  slots[at] = ++found;
  if (4 * found > 3 * slot_count) double_index();
}

static unsigned get(State state, int field, unsigned mask) { return state >> field & mask; }
static State changed(State state, int field, int by) { return state + ((State)(int64_t)by << field); }

static State pushed(State state, int field, unsigned item) {
  unsigned queue = get(state, field, QUEUE);
  return changed(state, field, (int)(2 * queue + item) - (int)queue);
}

/* Takes the oldest item away. */
static State popped(State state, int field, unsigned *item) {
  unsigned queue = get(state, field, QUEUE);
  unsigned rest = queue >= 4 ? 2 | (queue & 1) : 1;
  *item = queue >= 4 ? queue >> 1 & 1 : queue & 1;
  return changed(state, field, (int)rest - (int)queue);
}

static void expand(uint32_t from) {
  State state = states[from];
  unsigned item;
#define STEP(next) (transitions++, add(next, from))
  if (get(state, IN_HAND, COUNT))
    for (unsigned value = 0; value < VALUES; value++) STEP(changed(pushed(state, DATA, value), IN_HAND, -1));
  for (int link = 0; link < L; link++) {
    int at = link * LINK_BITS, next = at + LINK_BITS;
    if (get(state, at + DATA, QUEUE) > 1) {
      State taken = popped(state, at + DATA, &item);
      STEP(pushed(taken, at + BUFFER, item));
    }
    if (get(state, at + CREDIT, COUNT)) STEP(changed(changed(state, at + CREDIT, -1), at + IN_HAND, 1));
    if (get(state, at + BUFFER, QUEUE) == 1 || (link < L - 1 && !get(state, next + IN_HAND, COUNT))) continue;
    State moved = changed(popped(state, at + BUFFER, &item), at + CREDIT, 1);
    STEP(link < L - 1 ? changed(pushed(moved, next + DATA, item), next + IN_HAND, -1) : moved);
  }
}

int main(void) {
  room = slot_count = 1 << 12;
  states = grown(NULL, room * sizeof *states);
  parents = grown(NULL, room * sizeof *parents);
  slots = calloc(slot_count, sizeof *slots);
  if (!slots) return 1;
  State initial = 0;
  for (int link = 0; link < L; link++)
    initial |= (State)(1 << DATA | 1 << BUFFER | CREDITS << IN_HAND) << link * LINK_BITS;
  add(initial, 0);
  for (uint64_t at = 0; at < found; at++) expand(at);
  printf("{\"states\":%llu,\"transitions\":%llu}\n", (unsigned long long)found, (unsigned long long)transitions);
}
