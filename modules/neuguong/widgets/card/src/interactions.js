// Owns the list of interactions by kind. Each takes { item, response, words, changed, announce } and gives
// { hint, body, read(), missing() }: missing() is null or { message, at }, the control to go to.
import { bestWorst } from "./best_worst.js";
import { hottext } from "./hottext.js";
import { matching } from "./matching.js";
import { multipleResponse } from "./multiple_response.js";
import { ranking } from "./ranking.js";
import { rating } from "./rating.js";
import { singleChoice } from "./single_choice.js";

export const INTERACTIONS = {
  single_choice: singleChoice,
  multiple_response: multipleResponse,
  ranking,
  best_worst: bestWorst,
  rating,
  matching,
  hottext,
};
