// Owns the list of interactions by kind. Each takes { item, response, words, changed, announce } and gives
// { hint, body, read(), missing() }: missing() is null or { message, at }, the control to go to.
export { singleChoice as single_choice } from "./single_choice.js";
export { multipleResponse as multiple_response } from "./multiple_response.js";
export { ranking } from "./ranking.js";
export { bestWorst as best_worst } from "./best_worst.js";
export { rating } from "./rating.js";
export { matching } from "./matching.js";
export { hottext } from "./hottext.js";
