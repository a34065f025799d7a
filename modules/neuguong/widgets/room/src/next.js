// Owns which step comes next: the one that the large button, Space and a presenter's remote take. Knows no element.

// { command, label, … }, or null where nothing follows by itself: a workshop is not ended by a press too many.
export function findNext(room) {
  const { can, shares, wall } = room;
  const { state } = wall;
  const may = (command) => can.includes(command);
  if (state.looking_back && may("look-at")) return { command: "look-at", turn: null, label: "do_back_here" };
  if (state.paused && may("resume")) return { command: "resume", label: "do_resume" };
  if (may("close")) return { command: "close", label: state.activity === "words" ? "do_close_words" : "do_close" };
  if (may("count")) return { command: "count", label: state.activity === "words" ? "do_finish_words" : "do_count" };
  const last = shares[shares.length - 1];
  if (may("ask-again") && last && last.advice === "discuss") return { command: "ask-again", label: "do_ask_again" };
  if (may("ask-again") && last && last.advice === "teach") return { command: "ask-again", label: "do_ask_taught" };
  if (may("show")) return { command: "show", label: "do_show" };
  if (may("explain")) return { command: "explain", label: "do_explain" };
  return may("ask-next") ? { command: "ask-next", label: state.turn > 0 ? "do_next" : "do_first", number: state.turn + 1 } : null;
}

// The step beside it, for who decides otherwise than advised.
export function findOther(room) {
  const next = findNext(room);
  if (!next) return null;
  if (next.command === "ask-again") return { command: "show", label: "do_show" };
  if (next.command === "show" && room.can.includes("ask-again")) return { command: "ask-again", label: "do_ask_again" };
  return next.command === "count" && room.can.includes("reopen") ? { command: "reopen", label: "do_reopen" } : null;
}

// Where a look back leads from here: the turn before the one on screen; null where there is none, or a vote is open.
export function findBefore(room) {
  const { turn } = room.wall.state;
  return room.can.includes("look-at") && turn > 1 ? turn - 1 : null;
}
