// A model that is nobody's: it answers get, keeps what is sent, and says what the test tells it to say.
import card from "/card.js";

const state = window.setup;
const listeners = [];
const model = {
  get: (name) => state[name],
  on: (name, callback) => listeners.push([name, callback]),
  off: (name, callback) => listeners.splice(listeners.findIndex((one) => one[0] === name && one[1] === callback), 1),
  send: (content) => host.sent.push(JSON.parse(JSON.stringify(content))),
};
const emit = (name, ...values) => listeners.filter((one) => one[0] === name).forEach((one) => one[1](...values));

const host = {
  sent: [],
  listeners,
  show(view) {
    state.view = view;
    emit("change:view");
  },
  say: (content) => emit("msg:custom", content),
  reconnect: () => emit("reconnected"),
  // The line: whether there is none.
  cut(value) {
    state.cut = value;
    emit("change:cut");
  },
};
window.host = host;
host.stop = card.render({ model, el: document.getElementById("place") });
